"""What the words of a heading come to."""

from dataclasses import dataclass
from typing import Final, Literal

from desktop.intake.figures.wording.times import Relation, Span

SUBJECTS: Final = {"worker": "A01", "member": "A03"}
"""Who is counted → the code of their stock."""
NOT_OF_PERIOD: Final = frozenset({"other_time", "plan", "ratio", "change", "scale", "average"})
OF_MEMBERS: Final = frozenset({"A03D", "A03T", "A03X", "A06M"})
"""Parts of the members whose headings need not say so: đảng viên, dưới 35 tuổi."""
Time = Literal["", "this", "other"]


@dataclass(frozen=True, slots=True)
class Sense:
    """What the words of a heading say; `left` are words nobody knows here.

    `time` is whether it speaks of days of the period, `span` the time it names and `relation`
    how that lies to the period.
    """

    concepts: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    time: Time = ""
    span: Span | None = None
    relation: Relation = ""

    @property
    def subjects(self) -> list[str]:
        """The stock codes of who is counted: A01 workers, A03 members."""
        if "joined" in self.concepts:
            return [SUBJECTS["member"]]  # "CNVCLĐ đã gia nhập công đoàn"
        return [code for concept, code in SUBJECTS.items() if concept in self.concepts]

    @property
    def known(self) -> bool:
        """Whether it says something, and nothing that is not understood."""
        return not self.left and bool(self.concepts or self.codes)
