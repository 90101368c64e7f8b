"""Undo, redo and the list of steps.

Undo covers steps that have not left the office, in order, by inverse operations: the journal
only grows, the folded state returns. Barriers (export, import, accept, issue, enrolment) have
counter-verbs of their own.
"""

from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.ops import dump, load, member
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store

_LEFT = (_("số liệu đã rời sổ này"), _("Hãy sửa trực tiếp hoặc lập báo cáo bổ sung."))
_WHY = {
    "issue": (_("văn bản đã ban hành"), _("Hãy lập bản sửa đổi của văn bản đó.")),
    "import": (
        _("gói đã nhận vào sổ"),
        _("Hãy hoàn tác gói đó ở trang Gửi – nhận, hoặc xin gói mới."),
    ),
    "undo_bundle": (_("gói đã được hoàn tác"), _("Muốn nhận lại thì nhập lại tệp gói.")),
    "review": (_("ý kiến về báo cáo đã ghi để gửi đi"), _("Hãy duyệt lại hoặc trả lại báo cáo.")),
    "close": (_("khóa sổ đã ghi để báo các đơn vị"), _("Hãy mở lại kỳ đó.")),
    "open": (_("việc mở lại đã ghi để báo các đơn vị"), _("Hãy khóa sổ kỳ đó lần nữa.")),
    "found": (_("không có đơn vị thì sổ không dùng được"), _("Hãy sửa ở trang Đơn vị.")),
    "enrol": (_("việc cấp phép đã ghi nhận"), _("Hãy cấp phép lại cho đơn vị nếu cần.")),
}
"""Why a barrier stands and what to do instead; exports and what else went out share `_LEFT`."""


class PastStep(msgspec.Struct, frozen=True):
    """One step as the history shows it; `at` is ISO 8601."""

    id: str
    label: str
    at: str
    undone: bool
    barrier: str | None


def steps(reader: Reader, limit: int = 200) -> list[PastStep]:
    """Return the newest steps first; undos themselves are not listed, their effect is."""
    return [
        PastStep(step, label, at, state != "done", barrier)
        for step, label, at, state, barrier in reader.rows(
            "SELECT id, label, at, state, barrier FROM step"
            " WHERE state IN ('done', 'undone', 'dead') ORDER BY seq DESC LIMIT ?",
            (limit,),
        )
    ]


def turns_back(reader: Reader, step: str) -> bool:
    """Say whether a step is the undoing of another, or its redoing."""
    rows = reader.rows("SELECT state FROM step WHERE id = ?", (step,))
    return bool(rows) and rows[0][0] in ("undo", "redo")


def may_turn_back(reader: Reader, op: str) -> bool:
    """Say whether undo can still reach what wrote an op: here, and nothing since is a barrier."""
    return bool(
        reader.rows(
            "SELECT 1 FROM op JOIN step ON step.id = op.step WHERE op.id = ? AND op.store = ?"
            " AND step.state = 'done' AND NOT EXISTS (SELECT 1 FROM step AS later"
            " WHERE later.seq >= step.seq AND later.barrier IS NOT NULL AND later.state = 'done')",
            (op, reader.store_id),
        )
    )


def next_undo(reader: Reader) -> PastStep | None:
    """Return the step that undo would take back, None when there is none or a barrier stands."""
    last = _last(reader)
    return None if last is None or last.barrier else last


def next_redo(reader: Reader) -> PastStep | None:
    """Return the step that redo would bring back."""
    rows = reader.rows("SELECT id, label, at FROM step WHERE state = 'undone' ORDER BY seq LIMIT 1")
    if not rows:
        return None
    step, label, at = rows[0]
    return PastStep(step, label, at, undone=True, barrier=None)


def undo(store: Store) -> ChangeSet:
    """Take the last step back. Raises Refusal when there is none or it has left the office."""
    last = _last(store)
    if last is None:
        raise Refusal(_("Chưa có việc nào để hoàn tác."), code="E_NOTHING")
    if last.barrier:
        why, instead = _WHY.get(last.barrier, _LEFT)
        raise Refusal(
            _("Không hoàn tác được “{label}” vì {why}.").format(label=last.label, why=why),
            next_step=instead, code="E_BARRIER",
        )  # fmt: skip
    with store.step(_("Hoàn tác: {label}").format(label=last.label)) as step:
        step.state, step.target = "undo", last.id
        _invert(store, last.id)
        store._execute("UPDATE step SET state = 'undone' WHERE id = ?", (last.id,))
    return step.change


def redo(store: Store) -> ChangeSet:
    """Bring the last undone step back. Raises Refusal when there is none."""
    step_again = next_redo(store)
    if step_again is None:
        raise Refusal(_("Không có việc nào để làm lại."), code="E_NOTHING")
    (undo_id,) = store.rows(
        "SELECT id FROM step WHERE state = 'undo' AND target = ? ORDER BY seq DESC LIMIT 1",
        (step_again.id,),
    )[0]
    with store.step(_("Làm lại: {label}").format(label=step_again.label)) as step:
        step.state, step.target = "redo", step_again.id
        _invert(store, undo_id)
        # The step now stands on the redo's operations: a later undo must invert those.
        store._execute(
            "UPDATE step SET state = 'done', target = ? WHERE id = ?", (step.id, step_again.id)
        )
    return step.change


def _last(reader: Reader) -> PastStep | None:
    rows = reader.rows(
        "SELECT id, label, at, barrier FROM step WHERE state = 'done' ORDER BY seq DESC LIMIT 1"
    )
    if not rows:
        return None
    step, label, at, barrier = rows[0]
    return PastStep(step, label, at, undone=False, barrier=barrier)


def _invert(store: Store, step_id: str) -> None:
    """Append, for each register a step assigned, what the step replaced."""
    (target,) = store.rows("SELECT target FROM step WHERE id = ?", (step_id,))[0]
    source = target if target and _is_redo(store, target) else step_id
    seen = set()
    step = store.require_step()
    for kind, key, field, stream, raw in store.rows(
        "SELECT kind, key, field, stream, raw FROM op WHERE step = ? AND bundle IS NULL"
        " ORDER BY seq",
        (source,),
    ):
        if (kind, key, field) in seen:
            continue
        seen.add((kind, key, field))
        replaced = _replaced(store, raw)
        if len({dump(value) for value, _op in replaced}) > 1:
            # What was chosen among, or typed over, stood open: one value would be a choice again.
            step.put_apart(kind, key, field, replaced, stream=stream)
        else:
            step.put(kind, key, field, replaced[-1][0] if replaced else None, stream=stream)


def _is_redo(store: Store, step_id: str) -> bool:
    rows = store.rows("SELECT 1 FROM step WHERE id = ? AND state = 'redo'", (step_id,))
    return bool(rows)


def _replaced(store: Store, raw: bytes) -> list[tuple[Any, str]]:
    """Return (value, id) of each op that an op replaced, the one that counted last."""
    found = []
    for base in member(raw, "base"):
        for owner, line in store.rows("SELECT store, raw FROM op WHERE id = ?", (base,)):
            body = load(line)
            found.append(((body["hlc"], owner, base), body["v"]))
    found.sort(key=lambda one: one[0])
    return [(value, version[2]) for version, value in found]
