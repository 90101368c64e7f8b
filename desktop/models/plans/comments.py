"""Comments on a plan's items: who said what, when, and whether it is settled. Never printed.

A comment is one record of the stream that never leaves the office; its id begins with its
plan's, so that all comments of a plan are one range.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import one_line, seen_lines

COMMENT: Final = "comment"


@dataclass(frozen=True, slots=True)
class Comment:
    """One remark on one item. `at` is ISO 8601 text, `author` "" where nobody is named."""

    id: str
    item: str
    text: str
    author: str = ""
    at: str = ""
    resolved: bool = False


def read_comments(reader: Reader, plan_id: str) -> list[Comment]:
    """Return the comments on a plan, the oldest first."""
    found = [
        Comment(
            key,
            str(fields.get("item", "")),
            str(fields.get("text", "")),
            str(fields.get("author", "")),
            str(fields.get("at", "")),
            fields.get("resolved") is True,
        )
        for key, fields in reader.records(COMMENT, f"{plan_id}.").items()
        if not fields.get("deleted") and fields.get("text")
    ]
    return sorted(found, key=lambda one: (one.at, one.id))


def open_counts(comments: Iterable[Comment]) -> dict[str, int]:
    """Return item id → how many of its comments are not settled yet."""
    counts: dict[str, int] = {}
    for one in comments:
        if not one.resolved:
            counts[one.item] = counts.get(one.item, 0) + 1
    return counts


def add_comment(
    store: Store, plan_id: str, item_id: str, text: str, author: str = "", at: str = ""
) -> str:
    """Add a comment to an item and return its id; refuses an empty one.

    `at` is the time it was made when it comes from elsewhere (a Word file).
    """
    (added,) = add_comments(store, plan_id, [Comment("", item_id, text, author, at)])
    return added


def add_comments(store: Store, plan_id: str, comments: Iterable[Comment]) -> list[str]:
    """Add comments that came together, in one step; returns their ids."""
    added: list[str] = []
    with store.step(_("Thêm ý kiến")) as step:
        for one in comments:
            text = _words(one.text)
            comment_id = f"{plan_id}.{store.clock.random_bits(48):012x}"
            fields = {"item": one.item, "text": text, "at": one.at or store.now()}
            if author := one_line(one.author):
                fields["author"] = author
            step.put_fields(COMMENT, comment_id, fields)
            if one.resolved:
                step.put(COMMENT, comment_id, "resolved", True)
            added.append(comment_id)
    return added


def edit_comment(store: Store, comment_id: str, text: str) -> ChangeSet:
    """Word a comment anew; refuses an empty one."""
    return _put(store, comment_id, "text", _words(text), _("Sửa ý kiến"))


def resolve_comment(store: Store, comment_id: str, resolved: bool = True) -> ChangeSet:
    """Say that a comment is settled, or open again."""
    label = _("Đánh dấu đã xử lý ý kiến") if resolved else _("Mở lại ý kiến")
    return _put(store, comment_id, "resolved", resolved or None, label)


def delete_comment(store: Store, comment_id: str) -> ChangeSet:
    """Take a comment away; undoing the step brings it back."""
    return _put(store, comment_id, "deleted", True, _("Xóa ý kiến"))


def _put(store: Store, comment_id: str, field: str, value: object, label: str) -> ChangeSet:
    known = store.fields(COMMENT, comment_id)
    if not known or known.get("deleted"):
        raise Refusal(
            _("Ý kiến này không còn nữa."), next_step=_("Chọn một ý kiến khác."), code="E_COMMENT"
        )
    with store.step(label) as step:
        step.put(COMMENT, comment_id, field, value)
    return step.change


def _words(text: str) -> str:
    found = seen_lines(text).strip()
    if not found:
        raise Refusal(
            _("Ý kiến chưa có chữ nào."), next_step=_("Ghi ý kiến rồi thêm."), code="E_EMPTY"
        )
    return found
