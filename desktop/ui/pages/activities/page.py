"""The page: quick entry, filters, the list by week or the month, the chosen one at the right."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.activities import activities
from desktop.models.activities.activities import Activity, Filter
from desktop.models.units.units import tree_on
from desktop.tasks.activity_verbs import export_activities
from desktop.ui.messages import MessageKind
from desktop.ui.page import Action, Page
from desktop.ui.pages.activities import words
from desktop.ui.pages.activities.details import ActivityDetails
from desktop.ui.pages.activities.entry import EXAMPLE, QuickEntry
from desktop.ui.pages.activities.filters import Filters
from desktop.ui.pages.activities.month import MonthView
from desktop.ui.pages.activities.verbs import ActivityVerbs
from desktop.ui.pages.activities.weeks import WeekList
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import ElidedLabel
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.menu_line import add_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.ui.desk import Desk

VIEW = "activities:view"
_FILES = _("Excel (*.xlsx);;PDF (*.pdf);;Word (*.docx)")


class ActivitiesPage(Page):
    """Opened with an activity's id it goes there; with ("item", id) it shows that item's."""

    reads_late = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.verbs = ActivityVerbs(desk, self.current)
        self._found: list[Activity] = []
        self._current = ""
        self._names: words.Names | None = None

    def actions(self) -> Sequence[Action]:
        """Return what can be done here."""
        return (
            Action("list", _("Xem danh sách"), lambda: self._show_view("list"), icon="list",
                   header=False, menu=False),
            Action("month", _("Xem lịch tháng"), lambda: self._show_view("month"),
                   icon="calendar", header=False, menu=False),
            Action("copy", _("Chép danh sách sang Excel"), self._copy, icon="copy",
                   enabled=lambda: bool(self._found)),
            Action("export", _("Xuất danh sách"), self.export, icon="export",
                   enabled=lambda: bool(self._found)),
            Action("new", _("Ghi nhanh"), self._to_entry, "Ctrl+N", header=False),
            Action("delete", _("Xóa hoạt động"), self.verbs.delete_current, "Ctrl+Delete",
                   icon="trash", header=False, enabled=self._may_delete,
                   why_not=self._why_not_delete),
        )  # fmt: skip

    def header_widgets(self) -> Sequence[QWidget]:
        """Return the choice of view."""
        return [self.view]

    def build(self) -> QWidget:
        """Return the surface."""
        packs = self.desk.read.packs
        self.entry = QuickEntry(self.desk)
        self.entry.show_categories(packs.activity_categories)
        self.entry.proposed.connect(self._add)
        self.filters = Filters(self.desk, self.verbs)
        self.filters.changed.connect(self._show)
        self.view = Choice(
            ((_("Danh sách"), "list"), (_("Lịch tháng"), "month")), name=_("Cách xem")
        )
        self.view.chosen.connect(self._show_view)
        self.total = ElidedLabel("", level="small", tone="muted")
        self.weeks = WeekList(self._category, self._unit)
        self.weeks.removed.connect(self.verbs.delete_current)
        self.weeks.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.weeks.customContextMenuRequested.connect(self._show_menu)
        self.weeks.chosen.connect(self._choose)
        self.weeks.clicked.connect(lambda _index: self._open_panel())
        self.weeks.opened.connect(lambda _one: self._open_panel())
        self.empty = EmptyState(
            "activities",
            _("Chưa ghi hoạt động nào."),
            _("Ghi hoạt động đầu tiên"),
            self._to_entry,
            hint=_("Gõ một dòng ở trên rồi Enter, ví dụ: {example}").format(example=EXAMPLE),
        )
        self.none = EmptyState(
            "search",
            _("Không có hoạt động nào khớp."),
            _("Bỏ lọc"),
            self.filters.clear,
            hint=_("Thử bớt chữ cần tìm, chọn thời gian dài hơn, hoặc bỏ lọc để xem tất cả."),
        )
        self.stack = QStackedWidget()
        for part in (self.weeks, self.empty, self.none):
            self.stack.addWidget(part)
        top = QVBoxLayout()
        edge = space("xl")
        top.setContentsMargins(edge, space("m"), space("l"), space("s"))
        top.setSpacing(space("m"))
        top.addWidget(self.entry)
        top.addWidget(self.filters)
        self.filters.second.addWidget(self.total, 1)
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.view.show_value(self._view())
        result = QWidget()
        box = QVBoxLayout(result)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addWidget(self.stack, 1)
        return result

    @cached_property
    def month(self) -> MonthView:
        """The month, made when it is first looked at: it has a box for each day."""
        month = MonthView(self.desk.today())
        self.stack.addWidget(month)
        month.chosen.connect(self._chosen_in_month)
        month.wanted.connect(self.entry.begin)
        month.moved.connect(self._show_month)
        return month

    def details(self) -> QWidget:
        """Return the form of the chosen activity."""
        self.form = ActivityDetails(self.verbs)
        categories = self.desk.read.packs.activity_categories.values()
        self.form.offer_categories([(one.name, one.code) for one in categories])
        return self.form

    def opened(self, argument: Any) -> None:
        """Go to an activity, a view, or the activities of a plan item."""
        match argument:
            case "calendar" if self._names is None:
                self.desk.state.set(VIEW, "month")  # shown when the page is read, in a moment
                self.view.show_value("month")
            case "calendar":
                self._show_view("month")
            case "first":
                self._show_view("list")
                self._read()
                if self._found:
                    self._go_to(self._found[0].id)
            case ("item", str() as item):
                self.filters.show_item(item)
            case str() as key if key:
                self._show_view("list")
                self.filters.clear()
                self._go_to(key)

    def refresh(self) -> None:
        """Read the activities again."""
        self._read()

    def touched(self, change: Any) -> bool:
        """Activities concern it, and the names of plan items and units."""
        return any(change.keys(kind) for kind in ("activity", "item", "plan", "unit"))

    def leaving(self) -> bool:
        """Commit what is being typed in the panel."""
        self.form.commit()
        return True

    def current(self) -> Activity | None:
        """Return the chosen activity."""
        return next((one for one in self._found if one.id == self._current), None)

    # inside

    def _view(self) -> str:
        return str(self.desk.state.get(VIEW, "list"))

    def _show_view(self, view: str) -> None:
        self.desk.state.set(VIEW, view)
        self.view.show_value(view)
        self._show()

    def _category(self, activity: Activity) -> str:
        return self.names().category(activity.category)

    def _unit(self, activity: Activity) -> str:
        return self.names().unit(activity.host)

    def _may_delete(self) -> bool:
        activity = self.current()
        return activity is not None and activities.is_own(self.desk.read, activity)

    def _why_not_delete(self) -> str:
        activity = self.current()
        if activity is None:
            return _("Chọn một hoạt động trước.")
        return str(activities.not_ours(self.desk.read, activity))

    def _show_menu(self, at: QPoint) -> QMenu | None:
        """Open the menu of the activity it was asked for on."""
        if not isinstance(self.weeks.current(), Activity) or self.current() is None:
            return None
        menu = QMenu(self.weeks)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_line(menu, _("Xem, bổ sung"), self._open_panel, "Enter")
        if self._may_delete():
            add_line(menu, _("Xóa hoạt động"), self.verbs.delete_current, "Del")
        menu.popup(self.weeks.viewport().mapToGlobal(at))
        return menu

    def names(self) -> words.Names:
        """Return the names of what activities refer to."""
        if self._names is None:
            read = self.desk.read
            packs = read.packs
            units = tree_on(read, self.desk.today(), ended_too=True).units.values()
            self._names = words.Names(
                {one.code: one.name for one in packs.activity_categories.values()},
                {unit.id: unit.name for unit in units},
                {code: one.name for code, one in packs.indicators.items()},
                read,
            )
        return self._names

    def _read(self) -> None:
        self._names = None
        everything = activities.list_activities(self.desk.read)
        self.filters.offer_units(words.taking_part(everything, self.names()))
        self._show()

    def _show(self) -> None:
        wanted = self.filters.wanted()
        self._found = activities.list_activities(self.desk.read, wanted, self.names().units)
        self.total.setText(words.summary(self._found) if self._found else "")
        own = self.desk.read.own_unit
        self.weeks.show_activities(
            self._found, of_others=any(one.office != own for one in self._found)
        )
        if self._view() == "month":
            self._show_month()
            self.stack.setCurrentWidget(self.month)
        elif self._found:
            self.stack.setCurrentWidget(self.weeks)
        else:
            self.stack.setCurrentWidget(self.none if wanted != Filter() else self.empty)
        if self._current:
            self.weeks.go_to(self._current)
        self._show_form()
        self.desk.actions_changed()

    def _show_month(self) -> None:
        self.month.show_activities(self._found)

    def _show_form(self) -> None:
        self.form.show_activity(self.current(), self.names())

    def _choose(self, chosen: Any) -> None:
        if isinstance(chosen, Activity) and chosen.id != self._current:
            self._current = chosen.id
            self._show_form()
            self.desk.actions_changed()

    def _chosen_in_month(self, activity: Activity) -> None:
        self._choose(activity)
        self._open_panel()

    def _open_panel(self) -> None:
        if self.current() is not None:
            self.desk.show_details(True)

    def _go_to(self, key: str) -> None:
        self._current = key
        self.weeks.go_to(key)
        self._show_form()
        self._open_panel()

    def _add(self, activity: Activity) -> None:
        def added(key: str) -> None:
            self.entry.taken()
            if not self.filters.wanted().takes(activity, self.names().units):
                self.filters.clear()
            self._current = key
            self._show()

        self.verbs.add(activity, added, lambda refusal: self.entry.refused(str(refusal)))

    def _to_entry(self) -> None:
        self.entry.line.setFocus()

    def export(self) -> None:
        """Write the activities shown to a file, for printing or for others."""
        target = self.desk.choose_target(
            _("Xuất danh sách hoạt động"), _("Danh sách hoạt động.xlsx"), _FILES
        )
        if target is None:
            return
        wanted, today = self.filters.wanted(), self.desk.today()
        self.desk.job(
            _("Ghi tệp {name}").format(name=target.name),
            lambda store, _progress, _cancelled: export_activities(store, wanted, target, today),
            self._tell_written,
        )

    def _tell_written(self, written: Path) -> None:
        self.desk.message(
            _("Đã ghi {name} vào {folder}.").format(name=written.name, folder=written.parent),
            kind=MessageKind.DONE,
            action_text=_("Mở tệp"),
            action=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(written))),
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(words.for_excel(self._found, self.names()))
        self.desk.message(
            _("Đã chép {n} hoạt động. Sang Excel bấm Ctrl+V.").format(n=len(self._found))
        )
