"""Locking what an entry sheet shows: which returns are ready, what the others still miss."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_problems import told_of, untold
from desktop.models.entry.entry_row import EntryRow
from desktop.models.errors import Refusal
from desktop.models.figures.checks.rules import Finding
from desktop.models.figures.returns.returns import Locked, lock
from desktop.models.listed import first_few
from desktop.models.store.keys import cell_key
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import with_counts
from desktop.models.units.ceased import ceased_before
from desktop.models.units.units import Unit


@dataclass(frozen=True, slots=True)
class LockState:
    """How a sheet stands: unit ids ready to lock (first or again), done, and what is missing.

    `again` are the ready ones that were locked before and changed since. `unanswered` were sent
    back and hold the same figures: they can be locked with a word why these stay.
    """

    ready: tuple[str, ...]
    again: tuple[str, ...]
    done: int
    missing: tuple[str, ...]
    unanswered: tuple[str, ...] = ()

    @property
    def possible(self) -> int:
        """How many returns can be locked, some of them with a word of explanation."""
        return len(self.ready) + len(self.unanswered)

    @property
    def complete(self) -> bool:
        """Whether nothing stands in the way and there is something to lock."""
        return bool(self.ready) and not (self.missing or self.unanswered)


@dataclass(frozen=True, slots=True)
class _Standing:
    """How one row stands: "done", "ready", "unanswered" or "", and what it misses in numbers."""

    state: str
    empty: int = 0
    estimated: int = 0
    blocked: int = 0
    unexplained: int = 0
    lacks: tuple[Finding, ...] = ()


_DONE = _Standing("done")


def lock_state(sheet: EntrySheet) -> LockState:
    """Return which returns of a sheet can be locked, and what the others miss in words."""
    rows = sheet.typed_rows
    sheet.comparing.settle()
    standing = [row.known.get("standing") or _standing(row) for row in rows]
    lacks = list(chain.from_iterable([one.lacks for one in standing if one.lacks]))
    missing = (
        (sum([one.empty for one in standing]), _("{n} đơn vị chưa nhập")),
        (sum([one.estimated for one in standing]), _("{n} số tạm tính chưa xác nhận")),
        (len(lacks), _("{n} ô bắt buộc còn trống{where}")),
        (sum([one.blocked for one in standing]), _("{n} lỗi cần sửa")),
        (sum([one.unexplained for one in standing]), _("{n} cảnh báo chưa ghi lý do")),
    )
    states = [one.state for one in standing]
    told = tuple(
        with_counts(words, n=count, where=_first_of(sheet, lacks))
        for count, words in missing
        if count
    )
    ready = [row for row, state in zip(rows, states, strict=True) if state == "ready"]
    return LockState(
        tuple(row.unit.id for row in ready),
        tuple(row.unit.id for row in ready if row.rev),
        states.count("done"),
        told,
        tuple(row.unit.id for row, state in zip(rows, states, strict=True)
              if state == "unanswered"),
    )  # fmt: skip


def looking(sheet: EntrySheet, *, hints: bool = False) -> Iterator[int]:
    """Work out row by row what `problems`, `lock_state` and, with `hints`, `notices` tell.

    Yields the place of each row that had to be worked out. What changes meanwhile is worked out
    where it is asked for, as ever.
    """
    for place in untold(sheet, hints=hints):
        row = sheet.rows[place]
        told_of(sheet, place)
        if hints:
            told_of(sheet, place, hints=True)
        if not row.elsewhere:
            _standing(row)
        yield place


def _standing(row: EntryRow) -> _Standing:
    """Return how a row stands, worked out once until anything of it differs."""
    known: _Standing | None = row.kept.get("standing")
    if known is None:
        known = row.kept["standing"] = _worked_out(row)
    return known


def _worked_out(row: EntryRow) -> _Standing:
    if row.rev and not row.changed and row.state != "returned":
        return _DONE
    lacks = tuple(one for one in row.lacking if one.severity != "W" or not row.explained(one))
    stops = _stops(row)
    state = ""
    if row.begun and not row.estimates and not stops and not lacks:
        state = "unanswered" if row.sent_back and not row.changed else "ready"
    return _Standing(
        state,
        # A union that ended and moved nobody any more owes nothing.
        empty=int(not row.begun and not ceased_before(row.unit, row.sheet.period.data_to)),
        estimated=len(row.estimates) if row.begun else 0,
        blocked=sum(1 for finding in stops if finding.severity == "E"),
        unexplained=sum(1 for finding in stops if finding.severity == "W"),
        lacks=lacks,
    )


def _first_of(sheet: EntrySheet, lacks: Sequence[Finding]) -> str:
    """Return which cell the first of them is: nothing on the sheet shows it while typing."""
    if not lacks:
        return ""
    unit = next(row.unit.short for row in sheet.typed_rows if row.unit.id == lacks[0].unit)
    known = sheet.facts.packs.indicators
    names = [known[code].name for code in lacks[0].codes if code in known]
    return _(" ({unit}: {name})").format(unit=unit, name=", ".join(names))


def _stops(row: EntryRow) -> list[Finding]:
    return [
        finding
        for finding in row.findings
        if finding.severity == "E" or (finding.severity == "W" and not row.explained(finding))
    ]


def lock_units(store: Store, form: str, period: str, units: Sequence[str]) -> Locked:
    """Lock the returns of units as one step; a changed one becomes a supplementary return.

    The reason of a supplementary return is what was given for its late changes.
    """
    given = store.records("reason", period + "|")
    locked: list[Unit] = []
    blocked: list[Finding] = []
    unchanged: list[Unit] = []
    with store.step(with_counts(_("Chốt {n} báo cáo {form}"), n=len(units), form=form)) as step:
        plain = [unit for unit in units if not _late(store, form, given, unit, period)]
        groups = [(plain, "")] if plain else []
        groups += [
            ([unit], reason)
            for unit in units
            if (reason := _late(store, form, given, unit, period))
        ]
        for group, reason in groups:
            made = lock(store, form, period, group, reason=reason)
            locked += made.locked
            blocked += made.blocked
            unchanged += made.unchanged
    return Locked(tuple(locked), tuple(blocked), tuple(unchanged), change=step.change)


def _late(store: Store, form: str, given: dict[str, dict[str, str]], unit: str, period: str) -> str:
    """Return the reasons given for late changes of a unit's cells of a form."""
    reasons = given.get(cell_key(unit, period), {})
    indicators = store.packs.indicators
    told = [
        text
        for code, text in reasons.items()
        if (indicator := indicators.get(code.partition(";")[0])) is not None
        if indicator.home == form
    ]
    return "; ".join(dict.fromkeys(told))


def give_reason(store: Store, period: str, unit: str, rule: str, text: str) -> ChangeSet:
    """Explain a warning of a unit; the reason travels with the return."""
    if not text.strip():
        raise Refusal(_("Chưa ghi lý do."), next_step=_("Ghi một câu giải thích ngắn."))
    with store.step(_("Ghi lý do cho cảnh báo")) as step:
        step.put("reason", cell_key(unit, period), rule, text.strip())
    return step.change


def names(units: Iterable[Unit], most: int = 3) -> str:
    """Return the first few names of units, "và n đơn vị khác" for the rest."""
    return first_few([unit.short for unit in units], most)
