"""Which operations of a genuine bundle were their sender's to write (bundle-format, 7)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from desktop.i18n import _
from desktop.models.activities.records import ACTIVITY
from desktop.models.figures.frozen import CLOSING
from desktop.models.figures.too_late import void
from desktop.models.figures.vetted import VETTED
from desktop.models.plans.unit_targets import GIVEN
from desktop.models.store.keys import (
    DOWN_ALL,
    LOCAL,
    OFFICE,
    split_cell_key,
    split_return_key,
    stream_of,
)
from desktop.models.store.ops import MOST_OF_A_CHAIN, Op, dump, member
from desktop.models.store.own_windows import PERIOD
from desktop.models.store.reader import Reader
from desktop.models.store.shapes import is_readable, unreadable
from desktop.models.units.scope import Scope
from desktop.models.units.tree_shape import DEEPEST
from desktop.sync.revocation import covered
from desktop.sync.trust import ENROL, REVOKED, VOUCHED, Trust

FIGURE_KINDS = frozenset({"cell", "submit", "reason"})
TREE_KINDS = frozenset({"enrol", "alias", "unit", "assign"})
EVENT, SUBJECTS, TARGETS = "event", "units", "to"
REGISTER_KINDS = TREE_KINDS | {"event", "review", "closing", "target"}


class Direction(StrEnum):
    """Where a bundle comes from, seen from this office."""

    UP = "up"
    DOWN = "down"
    PEER = "peer"


@dataclass(frozen=True, slots=True)
class Sender:
    """The signer of a bundle: its unit, where that stands, and whether it returns all."""

    unit: str
    direction: Direction
    full: bool = False


def direction_of(scope: Scope, own: str, unit: str) -> Direction | None:
    """Return where a unit stands from here; None when it is neither above nor below."""
    if unit == own:
        return Direction.PEER
    if scope.is_below(unit, own):
        return Direction.UP
    return Direction.DOWN if scope.is_below(own, unit) else None


@dataclass
class Judge:
    """Decides operation by operation against one state of the register."""

    reader: Reader
    scope: Scope
    trust: Trust
    last_day: Callable[[str], date]
    own: str
    beside: Sequence[Op] = ()
    heeds_holders: bool = True
    _owners: dict[tuple[str, str], str] = field(default_factory=dict)
    _good: dict[str, set[str]] = field(default_factory=dict)
    _told: dict[str, list[tuple[str, str, str | None]]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, reader: Reader, last_day: Callable[[str], date], beside: Sequence[Op] = ()
    ) -> "Judge":
        """Read the present register; `beside` are all the operations of the bundle."""
        scope = Scope.of(reader)
        return cls(reader, scope, Trust.of(reader, scope), last_day, reader.own_unit, beside)

    def objection(self, op: Op, sender: Sender) -> str | None:
        """Return why the operation may not be taken, in Vietnamese; None when it may."""
        author = self.trust.unit_of(op.store)
        if author is None:
            introduces = sender.direction is not Direction.UP
            if introduces and op.kind == ENROL and op.key == op.store:
                return None  # an office above introduces one further above, a PC tells the other
            return _("máy ghi nội dung này chưa được cấp phép")
        if op.store == self.reader.store_id and op.n > MOST_OF_A_CHAIN:
            return unreadable()  # the next line written here would follow it, and find no room
        return (
            self._end_objection(op)
            or self._store_objection(op, author, sender)
            or self._stream_objection(op, author, sender)
            or self._content_objection(op, author)
        )

    def objection_here(self, kind: str, key: str, field: str) -> str | None:
        """Return why this office itself may not write a register; None when it may."""
        op = Op(
            id="", stream=OFFICE, store=self.reader.store_id, n=1, prev=None, step="", kind=kind,
            key=key, field=field, value=self.reader.get(kind, key, field), base=(),
            hlc="f" * 16, raw=b"",
        )  # fmt: skip
        return self._content_objection(op, self.own)

    def fits_whole_key(self, op: Op) -> bool:
        """Tell of an operation that fits whether all of its store under its key do, too.

        So it is with figures whose owner wrote them and whose store has not ended.
        """
        if op.kind not in FIGURE_KINDS or self.trust.stores[op.store].revoked is not None:
            return False
        if op.store == self.reader.store_id:
            return False  # of its own lines the number counts, too
        unit, period = _unit_and_period(op)
        return self._owners.get((self.scope.resolve(unit), period)) == self.trust.unit_of(op.store)

    def figure_objection(self, op: Op) -> str | None:
        """Return why a figure that was taken may not stand by the register as it is now."""
        author = self.trust.unit_of(op.store)
        return self._figure_objection(op, author) if author is not None else None

    def _end_objection(self, op: Op) -> str | None:
        ending = self.trust.stores[op.store].revoked
        if ending is None:
            return None
        if op.store not in self._good:
            self._good[op.store] = covered(self.reader, op.store, ending, self.beside)
        return None if op.id in self._good[op.store] else void()

    def _store_objection(self, op: Op, author: str, sender: Sender) -> str | None:
        own = self.own
        allowed = author == sender.unit or sender.direction is Direction.PEER
        if sender.direction is Direction.UP:
            allowed = allowed or self.scope.is_below(author, sender.unit)
        elif sender.direction is Direction.DOWN:
            returned = author == own or self.scope.is_below(author, own)
            allowed = allowed or self.scope.is_below(sender.unit, author)
            allowed = allowed or (sender.full and returned)
            # Of a union that changed its manager, the former one's word is relayed from above.
            allowed = allowed or op.kind in REGISTER_KINDS or self._is_of_elsewhere(op, author)
        return None if allowed else _("đơn vị gửi không được chuyển nội dung của đơn vị này")

    def _is_of_elsewhere(self, op: Op, author: str) -> bool:
        """Tell of figures whether another office wrote them, as of a union that came from there.

        Whether they were that office's to write is asked of them all.
        """
        if op.kind not in FIGURE_KINDS or author == self.own:
            return False
        if not self.scope.is_below(author, self.own):
            return True
        unit, period = _unit_and_period(op)
        return self.own not in self.scope.path(
            self.scope.resolve(unit), self.last_day(period).isoformat()
        )

    def _stream_objection(self, op: Op, author: str, sender: Sender) -> str | None:
        if stream_of(op.kind) == LOCAL:  # which bundles came, what is set here: nobody else's
            return _("nội dung riêng của từng cơ quan, không nhận từ nơi khác")
        if sender.direction is Direction.PEER:
            return None
        if sender.direction is Direction.UP:
            fits = op.stream == OFFICE
        elif op.kind in REGISTER_KINDS:
            fits = op.stream != LOCAL  # single lines, whatever stream they were written in
        elif op.stream == OFFICE:
            fits = sender.full or self._is_of_elsewhere(op, author)
        else:
            receiver = self.scope.resolve(op.stream.removeprefix("down:"))
            fits = op.stream == DOWN_ALL or receiver == self.own
        return None if fits else _("nội dung đi sai chiều gửi")

    def _content_objection(self, op: Op, author: str) -> str | None:
        if not is_readable(op):
            return unreadable()
        if op.kind in FIGURE_KINDS:
            return self._figure_objection(op, author)
        if op.kind == ENROL:
            return self._enrol_objection(op, author)
        if op.kind == EVENT:
            return self._event_objection(op, author)
        if op.kind in REGISTER_KINDS:
            return self._register_objection(op, author)
        if op.kind == PERIOD and self.scope.is_below(author, self.own):
            return _("kỳ báo cáo do cấp trên đặt")
        if op.kind == VETTED:
            return self._vetted_objection(op, author)
        return self._other_objection(op, author)

    def _figure_objection(self, op: Op, author: str) -> str | None:
        unit, period = _unit_and_period(op)
        unit = self.scope.resolve(unit)
        if unit not in self.scope.units:
            return _("đơn vị của số liệu chưa có trong danh sách")
        if (unit, period) not in self._owners:
            self._owners[unit, period] = self.scope.owner(unit, self.last_day(period))
        if self._owners[unit, period] == author:
            return None
        # What was written before somebody else was assigned, or before the unit was put under
        # another one, stays its writer's.
        day = self.last_day(period).isoformat()
        if author == self._owner_when(unit, day, op.hlc):
            return None
        moved = self._moved_since(unit, op.hlc)
        if any(author == self._owner_when(unit, day, clock, moved=True) for clock in moved):
            return None
        return _("số liệu kỳ này thuộc quyền của đơn vị khác")

    def _owner_when(self, unit: str, day: str, clock: str, *, moved: bool = False) -> str:
        """Return who owned a unit's figures of a day by what was assigned before a clock.

        On the tree as it is told now or, with `moved`, as it was told before that clock.
        """

        def office_of(top: str) -> str | None:
            for since, words in self._assignments.get(top, ()):
                said = [office for hlc, office in words if hlc < clock]
                if since <= day and said and said[-1] is not None:
                    return said[-1]
            return None

        def parent_of(below: str) -> str | None:
            told = {since: parent for hlc, since, parent in self._parents_told(below)
                    if hlc < clock}  # fmt: skip
            days = sorted(since for since, parent in told.items() if parent is not None)
            if not days:
                return self.scope.parent(below, day)
            return told[max((since for since in days if since <= day), default=days[0])]

        return self.scope.owner_as(unit, day, office_of, parent_of if moved else None)

    def _moved_since(self, unit: str, written: str) -> list[str]:
        """Return the clocks, after one, of the words that moved a unit or any it was put under.

        Just before each of them somebody owned its figures: whoever wrote before, by a clock that
        may be behind, wrote them by right.
        """
        clocks, seen, waiting = set[str](), {unit}, [unit]
        while waiting:
            for clock, _since, parent in self._parents_told(waiting.pop()):
                clocks |= {clock} if clock > written else set()
                if parent is not None and parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        return sorted(clocks)

    def _parents_told(self, unit: str) -> list[tuple[str, str, str | None]]:
        """Return (clock, since, unit above) of every word on who manages a unit, oldest first.

        Also of words that were replaced, as of a move that was corrected.
        """
        if unit not in self._told:
            names = [unit, *(own for own in self.scope.aliases if self.scope.resolve(own) == unit)]
            rows = self.reader.rows(
                "SELECT op.field, op.raw FROM json_each(?) AS one CROSS JOIN op"
                " ON op.kind = 'unit' AND op.key = one.value"
                " WHERE op.field >= 'parent' AND op.field < 'parenu'",
                (dump(names),),
            )
            found = []
            for name, raw in rows:
                parent = member(raw, "v")
                above = self.scope.resolve(parent) if isinstance(parent, str) else None
                found.append((str(member(raw, "hlc")), name.partition("@")[2], above))
            self._told[unit] = sorted(found, key=lambda word: word[0])
        return self._told[unit]

    @cached_property
    def _assignments(self) -> dict[str, list[tuple[str, list[tuple[str, str | None]]]]]:
        """Unit → (since, every word on it as (clock, office), oldest first), newest day first.

        Also words that were replaced: a union whose typing was taken back and given again wrote
        under each of them.
        """
        found: dict[str, dict[str, list[tuple[str, str | None]]]] = {}
        for key, name, raw in self.reader.rows("SELECT key, field, raw FROM op WHERE kind = ?",
                                               ("assign",)):  # fmt: skip
            head, _at, since = name.partition("@")
            if head == "office":
                office = member(raw, "v")
                said = self.scope.resolve(office) if isinstance(office, str) else None
                days = found.setdefault(self.scope.resolve(key), {})
                days.setdefault(since, []).append((member(raw, "hlc"), said))
        return {
            unit: [(since, sorted(words, key=lambda word: word[0]))
                   for since, words in sorted(days.items(), reverse=True)]
            for unit, days in found.items()
        }  # fmt: skip

    def _enrol_objection(self, op: Op, author: str) -> str | None:
        if op.field == REVOKED and op.value is None:
            return _("khóa đã thu hồi thì chỉ cấp phép lại được")
        if op.field.startswith(VOUCHED):  # whose unit it must be, `Trust` asks as it reads it
            fits = op.field == VOUCHED + op.store and op.key != op.store
            return None if fits else _("cấp phép ngoài phạm vi quản lý")
        if op.key == op.store and op.field != REVOKED:
            changes_unit = op.field == "unit" and self.scope.resolve(str(op.value)) != author
            return _("máy không tự đổi đơn vị được") if changes_unit else None
        said = [self.reader.get(ENROL, op.key, "unit"), op.value if op.field == "unit" else None]
        units = [self.scope.resolve(unit) for unit in said if isinstance(unit, str)]
        own_word = self.scope.parent(author) is None and set(units) == {author}
        if not units or not (own_word or all(self.scope.is_below(u, author) for u in units)):
            return _("cấp phép ngoài phạm vi quản lý")
        return None

    def _register_objection(self, op: Op, author: str) -> str | None:
        outside = _("thay đổi ngoài phạm vi quản lý")
        units = self._units_in(op.key)
        if op.kind == "unit" and op.field.startswith("parent") and isinstance(op.value, str):
            above = self.scope.ever_above(self.scope.resolve(op.value))
            if len(above) >= DEEPEST:  # each founded below the last costs another look at all
                return _("đơn vị nằm dưới quá nhiều cấp")
        if op.kind == "alias":
            units = [self.scope.resolve(str(op.value))] if op.value is not None else units
        if op.kind == "unit" and not units:
            return None if self._is_founding(op, author) else outside
        if op.kind == "target" and units == [author] and not op.field.startswith(GIVEN):
            return self._other_objection(op, author)  # its own, unless one above has set it
        if op.kind == "alias" and op.key in self.scope.units and not self._within(op.key, author):
            return outside
        own_word = op.kind in ("unit", "alias") and self.scope.parent(author) is None
        if op.kind == "unit" and units == [author] and self._is_replaced(op):
            return None  # how the office called itself before it was enrolled
        for unit in units:
            if not (self.scope.is_below(unit, author) or (own_word and unit == author)):
                return outside
        if op.kind == "unit" and op.field.startswith("parent") and isinstance(op.value, str):
            parent = self.scope.resolve(op.value)
            if not self._within(parent, author):
                return outside
        if op.kind == CLOSING and "@" in op.field and not self._speaks_for_itself(op, author):
            return outside
        return None

    def _event_objection(self, op: Op, author: str) -> str | None:
        """What happens to a unit is told by an office above it; its key names no unit."""
        topmost = self.scope.parent(author) is None
        named = [(name, self.reader.get(EVENT, op.key, name)) for name in (SUBJECTS, TARGETS)]
        for name, value in (*named, *self._events_beside.get(op.key, ())):
            listed = value if isinstance(value, list) else ()
            for unit in self._units_in("|".join(map(str, listed))):
                own_word = unit == author and (topmost or name == TARGETS)
                if not (own_word or self.scope.is_below(unit, author)):
                    return _("thay đổi ngoài phạm vi quản lý")
        return self._other_objection(op, author)

    @cached_property
    def _events_beside(self) -> dict[str, list[tuple[str, Any]]]:
        """Event → (field, value) of whom the bundle says it is about."""
        found: dict[str, list[tuple[str, Any]]] = {}
        for op in self.beside:
            if op.kind == EVENT and op.field in (SUBJECTS, TARGETS):
                found.setdefault(op.key, []).append((op.field, op.value))
        return found

    def _vetted_objection(self, op: Op, author: str) -> str | None:
        """An office speaks for itself alone, and of nobody but those below it."""
        units = self._units_in(op.key)
        own_word = self._speaks_for_itself(op, author)
        if own_word and units and all(self.scope.is_below(unit, author) for unit in units):
            return None
        return _("thay đổi ngoài phạm vi quản lý")

    def _speaks_for_itself(self, op: Op, author: str) -> bool:
        """Tell of a word that is passed on upwards whether its field names its own office."""
        return self.scope.resolve(op.field.partition("@")[2]) == author

    def _is_replaced(self, op: Op) -> bool:
        """Tell whether the office above has already replaced it by a word of its own."""
        return bool(self.reader.rows("SELECT 1 FROM dangling WHERE op = ?", (op.id,)))

    def _is_founding(self, op: Op, author: str) -> bool:
        """A new unit becomes known by its parent link; its other fields follow it."""
        if not op.field.startswith("parent"):
            return False
        if op.value is None:
            return op.key == author
        return isinstance(op.value, str) and self._within(self.scope.resolve(op.value), author)

    def _other_objection(self, op: Op, author: str) -> str | None:
        if not all(self._within(unit, author) for unit in self._units_in(op.key)):
            return _("nội dung của đơn vị khác")
        if not self.heeds_holders:
            return None  # what stands there was let in before
        units = {self.trust.unit_of(store) for store in self._holders(op)}
        if any(unit is not None and not self._within(unit, author) for unit in units):
            return _("nội dung đang do đơn vị khác giữ")
        return None

    def _holders(self, op: Op) -> set[str]:
        """Return who wrote what stands there; of a paper, anywhere under its key.

        An activity is held by who wrote it first: in the books of an office above, an earlier
        version let it be changed by others.
        """
        if op.kind == ACTIVITY:
            rows = self.reader.rows(
                "SELECT store FROM op WHERE kind = ? AND key = ? AND field = 'title'"
                " ORDER BY seq LIMIT 1", (op.kind, op.key),
            )  # fmt: skip
            return {store for (store,) in rows}
        if op.kind == "issued_plan":
            rows = self.reader.rows(
                "SELECT DISTINCT store FROM leaf WHERE kind = ? AND key = ?", (op.kind, op.key)
            )
            return {store for (store,) in rows}
        return {leaf.store for leaf in self.reader.leaves(op.kind, op.key, op.field)}

    def _units_in(self, key: str) -> list[str]:
        parts = [self.scope.resolve(part) for part in key.split("|")]
        return [part for part in parts if part in self.scope.units]

    def _within(self, unit: str, top: str) -> bool:
        return unit == top or self.scope.is_below(unit, top)


def _unit_and_period(op: Op) -> tuple[str, str]:
    """Return the (unit, period) of a figure's key."""
    if op.kind == "submit":
        unit, _form, period = split_return_key(op.key)
        return unit, period
    return split_cell_key(op.key)
