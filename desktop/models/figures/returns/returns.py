"""Returns: what a unit sends for a form and a period, its revisions and their states."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.begun import is_begun, kept_codes
from desktop.models.figures.cells import period_cells
from desktop.models.figures.closure import shut_units
from desktop.models.figures.opening import openings
from desktop.models.figures.own_members import owing_above
from desktop.models.figures.returns.owing import asked_units, owing_units, tells_movements
from desktop.models.figures.returns.supplements import last_word, traced
from desktop.models.figures.returns.ways import ReturnState, Ways
from desktop.models.figures.revisions import (
    Revision,
    entry_form,
    form_codes,
    reviews,
    revisions,
    units_with,
)
from desktop.models.figures.standing import still_counting
from desktop.models.figures.vetted import Vetted, vetted
from desktop.models.packs.pack_types import Form
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import prefix_range, return_key, split_cell_key
from desktop.models.store.ops import member
from desktop.models.store.reader import Reader
from desktop.models.store.refusals import Refusals, told_refused
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import lowered
from desktop.models.units.ceased import ceased_under
from desktop.models.units.units import Tree, Unit, tree_on

if TYPE_CHECKING:
    from desktop.models.figures.checks.rules import Finding


class ReturnStatus(msgspec.Struct, frozen=True):
    """Where a return stands; `rev` is 0 before the first lock, `on_time` None before it.

    `sent_back` tells that the level above sent the newest revision back, `reason` why; `back_at`
    names the office below this one that did, "" where none did. `stands` is the revision that goes
    on counting where the newest was sent back, 0 for none.
    """

    unit: Unit
    form: str
    period: Period
    rev: int
    state: ReturnState
    on_time: bool | None
    changed_since: bool = False
    reason: str = ""
    sent_back: bool = False
    back_at: str = ""
    stands: int = 0


class Lockable(msgspec.Struct, frozen=True):
    """What can be locked, and the findings that stand in the way of the others.

    `unchanged` are those of `locked` whose newest revision says the same already: nothing is
    locked for them.
    """

    locked: tuple[Unit, ...]
    blocked: tuple["Finding", ...]
    unchanged: tuple[Unit, ...] = ()

    @property
    def fresh(self) -> tuple[Unit, ...]:
        """The units that get a new revision."""
        same = {unit.id for unit in self.unchanged}
        return tuple(unit for unit in self.locked if unit.id not in same)


class Locked(Lockable, frozen=True, kw_only=True):
    """What locking did."""

    change: ChangeSet


def lock(
    store: Store, form_id: str, period_id: str, units: Iterable[str] = (), *, reason: str = ""
) -> Locked:
    """Lock the returns of units (default: all in scope that owe the form) as one step.

    One submit op per unit with all its values; a supplementary return's also tells of each
    changed figure why and by whom. A unit with a blocking finding, a stock not confirmed, or
    nothing entered is left out and told in `blocked`; so is a finding that needs a reason when
    none was given, a change nobody explained, and a return that is shut. A unit whose newest
    revision already says the same is counted as locked without a new one, unless the level above
    tells that it does not count. Raises Refusal for a unit whose figures of the period are another
    office's.
    """
    with store.asking_once():
        ready = _ready(store, form_id, period_id, units, reason)
    form, period, known, values = ready.form, ready.period, ready.known, ready.known.values
    same = {unit.id for unit in ready.unchanged}
    free = tuple(unit for unit in ready.free if unit.id not in same)
    opened = openings(store, period, [unit.id for unit in free], values)
    label = _("Chốt {form} {period}").format(form=form.label, period=lowered(period.title))
    bodies: dict[str, dict[str, Any]] = {}
    with store.step(label) as step:
        for unit in free:
            listed, held = known.listed(unit.id), known.held(unit.id)
            body: dict[str, Any] = {"form": form.id, "version": form.version, "values": held}
            changes = known.changes(unit.id, reason)
            told = "; ".join(dict.fromkeys(one["reason"] for one in changes.values()))
            if reason or told:
                body["reason"] = reason or told
            if changes:
                body["changes"] = changes
            if unit.id in ready.reasons:
                body["reasons"] = ready.reasons[unit.id]
            begun = {n: o.value for n, o in opened[unit.id].items() if o.value is not None}
            if begun and form.scope == "unit_rows":
                body["opening"] = begun
            rev = listed[-1].rev + 1 if listed else 1
            bodies[return_key(unit.id, form.id, period.id)] = {str(rev): body}
        step.put_all("submit", bodies)
    return Locked(ready.free, ready.blocked, ready.unchanged, change=step.change)


def would_lock(
    reader: Reader, form_id: str, period_id: str, units: Iterable[str] = (), *, reason: str = ""
) -> Lockable:
    """Return what `lock` would do; changes nothing."""
    with reader.asking_once():
        ready = _ready(reader, form_id, period_id, units, reason)
    return Lockable(ready.free, ready.blocked, ready.unchanged)


class _Ready(msgspec.Struct, frozen=True):
    """What locking would do: the units free to lock, and what stands in the way of the others.

    For the `unchanged` of the free ones there is nothing to lock. `reasons` are those of the
    warnings that do not stop a unit, by unit and rule.
    """

    form: Form
    period: Period
    known: "_Known"
    free: tuple[Unit, ...]
    unchanged: tuple[Unit, ...]
    blocked: tuple["Finding", ...]
    reasons: dict[str, dict[str, str]]


def _ready(
    reader: Reader, form_id: str, period_id: str, units: Iterable[str], reason: str
) -> _Ready:
    form = entry_form(reader, form_id)
    period = parse_period(period_id, reader.packs.schemes)
    _check_owed(form, period)
    from desktop.models.figures.figures import check_scope  # where somebody locks

    tree = tree_on(reader, period.data_to)
    wanted, named = asked_units(reader, tree, form, period, units)
    check_scope(reader, named, period)
    values = period_cells(reader, period.id)
    known = _Known.of(reader, form, period, values)
    judged = {
        unit: held if known.listed(unit) or is_begun(held) else {} for unit, held in values.items()
    }  # what was typed and cleared again was never told
    stopped, reasons = _stopped(reader, tree, form, period, wanted, judged, reason)
    for finding in known.unexplained(wanted, reason):
        stopped.setdefault(finding.unit, []).append(finding)
    free = tuple(unit for unit in wanted if unit.id not in stopped)
    blocked = tuple(finding for unit in wanted for finding in stopped.get(unit.id, ()))
    same = tuple(unit for unit in free if not known.is_news(unit.id, reason))
    return _Ready(form, period, known, free, same, blocked, reasons)


class _Known(msgspec.Struct):
    """What a form's returns of a period said before, against what is entered now."""

    reader: Reader
    form: Form
    period: Period
    codes: Container[str]
    values: Mapping[str, Mapping[str, Any]]
    revisions: Mapping[tuple[str, str], list[Revision]]
    verdicts: Mapping[tuple[str, str], list[tuple[str, int, Any]]]
    refused: Refusals
    told: dict[str, dict[str, dict[str, Any]]] = msgspec.field(default_factory=dict)

    @classmethod
    def of(
        cls, reader: Reader, form: Form, period: Period, values: Mapping[str, Mapping[str, Any]]
    ) -> "_Known":
        return cls(
            reader, form, period, form_codes(reader, form.id), values,
            revisions(reader, period.id, form.id), reviews(reader, period.id),
            told_refused(reader),
        )  # fmt: skip

    def listed(self, unit: str) -> list[Revision]:
        return self.revisions.get((unit, self.form.id), [])

    def held(self, unit: str) -> dict[str, Any]:
        entered = self.values.get(unit, {})
        return {c: v for c, v in entered.items() if c.partition(";")[0] in self.codes}

    def changes(self, unit: str, reason: str) -> dict[str, dict[str, Any]]:
        """Return what the next revision changes, nothing where it is the first."""
        if unit not in self.told:
            self.told[unit] = self._traced(unit, reason)
        return self.told[unit]

    def _traced(self, unit: str, reason: str) -> dict[str, dict[str, Any]]:
        listed = self.listed(unit)
        if not listed:
            return {}
        back = self.sent_back(unit) or ""
        return traced(self.reader, listed[-1], self.held(unit), reason, back)

    def sent_back(self, unit: str) -> str | None:
        """Return why the level above sent the newest revision back, None where it did not."""
        listed = self.listed(unit)
        if not listed:
            return None
        said = last_word(self.verdicts.get((unit, self.form.id), ()), listed[-1].rev)
        return str(said.get("reason", "")) if said.get("state") == "returned" else None

    def unexplained(self, units: Sequence[Unit], reason: str) -> list["Finding"]:
        """Return a finding for each unit of whose next revision something must be said first.

        It is shut, changed without anybody saying why, or was sent back and left as it was
        without a word.
        """
        from desktop.models.figures.checks.rules import Finding

        due = {u.id for u in units if self.sent_back(u.id) is not None}
        ids = [u.id for u in units
               if self.held(u.id) and (u.id in due or self.is_news(u.id, reason))]  # fmt: skip
        shut = shut_units(self.reader, self.form.id, self.period, ids)
        found = []
        for unit in ids:
            if unit in shut:
                why = _("Không chốt được: {why}.").format(why=shut[unit])
                found.append(Finding(unit, "V00", "E", (), why))
                continue
            if not self.is_news(unit, reason):
                told = unanswered_words(self.sent_back(unit) or "")
                found.append(Finding(unit, "V00", "W", (), told))
                continue
            bare = tuple(c for c, one in self.changes(unit, reason).items() if not one["reason"])
            if bare:
                told = _("{n} số đổi sau khi chốt chưa có lý do.").format(n=len(bare))
                found.append(Finding(unit, "V00", "W", bare, told))
        return found

    def is_news(self, unit: str, reason: str = "") -> bool:
        """Tell whether locking now says what nobody has said, or said to no effect.

        The `reason` why figures sent back stay as they are is news.
        """
        listed = self.listed(unit)
        if not listed or listed[-1].values != self.held(unit):
            return True
        answers = bool(reason.strip()) and self.sent_back(unit) is not None
        return answers or listed[-1].op in self.refused


def unanswered_words(asked: str) -> str:
    """Return that a return sent back (`asked`: why) was neither changed nor explained."""
    return _(
        "Báo cáo bị trả lại ({reason}) mà chưa sửa số nào: sửa số, hoặc chốt lại kèm lý do giữ"
        " nguyên số."
    ).format(reason=asked or _("không ghi lý do"))


def _stopped(
    reader: Reader, tree: Tree, form: Form, period: Period, wanted: Sequence[Unit],
    values: Mapping[str, Mapping[str, Any]], reason: str,
) -> tuple[dict[str, list["Finding"]], dict[str, dict[str, str]]]:  # fmt: skip
    """Return what stops each unit, and the reasons of the warnings that do not, by rule."""
    # Only locking judges; looking on never does.
    from desktop.models.figures.checks.rules import judge, open_findings, reason_for

    chosen = {unit.id for unit in wanted}
    owing = owing_units(reader, tree, form, period.id)
    beside = [unit for unit in owing if unit.id not in chosen]
    findings = judge(reader, tree, form, period, wanted, values, beside=beside)
    known = reader.records("reason", period.id + "|")
    given = {split_cell_key(key)[0]: texts for key, texts in known.items()}
    stopped: dict[str, list[Finding]] = {}
    for finding in open_findings(findings, given, reason):
        stopped.setdefault(finding.unit, []).append(finding)
    warned: dict[str, list[Finding]] = {}
    for one in findings:
        if one.severity == "W":
            warned.setdefault(one.unit, []).append(one)
    reasons: dict[str, dict[str, str]] = {}
    for unit, listed in warned.items():
        for one in listed:
            told = reason_for(one, listed, given.get(unit, {}), reason)
            if told:
                reasons.setdefault(unit, {})[one.rule] = told
    return stopped, reasons


def _check_owed(form: Form, period: Period) -> None:
    if form.entry and period.scheme in form.schemes:
        return
    raise Refusal(
        _("{form} không nộp theo {period}.").format(form=form.label, period=lowered(period.title)),
        next_step=_("Chọn biểu hoặc kỳ khác."), code="E_FORM",
    )  # fmt: skip


def statuses(
    reader: Reader, period_id: str, form_ids: Iterable[str] = (), top: str = "",
    cells: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[ReturnStatus]:  # fmt: skip
    """Return the state of every return owed in a period under a unit (default: our own).

    `cells` are the period's, where they are known.
    """
    period = parse_period(period_id, reader.packs.schemes)
    tree = tree_on(reader, period.data_to)
    forms = [entry_form(reader, f) for f in form_ids] or [
        f for f in reader.packs.forms.values() if f.entry and period.scheme in f.schemes
    ]
    listed, verdicts = revisions(reader, period.id), reviews(reader, period.id)
    entered = period_cells(reader, period.id) if cells is None else cells
    ways, own, kept = Ways.of(reader), reader.own_unit, kept_codes(reader, period.id)
    written, below = _written(reader, period.id), vetted(reader, period.id, ways.scope)
    codes = {form.id: form_codes(reader, form.id) for form in forms}
    gone = ceased_under(reader, period.data_from, period.data_to, top or own)
    moving = {f.id for f in forms if tells_movements(reader, f)} if gone else set[str]()
    told = {f.id: units_with(reader, period.id, f.id) for f in forms
            if f.scope != "unit_rows" or f.id in moving}  # fmt: skip
    above = {f.id: owing_above(reader, f, period.data_to, period.id) for f in forms
             if f.scope == "unit_rows"}  # fmt: skip
    found = []
    for unit in (*tree.walk(top or own), *gone):
        for form in forms:
            if not _owes(tree, form, unit, own, told, above):
                continue
            key = (unit.id, form.id)
            held = entered.get(unit.id, {})
            found.append(
                _status(unit, form, period, listed.get(key, []), verdicts.get(key, []),
                        held, codes[form.id], ways, written, below.get(key), kept.get(unit.id, ()))
            )  # fmt: skip
    return _with_standing(reader, period, found)


def _with_standing(
    reader: Reader, period: Period, found: Iterable[ReturnStatus]
) -> list[ReturnStatus]:
    """Return the states, those of returns sent back with the earlier revision that counts."""
    back = [(one.unit.id, one.form, one.rev) for one in found if one.state == "returned"]
    stands = still_counting(reader, period.id, back)
    return [
        msgspec.structs.replace(one, stands=stands[one.unit.id, one.form])
        if (one.unit.id, one.form) in stands else one
        for one in found
    ]  # fmt: skip


def _owes(
    tree: Tree, form: Form, unit: Unit, own: str, told: Mapping[str, Container[str]],
    above: Mapping[str, Container[str]],
) -> bool:  # fmt: skip
    """A row per base union is owed by each, and by those `above` them that hold members of their
    own; a form of the office's work by each office.

    Of that form also by the base unions of which anything is `told`; so are movements by those
    that ended.
    """
    if unit.id not in tree.units:
        return unit.id in told.get(form.id, ())
    if form.scope == "unit_rows":
        return tree.role(unit) == "base" or unit.id in above[form.id]
    if unit.id == own or unit.id in tree.assigned:
        return True
    return tree.role(unit) == "base" and unit.id in told[form.id]


def _written(reader: Reader, period: str) -> dict[str, tuple[str, str]]:
    """Return op → (store, moment of writing) of the revisions of a period."""
    rows = reader.rows(
        "SELECT id, store, raw FROM op WHERE kind = 'submit' AND key >= ? AND key < ?",
        prefix_range(f"{period}|"),
    )
    return {op: (store, str(member(raw, "wall"))) for op, store, raw in rows}


def _status(
    unit: Unit,
    form: Form,
    period: Period,
    listed: list[Revision],
    verdicts: list[tuple[str, int, Any]],
    cells: Mapping[str, Any],
    codes: Container[str],
    ways: "Ways",
    written: Mapping[str, tuple[str, str]],
    below: Vetted | None = None,
    kept: Iterable[str] = (),
) -> ReturnStatus:
    held = {c: v for c, v in cells.items() if c in codes or c.partition(";")[0] in codes}
    if not listed:
        state: ReturnState = "entering" if is_begun(held, kept) else "none"
        return ReturnStatus(unit, form.id, period, 0, state, None)
    last = listed[-1]
    store = written[last.op][0]
    verdict = [v for _hlc, rev, v in verdicts if rev == last.rev]
    reason, sent_back, back_at = "", False, ""
    if below is not None and _is_back_below(below, last.rev, verdicts):
        state, reason, back_at = "returned", below.reason, ways.scope.label(below.office)
    elif verdict:
        state = "accepted" if verdict[-1].get("state") == "accepted" else "returned"
        reason = verdict[-1].get("reason", "")
        sent_back = state == "returned"
    elif store != ways.store and ways.from_below(store):
        state = "received"
    else:
        state = ways.state(return_key(unit.id, form.id, period.id), last.rev)
        if last.op in ways.refused:
            # Its bundle was received, it was not: the office above says why.
            by, why = ways.refused[last.op]
            office = ways.scope.label(ways.scope.resolve(by))
            state, reason = "returned", _("{office} không tính: {why}").format(
                office=office, why=why
            )  # fmt: skip
    first_at = written[listed[0].op][1]  # what is corrected later was told in time all the same
    on_time = first_at[:10] <= period.due.isoformat()
    changed = bool(held) and held != dict(last.values) and store == ways.store
    return ReturnStatus(
        unit, form.id, period, last.rev, state, on_time, changed, reason, sent_back, back_at
    )


def _is_back_below(
    below: Vetted, rev: int, verdicts: Iterable[tuple[str, int, Any]]
) -> bool:  # fmt: skip
    """Tell whether an office below sent a revision back, and nobody here or above since.

    What an office above accepts after it is not awaited any more.
    """
    heard = [(hlc, said) for hlc, number, said in verdicts if number == rev]
    return below.sent_back(rev) and all(
        said.get("state") == "accepted" and hlc < below.hlc for hlc, said in heard
    )
