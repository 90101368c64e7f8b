"""What the rules of the packs and the sheet's own sums say of a row."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from desktop.i18n import _
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.rows.lines import Line
from desktop.models.figures.checks.rules import Facts, judge_unit
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.models.text import vi_number
from desktop.models.units.units import Unit

_MEN: Final = ";GT=NAM"
_ASKED: Final = ("E", "W")
_PART_OF: Final = "V02"
"""A part is not more than its whole; where the file does not tell the whole nobody knows."""
Held = Mapping[str, Mapping[str, Any]]
_Told = tuple[str, frozenset[str]]


def men_of(line: Line) -> dict[str, int]:
    """Return stock code → the men a row tells of it."""
    if not line.holds("men"):
        return {}
    return {
        role[4:]: count.value
        for role, count in line.counts.items()
        if role.startswith("men:") and count.value is not None
    }


def own_sums(line: Line) -> Iterator[str]:
    """Say where men + women is not the total the row itself tells."""
    for code, men in men_of(line).items():
        women, total = value_of(line, code + "N"), value_of(line, code)
        if total is not None and women is not None and men + women != total:
            yield _("Nam {men} + nữ {women} khác tổng {total}.").format(
                men=vi_number(men), women=vi_number(women), total=vi_number(total)
            )
        elif total is not None and women is None and men > total:
            yield _("Nam {men} nhiều hơn tổng {total}.").format(
                men=vi_number(men), total=vi_number(total)
            )


def movement_sums(line: Line, packs: Packs) -> Iterator[str]:
    """Compare sums a movement row tells (cộng tăng, cộng giảm) with its parts."""
    for role, count in line.counts.items() if line.holds("aside") else ():
        if not role.startswith("aside:") or count.value is None:
            continue
        indicator = packs.indicators.get(role[6:].partition("@")[0])
        if indicator is None or not indicator.sum_of or indicator.minus:
            continue
        known = [value_of(line, code) for code in indicator.sum_of
                 if "code:" + code in line.counts]  # fmt: skip
        if unread(line, indicator.sum_of) or has_unclear_movements(line):
            continue
        several = len(known) >= 2 or (known and _has_moved_column(line))
        if several and sum(value or 0 for value in known) != count.value:
            yield _("{name}: bảng ghi {told}, cộng các cột được {added}.").format(
                name=indicator.name, told=vi_number(count.value),
                added=vi_number(sum(value or 0 for value in known)),
            )  # fmt: skip


def unread(line: Line, codes: Sequence[str]) -> bool:
    """Whether a cell of these codes could not be read: its sums then say nothing."""
    return any(count.sureness == "flagged" for code in codes
               if (count := line.counts.get("code:" + code)) is not None)  # fmt: skip


def has_unclear_movements(line: Line) -> bool:
    """Whether a row holds movements of a column that was not understood, or of another time."""
    return (line.holds("moved") or line.holds("time")) and any(
        count.value for role, count in line.counts.items() if role.startswith(("moved@", "time:"))
    )


def _has_moved_column(line: Line) -> bool:
    """Whether the table has movements of a reason that was not understood, be they blank here."""
    return any(role.startswith("moved@") for role in line.counts)


def value_of(line: Line, code: str) -> int | None:
    count = line.counts.get("code:" + code)
    return count.value if count is not None else None


class Judge:
    """Runs the packs' rules over rows as if their figures were entered."""

    def __init__(self, packs: Packs, form: str, period: Period, units: Mapping[str, Unit],
                 held: Held) -> None:  # fmt: skip
        self._packs = packs
        self._form = form
        self._period = period
        self._units = units
        self._held = held
        self._known: dict[Any, tuple[_Told, ...]] = {}

    def held(self, known: Known) -> Mapping[str, object]:
        """Return what the book holds of a unit for the period, by code."""
        return self._held.get(known.id, {})

    def findings(self, known: Known, values: Mapping[str, int | None],
                 men: Mapping[str, int],
                 unread: frozenset[str] = frozenset()) -> tuple[str, ...]:  # fmt: skip
        """Return the messages of the rules a row breaks; none about cells that are `unread`."""
        told = self._told(known, values, men, unread)
        return tuple(dict.fromkeys(message for message, _codes in told)) if told else ()

    def by_code(self, known: Known, values: Mapping[str, int | None],
                unread: frozenset[str]) -> dict[str, list[str]]:  # fmt: skip
        """Return code → the messages of the rules its figure breaks beside the others."""
        found: dict[str, list[str]] = {}
        for message, codes in self._told(known, values, {}, unread):
            for code in codes & values.keys():
                found.setdefault(code, []).append(message)
        return found

    def _told(self, known: Known, values: Mapping[str, int | None], men: Mapping[str, int],
              unread: frozenset[str]) -> tuple[_Told, ...]:  # fmt: skip
        entered: dict[str, Any] = dict(self._held.get(known.id, {}))
        entered |= {code: value for code, value in values.items() if value is not None}
        if not entered:
            return ()
        entered |= {code + _MEN: value for code, value in men.items()}
        key = (
            known.kind,
            self._ownership(known),
            unread,
            tuple(
                sorted((code, value) for code, value in entered.items() if isinstance(value, int))
            ),
        )
        if known.id in self._held or key not in self._known:
            self._known[key] = self._judged(known, entered, set(values), unread)
        return self._known[key]

    def _ownership(self, known: Known) -> str:
        unit = self._units.get(known.id)
        return unit.ownership if unit is not None else ""

    def _judged(self, known: Known, entered: Mapping[str, Any],
                codes: set[str], unread: frozenset[str]) -> tuple[_Told, ...]:  # fmt: skip
        unread = self._with_sums(unread)
        unit = self._units.get(known.id) or _unit_of(known)
        found = [
            one
            for form in self._forms(codes)
            for one in judge_unit(Facts(unit, form, self._period, self._packs, entered))
        ]
        return tuple(
            (f"{one.rule}: {one.message}", frozenset(_bare(one.codes))) for one in found
            if one.severity in _ASKED and (not one.codes or codes & _bare(one.codes))
            and not unread & _bare(one.codes)
            and not (one.rule == _PART_OF and not _bare(one.codes[1:]) & {*codes, *entered})
        )  # fmt: skip

    def _forms(self, codes: set[str]) -> list[str]:
        """Return the form that is read, and those at home to what its sheet tells besides.

        Members beside the executives are judged beside the workers, as in their own form.
        """
        homes = {
            one.home
            for code in codes
            if (one := self._packs.indicators.get(code)) is not None and one.home
        }
        return [self._form, *sorted(homes - {self._form})]

    def _with_sums(self, codes: frozenset[str]) -> frozenset[str]:
        """Return the codes and all sums they are part of."""
        found: set[str] = set(codes)
        while codes and (more := {
            code for code, one in self._packs.indicators.items()
            if code not in found and found & {*one.sum_of, *one.minus}
        }):  # fmt: skip
            found |= more
        return frozenset(found)


def _bare(codes: Sequence[str]) -> set[str]:
    return {code.partition(";")[0] for code in codes}


def _unit_of(known: Known) -> Unit:
    return Unit(
        id=known.id, code=known.code, name=known.name, kind=known.kind or "CDCS", ownership="",
        parent=None, valid_from=date(1900, 1, 1), valid_to=None, attributes={},
    )  # fmt: skip


def repeated_units(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """Return unit id → its rows, for units a sheet holds more than once."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        if line.match.unit is not None:
            found.setdefault(line.match.unit.id, []).append(line)
    return {unit: rows for unit, rows in found.items() if len(rows) > 1}
