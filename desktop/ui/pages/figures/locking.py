"""Locking the returns of the sheet: what is ready, what stands in the way, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet, Problem
from desktop.models.entry.entry_lock import LockState, give_reason, lock_state, lock_units
from desktop.models.entry.entry_row import EntryRow
from desktop.models.figures.returns.returns import Locked, lock
from desktop.models.figures.returns.unended import unended_words
from desktop.models.packs.pack_types import Form
from desktop.models.text import with_counts
from desktop.ui.messages import Message, MessageKind
from desktop.ui.pages.figures.telling import why_not_lock
from desktop.ui.qr_sheet import show_qr_sheet
from desktop.ui.supplement import show_supplement

if TYPE_CHECKING:
    from desktop.ui.pages.figures.surface import FiguresPage


class Locking:
    """Knows how far the sheet is from being locked."""

    def __init__(self, page: FiguresPage) -> None:
        self._page = page
        self.state, self.known = LockState((), (), 0, ()), False
        self._again: frozenset[str] = frozenset()
        self._unanswered: list[str] = []
        self._offered: tuple[str, str, Message] | None = None
        self._ready: Message | None = None
        self._early: set[str] = set()

    def look(self, sheet: EntrySheet) -> None:
        """Work out anew what can be locked; an offer made of other figures goes."""
        before, self.state, self.known = self.state, lock_state(sheet), True
        if before != self.state:
            self._withdraw_ready()

    def forget(self) -> None:
        """Another sheet is shown: what can be locked of it is not known yet."""
        self.state, self.known = LockState((), (), 0, ()), False
        self._withdraw_ready()

    def possible(self) -> bool:
        """Whether nothing stands in the way and there is something to lock."""
        return self.state.complete

    def why_not(self) -> str:
        """Say what stands in the way of locking."""
        return why_not_lock(self.state) if self.known else _("Đang kiểm tra…")

    def why_none_ready(self) -> str:
        """Say why no unit can be locked."""
        return _("Chưa có đơn vị nào đủ số liệu để chốt.") if self.known else _("Đang kiểm tra…")

    def lock_ready(self) -> None:
        """Lock the returns that miss nothing; of those sent back and not changed ask why.

        Of a period that has not ended it is asked once whether it is to be locked all the same.
        """
        if not self._page.leaving():
            return
        self._page.catch_up()
        self._withdraw_ready()
        if self._ask_unended():
            return
        form, period, shown = self._page.form, self._page.period, self._page.filtering.shown
        ready = shown(self.state.ready)
        self._again = frozenset((*self.state.again, *self.state.unanswered))
        self._unanswered = shown(self.state.unanswered)
        if left := self.state.possible - len(ready) - len(self._unanswered):
            told = _("Chỉ chốt các đơn vị đang hiện; còn {n} đơn vị đã đủ không hiện vì đang lọc.")
            self._page.desk.message(with_counts(told, n=left))
        if ready:
            self._page.desk.do(lambda store: lock_units(store, form, period, ready), self._locked)
        self._ask_answer()

    def _ask_unended(self) -> bool:
        """Ask whether a period that has not ended is to be locked; returns whether it is asked."""
        page, sheet = self._page, self._page.sheet
        if sheet is None or sheet.period.id in self._early or not self.state.possible:
            return False
        told = unended_words(sheet.period, page.desk.today())
        if not told:
            return False
        period, form = sheet.period.id, sheet.form.id

        def lock_early() -> None:
            self._early.add(period)
            if (page.period, page.form) == (period, form):
                self.lock_ready()

        self._ready = page.desk.message(
            _("{told}: vẫn chốt?").format(told=told), kind=MessageKind.ATTENTION,
            action=lock_early, action_text=_("Vẫn chốt"),
        )  # fmt: skip
        return True

    def _ask_answer(self) -> None:
        """Ask why the figures of the next return sent back stay, and lock it with that."""
        sheet, grid = self._page.sheet, self._page.grid
        if sheet is None or not self._unanswered:
            return
        unit = self._unanswered.pop(0)
        row = next(one for one in sheet.rows if one.unit.id == unit)
        form, period = sheet.form.id, sheet.period.id

        def answered(text: str) -> None:
            self._page.desk.do(
                lambda store: lock(store, form, period, [unit], reason=text), self._locked
            )
            self._ask_answer()

        told = _(
            "{unit}: báo cáo bị trả lại ({reason}) mà chưa sửa số nào. Số đã đúng thì ghi giải"
            " thích để chốt lại; chưa đúng thì bấm Thôi rồi sửa số."
        ).format(unit=row.unit.name, reason=row.asked or _("không ghi lý do"))
        self._page.reasons.ask(
            told, _("Chốt lại kèm giải thích"), answered, grid.cells if grid is not None else None
        )

    def lock_or_tell(self) -> None:
        """Lock where what is being typed made it possible; else say why it is not."""
        if not self._page.leaving():
            return
        self._page.catch_up()
        if self.possible():
            self.lock_ready()
            return
        ready = self.state.possible
        told = _("Chốt {n} đơn vị đã đủ") if self.state.ready else _("Chốt lại kèm giải thích")
        self._withdraw_ready()
        self._ready = self._page.desk.message(
            self.why_not(), action=self.lock_ready if ready else None,
            action_text=with_counts(told, n=ready) if ready else "",
        )  # fmt: skip

    def _withdraw_ready(self) -> None:
        """What is ready was locked, or is told anew: the older words are no longer so."""
        if self._ready is not None:
            self._page.desk.withdraw(self._ready)
            self._ready = None

    def _locked(self, done: Locked) -> None:
        sheet, desk = self._page.sheet, self._page.desk
        if sheet is None:
            return
        if not done.fresh:
            for finding in done.blocked[:1]:
                desk.message(finding.message, kind=MessageKind.ATTENTION)
            if not done.blocked:
                desk.message(_("Số liệu như lần chốt trước: không có gì để chốt lại."))
            return
        told = with_counts(
            _("Đã chốt {n} báo cáo {form} {period}."),
            n=len(done.fresh),
            form=sheet.form.label,
            period=sheet.period.title.lower(),
        )
        more = [unit.short for unit in done.fresh if unit.id in self._again]
        if more:
            told += " " + with_counts(_("Trong đó {n} báo cáo bổ sung."), n=len(more))
        left = self._other_form(sheet)
        if left is None:
            desk.message(
                told, kind=MessageKind.DONE, action_text=_("Gửi lên cấp trên"),
                action=lambda: desk.go("exchange"),
            )  # fmt: skip
        else:
            more = _("Còn {form} chưa chốt.").format(form=left.label)
            period = sheet.period.id
            message = desk.message(
                f"{told} {more}", kind=MessageKind.DONE,
                action_text=_("Mở {form}").format(form=left.label),
                action=lambda: self._page.open_sheet(period, left.id),
            )  # fmt: skip
            self._offered = (period, left.id, message)
        for finding in done.blocked[:1]:
            desk.message(finding.message, kind=MessageKind.ATTENTION)

    def opened(self, period: str, form: str) -> None:
        """Where the form offered after locking is opened by any way, the offer goes."""
        if self._offered is not None and self._offered[:2] == (period, form):
            self._page.desk.withdraw(self._offered[2])
            self._offered = None

    def _row(self) -> EntryRow | None:
        sheet = self._page.sheet
        if sheet is None or self._page.grid is None or not sheet.rows:
            return None
        return sheet.rows[self._page.cursor()[0]]

    def has_supplement(self) -> bool:
        """Whether the row of the cursor was locked more than once."""
        row = self._row()
        return row is not None and row.rev > 1

    def supplement(self) -> None:
        """Show the newest supplementary return of the row of the cursor as a paper."""
        row = self._row()
        if row is not None and row.rev > 1:
            page = self._page
            show_supplement(page.desk, page.form, page.period, row.unit.id, row.rev)

    def has_locked(self) -> bool:
        """Whether the row of the cursor is locked."""
        row = self._row()
        return row is not None and row.rev > 0

    def qr_sheet(self) -> None:
        """Show the QR sheet of the newest locked return of the row of the cursor."""
        row, page = self._row(), self._page
        if row is not None and row.rev:
            unit = row.unit
            show_qr_sheet(page.desk, page.form, page.period, unit.id, unit.code or unit.short)

    def _other_form(self, sheet: EntrySheet) -> Form | None:
        """Return another form of the period with rows not locked for every unit yet."""
        for form in self._page.desk.read.packs.forms.values():
            rows = form.entry and form.scope == "unit_rows" and sheet.period.scheme in form.schemes
            if rows and form.id != sheet.form.id:
                other = EntrySheet.load(self._page.desk.read, form.id, sheet.period.id)
                if lock_state(other).done < len(other.typed_rows):
                    return form
        return None

    def explain_here(self) -> None:
        """Ask for the reason of the warning chosen, else of one in the cursor's row."""
        page = self._page
        if page.grid is None or not page.leaving():
            return
        page.catch_up()
        chosen, row = page.problem_list.table.current(), page.cursor()[0]
        here = [one for one in page.problems() if one.row == row and _asks(one)]
        if chosen is not None and chosen.row == row and _asks(chosen):
            here.insert(0, chosen)
        if here:
            self.explain(here[0])
        else:
            page.desk.message(_("Dòng này không có cảnh báo nào cần lý do."))

    def explain(self, problem: Problem) -> None:
        """Ask for the reason of a warning; the cursor then is where it was."""
        sheet, grid = self._page.sheet, self._page.grid
        assert sheet is not None
        typing = grid is not None and grid.cells.hasFocus()
        unit, rule, period = problem.finding.unit, problem.finding.rule, sheet.period.id
        self._page.reasons.ask(
            f"{problem.unit}: {problem.finding.message}",
            _("Ghi lý do"),
            lambda text: self._page.desk.do(
                lambda store: give_reason(store, period, unit, rule, text)
            ),
            grid.cells if typing and grid is not None else self._page.problem_list.table,
        )


def _asks(problem: Problem) -> bool:
    return problem.open and problem.finding.severity == "W"
