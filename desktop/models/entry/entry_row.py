"""One unit's line of an entry sheet: its cells, what follows from them, and what rules say."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from msgspec.structs import replace

from desktop.models.entry.cell_marks import CellMark, state_mark
from desktop.models.entry.entry_activities import Proposal, Told
from desktop.models.entry.entry_columns import MONTHLY, EntryColumn, SheetFacts
from desktop.models.entry.entry_formulas import FORMULAS, founding, lasting
from desktop.models.entry.entry_problems import WORDED, Comparing
from desktop.models.entry.entry_texts import cell_text
from desktop.models.figures.begun import is_begun, is_cleared, stands, told_of
from desktop.models.figures.cells import TREE_CAUSED, Entry, number_of
from desktop.models.figures.checks.estimates import unit_estimates
from desktop.models.figures.checks.facts import ALONE, Around
from desktop.models.figures.checks.rules import (
    Facts,
    Finding,
    hint_unit,
    judge_unit,
    lacking,
    reason_for,
)
from desktop.models.figures.opening import Opening
from desktop.models.figures.returns.returns import ReturnStatus
from desktop.models.figures.returns.ways import ReturnState
from desktop.models.figures.revisions import Revision
from desktop.models.packs.pack_types import Equation
from desktop.models.units.units import Unit


class _Looks(NamedTuple):
    """What a row looks like: the marks of its cells, what its findings come to, and whether a
    figure of the form differs from the newest locked revision."""

    marks: list[CellMark]
    worst: CellMark
    changed: bool


NOTHING_TOLD = Told()
Worded = Sequence[tuple[int, Collection[str]]]
_OWN_CODE = ("typed", "shown", "opening")
_READ_ONLY, _CHANGED = int(CellMark.READ_ONLY), int(CellMark.CHANGED)
_ESTIMATED = int(CellMark.ESTIMATED)


@dataclass
class EntryRow:
    """A unit's figures of one period.

    `values` are its registers by code, of all forms; `opened` the openings known from other
    periods; `before` its stocks of the period before; `sent` the values of its newest locked
    revision (None before the first); `reasons` what was given to explain warnings and late
    changes, by rule or code. The rest follows from `work_out`.

    The figures of a unit that types `elsewhere`, in its own office, are only shown, not judged.
    `carried` says that its stocks are those of an earlier period.
    `around` is what the rules may look at beyond the row, `shared` what they say of it and others
    together. `told` is what activities tell of the sheet's units, `months` what the months of a
    longer period hold, `flags` the codes to come back to. `revisions` are those locked, oldest
    first; `shut` says why the return cannot be changed even with a reason, `asked` why the level
    above sent it back (`sent_back`) or does not count it.

    What counts of it though nobody entered it: members whom `events` brought or took, by code, and
    the `last` stocks of a unit that told none. `born` and `gone`: begun, ended within the period.
    """

    sheet: SheetFacts
    unit: Unit
    values: dict[str, Any] = field(default_factory=dict)
    opened: Mapping[str, Opening] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    state: ReturnState = "none"
    rev: int = 0
    closed: bool = False
    sent: Mapping[str, Any] | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    conflicts: frozenset[str] = frozenset()
    pending: dict[str, int] = field(default_factory=dict)
    elsewhere: bool = False
    carried: bool = False
    around: Around = ALONE
    on_time: bool | None = None
    shared: list[Finding] = field(default_factory=list)
    told: Told = NOTHING_TOLD
    months: Mapping[str, Any] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    revisions: Sequence[Revision] = ()
    shut: str = ""
    asked: str = ""
    sent_back: bool = False
    events: Mapping[str, int] = field(default_factory=dict)
    last: Mapping[str, int] = field(default_factory=dict)
    born: bool = False
    gone: bool = False

    openings: dict[str, Opening] = field(default_factory=dict)
    estimates: dict[str, int] = field(default_factory=dict)
    numbers: list[int | None] = field(default_factory=list)
    _texts: list[str] | None = None
    _judged: list[Finding] | None = None
    _hints: list[Finding] | None = None
    _lacking: list[Finding] | None = None
    _nets: dict[str, int | None] = field(default_factory=dict)
    comparing: Comparing | None = None
    known: dict[str, Any] = field(default_factory=dict)

    def work_out(self) -> None:
        """Compute what the totals need; what else follows is worked out when it is asked for."""
        packs = self.sheet.packs
        self.remark()
        self._nets, self._texts, self._lacking = {}, None, None
        self._judged, self._hints = None, None
        self.openings = {name: self._opening(packs.equations[name]) for name in packs.equations}
        if not self.elsewhere:
            told, stocks = self.values if self.rev else told_of(self.values), self.sheet.stocks
            self.estimates = unit_estimates(packs, stocks, told, self.openings, self.before)
            if self.state in ("none", "entering"):
                own = [c.code for c in self.sheet.columns if c.kind == "typed"]
                self.state = "entering" if self._is_begun(own) else "none"
        self.numbers = [self._number(column) for column in self.sheet.columns]

    @property
    def begun(self) -> bool:
        """Whether anything was entered, or told once; what was cleared again is nothing."""
        return self.rev > 0 or self._is_begun(self.values)

    def _is_begun(self, codes: Iterable[str]) -> bool:
        values = self.values
        if any(stands(values.get(code)) for code in codes):  # mostly the very first one does
            return True
        held = {code: values[code] for code in codes if code in values}
        return is_begun(held, (*self.comments, *self.flags))

    def stand(self, status: ReturnStatus | None) -> None:
        """Take how far the return is."""
        self.state, self.on_time = (status.state, status.on_time) if status else ("none", None)
        self.asked = status.reason if status and status.state == "returned" else ""
        self.sent_back = status is not None and status.sent_back

    def facts(self, changes: Mapping[str, Any] | None = None) -> Facts:
        """Return the row as the rules see it, with some cells changed (None: empty)."""
        values: Mapping[str, Any] = self.values
        if changes:
            both = {**self.values, **changes}
            values = {code: held for code, held in both.items() if held is not None}
        return Facts(
            self.unit, self.sheet.form, self.sheet.period, self.sheet.packs, values,
            self.openings, self.estimates, self.around,
        )  # fmt: skip

    @property
    def findings(self) -> list[Finding]:
        """What the rules say of the row, alone and together with others."""
        if self._judged is None:
            self._judged = [] if self.elsewhere else judge_unit(self.facts())
        if self.comparing is not None:
            self.comparing.settle()
        return [*self._judged, *self.shared]

    @property
    def kept(self) -> dict[str, Any]:
        """What is `known` of the row by name, gone as soon as it may differ; the rows compared."""
        if self.comparing is not None:
            self.comparing.settle()
        return self.known

    @property
    def hints(self) -> list[Finding]:
        """What is only unusual, worked out when it is first asked for."""
        if self._hints is None:
            self._hints = [] if self.elsewhere else hint_unit(self.facts())
        return self._hints

    @property
    def lacking(self) -> list[Finding]:
        """What is said of the row only once no more is to come: required cells left empty."""
        if self._lacking is None:
            self._lacking = [] if self.elsewhere or not self.begun else lacking(self.facts())
        return self._lacking

    def share(self, findings: list[Finding]) -> None:
        """Take what is said of this unit and others together."""
        before = self.shared
        if len(findings) == len(before):
            for place, was in enumerate(before):
                if was == findings[place]:
                    findings[place] = was  # what is kept holds the very findings
            other = [one for one in zip(before, findings, strict=True) if one[0] is not one[1]]
            if all(_unworded(was) == _unworded(now) for was, now in other):
                self.shared = findings
                self._reword(other)
                return
        self.shared = findings
        self.remark()

    def _reword(self, said: Sequence[tuple[Finding, Finding]]) -> None:
        """Tell the same in other words: a difference of two columns stands at a thousand rows."""
        for name in WORDED:
            if (known := self.known.get(name)) is not None:
                for was, now in said:
                    known = known.reworded(was, now)
                self.known[name] = known

    def _opening(self, equation: Equation) -> Opening:
        known = self.opened.get(equation.id) or Opening()
        typed = number_of(self.values.get(equation.baseline))
        return known if typed is None else replace(known, baseline=typed)

    @property
    def texts(self) -> list[str]:
        """What is shown in each cell."""
        if self._texts is None:
            cells = zip(self.sheet.columns, self.numbers, strict=True)
            self._texts = [cell_text(self, column, number) for column, number in cells]
        return self._texts

    def remark(self) -> None:
        """Mark the cells again, after something was stored or said: as soon as they are asked for.

        Of a thousand rows a few are in sight.
        """
        self.known.clear()
        if self.comparing is not None:
            self.comparing.changed(self.unit.id)

    @property
    def marks(self) -> list[CellMark]:
        """What is special about each cell."""
        return self._looks.marks

    @property
    def worst(self) -> CellMark:
        """What the findings come to."""
        return self._looks.worst

    @property
    def changed(self) -> bool:
        """Whether a figure of the form differs from the newest locked revision."""
        return self._looks.changed

    @property
    def _looks(self) -> "_Looks":
        known: _Looks | None = self.kept.get("looks")
        if known is None:
            known = self.kept["looks"] = self._looked_at()
        return known

    def _looked_at(self) -> "_Looks":
        flagged, worded = self._flagged(), self._worded()
        marks = [self._mark(column, flagged, worded) for column in self.sheet.columns]
        worst = CellMark.ELSEWHERE if self.elsewhere else CellMark.NONE
        for edge in (CellMark.ERROR, CellMark.WARNING):
            if any(edge in mark for mark in flagged.values()):
                worst |= edge
        changed = any(CellMark.CHANGED in mark for mark in marks)
        if self.sent_back and not (changed or self.elsewhere):
            worst |= CellMark.WARNING
        return _Looks(marks, worst, changed)

    # numbers

    def number(self, code: str) -> int | None:
        """Return the figure of a code, entered or known otherwise, with whom events brought."""
        if self.gone and self.sheet.is_stock(code):
            return None  # it owes no stock of a day it did not see
        moved = self.events.get(code)
        return self._entered(code) if moved is None else (self._entered(code) or 0) + moved

    def _entered(self, code: str) -> int | None:
        held = self._held(code)
        if held is not None:
            return number_of(held)
        known = self.estimates.get(code)
        known = number_of(self.months.get(code)) if known is None and self.months else known
        known = lasting(self, code) if known is None and code in self.last else known
        if known is None and (self.follows(code) or (self.born and code == founding(self.unit))):
            return self.number("A03" if code == "A06M" else "C12")
        return known

    def follows(self, code: str) -> bool:
        """Say whether a cell nobody typed in is that of all members, as the report takes it:
        those of an occupational union are its own."""
        return code == "A06M" and self.unit.kind == "NDCS" and code not in self.values

    def lasts(self, code: str) -> bool:
        """Say whether a stock is the last one known, since the unit told none for the period."""
        return code in self.last and self._held(code) is None

    def _held(self, code: str) -> Any:
        """Return what a cell holds, None where it was cleared again and is known otherwise."""
        held = self.values.get(code)
        known = code in self.months or code in self.estimates or code in self.last
        return None if known and is_cleared(held) else held

    def is_fed(self, column: EntryColumn) -> bool:
        """Say whether a cell to type in was left empty and a fast report holds its figure."""
        fed = column.kind == "typed" and column.code in self.months
        return fed and self._held(column.code) is None

    def total_of(self, codes: Sequence[str]) -> int | None:
        """Return the sum of figures, None when none of them holds a number."""
        found, values, plain = [], self.values, not self.events
        for code in codes:
            held = values.get(code)
            number = held if plain and type(held) is int else self.number(code)  # mostly: a third
            if number is not None:
                found.append(number)
        return sum(found) if found else None

    def _number(self, column: EntryColumn) -> int | None:
        if column.kind in ("typed", "shown"):
            held = self.values.get(column.code)
            plain = type(held) is int and not (self.events or self.gone)
            return held if plain else self.number(column.code)
        if column.kind == "attribute":
            return None
        return FORMULAS[column.formula](self, column)

    def equation(self, column: EntryColumn) -> Equation | None:
        """Return the movement equation a column speaks of."""
        return self.sheet.equations.get(column.id)

    def opening(self, equation: Equation) -> int | None:
        """Return the opening stock that counts."""
        return self.openings[equation.id].value

    def closing(self, equation: Equation) -> int | None:
        """Return opening + increases − decreases; None where nobody told an opening."""
        start, net = self.opening(equation), self.net(equation)
        if start is None:
            return None if net is None or self.unopened(equation) else net
        return start + (net or 0)

    def unopened(self, equation: Equation) -> bool:
        """Say whether a first opening is missing: who has no more than came, began with nobody."""
        net = self.net(equation) if self.opening(equation) is None else None
        return net is not None and [self.number(code) for code in equation.stocks] != [net]

    def net(self, equation: Equation) -> int | None:
        """Return increases − decreases, those of the unit's events with them; None without any."""
        if equation.id not in self._nets:
            came, left = self.total_of(equation.increases), self.total_of(equation.decreases)
            known = came is not None or left is not None
            self._nets[equation.id] = (came or 0) - (left or 0) if known else None
        return self._nets[equation.id]

    # texts and marks

    def may_type(self, column: EntryColumn) -> bool:
        """Say whether a column may be typed in; an opening only as the first ever."""
        if self.elsewhere:
            return False
        if column.kind == "typed" or self.outranks(column):
            return True
        if column.kind != "opening":
            return False
        equation = self.equation(column)
        if equation is None or self.openings[equation.id].locked is not None:
            return column.code in self.values
        return column.code in self.values or self.opening(equation) is None

    def outranks(self, column: EntryColumn) -> bool:
        """Say whether a figure given for the whole of a longer period stands before its months.

        A file or a command may have given it; it can be corrected, or cleared for the months'.
        """
        held = self.values.get(column.code) if column.kind == "shown" else None
        longer = self.sheet.period.scheme != MONTHLY and column.code not in TREE_CAUSED
        return held is not None and longer and not is_cleared(held)

    def _flagged(self) -> dict[str, CellMark]:
        found: dict[str, CellMark] = {}
        shown = {column.code for column in self.sheet.columns}
        for finding in self.findings:
            mark = CellMark.ERROR if finding.severity == "E" else CellMark.WARNING
            if finding.severity == "I" or (finding.severity == "W" and self.explained(finding)):
                continue
            code = next((code for code in finding.codes if code in shown), "")
            found[code] = found.get(code, CellMark.NONE) | mark
        return found

    def explained(self, finding: Finding) -> bool:
        """Say whether somebody gave the reason a warning asks for."""
        return bool(self.reason(finding))

    def reason(self, finding: Finding) -> str:
        """Return why a warning stands, "" where nobody said."""
        return reason_for(finding, self.findings, self.reasons) if self.reasons else ""

    def _mark(
        self, column: EntryColumn, flagged: Mapping[str, CellMark], worded: Worded
    ) -> CellMark:
        if self.elsewhere:
            grey = CellMark.NONE if column.kind == "attribute" else CellMark.ELSEWHERE
            return CellMark.READ_ONLY | grey
        if column.kind not in _OWN_CODE:
            guessed = column.formula == "men" and (
                column.code in self.estimates or column.code + "N" in self.estimates
            )
            return CellMark.READ_ONLY | (CellMark.ESTIMATED if guessed else CellMark.NONE)
        code, typed = column.code, column.kind == "typed"
        held = self.values.get(code)
        found = int(flagged[code]) if code in flagged else 0  # joined as flags it costs tenfold
        if not typed and not self.may_type(column):
            found |= _READ_ONLY
        if self._held(code) is not None:
            found |= state_mark(held)
        elif code in self.estimates:
            found |= _ESTIMATED
        if self.follows(code) or self.is_fed(column) or code in self.events or self.lasts(code):
            found |= int(CellMark.ELSEWHERE)
        if self.outranks(column) and number_of(held) != number_of(self.months.get(code)):
            found |= int(CellMark.WARNING)
        if typed and self.sent is not None and self.sent.get(code) != held:
            found |= _CHANGED
        for mark, codes in worded:
            if code in codes:
                found |= mark
        if typed and (isinstance(held, dict) or self.told.proposed):
            found |= int(self._told(code, held))
        return _mark_of(found)

    def _worded(self) -> Worded:
        """The marks that stand for what is kept beside the figures, with the codes they are at."""
        return [
            (int(mark), codes)
            for mark, codes in (
                (CellMark.CONFLICT, self.conflicts), (CellMark.COMMENTED, self.comments),
                (CellMark.SAVING, self.pending), (CellMark.FLAGGED, self.flags),
            )
            if codes
        ]  # fmt: skip

    def proposal(self, code: str) -> Proposal | None:
        """Return what activities propose for a cell, None where it already says so."""
        found = self.told.of(self.unit.id).get(code)
        if found is None or self.values.get(code) == found.entry().register():
            return None
        return found

    def _told(self, code: str, held: Any) -> CellMark:
        proposed = CellMark.PROPOSED if self.proposal(code) is not None else CellMark.NONE
        moved_on = self.told.moved_on(self.unit.id, code, held)
        return proposed | (CellMark.MOVED_ON if moved_on else CellMark.NONE)

    # changes

    def put(self, code: str, entry: Entry) -> None:
        """Show what was entered before it is stored."""
        self.values[code] = entry.register()
        self.pending[code] = self.pending.get(code, 0) + 1

    def stored(self, code: str) -> None:
        """One entry of a cell has been stored (or given up)."""
        left = self.pending.get(code, 0) - 1
        if left > 0:
            self.pending[code] = left
        else:
            self.pending.pop(code, None)

    def settled(self, codes: Collection[str]) -> None:
        """Take the mark of being saved off cells that are stored; nothing else changes by it."""
        looks: _Looks | None = self.kept.get("looks")
        if looks is None:
            return
        for place, column in enumerate(self.sheet.columns):
            if column.code in codes and column.code not in self.pending:
                looks.marks[place] &= ~CellMark.SAVING

    def take(self, code: str, value: Any) -> bool:
        """Take a stored value, unless a newer one is still on its way; tell whether it is news."""
        if self.pending.get(code, 0) > 1 or self.values.get(code) == value:
            return False
        if value is None:
            self.values.pop(code, None)
        else:
            self.values[code] = value
        return True


def _unworded(finding: Finding) -> tuple[str, str, tuple[str, ...]]:
    return finding.rule, finding.severity, finding.codes


@cache
def _mark_of(bits: int) -> CellMark:
    return CellMark(bits)
