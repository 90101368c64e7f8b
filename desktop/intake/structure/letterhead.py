"""Everything before the body: letterhead, title, addressees, and the opening that follows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.intake.source import Line
from desktop.intake.structure.addressees import Addressees
from desktop.intake.structure.bodies import name_bodies, starts_body
from desktop.intake.structure.cuts import Cut, cuts, segments, type_at
from desktop.intake.structure.headlines import mended
from desktop.intake.structure.labels import parse
from desktop.intake.structure.prose import is_opening, is_prose
from desktop.intake.structure.zones import is_authority
from desktop.intake.words import (
    Piece,
    any_of,
    is_caps,
    is_open_ended,
    plain,
    squeeze,
    starts_lower,
    tables,
)

_NARROW = 45  # letters of a line under the number, in the left column
_MAX_SUBJECT = 600
_TITLE_LINES = 4
_SHORT_TITLE = 12
_GOES_ON = re.compile(
    r"^(?:nam \d[\d\s,–-]*(?!.*\b(?:la|voi|duoc)\b)|nam hoc|giai doan|nhiem ky|nhan dip|thang \d|"
    r"quy [ivx\d]|trong |va |cua )"
)
# "/KH-CĐX" alone: the number of a draft, whose room is left open, in a column of its own.
_OPEN_NUMBER = re.compile(r"^/\s?[A-ZĐ][A-Za-zĐ]{1,6}(?:-[A-ZĐ]{2,8})+$")
_ASIDE = re.compile(r"^\((?:du thao|kem theo|ban hanh|thuc hien|luu hanh|trinh)")


@dataclass(slots=True)
class Head:
    """What was found before the body; pieces keep the line they stand on."""

    bodies: list[Piece] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    numbers: list[Piece] = field(default_factory=list)
    dates: list[tuple[str, Piece]] = field(default_factory=list)
    type: Piece | None = None
    subject: list[Piece] = field(default_factory=list)
    about: bool = False
    addressees: list[Piece] = field(default_factory=list)
    opening: list[Line] = field(default_factory=list)
    spare: list[Piece] = field(default_factory=list)
    zones: dict[int, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str | None, str | None]:
        """Parent and issuer."""
        code = self.numbers[0].text if self.numbers else ""
        lines = [piece.line for piece in self.bodies]
        aside = [n for n, c in zip(lines, self.columns, strict=True) if c and lines.count(n) > 1]
        columns = self.columns if aside else [0] * len(lines)
        return name_bodies([piece.text for piece in self.bodies], columns, code)

    @property
    def subject_text(self) -> str | None:
        """The subject in one line, None when there is none."""
        text = squeeze(" ".join(piece.text for piece in self.subject))
        if self.about:
            text = text.strip("“”\"'‘’ *(")
        text = text.strip(" *_-–:|").strip()
        return text or None


class HeadReader:
    """Reads the lines before the body one after the other; what a line may be depends on
    what came before it.
    """

    def __init__(self) -> None:
        self.head = Head()
        self._state = "letter"
        self._look: Line | None = None
        self._to = Addressees(self.head.addressees)
        self._column = 0
        self._short_motto = False

    def read(self, lines: Sequence[Line]) -> Head:
        """Return what the lines hold; prose goes to `opening`."""
        whole, made = mended(lines)
        for line in whole:
            self._read(line)
            if id(line) in made and self.head.opening and self.head.opening[-1] is line:
                self.head.opening[-1:] = made[id(line)]  # prose after all: its lines as they were
            for part in made.get(id(line), ()):
                self._mark(part, self.head.zones.get(line.number, "letterhead"))
        self._title_alone(whole)
        return self.head

    def _title_alone(self, lines: Sequence[Line]) -> None:
        """Take the first short lines as the subject where nothing else stands before the text."""
        head = self.head
        if head.type or head.subject or not head.opening:
            return
        if head.bodies or head.numbers:
            self._title_below_number()
            return
        first = [line.number for line in lines if line.text.strip()][:_TITLE_LINES]
        title = [piece for piece in head.spare if piece.line in first]
        if title and title[0].line == first[0] and len(title) == len(head.spare):
            head.subject, head.spare = title, []
            head.zones.update({piece.line: "title" for piece in title})

    def _title_below_number(self) -> None:
        """Take the lines between number and text as the subject; the type's own line is lost."""
        head = self.head
        placed = [*head.bodies, *head.numbers, *(piece for _day, piece in head.dates)]
        last = max(piece.line for piece in placed)
        title = [piece for piece in head.spare if piece.line > last]
        lengths = [len(piece.text) for piece in title]
        if not head.numbers or head.addressees or not title or sum(lengths) < _SHORT_TITLE:
            return
        head.subject = title
        head.spare = [piece for piece in head.spare if piece.line <= last]
        head.zones.update({piece.line: "title" for piece in title})

    def _read(self, line: Line) -> None:
        if self._state == "prose":
            self._prose(line)
            return
        column = line.cell.column if line.cell else 0
        for place, part in enumerate(segments(line.text) or [line.text]):
            self._column = column + place
            found = cuts(part)
            if self._state == "title" and {cut.kind for cut in found} == {"rest", "type"}:
                found = [Cut("rest", part)]  # a type named within the subject
            for cut in found:
                self._cut(cut, line)

    def _mark(self, line: Line, zone: str) -> None:
        self.head.zones.setdefault(line.number, zone)

    def _cut(self, cut: Cut, line: Line) -> None:
        head = self.head
        piece = Piece(cut.text, line.number)
        if cut.kind == "rest":
            self._rest(piece, line)
            return
        if cut.kind == "motto":
            self._short_motto = bool(re.search(r"nghia(?: viet)?$", plain(cut.text)))
        elif cut.kind == "number":
            head.numbers.append(Piece(cut.value, line.number))
        elif cut.kind == "date":
            head.dates.append((cut.value, piece))
        elif cut.kind == "rule":
            if self._state == "title" and head.subject and line.cell is None:
                self._state = "after"
        elif cut.kind == "type":
            self._type(cut, piece, line)
            return
        elif cut.kind == "about":
            self._about(piece)
        elif cut.kind == "to":
            self._state = "to"
            if cut.value:
                self._to.add(cut.value, line)
            self._mark(line, "addressees")
            return
        elif cut.kind == "note":
            head.spare.append(piece)
        self._mark(line, "letterhead")

    def _type(self, cut: Cut, piece: Piece, line: Line) -> None:
        if self.head.type is None:
            self.head.type = Piece(cut.value, line.number)
            self.head.subject.clear()
            self.head.about = False
            self._state = "title"
            self._look = None
            self._mark(line, "title")
        else:
            self._rest(piece, line)

    def _about(self, piece: Piece) -> None:
        if self.head.type is not None and self._state != "title":
            self.head.spare.append(piece)
            return
        self.head.subject.append(piece)
        self.head.about = self.head.type is None
        self._state = "about" if self.head.about else "title"

    def _rest(self, piece: Piece, line: Line) -> None:
        if self._short_motto and plain(piece.text).strip() in ("viet nam", "nam"):
            self._short_motto = False
            self._mark(line, "letterhead")
            return
        if self._state == "letter" and _OPEN_NUMBER.match(piece.text):
            self.head.numbers.append(piece)
            self._mark(line, "letterhead")
        elif self._state == "title" and self._takes_subject(piece, line):
            self.head.subject.append(piece)
            self._look = line
            self._mark(line, "title")
        elif self._state == "about" and self._takes_about(piece, line):
            self.head.subject.append(piece)
            self._mark(line, "letterhead")
        elif self._state == "to" and self._to.take(piece.text, line):
            self._mark(line, "addressees")
        elif self._is_body_name(piece, line):
            self.head.bodies.append(piece)
            self.head.columns.append(self._column)
            self._mark(line, "letterhead")
        elif is_prose(piece.text, line) or self._state in ("title", "after", "to"):
            self._state = "prose"
            self._prose(line)
        else:
            self.head.spare.append(piece)
            self._mark(line, "letterhead")

    def _prose(self, line: Line) -> None:
        found = [cut for cut in cuts(line.text) if cut.kind in ("to", "number", "date", "motto")]
        if found and found[0].kind == "to" and not self.head.addressees:
            self._state = "to"
            self._cut(found[0], line)
            return
        if not self.head.opening or self.head.opening[-1] is not line:
            self.head.opening.append(line)
            self._mark(line, "opening")

    def _takes_subject(self, piece: Piece, line: Line) -> bool:
        subject = self.head.subject
        bare = plain(piece.text).strip(' *“"')
        if _ASIDE.match(bare):
            return False
        if not subject:
            return not bare.startswith("can cu") and not (
                line.gap and is_prose(piece.text, line) and piece.text.rstrip().endswith((";", ":"))
            )
        if sum(len(part.text) for part in subject) > _MAX_SUBJECT or parse(piece.text):
            return False
        before = subject[-1].text
        if (
            is_authority(piece.text)
            or self._repeats_type(line)
            or (is_caps(piece.text) and not is_caps(before) and starts_body(piece.text))
        ):
            return False
        if (
            starts_lower(piece.text)
            or (_GOES_ON.match(bare) and len(piece.text) < 70)
            or is_open_ended(before)
        ):
            return len(piece.text) < 250
        opening = bool(re.match(any_of(tables().basis_words[:6]) + r"\b", bare)) or bool(
            re.match(r"(?:de|nham|huong ung)\s", bare)
        )
        if is_caps(before):
            return is_caps(piece.text) and not starts_body(piece.text)
        look = self._look
        same = look is not None and (line.bold, line.heading, line.centred) == (
            look.bold, look.heading, look.centred,
        )  # fmt: skip
        styled = line.bold or bool(line.heading) or line.centred
        if line.gap or line.hard:
            return same and styled and not opening and len(piece.text) < 250
        if styled and same:
            return not opening or not line.hard
        if look is not None and (look.bold or look.heading) and not styled:
            return False
        return not opening and len(before) < 130 and not is_opening(bare)

    def _repeats_type(self, line: Line) -> bool:
        """Whether the line begins with the type again, as a page that shows the title twice."""
        again = type_at(line.text)
        known = self.head.type
        return bool(again and known and again[0] == known.text and line.number != known.line)

    def _takes_about(self, piece: Piece, line: Line) -> bool:
        before = self.head.subject[-1].text
        if re.search(r"[”\"]\s*$", before) or (is_prose(piece.text, line) and line.gap):
            return False
        if is_caps(piece.text):
            return False
        if starts_lower(piece.text) or is_open_ended(before):
            return line.gap or line.hard or len(piece.text) < 160
        if line.gap:
            return False
        # Lines centred in a narrow column end early: a short one that is no sentence goes on.
        bare = plain(piece.text)
        ends = piece.text.rstrip().endswith((":", ";", "."))
        short = len(piece.text) < _NARROW and not ends and not starts_body(piece.text)
        return (short and not is_opening(bare)) if line.hard else len(piece.text) < 160

    def _is_body_name(self, piece: Piece, line: Line) -> bool:
        text = piece.text
        if len(text) > 160 or re.search(r"[;?]", text) or is_authority(text):
            return False
        if self.head.bodies and re.fullmatch(r"[\d\-–/.]{1,12}", text.strip()):
            return self._state == "letter"  # the end of a wrapped name: "… CƠ KHÍ" / "2-9"
        named = starts_body(text)
        if is_caps(text):
            early = self.head.type is None or not self.head.bodies
            return early and (named or self._state == "letter")
        return (
            named
            and self._state == "letter"
            and len(text) < 70
            and not re.search(r"[.:,]$", text)
            and self.head.type is None
        )
