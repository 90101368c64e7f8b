"""What a check of figures sees and says: one unit's facts, what lies around them, a finding.

Checks register here under the name a pack's rule calls them by; the engine is `rules`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar

import msgspec

from desktop.models.activities.activities import Activity
from desktop.models.figures.cells import number_of, split_code
from desktop.models.figures.opening import Opening
from desktop.models.packs.pack_types import Indicator, Rule
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.models.units.units import Unit

_T = TypeVar("_T")


class Finding(msgspec.Struct, frozen=True):
    """What a rule says of one unit; `codes` are the cells to look at, the first foremost."""

    unit: str
    rule: str
    severity: str
    codes: tuple[str, ...]
    message: str


class Found(msgspec.Struct, frozen=True):
    """What a check found: the cells, the words of the message, a milder severity than the rule's.

    `unit` is told only by checks over several units, `units` where the same is said of many.
    `women`: it is of the women alone, while the message says the same of all. `first` is told
    before the rule's own message, `more` after it.
    """

    codes: tuple[str, ...]
    words: Mapping[str, Any] = msgspec.field(default_factory=dict)
    severity: str = ""
    unit: str = ""
    women: bool = False
    more: str = ""
    first: str = ""
    units: tuple[str, ...] = ()


class Later(Generic[_T]):
    """Something read when it is first asked for, then kept."""

    def __init__(self, read: Callable[[], _T]) -> None:
        self._read: Callable[[], _T] | None = read
        self._value: _T | None = None

    @property
    def known(self) -> bool:
        """Whether it was read."""
        return self._read is None

    def get(self) -> _T:
        """Return the value, read now if it has not been."""
        if self._read is not None:
            self._value, self._read = self._read(), None
        value: Any = self._value
        return value  # type: ignore[no-any-return]


class Span(msgspec.Struct, frozen=True):
    """A period of any scheme with what a unit entered for it, and what it locked first."""

    period: Period
    values: Mapping[str, int]
    first_locked: Mapping[str, int] = msgspec.field(default_factory=dict)


class Happened(msgspec.Struct, frozen=True):
    """An event of the register that concerns the unit within the window.

    `open`: a split that nothing tells yet how many members it took, neither it nor any figure.
    """

    kind: str
    decision: str
    open: bool = False


class Around(msgspec.Struct, frozen=True):
    """What lies around a unit's figures of a period; everything may be empty.

    `history` holds the numbers of the periods before, newest first, empty where nothing was
    entered; `events` what happened to the unit in the window; `known` figures that other forms,
    the months of a longer period or the tree below hold; `spans` the unit's other periods of
    the term; `activities` those that cells were taken from; `own` is the office's unit.
    """

    history: Sequence[Mapping[str, int]] = ()
    events: tuple[Happened, ...] = ()
    known: Later[Mapping[str, int]] | None = None
    spans: Later[tuple[Span, ...]] | None = None
    activities: Later[Mapping[str, Activity]] | None = None
    own: str = ""


ALONE = Around()


class Facts(msgspec.Struct, frozen=True):
    """One unit's figures of one period, as a check sees them.

    `values` are the raw registers by code; `openings` by equation id; `estimates` the stocks
    carried over that nobody has confirmed. `whole` tells that no more is to come: what is empty
    would be locked so.
    """

    unit: Unit
    form: str
    period: Period
    packs: Packs
    values: Mapping[str, Any]
    openings: Mapping[str, Opening] = msgspec.field(default_factory=dict)
    estimates: Mapping[str, int] = msgspec.field(default_factory=dict)
    around: Around = ALONE
    whole: bool = False

    def number(self, code: str) -> int | None:
        """Return the whole number entered in a cell, None where there is none."""
        return number_of(self.values.get(code))

    def total(self, codes: Iterable[str]) -> int:
        """Return the sum of the cells that hold a number."""
        return sum(self.number(code) or 0 for code in codes)

    def figure(self, code: str) -> int | None:
        """Return a figure wherever it is known: entered, carried, computed, or held elsewhere.

        Of other forms a form of a whole office means what its tree comes to: what the office
        tells there itself is of its direct members alone, and unions are counted by the register.
        """
        if self._is_of_tree(code):
            known = self.around.known.get().get(code) if self.around.known is not None else None
            kind = self.packs.unit_kinds.get(self.unit.kind)
            if known is not None or (kind is not None and kind.role not in ("base", "part")):
                return known
        held = self.values.get(code)
        if held is not None:
            return number_of(held)
        if code in self.estimates:
            return self.estimates[code]
        indicator = self.packs.indicators.get(code)
        if indicator is not None and indicator.sum_of:
            parts = (*indicator.sum_of, *indicator.minus)
            if any(self.number(part) is not None for part in parts):
                return self.total(indicator.sum_of) - self.total(indicator.minus)
        return self.around.known.get().get(code) if self.around.known is not None else None

    def _is_of_tree(self, code: str) -> bool:
        form = self.packs.forms.get(self.form)
        return form is not None and form.scope != "unit_rows" and not is_home(self, code)

    def sum_known(self, codes: Iterable[str]) -> int | None:
        """Return the sum of several figures, None when none of them is known."""
        known = [figure for code in codes if (figure := self.figure(code)) is not None]
        return sum(known) if known else None

    def happened(self, *kinds: str) -> list[Happened]:
        """Return the unit's events of these kinds in the window; of any kind without names."""
        return [event for event in self.around.events if not kinds or event.kind in kinds]


Check = Callable[[Facts, Rule], Iterator[Found]]
Together = Callable[["Group", Rule], Iterator[Found]]
CHECKS: dict[str, Check] = {}
TOGETHER: dict[str, Together] = {}


class Group(msgspec.Struct, frozen=True):
    """Several units' figures of one form and period.

    `topmost` tells whether no office stands above: what moves within the system then has both
    its sides here.
    """

    form: str
    period: Period
    packs: Packs
    units: Sequence[Unit]
    values: Mapping[str, Mapping[str, Any]]
    topmost: bool = True
    own: str = ""

    def number(self, unit: str, code: str) -> int | None:
        """Return the whole number entered in a unit's cell."""
        return number_of(self.values.get(unit, {}).get(code))


def check(name: str) -> Callable[[Check], Check]:
    """Register a check of one unit under the name packs call it by."""

    def add(function: Check) -> Check:
        CHECKS[name] = function
        return function

    return add


def together(name: str) -> Callable[[Together], Together]:
    """Register a check over several units under the name packs call it by."""

    def add(function: Together) -> Together:
        TOGETHER[name] = function
        return function

    return add


def texts(rule: Rule, name: str) -> Sequence[str]:
    """Return a setting that is a list of texts, empty without one."""
    value = rule.params.get(name, [])
    return value if isinstance(value, list) else []


def whole(rule: Rule, name: str, default: int = 0) -> int:
    """Return a setting that is a whole number."""
    value = rule.params.get(name, default)
    return value if isinstance(value, int) else default


def threshold(facts: Facts | Group, rule: Rule) -> int | None:
    """Return the legal parameter a rule names, in force at the period's end."""
    found = facts.packs.parameter(str(rule.params.get("parameter", "")), facts.period.data_to)
    return int(float(found.value)) if found is not None else None


class _Same:
    """A pack as a key: the very same object."""

    __slots__ = ("packs",)

    def __init__(self, packs: Packs) -> None:
        self.packs = packs

    def __hash__(self) -> int:
        return id(self.packs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.packs is self.packs


class Shape(msgspec.Struct, frozen=True):
    """What the packs say of a form's indicators, drawn out once for the checks.

    `parts` are (part, whole), `ratios` those that are a part of a whole, `lines` (occasions,
    attendances) of one line, with units of counting left to the rule. `parts_beside` are parts held
    by other forms of a whole this one holds.
    """

    codes: frozenset[str]
    parts: tuple[tuple[str, str], ...]
    ratios: tuple[Indicator, ...]
    money: tuple[str, ...]
    flows: tuple[str, ...]
    stocks: tuple[str, ...]
    lines: tuple[tuple[Indicator, Indicator], ...]
    parts_beside: tuple[tuple[str, str], ...]


def shape(packs: Packs, form: str) -> Shape:
    """Return what the packs say of a form's indicators."""
    return _shape(_Same(packs), form)


@lru_cache(maxsize=32)
def _shape(same: _Same, form: str) -> Shape:
    indicators = same.packs.indicators
    home = [i for i in indicators.values() if i.home == form]
    typed = [i for i in home if not i.computed]
    return Shape(
        frozenset(i.code for i in home),
        tuple((i.code, i.part_of) for i in typed if i.part_of is not None),
        tuple(i for i in home if i.type == "R"),
        tuple(i.code for i in typed if i.money),
        tuple(i.code for i in typed if i.type == "F"),
        tuple(i.code for i in typed if i.type == "S"),
        tuple((indicators[i.line], i) for i in typed if i.line and i.line in indicators),
        tuple(
            (i.code, i.part_of)
            for i in indicators.values()
            if i.part_of
            and i.type == "S"
            and i.home != form
            and not i.computed
            and indicators[i.part_of].home == form
        ),
    )


class Plan(msgspec.Struct, frozen=True):
    """The rules of a form with the functions that judge by them."""

    rules: tuple[tuple[Rule, Check], ...]
    hints: tuple[tuple[Rule, Check], ...]
    together: tuple[tuple[Rule, Together], ...]
    hints_together: tuple[tuple[Rule, Together], ...]


def plan(packs: Packs, form: str) -> Plan:
    """Return the rules and hints of the packs that hold for a form."""
    return _plan(_Same(packs), form)


@lru_cache(maxsize=32)
def _plan(same: _Same, form: str) -> Plan:
    packs = same.packs
    return Plan(
        _bound(packs.rules.values(), form, CHECKS), _bound(packs.hints.values(), form, CHECKS),
        _bound(packs.rules.values(), form, TOGETHER),
        _bound(packs.hints.values(), form, TOGETHER),
    )  # fmt: skip


def _bound(
    rules: Iterable[Rule], form: str, known: Mapping[str, _T]
) -> tuple[tuple[Rule, _T], ...]:
    return tuple(
        (rule, known[rule.check])
        for rule in rules
        if rule.check in known and (not rule.forms or form in rule.forms)
    )


def is_home(facts: Facts, code: str) -> bool:
    """Tell whether a code belongs to the form that is judged."""
    indicator = facts.packs.indicators.get(split_code(code)[0])
    return indicator is not None and indicator.home == facts.form
