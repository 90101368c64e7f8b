"""The page Đơn vị: the tree as of a day, a search, and what can be done to a unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.i18n import _
from desktop.models.clock import VIETNAM
from desktop.models.register.decisions import Told
from desktop.models.register.event_rules import kind_holds, level_fits
from desktop.models.register.new_units import usual_kind
from desktop.models.register.orders import Order
from desktop.models.register.outcomes import Outcome
from desktop.models.register.reorganise import preview
from desktop.models.register.unit_paste import UnitLine as PastedLine
from desktop.models.register.unit_paste import add_units
from desktop.models.register.unit_register import Moment
from desktop.models.text import short_date
from desktop.models.units.scope import Scope
from desktop.models.units.unit_events import EVENTS
from desktop.models.units.units import Tree, Unit, tree_on
from desktop.ui.desk import Desk
from desktop.ui.dialogs.base import Dialog
from desktop.ui.messages import MessageKind
from desktop.ui.page import Action, Page
from desktop.ui.pages.units import verbs
from desktop.ui.pages.units.decision_dialog import DecisionDialog
from desktop.ui.pages.units.details import UnitDetails
from desktop.ui.pages.units.dialogs import AddUnit, ChangeUnit, NewUnit, Options
from desktop.ui.pages.units.event_dialog import OF_ONE, Around, UnitEventDialog
from desktop.ui.pages.units.listing import UnitLine, nodes
from desktop.ui.pages.units.move_dialog import MoveUnits
from desktop.ui.pages.units.moved_lines import (
    OnOutcome,
    OnRefusal,
    late_sentence,
    outcome_sentence,
)
from desktop.ui.pages.units.paste_dialog import PasteUnits
from desktop.ui.pages.units.series_dialog import SeriesDialog
from desktop.ui.pages.units.types_dialog import TypesDialog
from desktop.ui.pages.units.unit_tree import UnitTree
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, frame, row, space
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.tree import Node

ADD = "add"


class UnitsPage(Page):
    """The register of units; the date picker rewinds it."""

    reads_late = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._day = today()
        self._tree: Tree | None = None
        self._needle = ""
        self._hits: Sequence[Unit] = ()
        self._ended = False
        self._wanted = ""

    def build(self) -> QWidget:
        """Return the tree under its search, or the empty state."""
        self.day = DateField(self._day, today=today, name=_("Sổ đơn vị ngày"))
        self.day.committed.connect(self._rewind)
        self.search = SearchField(_("Tìm tên, mã đơn vị; không cần dấu"))
        self.search.setMinimumWidth(self.search.fontMetrics().averageCharWidth() * 44)
        self.search.searched.connect(self._sought)
        self.count = PlainLabel("", tone="muted")
        self.list = UnitTree()
        self.list.chosen.connect(lambda _line: self._show_chosen())
        self.list.opened.connect(lambda _line: self.desk.show_details())
        self.panel = UnitDetails(self.change, self._keep_contact, self.decide)
        bar = row(self.search, self.count, None, gap="l")
        bar.setContentsMargins(space("l"), space("s"), space("l"), space("s"))
        self._stack = QStackedWidget()
        self._stack.addWidget(frame(column(bar, self.list, gap="none")))
        self._stack.addWidget(
            EmptyState("units", _("Sổ chưa có đơn vị nào vào ngày này."), _("Thêm đơn vị"),
                       self.add, hint=_("Ở đây sẽ là cây đơn vị với số CĐCS và đoàn viên."))
        )  # fmt: skip
        return self._stack

    def header_widgets(self) -> Sequence[QWidget]:
        """Return the date that rewinds the register."""
        return (PlainLabel(_("Ngày"), tone="muted"), self.day)

    def details(self) -> QWidget:
        """Return the panel of the chosen unit."""
        return self.panel

    def actions(self) -> Sequence[Action]:
        """Return what can be done to units."""
        chosen, why = self._may_change, self._why_not
        return (
            Action(ADD, _("Thêm đơn vị"), self.add, "Ctrl+N", "plus", primary=True),
            Action("paste", _("Thêm nhiều từ Excel"), self.paste, "", "paste",
                   enabled=lambda: bool(self._own()), why_not=self._why_no_paste),
            Action("rename", _("Đổi tên"), lambda: self.change("name"), "F2", "edit",
                   enabled=chosen, why_not=why),
            Action("event", _("Sự kiện tổ chức"), lambda: self.event("merge"), "Ctrl+E", "split",
                   enabled=chosen, why_not=why),
            *(Action(kind, EVENTS[kind], lambda kind=kind: self.event(kind), "", "split",
                     enabled=chosen, why_not=why, header=False)
              for kind in ("merge", "split", "dissolve", "end", "reparent", "ownership")),
            Action("move_many", _("Chuyển nhiều đơn vị"), self.move_many, "", "exchange",
                   enabled=lambda: bool(self._own()), why_not=self._why_no_paste),
            Action("series", _("So sánh qua các kỳ"), self.compare, "", "history",
                   enabled=lambda: self._chosen() is not None, why_not=why, header=False),
            Action("types", _("Theo loại hình"), self.types, "", "figures",
                   enabled=lambda: self._chosen() is not None, why_not=why, header=False),
            Action("ended", _("Ẩn, hiện đơn vị đã kết thúc"), self.show_ended, "", "history",
                   header=False),
            Action("today", _("Về ngày hôm nay"), lambda: self._rewind(today()), "", "today",
                   header=False),
            Action("figures", _("Mở số liệu của đơn vị"), self.open_figures, "", "figures",
                   header=False, enabled=lambda: self._chosen() is not None, why_not=why),
        )  # fmt: skip

    # showing

    def opened(self, argument: Any) -> None:
        """Go to a unit, or begin adding one ("add")."""
        if argument == ADD:
            self.add()
        elif isinstance(argument, str) and argument:
            self._wanted = argument
            if self._tree is not None:
                self._go_to_wanted()

    def refresh(self) -> None:
        """Read the register of the day and show it; open branches and the choice stay."""
        reader = self.desk.read
        self._tree = tree_on(reader, self._day, ended_too=self._ended)
        found = None
        self._hits = self._tree.search(self._needle) if self._needle else []
        if self._needle:
            found = frozenset(unit.id for unit in self._hits)
        roots = nodes(reader, self._tree, found)
        self.list.set_roots(roots, open_levels=3)
        if found is not None:
            self.list.expandAll()
        self._stack.setCurrentIndex(0 if self._tree.units else 1)
        self.count.setText(_counted(roots, found))
        self._go_to_wanted()
        free = self.list.current() is None and bool(roots) and not self._needle
        if not (free and self.list.go_to(reader.own_unit)):  # going there shows it
            self._show_chosen()

    def touched(self, change: Any) -> bool:
        """Units, who owns whose figures, and member counts concern this page."""
        kinds = {one.kind for one in change.changes}
        return bool(kinds & {"unit", "assign", "alias", "event", "contact", "cell", "submit"})

    def _go_to_wanted(self) -> None:
        if self._wanted and self.list.go_to(self._wanted):
            self.desk.show_details()
        self._wanted = ""

    def _rewind(self, day: date | None) -> None:
        self._day = day or today()
        self.day.show_date(self._day)
        self.refresh()

    def _sought(self, text: str) -> None:
        self._needle = text
        self.refresh()
        if self._hits:  # what was meant, among the others below it and above
            self.list.go_to(self._hits[0].id)

    def show_ended(self) -> None:
        """Show ended units too, or hide them again."""
        self._ended = not self._ended
        self.refresh()

    def _chosen(self) -> Unit | None:
        line: UnitLine | None = self.list.current() if self._tree is not None else None
        return line.unit if line is not None else None

    def _show_chosen(self) -> None:
        unit = self._chosen()
        self.panel.show_unit(
            self.desk.read, unit, self._day, editable=self._may_change(),
            managed=unit is not None and self._is_managed(unit),
        )  # fmt: skip
        self.desk.actions_changed()

    # what may be done

    def _own(self) -> str:
        own: str = self.desk.read.own_unit
        return own if self._tree is not None and own in self._tree.units else ""

    def _may_change(self, unit: Unit | None = None) -> bool:
        unit = unit or self._chosen()
        if unit is None or self._tree is None or not self._own():
            return False
        alive = unit.valid_to is None or unit.valid_to >= self._day
        return alive and self._is_managed(unit)

    def _is_managed(self, unit: Unit) -> bool:
        if self._tree is None or not self._own():
            return False
        if unit.id == self._own() and unit.parent is not None:
            return False  # how a unit is called and where it stands is the word of the one above
        return any(one.id == unit.id for one in self._tree.walk(self._own()))

    def _why_not(self) -> str:
        unit = self._chosen()
        if unit is None:
            return _("Chọn một đơn vị trước.")
        if unit.valid_to is not None and unit.valid_to < self._day:
            return _("Đơn vị này đã kết thúc.")
        return _("Đơn vị này do cấp trên quản lý.")

    def _why_no_paste(self) -> str:
        return _("Thêm đơn vị của mình trước.")

    # verbs

    def add(self) -> None:
        """Ask for a new unit; the first one of an office is its own."""
        self._tree = self._tree or tree_on(self.desk.read, self._day)
        own, packs = self._own(), self.desk.read.packs
        above = self._parent_for_new()
        tree, units, day = self._tree, self._tree.units, self._day

        def kinds(parent: str | None) -> Options:
            below = units[parent].kind if parent else ""
            return _kinds(packs.unit_kinds.values(), below, day)

        parents = [(unit.name, unit.id) for unit in self._uppers()] if own else []

        def usual(parent: str | None) -> str:
            if parent is None:
                return ""
            there = [one.kind for one in tree.children(parent)]
            return usual_kind([code for _name, code in kinds(parent)], there, packs.unit_kinds)

        dialog = AddUnit(self._stack.window(), packs, kinds, usual, parents, above, self._since(),
                         self._preview_new, self._add)  # fmt: skip
        if not own:
            dialog.setWindowTitle(_("Đơn vị của tôi"))
        _open(dialog)
        dialog.name.setFocus()

    def _parent_for_new(self) -> str | None:
        """Return the chosen upper unit when one may found below it, else the own unit.

        A base union just added is not where the next one belongs: its parts name it themselves.
        """
        assert self._tree is not None
        unit = self._chosen()
        uppers = {one.id for one in self._uppers() if self._tree.role(one) != "base"}
        if unit is not None and unit.id in uppers:
            return unit.id
        return self._own() or None

    def _uppers(self) -> list[Unit]:
        assert self._tree is not None
        own = self._own()
        return [u for u in self._tree.walk(own) if self._tree.role(u) != "part"] if own else []

    def _since(self) -> date:
        """Return the day new units are usually in the register from: this year's beginning."""
        start = date(self._day.year, 1, 1)
        own = self._own()
        if not own or self._tree is None:
            return start
        return max(start, self._tree.units[own].valid_from)

    def _preview_new(self, new: NewUnit, shown: OnOutcome, refused: OnRefusal) -> None:
        self.desk.job(
            _("Xem trước đơn vị mới"),
            lambda reader, _told, _stopped: verbs.preview_unit(reader, new), shown,
            on_refusal=refused, awaited=True,
        )  # fmt: skip

    def _add(
        self, new: NewUnit, sure: bool, done: Callable[[Any], object], refused: OnRefusal
    ) -> None:
        own = "" if self._own() else self.desk.read.meta("unit") or ""

        def added(found: verbs.Added) -> None:
            done(found)
            self._added(found)

        self.desk.do(
            lambda store: verbs.add_unit(store, new, own, sure=sure), added, on_refusal=refused
        )

    def _added(self, added: verbs.Added) -> None:
        if added.late:
            self.desk.message(late_sentence(self.desk.read.packs, added.late))
        if not self.list.go_to(added.unit):
            self.desk.message(
                _("Đã thêm. Đơn vị hiện từ ngày đã ghi; đổi ngày ở trên để xem."),
                kind=MessageKind.DONE,
            )

    def paste(self) -> None:
        """Add many units from a list."""
        above = self._parent_for_new()
        if above is None:
            return

        def add(
            lines: Sequence[PastedLine], since: date, done: Callable[[int], object],
            refused: OnRefusal,
        ) -> None:  # fmt: skip
            self.desk.do(
                lambda store: add_units(store, lines, above, since), done, on_refusal=refused
            )

        _open(PasteUnits(self._stack.window(), self.desk.read, above, self._since(), add))

    def change(self, attribute: str) -> None:
        """Ask for an attribute's new value and since when."""
        unit = self._chosen()
        if unit is None or not self._may_change():
            return
        known = attribute != "ownership" or (unit.ownership and unit.valid_from < self._day)
        if attribute in ("parent", "ownership") and known:
            self.event("reparent" if attribute == "parent" else attribute, alone=True)
            return

        def change(value: Any, since: date, decision: str) -> None:
            self.desk.do(
                lambda store: verbs.change_unit(store, unit.id, attribute, value, since, decision)
            )

        options = self._options(unit, attribute)
        _open(ChangeUnit(self._stack.window(), unit, attribute, options, self._day, change))

    def _options(self, unit: Unit, attribute: str) -> Options | None:
        packs, day = self.desk.read.packs, self._day
        match attribute:
            case "ownership":
                return [(o.name, o.code) for o in packs.ownerships.values() if o.holds_on(day)]
            case "sector":
                return [(s.name, s.code) for s in packs.sectors.values()]
            case "kind":
                return [(k.name, k.code) for k in packs.unit_kinds.values() if k.holds_on(day)]
            case "parent":
                return [(u.name, u.id) for u in self._uppers() if u.id != unit.id]
            case "second":
                own = set(Scope.of(self.desk.read).path(unit.id, day.isoformat()))
                others = [(u.name, u.id) for u in self._uppers() if u.id not in own]
                return [(_("không có"), ""), *others]
            case _:
                return None

    def event(self, kind: str, *, alone: bool = False) -> None:
        """Ask for an event of the chosen units (`alone`: the current one), and what it moves."""
        unit, tree = self._chosen(), self._tree
        if unit is None or tree is None or not self._may_change():
            return
        units = [unit] if alone or kind in OF_ONE else self._chosen_units()
        kept = {one.id for one in units}
        role, above = tree.role(unit), unit.parent if len(units) == 1 else None
        peers = [(f"{u.name} ({u.code})", u.id) for u in tree.walk(self._own())
                 if tree.role(u) == role and u.id not in kept
                 and kind_holds(self.desk.read, u, self._day)]  # fmt: skip
        parents = [(u.name, u.id) for u in self._uppers()
                   if u.id not in kept and u.id != above
                   and kind_holds(self.desk.read, u, self._day)
                   and all(level_fits(self.desk.read, one.kind, u.kind) for one in units)
                   ]  # fmt: skip
        names = {u.code: u.name for u in tree.units.values()}
        _open(UnitEventDialog(
            self._stack.window(), self.desk.read.packs, units, kind, Around(peers, parents, names),
            self._day, self._preview, self._write,
        ))  # fmt: skip

    def _chosen_units(self) -> list[Unit]:
        """Return the units of the selected lines that may be changed, with the current one."""
        unit = self._chosen()
        if unit is None:
            return []
        listed = [line.unit for line in self.list.selected() if self._may_change(line.unit)]
        return listed if unit in listed else [unit, *listed]

    def _preview(self, order: Order, shown: OnOutcome, refused: OnRefusal) -> None:
        self.desk.job(
            _("Xem trước sự kiện"), lambda reader, _told, _stopped: preview(reader, order), shown,
            on_refusal=refused, awaited=True,
        )  # fmt: skip

    def _write(self, order: Order, sure: bool) -> None:
        self.desk.do(
            lambda store: verbs.write_event(store, order, sure=sure),
            lambda done: self._told(order, done),
        )

    def _told(self, order: Order, done: Outcome) -> None:
        """Tell what the tree does not show; the words go when the step is taken back."""
        told = [outcome_sentence(self.desk.read.packs, done)]
        if order.day > self._day:
            told.append(
                _("Đã ghi. Sự kiện có hiệu lực từ {day}; đổi ngày ở trên để xem.").format(
                    day=short_date(order.day)
                )
            )
        if any(told):
            self.desk.message(" ".join(one for one in told if one))

    def decide(self, moment: Moment) -> None:
        """Ask for the decision of an event of the chosen unit, or for its founding's."""
        unit = self._chosen()
        if unit is None or not self._is_managed(unit):
            return

        def write(told: Told) -> None:
            self.desk.do(
                lambda store: verbs.tell_event(store, unit.id, moment.event, told),
                lambda late: self.desk.message(late_sentence(self.desk.read.packs, late))
                if late else None,
            )  # fmt: skip

        _open(DecisionDialog(self._stack.window(), unit, moment, write))

    def move_many(self) -> None:
        """Move many units to new parents from a list, or those selected together."""
        picked = [one for one in self._chosen_units() if one.id != self._own()]
        _open(MoveUnits(self._stack.window(), self.desk, self._move_options(), self._day,
                        picked if len(picked) > 1 else ()))  # fmt: skip

    def _move_options(self) -> Options:
        assert self._tree is not None
        tree = self._tree
        return [(unit.name, unit.id) for unit in self._uppers() if tree.role(unit) != "base"]

    def compare(self) -> None:
        """Show a figure of the chosen unit over periods, on either map."""
        unit = self._chosen()
        if unit is not None:
            _open(SeriesDialog(self._stack.window(), self.desk, unit, self._day))

    def types(self) -> None:
        """Show the movement of each ownership type under the chosen unit."""
        unit = self._chosen()
        if unit is not None:
            _open(TypesDialog(self._stack.window(), self.desk, unit, self._day))

    def _keep_contact(self, name: str, text: str) -> None:
        unit = self._chosen()
        if unit is not None:
            since = unit.valid_from
            self.desk.do(lambda store: verbs.keep_contact(store, unit.id, name, text, since))

    def open_figures(self) -> None:
        """Open the figures of the chosen unit in the month of the day shown, or its last one."""
        unit = self._chosen()
        if unit is not None:
            day = min(self._day, unit.valid_to or self._day)
            self.desk.go("figures", (f"{day:%Y-%m}", "F1", unit.id))


def today() -> date:
    """Return the day it is in Vietnam."""
    return datetime.now(VIETNAM).date()


def _open(dialog: Dialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _kinds(kinds: Any, above: str, day: date) -> Options:
    """Return the kinds that may stand below a kind on a day; all that own a book without one."""
    fitting = [k for k in kinds if k.holds_on(day) and (above in k.parents if above
                                                        else k.own_plans)]  # fmt: skip
    return [(k.name, k.code) for k in fitting]


def _counted(roots: Sequence[Node], found: frozenset[str] | None) -> str:
    if found is not None:
        return _("{n} đơn vị tìm thấy").format(n=len(found))
    unions = sum(node.value.counts.unions for node in roots)
    told = sum(node.value.counts.told for node in roots)
    counted = _("{n} công đoàn cơ sở").format(n=unions)
    if told != unions:
        counted = _("{n} công đoàn cơ sở, {m} có số đoàn viên").format(n=unions, m=told)
    gone = _ended(roots)
    return counted + (_("; thêm {k} đơn vị đã kết thúc").format(k=gone) if gone else "")


def _ended(lines: Sequence[Node]) -> int:
    return sum(node.value.ended + _ended(node.children) for node in lines)
