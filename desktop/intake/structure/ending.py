"""The end of a document: recipients and signature, also when two columns ran together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from desktop.intake.source import Line
from desktop.intake.structure.cuts import cuts, segments
from desktop.intake.structure.labels import parse
from desktop.intake.structure.manner import is_furniture
from desktop.intake.structure.zones import is_authority, is_receivers, is_title_line, is_title_words
from desktop.intake.words import (
    LOWER,
    UPPER,
    Piece,
    any_of,
    is_caps,
    plain,
    squeeze,
    starts_lower,
    tables,
)

_HEAD = re.compile(r"^[\W_]*noi\s*nhan\b\s*[:;.]?\s*")
_NAME_WORD = rf"[{UPPER}][{LOWER}]*(?:[-'’][{UPPER}]?[{LOWER}]+)?"
_NAME = re.compile(
    r"^(?:(?:TS|ThS|Ths|CN|PGS|GS|BS|KS)\.?\s?)*(?:"
    + (_NAME_WORD + r"(?:\s+" + _NAME_WORD + r"){1,5}|" + rf"[HKY]['’][{UPPER}][{LOWER}]+)$")
)
_SIGNED = re.compile(
    r"^[\W_]*(?:da ky|ky ten|ky, ?ghi|ky va ghi|dong dau|ky so|ky, dong|ky\b).{0,40}$"
)
# The mark of the next entry left at the end of a line: "- Các ban; -".
_LAST_MARK = re.compile(r"[;,.]\s*[-–•+]\s*$")
_KEEP = re.compile(r"^luu\b")
# "… Lưu VT. TM. BAN" at the end of a line: the office goes on in the next.
_TORN_OFFICE = re.compile(
    r"[.;]\s+((?:TM|KT|TL|T/M|K/T|T/L)\.?"
    r"(?:\s(?:BAN|BAN THƯỜNG|BAN CHẤP|ĐOÀN|ĐOÀN CHỦ|CHỦ|UỶ|ỦY))?)\s*$"
)
_TM = (
    r"(?:(?:t\s?[./]\s?m|tm|k\s?[./]\s?t|kt|t\s?[./]\s?l|tl|tuq)\s?[./]\s*|"
    r"(?:t\s?/\s?m|k\s?/\s?t|t\s?/\s?l)\s+)"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: authority line, title, name; each None when not printed."""

    authority: Piece | None = None
    title: Piece | None = None
    name: Piece | None = None


@dataclass(slots=True)
class Ending:
    """What the end part holds."""

    recipients: list[Piece] = field(default_factory=list)
    signature: Signature = field(default_factory=Signature)
    dates: list[tuple[str, Piece]] = field(default_factory=list)
    numbers: list[Piece] = field(default_factory=list)
    zones: dict[int, str] = field(default_factory=dict)
    # How the list of recipients is written: with marks; the last entry not ended yet.
    marked: bool = False
    unended: bool = False
    comma: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A column of a line; `beside` says that another column stands left of it."""

    text: str
    line: Line
    column: int
    beside: bool = False

    @property
    def piece(self) -> Piece:
        return Piece(squeeze(self.text).strip(" *_|"), self.line.number)


def read_ending(lines: Sequence[Line]) -> Ending:
    """Read recipients and signature from the lines after the body."""
    ending = Ending()
    signs: list[_Part] = []
    receiving = False
    for part in _parts(lines):
        text = part.text
        if is_furniture(text):
            continue
        if is_receivers(text):
            receiving = True
            ending.zones.setdefault(part.line.number, "recipients")
            rest = text[_end_of_head(text) :].strip()
            if is_authority(rest):
                signs.append(replace(part, text=rest))
            elif rest:
                _inline(ending, rest, part.line)
        elif _is_sign(text, bool(signs)):
            signs.append(part)
            ending.zones.setdefault(part.line.number, "signature")
        elif _dated(ending, part):
            continue
        elif part.beside and _is_name(text) and _NAME.match(squeeze(text)):
            signs.append(part)
            ending.zones.setdefault(part.line.number, "signature")
        elif receiving and _receive(ending, part):
            ending.zones.setdefault(part.line.number, "recipients")
        elif _NAME.match(squeeze(text)):
            signs.append(part)
            ending.zones.setdefault(part.line.number, "signature")
    ending.signature = _signature(signs)
    return ending


def _end_of_head(text: str) -> int:
    found = _HEAD.match(plain(text))
    return found.end() if found else 0


def _parts(lines: Sequence[Line]) -> Iterator[_Part]:
    torn = ""
    for line in lines:
        base = line.cell.column if line.cell else 0
        whole = f"{torn}{line.printed if line.label else line.text}"
        cut_off = _TORN_OFFICE.search(whole)
        torn = f"{cut_off[1]} " if cut_off else ""
        whole = whole[: cut_off.start(1)] if cut_off else whole
        for index, column in enumerate(segments(whole)):
            for text in _unglued(column.strip(" |")):
                yield _Part(text, line, base + index, bool(base + index))


def _unglued(text: str) -> Iterator[str]:
    """Split "- Như trên; CHỦ TỊCH" and "TM. BAN THƯỜNG VỤ CHỦ TỊCH Nguyễn Văn A"."""
    bare = plain(text)
    titles = any_of(tables().titles)
    found = re.search(r"(?<=[;:.,])\s*(?=" + _TM + r"\w|" + titles + r"\b)", bare)
    after = text[found.end() :].strip() if found else ""
    if found and found.start() > 3 and (_is_sign(after, False) or is_title_words(after)):
        head = text[: found.start()].strip()
        if not is_authority(head + " X") or len(head) > 8:
            yield head
            yield from _unglued(text[found.end() :].strip())
            return
    if is_authority(text):
        lead = re.match(r"[\W_]*" + _TM, bare)
        start = lead.end() if lead else 0
        own = re.match(titles, bare[start:])
        start += own.end() if own else 0
        split = re.search(r"(?<=\s)(?<!doan\s)(?:" + titles + r"|" + _TM + r")\b", bare[start:])
        if split and split.start() > 0:
            yield text[: start + split.start()].strip()
            yield from _unglued(text[start + split.start() :].strip())
            return
    name = re.search(rf"(?<=[{UPPER}])\s+(?=(?:\(|[{UPPER}][{LOWER}]+\s))", text)
    if name and is_title_line(text[: name.start()]):
        yield text[: name.start()].strip()
        yield text[name.end() :].strip()
        return
    tail = re.search(r"(?<=[.;])\s+(" + _NAME_WORD + r"(?:\s+" + _NAME_WORD + r"){2,4})$", text)
    if tail and _KEEP.match(bare.lstrip(" -–+•*")):
        yield text[: tail.start()].strip()
        yield tail[1]
        return
    yield text


def _is_sign(text: str, started: bool) -> bool:
    if is_authority(text) or is_title_line(text):
        return True
    if started and is_title_words(text):
        return True
    return started and is_caps(text) and len(text) < 80 and not parse(text)


def _dated(ending: Ending, part: _Part) -> bool:
    found = False
    if len(part.text) > 90:
        return False
    for cut in cuts(part.text):
        if cut.kind == "date":
            ending.dates.append((cut.value, Piece(cut.text, part.line.number)))
            found = True
        elif cut.kind == "number":
            ending.numbers.append(Piece(cut.value, part.line.number))
            found = True
    if found:
        ending.zones.setdefault(part.line.number, "signature")
    return found


def _inline(ending: Ending, text: str, line: Line) -> None:
    dashed = re.split(r"(?:^|(?<=[;.,])\s*|\s+)(?=[-–•]\s)", text)
    parts = dashed if len([part for part in dashed if part.strip()]) > 1 else text.split(";")
    for part in parts:
        _add(ending, part, line)


def _add(ending: Ending, text: str, line: Line) -> None:
    text = _LAST_MARK.sub(";", text)
    label = parse(text.strip())
    if label and (label[0].is_bullet or label[0].family == "decimal"):
        text = text.strip()[label[0].end :]
        ending.marked = True
    ending.unended = not text.rstrip(" *_|").endswith((";", "."))
    ending.comma = text.rstrip(" *_|").endswith(",")
    name = squeeze(text).strip(" ;.,*_|").strip()
    if name:
        ending.recipients.append(Piece(name, line.number))


def _receive(ending: Ending, part: _Part) -> bool:
    text = part.text.strip()
    bare = plain(text).strip(" *-–+•")
    label = parse(text)
    last = ending.recipients[-1] if ending.recipients else None
    if _SIGNED.match(plain(text)) or not bare:
        return False
    kept = last is not None and _KEEP.match(plain(last.text))
    if kept and text.startswith("(") and label:
        return False  # a note after the last entry: "(1) Số liệu tại …"
    if label and (label[0].is_bullet or label[0].family == "decimal"):
        if re.search(r"[;.]\s+[-–•+]\s", text):
            _inline(ending, text, part.line)
        else:
            _add(ending, text, part.line)
        return True
    open_list = ending.comma or bool(last and last.text.endswith(":"))
    if kept and not open_list and not starts_lower(text):
        return False
    if len(text) > 160 or (last is not None and _NAME.match(squeeze(text)) and part.line.gap):
        return False
    more = re.search(r"(?<=[;.])\s+(?=[-–•+]\s)", text)
    if more:  # the rest of one entry, then others on the same line
        taken = _receive(ending, replace(part, text=text[: more.start()]))
        _inline(ending, text[more.end() :], part.line)
        return taken
    if last is None or _begins(ending, text, part.line):
        _add(ending, text, part.line)
        return True
    mark = "," if ending.comma else ""
    joined = f"{last.text}{mark} {squeeze(text).strip(' ;.,*_|')}"
    ending.recipients[-1] = Piece(joined, last.line)
    ending.unended = not text.rstrip(" *_|").endswith((";", "."))
    ending.comma = text.rstrip(" *_|").endswith(",")
    return True


def _begins(ending: Ending, text: str, line: Line) -> bool:
    """Whether a line without a mark names a recipient of its own."""
    if starts_lower(text) or ending.comma:
        return False
    if ending.marked and ending.unended and not line.hard:
        return False
    return line.hard or not ending.marked or text.rstrip().endswith((";", "."))


def _signature(parts: Sequence[_Part]) -> Signature:
    lead = next(
        (
            p
            for p in parts
            if re.match(r"[\W_]*(?:t\s?[./]?\s?m)\b", plain(p.text)) and is_authority(p.text)
        ),
        None,
    )
    lead = lead or next((part for part in parts if is_authority(part.text)), None)
    lead = lead or next((part for part in reversed(parts) if is_title_line(part.text)), None)
    if lead is None:
        names = [part for part in parts if _is_name(part.text)]
        return Signature(name=names[-1].piece if names else None)
    column = [part for part in parts if part.column == lead.column]
    if len({part.column for part in parts}) < 2 or not any(_is_name(part.text) for part in column):
        column = list(parts)
    after = column[column.index(lead) :]
    authority, title = _office(after, lead)
    if authority and title is None and len(column) < len(parts):
        # The title stands beside "Nơi nhận", its authority on a line of its own.
        title = _office(parts[parts.index(lead) :], lead)[1]
    name = next((part for part in after[1:] if _is_name(part.text)), None)
    if name is None:
        name = next((part for part in reversed(parts) if _is_name(part.text)), None)
    return Signature(authority, title, name.piece if name else None)


def _office(after: Sequence[_Part], lead: _Part) -> tuple[Piece | None, Piece | None]:
    """Return the authority and the title from the capitals that follow the first line."""
    authority = lead.piece if is_authority(lead.text) else None
    title = None if authority else lead.piece
    for part in after[1:]:
        titled = is_title_words(part.text)
        if not (is_caps(part.text) or titled) or (_is_name(part.text) and title is not None):
            break
        if is_authority(part.text):
            continue
        if title is None and (is_title_line(part.text) or titled):
            title = part.piece
        elif title is not None and not is_title_line(part.text):
            title = Piece(f"{title.text} {part.piece.text}", title.line)
        elif title is None and authority is not None:
            authority = Piece(f"{authority.text} {part.piece.text}", authority.line)
        else:
            break
    return authority, title


def _is_name(text: str) -> bool:
    text = squeeze(text).strip(" *_|.")
    if is_authority(text) or is_title_line(text) or is_title_words(text):
        return False
    if _NAME.match(text) and not is_caps(text):
        return True
    words = text.split()
    return (
        is_caps(text)
        and 2 <= len(words) <= 5
        and all(word.isalpha() for word in words)
        and not re.match(any_of(tables().body_words), plain(text))
    )
