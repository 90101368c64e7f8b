"""The head of a table: its rows, and its columns with what their headings were read as."""

from dataclasses import dataclass, field

from desktop.intake.figures.wording.scales import Scale
from desktop.intake.figures.wording.times import Relation, Span
from desktop.models.text import fold


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place, the headings over it from the top down, and its role.

    Roles are those of `HeadingReader.role`; "code:X" and "men:X" hold figures. `this_time`
    says that the heading names the period itself, `span` which days it names and
    `relation` how they lie to the period. `doubtful` is a
    flow told up to a day without the day it begins; `scale` is what its heading counts by.
    `guess` says how its role was concluded where the heading alone does not tell it.
    """

    at: int
    path: tuple[str, ...]
    role: str = ""
    this_time: bool = False
    span: Span | None = None
    relation: Relation = ""
    doubtful: bool = False
    scale: Scale | None = None
    guess: str = ""

    @property
    def code(self) -> str:
        """The indicator the column holds, "" when none."""
        return self.role[5:] if self.role.startswith("code:") else ""

    @property
    def is_asked(self) -> bool:
        """Whether it speaks of an indicator of the form, taken or not."""
        return self.role.startswith(("code:", "double:", "sum:", "time:", "both:"))

    @property
    def heading(self) -> str:
        """The headings as one line."""
        return " > ".join(self.path)


@dataclass(slots=True)
class Header:
    """Rows [first, last] of the grid as the head of a table, and the columns under it."""

    first: int
    last: int
    columns: list[Column]
    score: float = 0.0
    remarks: list[str] = field(default_factory=list)

    def codes(self) -> dict[str, Column]:
        """Return code → its column."""
        return {column.code: column for column in self.columns if column.code}

    def asks(self) -> bool:
        """Whether any column speaks of an indicator of the form."""
        return any(column.is_asked for column in self.columns)

    def with_role(self, *roles: str) -> list[Column]:
        """Return the columns of these roles, from the left."""
        return [column for column in self.columns if column.role in roles]

    @property
    def signature(self) -> str:
        """What the headings say, for telling the same sheet of a sender again."""
        return "|".join(fold(column.heading) for column in self.columns)
