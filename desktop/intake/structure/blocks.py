"""Lines joined to paragraphs and items: wraps and page breaks undone, labels accepted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.intake.source import Line, Run, cut, join, text_of
from desktop.intake.structure.labels import Label, parse
from desktop.intake.structure.manner import Habits, ends_sentence, is_furniture, is_rule
from desktop.intake.structure.sequence import Fit
from desktop.intake.structure.sequence import Sequence as Numbering
from desktop.intake.words import ends_in_link, is_caps, is_open_ended, squeeze, starts_lower
from desktop.models.outline.syllables import is_syllable

_FRAGMENT = re.compile(r"^\d[\d./\-–\s]*(?:[”\"’')\];,.]|$)")
_SHARE_OF = re.compile(r"\d{1,3}(?:,\d{1,2})?\s?%\s+[^\W\d_]{2}")
_ASIDE = re.compile(r"^[^\W\d_A-ZĐ][^-–;.]{3,60}\s[-–]\s(?:và|hoặc|cùng|với)\s")
_MEASURE = re.compile(r"^(?:%|tỷ|tỉ|triệu|nghìn|ngàn|đồng|ha|km|m2|lần|điểm)(?!\w)")
_ROUND_MARKS = "•●◦▪■□▫○➢➤►✓✔❖\uf0b7\uf0a7"
_DIGITS = re.compile(r"\d+")
_SHORT = 90
_WRAPPED = 40
_FULL_LINE = 60
_HEADING_LINES = 6


@dataclass(slots=True)
class Draft:
    """A paragraph or item while it is being put together."""

    parts: list[tuple[Run, ...]]
    first: int
    last: int
    label: Label | None = None
    printed: bool = True
    heading: int = 0
    centred: bool = False
    kind: str = "paragraph"
    fit: Fit = Fit.NEXT
    depth: int = 0
    zone: str = "body"
    tail: str = ""
    cells: list[str] = field(default_factory=list)

    @property
    def runs(self) -> tuple[Run, ...]:
        """The text after the label with its looks, lines joined by spaces."""
        if len(self.parts) > 1:
            self.parts = [join(self.parts)]
        return self.parts[0] if self.parts else ()

    @property
    def text(self) -> str:
        """The text after the label, spaces collapsed."""
        return text_of(self.runs)

    @property
    def end(self) -> str:
        """The text of its last line."""
        return text_of(self.parts[-1]) if self.parts else ""

    @property
    def is_bare(self) -> bool:
        """Whether nothing stands after the label yet."""
        return not any(self.parts)

    @property
    def is_item(self) -> bool:
        """Whether it begins with an accepted label."""
        return self.label is not None

    def is_heading(self) -> bool:
        """Whether it looks like a heading: capitals, a heading mark, or all bold."""
        if self.heading:
            return True
        if self.is_bare or len(self.parts) > _HEADING_LINES:
            return False
        bold = all(run.bold for part in self.parts for run in part if run.text.strip())
        return bold or self.is_caps()

    def is_caps(self) -> bool:
        """Whether it is printed in capitals."""
        return len(self.parts) <= _HEADING_LINES and is_caps(
            " ".join(text_of(part) for part in self.parts)
        )


class Assembler:
    """Joins the lines of one zone into drafts, in order; every line ends in one draft."""

    def __init__(self, manner: Habits, numbering: Numbering, *, labels: bool = True) -> None:
        self.drafts: list[Draft] = []
        self._manner = manner
        self._numbering = numbering
        self._labels = labels
        self._previous: Draft | None = None

    def feed(self, lines: Iterable[Line], columns: dict[int, int]) -> list[Draft]:
        """Add the lines; `columns` tells how many columns each table has."""
        for line in lines:
            if line.cell and columns.get(line.cell.table, 1) > 1:
                self._cell(line)
            elif line.place in ("header", "footer") or (
                not line.label
                and is_furniture(line.text)
                and not self._waits()
                and not self._is_fragment(line)
            ):
                self.drafts.append(_draft(line, kind="furniture"))
            else:
                self._line(line)
        return self.drafts

    def _is_fragment(self, line: Line) -> bool:
        """Whether "5" or "- 5" ends a range the line before began, and is no page number."""
        previous = self._previous
        if previous is None or line.gap or line.hard or is_rule(line.text):
            return False
        end = previous.end
        opened = end.endswith(("-", "–")) and not line.text.startswith(("-", "–"))
        one_sided = line.text.startswith(("-", "–")) and not line.text.endswith(("-", "–"))
        return (opened or one_sided) and end.rstrip("-– ")[-1:].isdigit()

    def _waits(self) -> bool:
        """Whether a bare label stands open for the text on the next line."""
        previous = self._previous
        named = bool(previous and _named_family(previous))
        return bool(previous and previous.is_item and previous.is_bare and not named)

    def _cell(self, line: Line) -> None:
        cell = line.cell
        assert cell is not None
        key = f"row {cell.table} {cell.row}"
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.tail != key:
            last = _draft(line, kind="row")
            last.tail = key
            last.parts = []
            self.drafts.append(last)
            self._previous = None
        while len(last.cells) <= cell.column:
            last.cells.append("")
        last.cells[cell.column] = squeeze(f"{last.cells[cell.column]} {line.printed}")
        last.parts = [(Run(" | ".join(last.cells)),)]
        last.last = line.number

    def _line(self, line: Line) -> None:
        label = self._accepted(line) if self._labels else None
        previous = self._previous
        if label is None and previous is not None and self._continues(line, previous):
            if self._halves_word(line, previous):
                previous.parts[-1] = (*previous.parts[-1], *_printed_runs(line))
            else:
                previous.parts.append(_printed_runs(line))
            previous.last = line.number
            previous.tail = " " * line.indent + line.text
            return
        draft = _draft(line, kind="item" if label else "paragraph")
        if label is not None:
            draft.label = label
            draft.printed = line.label is None
            draft.fit = self._numbering.fit(label)
            draft.parts = [cut(line.runs, label.end) if line.label is None else line.runs]
            self._numbering.take(label)
        self.drafts.append(draft)
        self._previous = draft

    def _halves_word(self, line: Line, previous: Draft) -> bool:
        """Whether a page ended within a word: "công đo" / page mark / "àn cấp trên"."""
        if self.drafts[-1].kind != "furniture" or not previous.parts:
            return False
        before = previous.end.casefold().split()
        after = re.match(r"[^\W\d_]+", line.text)
        if len(before) < 2 or not after or not after[0].islower() or not before[-1].isalpha():
            return False
        first, second = before[-1], after[0]
        if not is_syllable(first + second):
            return False
        if not (is_syllable(first) and is_syllable(second)):
            return True
        # Both halves are words too: the whole must stand elsewhere with the word before it.
        seen = " ".join(draft.text for draft in self.drafts).casefold()
        return f"{before[-2]} {first}{second}" in seen and f"{first} {second}" not in seen

    def _accepted(self, line: Line) -> Label | None:
        if line.label is not None:
            found = parse(f"{line.label} {line.text}") or parse(line.label + ".")
            if not found:
                # "Câu 1:", "Câu 2:": signs of no known family are alike but for their number.
                return Label(line.label, "bullet", (), _DIGITS.sub("#", line.label), 0)
            best = self._numbering.best(found)
            return Label(line.label, best.family, best.numbers, best.style, 0)
        found = parse(line.text)
        if not found:
            return None
        label = self._numbering.best(found)
        return label if self._is_label(label, line) else None

    def _is_label(self, label: Label, line: Line) -> bool:
        rest = line.text[label.end :].strip()
        if label.is_high and not self._numbering.runs(label):
            return False
        fit = self._numbering.fit(label)
        named = label.family in ("part", "chapter", "section", "article") or line.heading
        weak = self._numbering.is_weak(label)
        if not rest and (weak or (fit > Fit.GAP and not named)):
            return False
        if line.heading and fit <= Fit.GAP:
            return True
        calm = self._is_calm(line)
        if self._manner.indented and line.indent < 3 and not line.gap and fit > Fit.FIRST:
            return False
        if label.is_bullet:
            return self._is_bullet(rest, line, calm)
        if label.family == "decimal" and len(label.numbers) > 1 and _MEASURE.match(rest):
            return False
        if label.family == "roman" and fit == Fit.ODD and re.match(r"[IVX]\.", rest):
            return False
        good = fit <= Fit.FIRST
        opens = not starts_lower(rest)
        if weak and not (good and (opens or calm)):
            return False
        if calm:
            ended = ends_sentence(self._previous.end if self._previous else "")
            linked = ends_in_link(self._previous.end if self._previous else "") and not line.gap
            gap = fit == Fit.GAP and not linked and (opens or line.gap or (ended and not weak))
            return good or gap or (opens and self._fresh(line))
        if ends_in_link(self._previous.end if self._previous else "") and not self._fresh(line):
            return False
        if fit == Fit.NEXT and label.family == "lower" and ")" in label.text:
            return True  # "b)" just where b) must come, though a) ended without a mark
        capital = label.family in ("roman", "upper") and is_caps(rest)
        return opens and (good or (fit == Fit.GAP and (line.gap or line.hard or capital)))

    def _is_bullet(self, rest: str, line: Line, calm: bool) -> bool:
        previous = self._previous
        broken = previous is not None and not ends_sentence(previous.end)
        if broken and (_FRAGMENT.match(rest) or (starts_lower(rest) and not calm)):
            return False
        if broken and previous and previous.end[-1:].isdigit() and rest[:1].isdigit():
            short = self._manner.width and not self._manner.is_full(previous.tail, line.text)
            share = bool(short) and bool(_SHARE_OF.match(rest))
            # "từ 80" / "- 85%" is one range; "… năm 2045" / "- 100% chủ tịch" begins an item.
            return share or (self._fresh(line) and bool(line.gap or line.hard))
        if broken and previous and previous.end.endswith(",") and _ASIDE.search(rest):
            return False  # "đối thoại," / "- nói tiếng dân tộc - và …"
        if calm or (line.text[0] in _ROUND_MARKS and line.text[1:2].isspace()):
            return True  # round marks stand nowhere in running text
        if rest[:1].isdigit():
            return self._fresh(line) and "%" in rest[:5]
        return self._fresh(line) or not self._manner.pointed

    def _fresh(self, line: Line) -> bool:
        """Whether the line begins a paragraph by the way it is set."""
        return line.gap or line.hard or not self._manner.width

    def _is_calm(self, line: Line) -> bool:
        """Whether the paragraph before may have ended where this line begins."""
        previous = self._previous
        if previous is None:
            return True
        text = previous.end
        if ends_sentence(text) or previous.is_heading():
            return True
        if (
            self._manner.width
            and not line.gap
            and not self._manner.is_full(previous.tail, line.text)
        ):
            return True
        if is_open_ended(text):
            return False
        short = len(previous.tail) < (self._manner.width or _SHORT) * 0.8
        return short and not (line.gap and self._manner.is_full(previous.tail, line.text))

    def _continues(self, line: Line, previous: Draft) -> bool:
        if previous.is_item and previous.is_bare:
            return True
        if line.heading and not previous.heading:
            return False
        if previous.kind == "row":
            return False
        heading = previous.is_heading()
        if heading and is_caps(line.text) and previous.is_caps() and not line.hard:
            return not line.gap or bool(previous.heading and previous.heading == line.heading)
        if _named_family(previous) and len(previous.end) < 3:
            return True
        ended = ends_sentence(previous.end)
        lower = starts_lower(line.text)
        if self._labels and parse(line.text) and not ended and not heading:
            return True  # looked like a label and was refused as one: a wrapped line
        if is_caps(line.text) and not previous.is_caps() and (line.gap or line.hard):
            return False
        if line.hard and len(previous.tail) < _WRAPPED:
            return False  # the file itself ends a short paragraph here
        if lower and not ended:
            return not (heading and previous.is_caps())
        if line.gap or line.hard:
            return not ended and not heading and is_open_ended(previous.end)
        if not ended and not heading and ends_in_link(previous.end):
            return True
        long = len(previous.tail) > max(self._manner.width / 2, _WRAPPED)
        if self._manner.spaced and long and not heading:
            return True  # paragraphs stand apart, and this line does not
        if not self._manner.width:
            if not self._labels and not ended and len(previous.tail) > _FULL_LINE:
                return True
            return not ended and (lower or is_open_ended(previous.end))
        if self._manner.indented:
            return line.indent < 3
        if ended and not lower:
            return len(previous.tail) + len(line.text.split(" ", 1)[0]) >= self._manner.width
        full = self._manner.is_full(previous.tail, line.text)
        return full and not (heading and not _same_look(previous, line))


def _same_look(previous: Draft, line: Line) -> bool:
    return line.bold or is_caps(line.text) == previous.is_caps()


def _named_family(draft: Draft) -> bool:
    return draft.label is not None and draft.label.family in ("part", "chapter", "section")


def _printed_runs(line: Line) -> tuple[Run, ...]:
    return (Run(line.label + " "), *line.runs) if line.label else line.runs


def _draft(line: Line, *, kind: str) -> Draft:
    return Draft(
        [_printed_runs(line) if kind != "item" else line.runs],
        line.number,
        line.number,
        heading=line.heading,
        centred=line.centred,
        kind=kind,
        tail=" " * line.indent + line.text,
    )
