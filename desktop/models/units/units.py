"""Units: an identity, dated attributes, and the tree they form on a day.

An attribute is a register `name@2025-07-01` of kind `unit`; the value that began last on or
before a day holds. `alive` says whether the unit exists from that day on.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.clock import is_id, uuid7
from desktop.models.errors import Refusal
from desktop.models.packs.pack_types import UnitKind
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import nfc, one_line, short_date, sort_key
from desktop.models.units.figures_seen import figures_seen
from desktop.models.units.nearest import way_out
from desktop.models.units.scope import Scope, ambiguous_code
from desktop.models.units.tree_shape import straighten

ATTRIBUTES = (
    *("code", "name", "short", "kind", "ownership", "parent", "alive", "sector", "area"),
    *("address", "company_form", "country", "commune", "founded", "note", "status", "second"),
)
NOT_BEFORE = frozenset({"second", "status"})
"""Attributes that do not reach back before their first day: nobody coordinated the unit then, and
its work had not stopped."""
OWNERSHIP_OF = {"NDCS": "ND"}
"""The ownership type of kinds whose members have no employer: nobody need tell it."""
LONGEST_NAME = 250
_SPANS = 16
"""How many different trees are kept, each of any size."""
_LEVELS = ("national", "province", "upper", "base", "part")
_CODE = re.compile(r"[A-Za-z0-9~][A-Za-z0-9._~-]{0,39}")
PERSONAL = ("chair_name", "chair_phone")
"""Kept in the office's local stream and left out of sheets unless ticked (model.md, Privacy)."""


class Unit(msgspec.Struct, frozen=True):
    """A unit as it stands on one day; `valid_to` is its last day, None while it lives."""

    id: str
    code: str
    name: str
    kind: str
    ownership: str
    parent: str | None
    valid_from: date
    valid_to: date | None
    attributes: Mapping[str, Any]

    @property
    def short(self) -> str:
        """The short name where one is kept, else the name."""
        return self.attributes.get("short") or self.name

    @property
    def printed(self) -> str:
        """The name as papers print it, "" while only the code is known."""
        return "" if self.name == self.code else self.name


class Tree(msgspec.Struct):
    """The units alive on a day, by id, with who stands under whom."""

    on: date
    units: dict[str, Unit]
    kinds: Mapping[str, UnitKind]
    assigned: frozenset[str]
    _below: dict[str | None, list[Unit]] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        if self._below:  # as the same units stood on another day
            return
        for unit in sorted(self.units.values(), key=lambda u: (sort_key(u.name), u.code, u.id)):
            self._below.setdefault(unit.parent, []).append(unit)

    def children(self, unit: str | None) -> list[Unit]:
        """Return the units directly under one, in Vietnamese alphabetical order."""
        return self._below.get(unit, [])

    def walk(self, top: str) -> Iterator[Unit]:
        """Yield a unit and all below it, parents before children."""
        if top in self.units:
            yield self.units[top]
        below = self._below
        for child in below.get(top, ()):
            if child.id in below:
                yield from self.walk(child.id)
            else:
                yield child

    def scope(self, top: str) -> Iterator[Unit]:
        """Yield the unit and those below it whose figures its office owns."""
        if top in self.units:
            yield self.units[top]
        for child in self.children(top):
            if child.id not in self.assigned:
                yield from self.scope(child.id)

    def role(self, unit: Unit) -> str:
        """Return the role of the unit's kind: national, province, upper, base or part."""
        kind = self.kinds.get(unit.kind)
        return kind.role if kind else "base"

    def base_unions(self, top: str) -> list[Unit]:
        """Return the base unions under (or at) a unit that owe figures, in tree order."""
        return [u for u in self.walk(top) if self.role(u) == "base"]

    def roots(self) -> list[Unit]:
        """Return the units whose parent is not in the tree."""
        return [u for u in self.units.values() if u.parent not in self.units]

    def by_code(self, code: str) -> Unit:
        """Return the unit with this code, or this id.

        Raises Refusal when there is none, or when several bear the code: offices that founded
        units of their own gave them the same provisional codes.
        """
        bearers = self._bearers(code)
        if len(bearers) > 1:
            raise ambiguous_code(code)
        if not bearers and is_id(code):  # nobody's word for a unit: chosen in the program
            raise Refusal(
                _("Đơn vị này không hoạt động vào ngày {day}.").format(
                    day=self.on.strftime("%d/%m/%Y")
                ),
                next_step=_("Chọn kỳ hoặc ngày đơn vị còn hoạt động."),
                code="E_UNIT",
            )
        if not bearers:
            raise Refusal(
                _("Không có đơn vị mã “{code}” vào ngày {day}.").format(
                    code=code, day=self.on.strftime("%d/%m/%Y")
                ),
                next_step=way_out(code, self.units.values()),
                code="E_UNIT",
            )
        return bearers[0]

    def find(self, code: str) -> Unit | None:
        """Return the unit with this code or id (of several the first), None when there is none."""
        return next(iter(self._bearers(code)), None)

    def _bearers(self, code: str) -> list[Unit]:
        """Return the units of a code: those alive on the day, else the last to be founded."""
        if code in self.units:
            return [self.units[code]]
        wanted = code.casefold()
        found = [u for u in self.units.values() if u.code.casefold() == wanted]
        alive = [u for u in found if u.valid_to is None or u.valid_to >= self.on]
        return alive or sorted(found, key=lambda u: (u.valid_from, u.id))[-1:]

    def search(self, words: str) -> list[Unit]:
        """Return the units that some words may mean, the likeliest first (`unit_search`)."""
        from desktop.models.units.unit_search import seek  # only where something is sought

        return [hit.unit for hit in seek(self, words)]


def tree_on(reader: Reader, day: date, *, ended_too: bool = False) -> Tree:
    """Return the tree as of a day; with `ended_too`, units already ended as they last stood."""
    return _lives(reader).tree(reader, day, ended_too=ended_too)


def _read_tree(reader: Reader, lives: Iterable["_Life"], day: date, *, ended_too: bool) -> Tree:
    scope = Scope.of(reader)
    units = {}
    for life in lives:
        built = life.on(scope, day, ended_too=ended_too)
        if built is not None:
            units[built.id] = built
    assigned = frozenset(
        unit for unit in scope.assigned if scope.owner(unit, day) == unit and unit in units
    )
    kinds = reader.packs.unit_kinds
    return Tree(day, _straightened(units, kinds), kinds, assigned)


class _Life(msgspec.Struct):
    """What is known of a unit over all days, and how it stood between two of its `changes`.

    Few units change within a year: the trees of its months are made of the same ones.
    """

    id: str
    fields: Mapping[str, Any]
    changes: list[str]
    stood: dict[int, "tuple[Unit, bool] | None"] = msgspec.field(default_factory=dict)

    def on(self, scope: Scope, day: date, *, ended_too: bool) -> "Unit | None":
        """Return the unit as of a day, None where there was none."""
        span = bisect_right(self.changes, day.isoformat())
        if span not in self.stood:
            self.stood[span] = _unit(scope, self.id, self.fields, day)
        unit, alive = self.stood[span] or (None, False)
        return unit if alive or ended_too else None


class _Lives(msgspec.Struct):
    """Every unit's life; the `changes` are all days on which any unit or its office changes.

    Between two of them the trees of all days are made of the same units, and only the first is
    built: `trees` holds them by (which two changes, `ended_too`) and day.
    """

    units: list[_Life]
    changes: list[str]
    trees: dict[tuple[int, bool], dict[date, Tree]] = msgspec.field(default_factory=dict)

    def tree(self, reader: Reader, day: date, *, ended_too: bool) -> Tree:
        span = bisect_right(self.changes, day.isoformat()), ended_too
        # Taken out and put back: what is asked for time and again is never the one let go.
        alike = self.trees.pop(span, {})
        if day not in alike:
            other = next(iter(alike.values()), None)
            alike[day] = (
                msgspec.structs.replace(other, on=day) if other is not None
                else _read_tree(reader, self.units, day, ended_too=ended_too)
            )  # fmt: skip
        self.trees[span] = alike
        if len(self.trees) > _SPANS:
            del self.trees[next(iter(self.trees))]
        return alike[day]


def _lives(reader: Reader) -> _Lives:
    kinds = ("unit", "assign", "contact")
    return reader.remembered_of(kinds, "lives of units", lambda: _read_lives(reader))


def _read_lives(reader: Reader) -> _Lives:
    scope, personal = Scope.of(reader), reader.records("contact")
    found = []
    for unit, fields in scope.units.items():
        if reader_knows(scope, unit):
            known = {**fields, **personal[unit]} if unit in personal else fields
            found.append(_Life(unit, known, sorted({name.partition("@")[2] for name in known})))
    days = {name.partition("@")[2] for fields in scope.units.values() for name in fields}
    days |= {day for life in found for day in life.changes}
    days |= {day for words in scope.assigned.values() for day, _office in words}
    return _Lives(found, sorted(days))


def _straightened(units: dict[str, Unit], kinds: Mapping[str, UnitKind]) -> dict[str, Unit]:
    """Return the units with links that all lead to a root, the highest one of a ring."""

    def rank(unit: str) -> tuple[int, str]:
        kind = kinds.get(units[unit].kind)
        return _LEVELS.index(kind.role if kind else "base"), unit

    parents = {unit.id: unit.parent for unit in units.values()}
    straighten(parents, rank)
    return {
        name: unit
        if unit.parent == parents[name]
        else msgspec.structs.replace(unit, parent=parents[name])
        for name, unit in units.items()
    }


def reader_knows(scope: Scope, unit: str) -> bool:
    """Tell whether the id is the register's own, not a former name of it."""
    return scope.resolve(unit) == unit


def _unit(
    scope: Scope, unit: str, fields: Mapping[str, Any], day: date
) -> tuple[Unit, bool] | None:  # fmt: skip
    """Return the unit as of a day, ended as it last stood, and whether it is alive."""
    lives = sorted(
        (name.partition("@")[2], value)
        for name, value in fields.items()
        if name.startswith("alive@")
    )
    born = next((begins for begins, alive in lives if alive), None)
    if born is None or born > day.isoformat():
        return None
    state = [alive for begins, alive in lives if begins <= day.isoformat()][-1]
    ends = [begins for begins, alive in lives if not alive and begins > born]
    last = date.fromisoformat(ends[-1]) - timedelta(1) if ends and not lives[-1][1] else None
    seen = day.isoformat() if state or last is None else last.isoformat()
    values = dict.fromkeys((*ATTRIBUTES, *PERSONAL)) | _values(fields, seen)
    values["ownership"] = values["ownership"] or OWNERSHIP_OF.get(values["kind"] or "")
    parent = values["parent"]
    found = Unit(
        id=unit,
        code=values["code"] or "",
        name=values["name"] or values["code"] or unit,
        kind=values["kind"] or "CDCS",
        ownership=values["ownership"] or "",
        parent=scope.resolve(parent) if isinstance(parent, str) else None,
        valid_from=date.fromisoformat(born),
        valid_to=last,
        attributes={name: value for name, value in values.items() if value is not None},
    )
    return found, bool(state)


def _values(fields: Mapping[str, Any], day: str) -> dict[str, Any]:
    """Return every attribute on an ISO day, as `scope_value` does, in one pass."""
    known: dict[str, tuple[str, Any]] = {}
    first: dict[str, tuple[str, Any]] = {}
    for key, value in fields.items():
        name, _sep, begins = key.partition("@")
        if begins <= day and (name not in known or known[name][0] <= begins):
            known[name] = (begins, value)
        if name not in NOT_BEFORE and (name not in first or begins < first[name][0]):
            first[name] = (begins, value)
    first = known | first
    return {name: known.get(name, earliest)[1] for name, earliest in first.items()}


def scope_value(fields: Mapping[str, Any], name: str, day: str) -> Any:
    """Return a dated attribute on an ISO day; before its first day, its first value."""
    dated = sorted(
        (key.partition("@")[2], value)
        for key, value in fields.items()
        if key.partition("@")[0] == name
    )
    if not dated:
        return None
    known = [value for begins, value in dated if begins <= day]
    return known[-1] if known else dated[0][1]


def own_unit(reader: Reader, day: date) -> Unit:
    """Return the office's own unit as of a day, or as it last stood."""
    unit = tree_on(reader, day, ended_too=True).units.get(reader.own_unit)
    if unit is None:
        raise Refusal(
            _("Sổ này chưa có đơn vị của mình vào ngày {day}.").format(day=f"{day:%d/%m/%Y}"),
            next_step=_("Lập đơn vị ở trang Đơn vị."),
            code="E_UNIT",
        )
    return unit


def found_unit(
    store: Store,
    *,
    name: str,
    kind: str,
    parent: str | None,
    since: date,
    unit: str | None = None,
    stream: str = "",
    **attributes: Any,
) -> str:
    """Found a unit under a parent from a day on and return its id.

    Attributes are those of ATTRIBUTES (code, ownership, sector …) and the local PERSONAL
    ones. Raises Refusal for an unknown kind or ownership type, or a code already taken.
    """
    check_attributes(store, kind, attributes.get("ownership"), attributes.get("code"), since)
    _check_place(store, kind, parent, since)
    name = clean_name(name)
    unit = unit or uuid7(store.clock)
    code = attributes.pop("code", None) or next_code(store, kind, since)
    given = {"parent": parent, "alive": True, "name": name, "kind": kind, "code": code}
    with store.step(_("Thêm đơn vị {name}").format(name=name)):
        for attribute, value in {**given, **attributes}.items():
            set_attribute(store, unit, attribute, value, since, stream=stream)
    return unit


def set_attribute(
    store: Store, unit: str, attribute: str, value: Any, since: date, *, stream: str = ""
) -> None:
    """Set an attribute of a unit from a day on; earlier days keep what they had."""
    if attribute not in (*ATTRIBUTES, *PERSONAL):
        raise Refusal(_("Đơn vị không có mục “{name}”.").format(name=attribute))
    kind = "contact" if attribute in PERSONAL else "unit"
    if attribute == "name":
        value = clean_name(value)
    if attribute == "ownership" and value:
        check_ownership(store, value, since)
    value = nfc(value).strip() if isinstance(value, str) else value
    # What its former office wrote before it could hear of a move stays that office's to write.
    seen = figures_seen(store, unit, since) if attribute == "parent" else ""
    with store.step(_("Sửa đơn vị")) as step:
        field = f"{attribute}@{since.isoformat()}"
        step.put(kind, unit, field, value, stream=stream, seen=seen)


def kinds_named(kinds: Iterable[UnitKind]) -> str:
    """Return kinds of units by code and name: "CDX (Công đoàn xã), …"."""
    return ", ".join(f"{kind.code} ({kind.name})" for kind in kinds)


def check_attributes(
    store: Reader, kind: str, ownership: str | None, code: str | None, day: date
) -> None:
    """Refuse a kind or ownership type nobody knows, or a code that is taken or cannot be."""
    if kind not in store.packs.unit_kinds:
        raise Refusal(
            _("Không có loại đơn vị “{kind}”.").format(kind=kind),
            next_step=_("Các loại: {kinds}.").format(
                kinds=kinds_named(store.packs.unit_kinds.values())
            ),
        )
    if ownership:
        check_ownership(store, ownership, day)
    if code and not _CODE.fullmatch(code):
        raise Refusal(
            _("Mã đơn vị “{code}” phải là chữ không dấu, số, gạch ngang hoặc chấm.").format(
                code=code[:40]
            ),
            next_step=_("Đặt mã như P-SongThanh-01."),
        )
    if code and tree_on(store, day).find(code):
        raise Refusal(
            _("Mã “{code}” đã có đơn vị khác dùng.").format(code=code), next_step=_("Đặt mã khác.")
        )


def check_ownership(reader: Reader, code: str, day: date) -> None:
    """Refuse an ownership type nobody knows, or one closed by then."""
    types = reader.packs.ownerships
    if code not in types:
        raise Refusal(
            _("Không có loại hình “{code}”.").format(code=code[:20]),
            next_step=_("Các loại hình: {codes}.").format(codes=", ".join(types)),
            code="E_OWNERSHIP",
        )  # fmt: skip
    if not types[code].holds_on(day):
        raise Refusal(
            _("Loại hình “{name}” không còn dùng vào ngày {day}.").format(
                name=types[code].name, day=short_date(day)
            ),
            next_step=_("Chọn loại hình khác."), code="E_OWNERSHIP",
        )  # fmt: skip


def clean_name(name: str) -> str:
    """Return a name on one line, composed, without control characters.

    Raises Refusal when nothing readable is left or it is too long for a letterhead.
    """
    cleaned = one_line(name)
    if not any(c.isalnum() for c in cleaned) or len(cleaned) > LONGEST_NAME:
        raise Refusal(
            _("Tên đơn vị để trống hoặc dài quá {n} chữ.").format(n=LONGEST_NAME),
            next_step=_("Ghi tên đầy đủ của công đoàn."),
        )
    return cleaned


def _check_place(store: Store, kind: str, parent: str | None, day: date) -> None:
    """Refuse a unit above the level of the one it would stand under."""
    above = tree_on(store, day).units.get(store.unit(parent)) if parent else None
    kinds = store.packs.unit_kinds
    if above is None or above.kind not in kinds:
        return
    if _LEVELS.index(kinds[kind].role) < _LEVELS.index(kinds[above.kind].role):
        raise Refusal(
            _("“{kind}” không thể trực thuộc {parent}.").format(
                kind=kinds[kind].name, parent=above.name
            ),
            next_step=_("Chọn loại đơn vị khác."),
        )


def next_code(reader: Reader, kind: str, day: date) -> str:
    """Return a free provisional code; they begin with "~" until the register assigns one."""
    taken = {unit.code for unit in tree_on(reader, day, ended_too=True).units.values()}
    number = 1
    while f"~{kind}-{number}" in taken:
        number += 1
    return f"~{kind}-{number}"
