"""The page: templates and the page each makes; lists and papers cited on other tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.plans import plans
from desktop.models.plans.reference import REFERENCE
from desktop.tasks.papers.own_plan import planned_year
from desktop.ui.desk import Desk
from desktop.ui.page import Action, Page
from desktop.ui.pages.templates import offer as offered
from desktop.ui.pages.templates.lists_tab import ListsTab
from desktop.ui.pages.templates.offer import Offer
from desktop.ui.pages.templates.packs_bar import PacksBar
from desktop.ui.pages.templates.references_tab import ReferencesTab
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import column, row, rule, space, splitter
from desktop.ui.widgets.pdf_preview import PdfPreview
from desktop.ui.widgets.table import Column, ListTable

TEMPLATES, LISTS, REFERENCES = range(3)


class TemplatesPage(Page):
    """Mẫu."""

    reads_late = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shown: tuple[str, int] | None = None
        self._chosen: Offer | None = None
        self._tries = 0
        self._tab = TEMPLATES

    def actions(self) -> Sequence[Action]:
        """Return what can be done with a template."""
        return [
            Action("start", _("Soạn kế hoạch từ mẫu này"), self.start, "Ctrl+Return", "plus",
                   primary=True, enabled=lambda: self._chosen is not None,
                   why_not=lambda: _("Chọn một mẫu trong danh sách trước.")),
            Action("receive", _("Nhận văn bản làm mẫu"),
                   lambda: self.desk.go("plans", "receive"), "", "receive",
                   tooltip=_("Đọc một văn bản có sẵn rồi nhận làm mẫu của đơn vị")),
            Action("cite", _("Sao chép viện dẫn lần đầu"),
                   lambda: self.references.copy_citation(), "Ctrl+Shift+C", "copy", header=False,
                   shown=lambda: self._tab == REFERENCES),
        ]  # fmt: skip

    def build(self) -> QWidget:
        """Return tabs over the two parts."""
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.addTab(_("Mẫu văn bản"))
        self.tabs.addTab(_("Danh mục"))
        self.tabs.addTab(_("Văn bản viện dẫn"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._make_templates())
        self.tabs.currentChanged.connect(self._turn)
        whole = QWidget()
        bar = row(self.tabs, None, PacksBar(self.desk.read.packs))
        bar.setContentsMargins(space("xl"), 0, space("xl"), 0)
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(rule())
        box.addWidget(self.stack, 1)
        return whole

    @cached_property
    def lists(self) -> ListsTab:
        """The packs' lists, made when they are first looked at."""
        lists = ListsTab(self.desk.read.packs, self.desk.state)
        self.stack.addWidget(lists)
        return lists

    @cached_property
    def references(self) -> ReferencesTab:
        """The papers cited, made when they are first looked at."""
        references = ReferencesTab(self.desk)
        self.stack.addWidget(references)
        return references

    def _make_templates(self) -> QWidget:
        self.table = ListTable(
            [
                Column(_("Mẫu"), lambda one: one.title, 0, tooltip=lambda one: one.title),
                Column(_("Thể loại"), lambda one: one.type, 13),
            ],
            key=lambda one: one.id,
            name=_("Mẫu văn bản"),
            sortable=False,
        )
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _one: self.start())
        self.name = section_title("")
        self.name.setWordWrap(True)
        self.facts = PlainLabel("", tone="muted", wrap=True)
        self.note = PlainLabel("", wrap=True)
        self.year = Choice(name=_("Năm của kế hoạch"))
        self.year.chosen.connect(lambda _year: self._preview())
        year = row(PlainLabel(_("Soạn cho năm"), tone="muted"), self.year, None)
        self._about = QWidget()
        about = column(self.name, self.facts, self.note, year, gap="s")
        about.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        self._about.setLayout(about)
        left = QWidget()
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.table, 1)
        below.addWidget(rule())
        below.addWidget(self._about)
        left.setMinimumWidth(space("xxl") * 9)
        self.preview = PdfPreview(printable=False)
        split = splitter(left, self.preview, shares=(2, 3))
        split.setSizes([2000, 3000])
        return split

    def ready(self, argument: Any) -> bool:
        """Make the library of papers cited a turn before it is read."""
        if argument != "references" or "references" in self.__dict__:
            return True
        self.stack.setCurrentWidget(self.references)
        return False

    def opened(self, argument: Any) -> None:
        """Go to the templates, or to one of them by its id; "references" to the library."""
        if argument == "references":
            self.tabs.setCurrentIndex(REFERENCES)
        elif argument is not None:
            self.tabs.setCurrentIndex(TEMPLATES)
            self.table.setFocus()
        if isinstance(argument, str) and argument != "references":
            self.table.go_to(argument)

    def touched(self, change: Any) -> bool:
        """Own templates are plans."""
        if change.keys(REFERENCE) and self.tabs.currentIndex() == REFERENCES:
            self.references.refresh()
        return bool(change.keys(plans.PLAN) or change.keys(plans.ITEM))

    def refresh(self) -> None:
        """Read the templates again."""
        year = planned_year(self.desk.today())
        self.year.set_options([(str(y), y) for y in range(year - 1, year + 3)])
        if self._chosen is None:
            self.year.show_value(year)
        self.table.set_rows(offered.offers(self.desk.read))
        if self.table.current() is None and self.table.rows():
            self.table.go_to(self.table.rows()[0].id)
        else:
            self._shown = None
            self._preview()

    def _turn(self, tab: int) -> None:
        self._tab = tab
        shown: dict[int, Callable[[], QWidget]] = {
            LISTS: lambda: self.lists,
            REFERENCES: lambda: self.references,
        }
        made = shown.get(tab)
        self.stack.setCurrentWidget(made() if made is not None else self.stack.widget(0))
        if tab == LISTS:
            self.lists.show_list()
            self.lists.search.setFocus()
        elif tab == REFERENCES:
            self.references.refresh()
            self.references.search.setFocus()
        self.desk.actions_changed()

    def _choose(self, one: Offer | None) -> None:
        self._chosen = one
        self._about.setVisible(one is not None)
        if one is not None:
            self.name.setText(one.title)
            version = _("phiên bản {v}").format(v=one.version) if one.version else ""
            self.facts.setText(
                " · ".join(part for part in dict.fromkeys((one.pack, one.issuer, version)) if part)
            )
            self.note.setText(one.note)
            self.note.setVisible(bool(one.note))
            self._preview()
        self.desk.actions_changed()

    def _preview(self) -> None:
        """Make the page of the chosen template, off the main thread."""
        one, year, today = self._chosen, self.year.value(), self.desk.today()
        if one is None or (one.id, year) == self._shown:
            return
        self._shown = (one.id, year)
        self._tries += 1
        trying = self._tries

        def show(data: bytes) -> None:
            if trying == self._tries:
                self.preview.set_pdf(data)

        self.desk.job(
            _("Dựng trang mẫu"),
            lambda store, _progress, _cancelled: offered.page_of(store, one, year, today),
            show,
        )

    def start(self) -> None:
        """Start an own plan and open it."""
        one, year, today = self._chosen, self.year.value(), self.desk.today()
        if one is not None:
            self.desk.do(
                lambda store: offered.start(store, one, year, today),
                lambda plan: self.desk.go("plans", plan),
            )
