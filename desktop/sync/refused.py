"""What was written and does not count: here, or in another office whose receipt says so.

Nothing is lost by it: the lines are kept where they arrived and tried again after each import.
The office that wrote them is told, by the receipt, so that somebody puts it right.
"""

from collections.abc import Collection
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.figures.too_late import kept_lines, standing, void
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.store.refusals import told_refused
from desktop.models.units.scope import Scope
from desktop.sync.manifest import Refused
from desktop.sync.trust import Trust

_MOST = 2_000
_MOST_TOLD_WHOLE = 200
"""Lines of an earlier machine in a receipt: its manifest must not grow too long."""


class NotCounted(msgspec.Struct, frozen=True):
    """A value that does not count: what it says, who wrote it, where it was refused and why.

    `by` is the name of the office that refused it, "" this one; `ours` tells of this store's
    own. `at` is when it was written (ISO). `stands` is what counts here instead; `kept` tells of
    a revoked machine's, which a person may put aside.
    """

    op: str
    kind: str
    key: str
    field: str
    value: Any
    reason: str
    by: str
    writer: str
    role: str
    at: str
    ours: bool
    stands: Any = None
    kept: bool = False

    @property
    def row(self) -> tuple[str, str, str, Any]:
        """Return (kind, key, field, value): what it says, for whoever puts it into words."""
        return self.kind, self.key, self.field, self.value


def refused_of(
    reader: Reader, trust: Trust, stores: Collection[str], *, besides: str
) -> tuple[Refused, ...]:  # fmt: skip
    """Return what a receipt tells of these stores: refused here, or further on as we were told.

    `besides` is the unit the receipt is for: what it told us itself is not told back. What a
    machine wrote that has ended is told whole, for the next one of its unit may not have it.
    """
    found, lines = dict[str, str](), dict[str, str]()
    ended = {store for store in stores if trust.stores[store].revoked is not None}
    for op, reason, store, raw in reader.rows(
        "SELECT id, reason, json_extract(CAST(raw AS TEXT), '$.store'), raw FROM rejected"
        " ORDER BY id"
    ):
        if store in stores:
            found[op] = reason
        if store in ended:
            lines[op] = raw.decode()
    for kept in kept_lines(reader) if ended else ():
        if kept.store in stores:
            found[kept.id], lines[kept.id] = void(), kept.raw.decode()
    for op, (unit, reason) in told_refused(reader).items():
        if unit == besides:
            continue
        rows = reader.rows("SELECT store FROM op WHERE id = ?", (op,))
        if rows and rows[0][0] in stores:
            found.setdefault(op, reason)
    told = sorted(found.items())[:_MOST]
    whole = [op for op, _reason in told if op in lines][:_MOST_TOLD_WHOLE]
    return tuple(
        Refused(op, reason[:500], lines[op] if op in whole else msgspec.UNSET)
        for op, reason in told
    )


def not_counted(reader: Reader) -> list[NotCounted]:
    """Return what others refused and still stands here, then what is refused here."""
    scope = Scope.of(reader)
    trust = Trust.of(reader, scope)
    found = []
    for op, (unit, reason) in told_refused(reader).items():
        by = scope.label(scope.resolve(unit))
        for (raw,) in reader.rows(
            "SELECT op.raw FROM op JOIN leaf ON leaf.op = op.id WHERE op.id = ?"
            " AND leaf.winner = 1 AND leaf.value <> 'null'",
            (op,),
        ):
            found.append(_one(reader, scope, trust, load(raw), reason, by))
    for raw, reason in reader.rows("SELECT raw, reason FROM rejected ORDER BY at, id LIMIT 2000"):
        found.append(_one(reader, scope, trust, load(raw), reason, ""))
    shown = {one.op for one in found}
    found += [
        msgspec.structs.replace(_one(reader, scope, trust, load(op.raw), void(), ""), kept=True)
        for op in kept_lines(reader) if op.id not in shown
    ]  # fmt: skip
    return found


def _one(
    reader: Reader, scope: Scope, trust: Trust, body: dict[str, Any], reason: str, by: str
) -> NotCounted:
    store = str(body["store"])
    unit = trust.unit_of(store)
    return NotCounted(
        str(body["id"]), str(body["kind"]), str(body["k"]), str(body["f"]), body["v"], reason, by,
        scope.label(unit) if unit else _("máy chưa được cấp phép"), str(body.get("role", "")),
        str(body.get("wall", "")), store == reader.store_id,
        standing(reader, str(body["kind"]), str(body["k"]), str(body["f"])),
    )  # fmt: skip
