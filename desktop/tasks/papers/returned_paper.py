"""A draft that went out for comment and came back: its comments and changes, one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from desktop.documents.matching import Part, key, match, parts_of
from desktop.formats.docx_comments import Note, add_notes
from desktop.i18n import _
from desktop.intake.sources.docx_returned import ReturnedParagraph, read_paragraphs
from desktop.models.errors import Refusal
from desktop.models.outline import rich_text
from desktop.models.outline.outline import Outline
from desktop.models.plans import comments, plans
from desktop.models.plans.comments import Comment
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.papers.print_plan import print_plan

Kind = Literal["comment", "change", "added", "deleted"]
_END: Final = "./."


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to accept or leave: a comment on a part, or a part worded anew.

    `part` is where it belongs; for an added paragraph the part above it (None at the top).
    `before` and `after` are the wordings; `tracked` false: changed without being marked.
    """

    kind: Kind
    part: Part | None
    text: str
    before: str = ""
    author: str = ""
    at: str = ""
    tracked: bool = True

    @property
    def label(self) -> str:
        """Where it belongs, in words."""
        return self.part.label if self.part is not None else _("Đầu văn bản")


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back; `parts` of the plan were found again in the paper, of `whole`."""

    points: tuple[Point, ...]
    parts: int
    whole: int


def write_for_comment(reader: Reader, plan_id: str, out: Path) -> Path:
    """Write a draft as .docx with its open comments in it; returns the file."""
    if out.suffix.lower() != ".docx":
        raise Refusal(
            _("Bản lấy ý kiến ghi ra tệp Word."), next_step=_("Đặt tên tệp có đuôi .docx."),
            code="E_FORMAT",
        )  # fmt: skip
    print_plan(reader, plan_id, out)
    parts = parts_of(plans.read_plan(reader, plan_id), plans.read_outline(reader, plan_id))
    places = {part.item: at for at, part in enumerate(parts) if part.item}
    paragraphs = [one.before for one in read_paragraphs(out)]
    at_part = {part: at for at, part in match(parts, paragraphs).items()}
    notes: dict[int, list[Note]] = {}
    for one in comments.read_comments(reader, plan_id):
        at = at_part.get(places.get(one.item, -1))
        if at is not None and not one.resolved:
            notes.setdefault(at, []).append(Note(one.author, one.at, one.text))
    add_notes(out, notes)
    return out


def read_returned(reader: Reader, plan_id: str, path: Path) -> Returned:
    """Read a Word file that came back; nothing is written.

    Refuses a file that is not this plan's: under half of it is found again.
    """
    head, outline = plans.read_plan(reader, plan_id), plans.read_outline(reader, plan_id)
    parts = parts_of(head, outline)
    paragraphs = read_paragraphs(path)
    found = match(parts, [one.before for one in paragraphs])
    if len(parts) and len(found) * 2 < len(parts):
        raise Refusal(
            _("Tệp này không phải bản lấy ý kiến của văn bản đang mở."),
            next_step=_("Chọn đúng tệp Word đã gửi đi và nhận về."), code="E_OTHER_PAPER",
        )  # fmt: skip
    known = {(one.author, one.text) for one in comments.read_comments(reader, plan_id)}
    points = tuple(
        point
        for point in _points(parts, paragraphs, found)
        if point.kind != "comment" or (point.author, point.text) not in known
    )
    return Returned(points, len(found), len(parts))


def take_returned(store: Store, plan_id: str, points: Sequence[Point]) -> int:
    """Take accepted points in, as one step; returns how many."""
    plans.require_open(plans.read_plan(store, plan_id))
    if not points:
        return 0
    with store.step(_("Nhận ý kiến góp ý")):
        _take_comments(store, plan_id, points)
        _take_head(store, plan_id, points)
        for point in points:
            if point.kind == "change" and point.part and point.part.item:
                text = _dressed(store, plan_id, point.part.item, point.text)
                plans.set_item_text(store, plan_id, point.part.item, text)
        last: dict[str, str] = {}
        for point in points:
            if point.kind == "added":
                above = point.part.item if point.part is not None else ""
                after = last.get(above) or above or None
                last[above] = plans.add_item_after(store, plan_id, after, point.text)
        gone = [p.part.item for p in points if p.kind == "deleted" and p.part and p.part.item]
        if gone:
            plans.delete_items(store, plan_id, gone)
    return len(points)


def returned_json(found: Returned) -> dict[str, Any]:
    """Return {"points": [{"kind", "item", "label", "text", "before", "author", "at"}], …}."""
    return {
        "points": [
            {
                "number": number,
                "kind": point.kind,
                "item": (point.part.item or None) if point.part else None,
                "label": point.label,
                "text": point.text,
                "before": point.before or None,
                "author": point.author or None,
                "at": point.at or None,
                "tracked": point.tracked,
            }
            for number, point in enumerate(found.points, start=1)
        ],
        "found": found.parts,
        "of": found.whole,
    }


def _points(
    parts: Sequence[Part], paragraphs: Sequence[ReturnedParagraph], found: dict[int, int]
) -> Iterator[Point]:
    inside = [at for at in found if parts[found[at]].item] or list(found)
    first, last = min(inside, default=0), max(inside, default=-1)
    above: Part | None = None
    seen: set[int] = set()
    for at, one in enumerate(paragraphs):
        place = found.get(at)
        part = parts[place] if place is not None else None
        if part is not None and place is not None:
            above = part if part.item else above
            seen.add(place)
            yield from _wording(part, one)
        elif (first < at < last and not one.before and one.after) or (
            first < at < last and one.after and key(one.after)
        ):
            yield _point("added", above, one, one.after)
        for remark in one.remarks:
            where = part or above or (parts[0] if parts else None)
            yield Point("comment", where, remark.text, remark.words, remark.author, remark.at)
    for place, part in enumerate(parts):
        if part.item and place not in seen and part.text.strip():
            yield Point("deleted", part, "", part.text, tracked=False)


def _wording(part: Part, one: ReturnedParagraph) -> Iterator[Point]:
    if not one.after and one.before:
        yield _point("deleted", part, one, "", part.text)
        return
    if one.tracked:
        if one.before != one.after:
            yield _point("change", part, one, _ended_as(part.text, one.after), part.text)
    elif key(one.after) != key(part.text) and not _labelled(one.after, part):
        yield _point("change", part, one, _ended_as(part.text, one.after), part.text)


def _point(
    kind: Kind, part: Part | None, one: ReturnedParagraph, text: str, before: str = ""
) -> Point:
    return Point(kind, part, text, before, ", ".join(filter(None, one.authors)), one.at,
                 one.tracked)  # fmt: skip


def _labelled(text: str, part: Part) -> bool:
    return key(text).endswith(key(part.text)) and len(key(text)) - len(key(part.text)) < 8


def _ended_as(before: str, after: str) -> str:
    """Return the new wording without the mark that ends the paper's body."""
    text = after.strip()
    if not text.endswith(_END) or before.rstrip().endswith(_END):
        return text
    tail = before.rstrip()[-1:]
    return text.removesuffix(_END).rstrip() + (tail if tail in ".;" else "")


def _dressed(store: Store, plan_id: str, item_id: str, text: str) -> rich_text.Runs:
    """Return the text in the face the whole item had."""
    old = plans.read_outline(store, plan_id).row(item_id).item.text
    flags = {flag for _part, flag in old}
    return rich_text.tidy([(text, flags.pop() if len(flags) == 1 else "")])


def _take_comments(store: Store, plan_id: str, points: Sequence[Point]) -> None:
    outline = plans.read_outline(store, plan_id)
    listed = [
        Comment("", _item(point, outline), point.text, point.author, point.at)
        for point in points
        if point.kind == "comment"
    ]
    if listed:
        comments.add_comments(store, plan_id, listed)


def _item(point: Point, outline: Outline) -> str:
    if point.part is not None and point.part.item:
        return point.part.item
    rows = list(outline)
    ending = point.part is not None and point.part.field == "closing"
    return rows[-1 if ending else 0].id if rows else ""


def _take_head(store: Store, plan_id: str, points: Sequence[Point]) -> None:
    head = plans.read_plan(store, plan_id)
    new: dict[str, Any] = {}
    for point in points:
        if point.kind not in ("change", "deleted") or point.part is None or not point.part.field:
            continue
        name, place = point.part.field, point.part.place
        value = new.get(name, getattr(head, name))
        if isinstance(value, str):
            new[name] = point.text
        elif place < len(value):
            new[name] = [point.text if n == place else text for n, text in enumerate(value)]
    if new:
        plans.set_plan_fields(store, plan_id, new)
