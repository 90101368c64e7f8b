"""Conflicts: registers that machines wrote differently without having seen each other.

Both values stay and the winner counts, until somebody whose word it is chooses one; that choice
names all of them, so it ends the conflict in every office it reaches.
"""

from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.keys import LOCAL, stream_of
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.units.open_conflicts import open_conflicts
from desktop.sync.importer import last_day_finder
from desktop.sync.ownership import Judge
from desktop.sync.records import was_taken


class Side(msgspec.Struct, frozen=True):
    """One of the values: what, written by which unit's store and role, when (ISO).

    `ours` tells of this very machine, `wins` of the value that counts meanwhile; `bundle` is what
    brought it here, "" for nothing, and `came` when that was (ISO).
    """

    op: str
    value: Any
    role: str
    at: str
    ours: bool
    wins: bool
    unit: str = ""
    store: str = ""
    bundle: str = ""
    came: str = ""


class Disagreement(msgspec.Struct, frozen=True):
    """A register with more than one value, the one that counts first.

    `objection` says why this office may not choose, "" where it may.
    """

    kind: str
    key: str
    field: str
    sides: tuple[Side, ...]
    objection: str = ""

    @property
    def name(self) -> str:
        """Return the register in one word, as `conflicts resolve` takes it."""
        return f"{self.kind}:{self.key}:{self.field}"


def disagreements(reader: Reader) -> list[Disagreement]:
    """Return the registers whose leaves disagree, in the order of their keys."""
    registers = open_conflicts(reader)
    if not registers:
        return []
    judge = Judge.of(reader, last_day_finder(reader.packs.schemes))
    return [_read(reader, judge, *register) for register in sorted(registers)]


def _read(reader: Reader, judge: Judge, kind: str, key: str, field: str) -> Disagreement:
    leaves = reader.leaves(kind, key, field)
    winner = leaves[-1]
    sides = tuple(_side(reader, judge, leaf.op, leaf is winner) for leaf in reversed(leaves))
    return Disagreement(kind, key, field, sides, _objection(judge, kind, key, field))


def _objection(judge: Judge, kind: str, key: str, field: str) -> str:
    if stream_of(kind) == LOCAL:
        return ""
    return judge.objection_here(kind, key, field) or ""


def _side(reader: Reader, judge: Judge, op: str, wins: bool) -> Side:
    body, bundle = _brought(reader, op)
    store = str(body["store"])
    unit = judge.trust.unit_of(store)
    return Side(
        op, body["v"], str(body.get("role", "")), str(body.get("wall", "")),
        store == reader.store_id, wins, judge.scope.label(unit) if unit else "", store,
        bundle or "", (was_taken(reader, bundle) or "") if bundle else "",
    )  # fmt: skip


def _brought(reader: Reader, op: str) -> tuple[dict[str, Any], str | None]:
    """Return the members and the bundle of an op; of one that came back by undo, of the first."""
    raw, bundle = reader.rows("SELECT raw, bundle FROM op WHERE id = ?", (op,))[0]
    body: dict[str, Any] = load(raw)
    seen = {op}
    while isinstance(first := body.get("again"), str) and first not in seen:
        rows = reader.rows("SELECT raw, bundle FROM op WHERE id = ?", (first,))
        if not rows or not _same_word(reader, body, earlier := load(rows[0][0])):
            break  # not here, or another's word: then it is whose machine wrote it
        seen.add(first)
        body, bundle = earlier, rows[0][1]
    return body, bundle


def _same_word(reader: Reader, body: dict[str, Any], earlier: dict[str, Any]) -> bool:
    keys = {tuple(map(reader.unit, one["k"].split("|"))) for one in (body, earlier)}
    return len(keys) == 1 and all(body[name] == earlier[name] for name in ("kind", "f", "v"))


def find(reader: Reader, name: str) -> Disagreement:
    """Return the conflict a person names. Raises Refusal where there is none of that name."""
    for one in disagreements(reader):
        if one.name == name:
            return one
    raise Refusal(
        _("Không có chỗ khác nhau nào tên “{name}”.").format(name=name[:120]),
        next_step=_("Xem các chỗ khác nhau bằng lệnh conflicts list."), code="E_NO_CONFLICT",
    )  # fmt: skip


def resolve(store: Store, found: Disagreement, op: str) -> ChangeSet:
    """Keep the value of one side for good; one step.

    `op` is the id of the operation that wrote it, or the first 8 digits of it. Raises Refusal
    where another office has to choose, where no side has that id, or where it is settled by now.
    """
    if found.objection:
        raise Refusal(
            _("Cơ quan mình không chọn được: {why}.").format(why=found.objection),
            next_step=_("Xin đơn vị có số liệu chọn rồi gửi gói mới."), code="E_NOT_OURS",
        )  # fmt: skip
    now = store.leaves(found.kind, found.key, found.field)
    standing = {leaf.op for leaf in now} if len({leaf.value for leaf in now}) > 1 else set()
    chosen = [s for s in found.sides if len(op) >= 8 and s.op.startswith(op) and s.op in standing]
    if len(chosen) != 1:
        raise Refusal(
            _("Không có giá trị nào mang mã “{op}” ở chỗ này.").format(op=op[:64]),
            next_step=_("Xem lại các giá trị; chỗ này có thể đã được chọn xong."),
            code="E_NO_CONFLICT",
        )  # fmt: skip
    streams = {s.op: _stream(store, s.op) for s in found.sides if s.ours}
    stream = next(iter(streams.values()), stream_of(found.kind))
    with store.step(_("Chọn giá trị giữ lại")) as step:
        step.put(found.kind, found.key, found.field, chosen[0].value, stream=stream)
    return step.change


def _stream(reader: Reader, op: str) -> str:
    return str(reader.rows("SELECT stream FROM op WHERE id = ?", (op,))[0][0])
