"""The page: tabs over bundles, board, conflicts and connections; one panel for what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.figures.returns.board import RECENT, BoardReturn, returns_of, span_of
from desktop.models.packs.periods import parse_period
from desktop.tasks.exchange.exchange_view import BundleRow, phone_totals, role_of
from desktop.ui.jobs import part_by_part
from desktop.ui.messages import MessageKind
from desktop.ui.page import Action, Page
from desktop.ui.pages.exchange import views
from desktop.ui.pages.exchange.linking import Linking
from desktop.ui.pages.exchange.receiving import Receiving
from desktop.ui.pages.exchange.reviewing import Reviewing
from desktop.ui.pages.exchange.sending import Sending
from desktop.ui.pages.exchange.sharing import Sharing
from desktop.ui.pages.exchange.surface import Surface
from desktop.ui.pages.exchange.undoing import Undoing
from desktop.ui.surfaces import Surfaces
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.layout import column, frame, row, rule, space
from desktop.ui.widgets.tab_order import lead_tab_through

if TYPE_CHECKING:
    from desktop.models.packs.periods import Period
    from desktop.sync.conflicts import Disagreement, Side
    from desktop.ui.desk import Desk
    from desktop.ui.pages.exchange.board_panel import BoardPanel
    from desktop.ui.pages.exchange.board_view import BoardView
    from desktop.ui.pages.exchange.bundle_panel import BundlePanel
    from desktop.ui.pages.exchange.bundles_view import BundlesView
    from desktop.ui.pages.exchange.conflicts_view import ConflictsView
    from desktop.ui.pages.exchange.late_view import LateView
    from desktop.ui.pages.exchange.links_view import LinksView
    from desktop.ui.pages.exchange.receive_view import ReceiveView
    from desktop.ui.pages.exchange.scanning import Scanning
    from desktop.ui.pages.exchange.work import Shown

BUNDLES, BOARD, CONFLICTS, LINKS = "bundles", "board", "conflicts", "links"
LATE = "late"
TOP_ROLES = ("national", "province")
_TABS: Mapping[str, str] = {
    "missing": BOARD, "review": BOARD, "bundle": BOARD, "reply": BOARD, "conflicts": CONFLICTS,
    "enrol": LINKS, "late": LATE, "refused": CONFLICTS,
}  # fmt: skip
"""Where what another page asks for is shown; everything else is a bundle."""
_QUIET = frozenset({"note", "setting", "person", "template", "plan", "item", "work_row"})


class ExchangePage(Page):
    """Owns the views and what has been read; the verbs lie beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown: Shown | None = None
        self.span: object = RECENT
        self._asked = 0
        self._panel_away = False
        self._wanted: Mapping[str, str] = {}
        self.role = role_of(desk.read)
        self.sending = Sending(desk, self)
        self.receiving = Receiving(desk, self)
        self.reviewing = Reviewing(desk, self)
        self.linking = Linking(desk, self)
        self.sharing = Sharing(desk, self)
        self.undoing = Undoing(desk, self)
        desk.courier.moved.connect(self._queue_moved)
        desk.courier.found_changed.connect(self._show_found)

    # building

    def actions(self) -> Sequence[Action]:
        """Return the big buttons: sending up where there is an upper level, receiving always."""
        top, upper = self.role in TOP_ROLES, self.role in (*TOP_ROLES, "upper")
        send = Action(
            "send", _("Tạo gói gửi lên"), self.sending.send_up, "Ctrl+Shift+G", "send",
            enabled=self.sending.can_send, why_not=self.sending.why_not_send, primary=True,
        )  # fmt: skip
        receive = Action(
            "receive", _("Nhận gói"), self.receiving.choose, "Ctrl+Shift+N", "receive", primary=top
        )
        scan = Action(
            "scan", _("Nhận từ phiếu QR"), lambda: self.scanning.open(), "", "receive",
            tooltip=_("Quét mã bằng máy quét, hoặc mở ảnh chụp, tệp PDF của phiếu"),
            header=upper,
        )  # fmt: skip
        reply = Action(
            "reply", _("Tạo gói trả lời"), self.sending.reply_all, "", "export",
            tooltip=_("Biên nhận, ý kiến duyệt và chỉ đạo cho từng đơn vị trực thuộc"),
            enabled=self.sending.can_reply, why_not=self.sending.why_not_reply,
        )  # fmt: skip
        folder = Action(
            "folder", _("Đổi nơi lưu gói"), self.sending.choose_folder, "", "folder", header=False
        )
        peers = Action(
            "peers", _("Tạo gói cho máy kia của cơ quan"), self.sharing.to_peers, header=False,
            tooltip=_("Mọi thay đổi mà máy kia của cơ quan mình chưa có"),
            enabled=self.sharing.can_share, why_not=self.sharing.why_not_share,
        )  # fmt: skip
        whole = Action(
            "save-all", _("Tạo gói đầy đủ của cơ quan"), self.sharing.save_all, header=False,
            tooltip=_("Toàn bộ số liệu trong một gói, để máy mới của cơ quan nhận lại"),
        )  # fmt: skip
        unsigned = Action(
            "unsigned", _("Tạo gói chưa ký gửi lên"), self.sharing.unsigned, header=False,
            tooltip=_("Khi cấp trên chưa cấp phép: số liệu được đánh dấu chưa xác thực"),
            enabled=self.sharing.can_be_unsigned, why_not=self.sharing.why_not_unsigned,
        )  # fmt: skip
        below = [reply, *self.reviewing.actions()] if upper else []
        sealed = Action(
            "send-sealed", _("Tạo gói gửi lên, mã hóa"), self.sharing.sealed, header=False,
            tooltip=_("Chỉ máy của cấp trên mở được; gói không xem được bằng Excel"),
            enabled=self.sending.can_send, why_not=self.sending.why_not_send,
        )  # fmt: skip
        files = Action(
            "send-files", _("Tạo gói kèm tệp minh chứng"), self.sharing.with_files, header=False,
            tooltip=_("Gói gửi lên có các tệp đính kèm mà cấp trên chưa nhận; luôn được mã hóa"),
            enabled=self.sending.can_send, why_not=self.sending.why_not_send,
        )  # fmt: skip
        up = [] if top else [send, sealed, files, unsigned]
        return [*up[:1], receive, scan, *below, *up[1:], peers, whole, folder]

    def build(self) -> QWidget:
        """Lay out the tabs; the views are made once the office has been read, each when shown."""
        self._names = [BUNDLES, CONFLICTS, LINKS]
        if self.role == "upper":
            self._names = [BUNDLES, BOARD, LATE, CONFLICTS, LINKS]
        if self.role in TOP_ROLES:
            self._names = [BOARD, LATE, BUNDLES, CONFLICTS, LINKS]
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Các phần của Gửi – nhận"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._stack = Surfaces()
        self._stack.addWidget(EmptyState("exchange", _("Đang đọc các gói và báo cáo…")))
        for name in self._names:
            self.tabs.addTab(self._tab_text(name, 0))
        self.tabs.currentChanged.connect(self._tab_changed)
        self.tabs.currentChanged.connect(lambda _at: self.reviewing.forget())
        whole = Surface(self.receiving.preview)
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        bar = row(self.tabs, None)
        bar.setContentsMargins(space("xl"), 0, 0, 0)
        self._bar = frame(column(bar, rule(), gap="none"), "page")
        box.addWidget(self._bar)
        box.addWidget(self._stack, 1)
        return whole

    def details(self) -> QWidget:
        """Return the panel: of a bundle, or of a cell of the board."""
        self._panels = QStackedWidget()
        return self._panels

    # views, each made when it is first needed

    @cached_property
    def bundles(self) -> BundlesView:
        """The bundles made and taken in."""
        from desktop.ui.pages.exchange.bundles_view import BundlesView

        view = BundlesView(
            self.desk.state, self.receiving.preview, self.receiving.choose,
            lambda: self.show_tab(LINKS),
        )  # fmt: skip
        view.chosen.connect(self._bundle_wanted)
        self._stack.addWidget(view)
        if self.shown is not None:
            view.show_view(self.shown.view, self.sending.queue())
        self.receiving.show_found(view)
        return view

    @cached_property
    def board(self) -> BoardView:
        """The units below and their months."""
        from desktop.ui.pages.exchange.board_view import BoardView

        view = BoardView(
            self._span_chosen, lambda: self.show_tab(LINKS),
            lambda text: self.desk.message(text, kind=MessageKind.DONE), self.desk.actions_changed,
        )  # fmt: skip
        view.picked.connect(self._cell_wanted)
        self._stack.addWidget(view)
        if self.shown is not None:
            self._fill_board(view, self.shown)
        return view

    @cached_property
    def conflicts(self) -> ConflictsView:
        """What two machines wrote differently."""
        from desktop.ui.pages.exchange.conflicts_view import ConflictsView

        view = ConflictsView(self._settle, self._put_aside)
        self._stack.addWidget(view)
        if self.shown is not None:
            view.show_conflicts(self.shown.worded, self.shown.refused)
        return view

    @cached_property
    def late(self) -> LateView:
        """What came into what was accepted or closed."""
        from desktop.ui.pages.exchange.late_view import LateView

        view = LateView(
            self.desk.half_typed, self.reviewing.accept_late, self.reviewing.send_back_late
        )
        self._stack.addWidget(view)
        if self.shown is not None:
            view.show_late(self.shown.late)
        return view

    @cached_property
    def links(self) -> LinksView:
        """The offices connected."""
        view = self.linking.build()
        self._stack.addWidget(view)
        if self.shown is not None:
            view.show_view(self.shown.view)
        return view

    @cached_property
    def scanning(self) -> Scanning:
        """The verbs about QR sheets."""
        from desktop.ui.pages.exchange.scanning import Scanning

        return Scanning(self.desk, self)

    @cached_property
    def receive(self) -> ReceiveView:
        """The files being received."""
        from desktop.ui.pages.exchange.receive_view import ReceiveView

        view = ReceiveView(
            self.receiving.take, self.receiving.put_away, self.receiving.to_links,
            self.receiving.unverified, self.receiving.by_phrase, self.receiving.checking.go_on,
            self.receiving.own_save,
        )  # fmt: skip
        self._stack.addWidget(view)
        return view

    @cached_property
    def bundle_panel(self) -> BundlePanel:
        """The panel of one bundle."""
        from desktop.ui.pages.exchange.bundle_panel import BundlePanel

        panel = BundlePanel(self.sending, lambda: self.show_tab(LINKS), self.undoing.ask)
        self._panels.addWidget(panel)
        return panel

    @cached_property
    def board_panel(self) -> BoardPanel:
        """The panel of one cell of the board."""
        from desktop.ui.pages.exchange.board_panel import BoardPanel

        verbs = self.reviewing
        panel = BoardPanel(
            self.desk.half_typed, verbs.accept, verbs.send_back, self.sending.reply_one,
            verbs.reopen, verbs.supplement, verbs.remind, verbs.check,
        )  # fmt: skip
        self._panels.addWidget(panel)
        return panel

    def board_month(self) -> Period | None:
        """Return the month the board is about: of the chosen cell, and of the chooser below."""
        if self._made("board"):
            return self.board.chosen_month()
        return self.shown.month if self.shown is not None else None

    def _made(self, name: str) -> bool:
        return name in self.__dict__

    # reading

    def touched(self, change: Any) -> bool:
        """Plans and notes show nowhere here."""
        return any(one.kind not in _QUIET for one in change.changes)

    def opened(self, argument: Any) -> None:
        """Go to a bundle, a month of the board …: {"what", "period", "bundle"}, or a tab."""
        if isinstance(argument, str) and argument in self._names:
            self.show_tab(argument)
        if isinstance(argument, Mapping):
            self._wanted = argument
            what = str(argument.get("what", ""))
            tab = _TABS.get(what, BUNDLES)
            self.show_tab(tab if tab in self._names else BUNDLES)
            span = span_of(self.desk.read.packs, argument.get("period", ""), self.span)
            if span != self.span:
                self._span_chosen(span)
            elif self.shown is not None:
                self._go_to_wanted()

    def refresh(self) -> None:
        """Read everything beside the window; an overtaken answer is dropped."""
        self._asked += 1
        asked, span, today = self._asked, self.span, self.desk.today()
        self.desk.courier.look_for_new()

        def show(shown: Shown) -> None:
            first = self.shown is None
            if asked == self._asked:
                self._show(shown)
            if first:  # the views behind the first sight
                self.desk.job(_("Đọc các gói"), lambda *_rest: views.load())

        front = views.BOARD_FIRST if self.current_tab() == BOARD else views.BUNDLES_FIRST

        def read(store: Any, progress: Any, cancelled: Any) -> Shown:
            # Imported on the job's thread: views and all they need.
            from desktop.ui.pages.exchange import work

            views.load(front)
            return work.read_all(store, span, today, part_by_part(progress, cancelled))

        self.desk.job(_("Đọc các gói"), read, show)

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        if self._made("bundles"):
            self.bundles.show_view(shown.view, self.sending.queue())
        if self._made("board"):
            self._fill_board(self.board, shown)
        if self._made("conflicts"):
            if not (shown.worded or shown.refused):
                self._leave(self.conflicts)
            self.conflicts.show_conflicts(shown.worded, shown.refused)
        if self._made("links"):
            self.links.show_view(shown.view)
        if self._made("late"):
            if not shown.late:
                self._leave(self.late)
            self.late.show_late(shown.late)
        counts = {CONFLICTS: len(shown.worded) + len(shown.refused), LATE: len(shown.late)}
        for place, name in enumerate(self._names):
            if name in counts:
                self.tabs.setTabText(place, self._tab_text(name, counts[name]))
        if not (self._made("receive") and self._stack.currentWidget() is self.receive):
            self._tab_changed()
        if self._made("bundle_panel"):
            self._bundle_chosen(self.bundles.table.current())
        if self._made("board_panel"):
            self._cell_picked(*self.board.table.chosen())
        self._go_to_wanted()
        self.desk.actions_changed()

    def _fill_board(self, view: BoardView, shown: Shown) -> None:
        view.show_spans(shown.years, self.span)
        view.show_board(shown.board, shown.view.own, shown.month, self.desk.today())

    def _go_to_wanted(self) -> None:
        wanted, self._wanted = self._wanted, {}
        if wanted.get("bundle"):
            self.bundles.table.go_to(wanted["bundle"])
        if wanted.get("period"):
            self.board.show_month(wanted["period"])
            if wanted.get("unit"):
                self.board.table.go_to(wanted["unit"], wanted["period"])

    # showing

    def current_tab(self) -> str:
        """Return the name of the tab in front."""
        return self._names[self.tabs.currentIndex()]

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentIndex(self._names.index(name))
        self._tab_changed()

    def show_receiving(self, shown: bool) -> None:
        """Show the files being received in the place of the tabs, or put them away."""
        if shown:
            self._bar.hide()
            self.desk.show_details(False)  # it tells of the tabs; the counts need its room
            self._stack.setCurrentWidget(self.receive)
        else:
            self._tab_changed()

    def show_bundle(self, bundle: str) -> None:
        """Show one bundle in list and panel, once it has been read."""
        self._wanted = {"bundle": bundle}
        self.show_tab(BUNDLES)
        self.desk.show_details()
        if self.shown is not None and any(b.id == bundle for b in self.shown.view.bundles):
            self._go_to_wanted()

    def _tab_changed(self, _place: int = 0) -> None:
        name = self.current_tab()
        self._bar.show()
        if self.shown is None:
            return  # made when read: what the views need is being loaded beside the window
        views: Mapping[str, Callable[[], QWidget]] = {
            BUNDLES: lambda: self.bundles, BOARD: lambda: self.board,
            CONFLICTS: lambda: self.conflicts, LINKS: lambda: self.links, LATE: lambda: self.late,
        }  # fmt: skip
        view = views[name]()
        if view is not self._stack.currentWidget() and self._has_keyboard():
            self.tabs.setFocus()  # else it falls on whatever button comes next
        self._stack.setCurrentWidget(view)
        QTimer.singleShot(0, self._stack, self._show_panel)  # the view is drawn first

    def _has_keyboard(self) -> bool:
        """Whether the keyboard is in what is about to be replaced."""
        at = self._stack.window().focusWidget()
        return at is not None and any(part.isAncestorOf(at) for part in (self._stack, self._panels))

    def _leave(self, emptied: QWidget) -> None:
        """Take the keyboard out of a part whose list goes away."""
        if self._stack.currentWidget() is emptied and self._has_keyboard():
            self.tabs.setFocus()

    def _show_panel(self) -> None:
        board = self.current_tab() == BOARD
        told = board or self.current_tab() == BUNDLES
        if not told and self._panels.isVisible():  # it tells of another tab, and takes room
            self._panel_away = True
            self.desk.show_details(False)
        elif told and self._panel_away and self.tabs.isVisible():
            self._panel_away = False
            self.desk.show_details()
        self._panels.setCurrentWidget(self.board_panel if board else self.bundle_panel)
        lead_tab_through(self.tabs, self._stack, self._panels)

    def _tab_text(self, name: str, count: int) -> str:
        words = {
            BUNDLES: _("Gói gửi, gói nhận"), BOARD: _("Bảng theo dõi"), CONFLICTS: _("Khác nhau"),
            LINKS: _("Kết nối"), LATE: _("Chờ duyệt"),
        }  # fmt: skip
        return f"{words[name]} ({count})" if count else words[name]

    def _span_chosen(self, span: object) -> None:
        self.span = span
        self.refresh()

    def _bundle_chosen(self, bundle: BundleRow | None) -> None:
        if bundle is None:
            self.bundle_panel.show_nothing()
            return
        totals = phone_totals(self.desk.read, bundle.returns)
        schemes = self.desk.read.packs.schemes
        names = {period: parse_period(period, schemes).title for period, _sums in totals}
        self.bundle_panel.show_bundle(bundle, totals, names)

    def _bundle_wanted(self, bundle: BundleRow | None) -> None:
        self._bundle_chosen(bundle)
        if bundle is not None:
            self.desk.show_details()

    def _cell_wanted(self, unit: str, period: str) -> None:
        self._cell_picked(unit, period)
        if period:
            self.desk.show_details()

    def _cell_picked(self, unit: str, period: str) -> None:
        board = self.shown.board if self.shown is not None else None
        line = next((one for one in board.rows if one.unit.id == unit), None) if board else None
        if board is None or line is None or not period:
            self.board_panel.show_nothing()
            return
        at = board.column(period)
        cell, month = line.cells[at], board.months[at]

        def show(found: list[BoardReturn]) -> None:
            if self.board.table.chosen() == (unit, period):
                self.board_panel.show_cell(line, cell, month, found)

        self.desk.job(
            _("Đọc báo cáo của đơn vị"), lambda store, *_rest: returns_of(store, period, unit), show
        )

    def _show_found(self) -> None:
        if self._made("bundles"):
            self.receiving.show_found(self.bundles)

    def _queue_moved(self) -> None:
        """Show how sending stands; only the list and the panel know of it."""
        if self.shown is None or not self._made("bundles"):
            return
        self.bundles.show_view(self.shown.view, self.sending.queue())
        if self._made("bundle_panel"):
            self._bundle_chosen(self.bundles.table.current())

    def _settle(self, found: Disagreement, side: Side) -> None:
        from desktop.sync.conflicts import resolve

        self.desk.do(lambda store: resolve(store, found, side.op))

    def _put_aside(self, op: str) -> None:
        from desktop.models.figures.too_late import put_aside

        self.desk.do(lambda store: put_aside(store, {op}), lambda _done: self.refresh())
