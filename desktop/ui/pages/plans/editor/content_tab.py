"""The editor's first tab: the outline in the middle, the upper paper folded at its left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.documents.coverage import Coverage
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline import outline_labels as labels
from desktop.models.outline import spelling
from desktop.models.outline.outline import Outline
from desktop.models.outline.outline_edits import Edit
from desktop.models.outline.outline_folds import Folds
from desktop.models.outline.spelling import Speller
from desktop.models.plans import comments, outline_insert, plans, snippets
from desktop.models.plans.outline_editor import OutlineEditor
from desktop.models.plans.plan_head import AMENDED, ISSUED, OWN, PlanHead
from desktop.models.store.store import ChangeSet
from desktop.ui.desk import Desk
from desktop.ui.outline import menu
from desktop.ui.outline.find_bar import FindBar
from desktop.ui.outline.keys_help import KeysHelp
from desktop.ui.outline.outline_view import OutlineView, empty_hint
from desktop.ui.pages.plans.comparing.parent_pane import ParentPane
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.folding_row import FoldingRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import rule, space, splitter

STYLES = (
    (labels.ROMAN, "I, II"), (labels.ARABIC, "1, 2"), (labels.DECIMAL, "1.1"),
    (labels.LETTER, "a, b"), (labels.DASH, "–"), (labels.PLUS, "+"), (labels.NONE, "Đoạn văn"),
    (labels.PART, "Phần"), (labels.CHAPTER, "Chương"), (labels.SECTION, "Mục"),
    (labels.ARTICLE, "Điều"),
)  # fmt: skip


class ContentTab(QWidget):
    """Edits one plan. `moved` is called when other items are chosen, `edited` after a change,
    `refused(Refusal)` when the office did not take one, `remark()` to write a comment.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        moved: Callable[[], object],
        edited: Callable[[], object],
        refused: Callable[[Refusal], object],
        remark: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__()
        self._desk, self._moved, self._edited, self._refused = desk, moved, edited, refused
        self._remark = remark
        self.plan = ""
        self.comments: list[comments.Comment] = []
        self._open_remarks: dict[str, int] = {}
        self._folds: dict[str, Folds] = {}
        self.aids_stale = False
        self.parent_outline: Outline | None = None
        self._late, self._sized = False, False
        self._seen: set[str] = set()
        self._own: set[str] = set()
        self.view = OutlineView(_("Nội dung kế hoạch"))
        self.view.moved.connect(self._followed)
        self.view.changed.connect(edited)
        self.view.refused.connect(refused)
        self.view.dropped.connect(self.take_over)
        self.view.asked.connect(self.ask)
        self.view.word_added.connect(self._add_word)
        self.view.remarked.connect(lambda _item: self._remark())
        self.view.remarks = lambda item: self._open_remarks.get(item, 0)
        self.find = FindBar(self.view)
        self.find.replaced.connect(self._tell_replaced)
        self.parent_pane = ParentPane(self.take_over, self._show_answer)
        self._hint = PlainLabel(empty_hint(), tone="muted", wrap=True)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._hint.setContentsMargins(space("xxl") * 2, space("xl"), space("xxl"), 0)
        paper = QWidget()
        over = QStackedLayout(paper)
        over.setStackingMode(QStackedLayout.StackingMode.StackAll)
        over.addWidget(self._hint)
        over.addWidget(self.view)
        over.setCurrentWidget(self._hint)
        self.ways = PlainLabel(_ways_to_change(), level="small", tone="muted", wrap=True)
        self.ways.setContentsMargins(space("l"), space("s"), space("l"), space("s"))
        self.ways.hide()
        self.parent_pane.setMinimumWidth(space("xxl") * 8)
        paper.setMinimumWidth(space("xxl") * 10)
        self._split = splitter(self.parent_pane, paper, shares=(2, 3))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._make_bar())
        box.addWidget(rule())
        box.addWidget(self.ways)
        box.addWidget(self.find)
        box.addWidget(self._split, 1)
        self.parent_pane.hide()

    def _make_bar(self) -> FoldingRow:
        run = self.view.perform
        tools: list[tuple[str, str, Callable[[OutlineEditor], object], str]] = [
            ("outdent", _("Nâng cấp mục"), lambda e: e.backtab(), "Shift+Tab"),
            ("indent", _("Lùi cấp mục"), lambda e: e.tab(), "Tab"),
            ("move-up", _("Chuyển mục lên"), lambda e: e.alt_up(), "Alt+Up"),
            ("move-down", _("Chuyển mục xuống"), lambda e: e.alt_down(), "Alt+Down"),
            ("bold", _("In đậm"), lambda e: e.mark("b"), "Ctrl+B"),
            ("italic", _("In nghiêng"), lambda e: e.mark("i"), "Ctrl+I"),
            ("plus", _("Thêm mục"), lambda e: e.enter(), "Enter"),
            ("trash", _("Xóa mục"), lambda e: e.delete_selected(), ""),
        ]
        self.fold = QToolButton()
        self.fold.setText(_("Văn bản cấp trên"))
        self.fold.setCheckable(True)
        self.fold.setToolTip(_("Mở văn bản cấp trên bên trái để đối chiếu"))
        self.fold.toggled.connect(self._fold)
        self.style = Choice([(name, style) for style, name in STYLES], name=_("Kiểu đánh số"))
        self.style.chosen.connect(lambda style: run(lambda e: e.set_style(style)))
        tools_row = bar = QHBoxLayout()
        bar.setSpacing(space("xs"))
        bar.addWidget(self.fold)
        self.tools: dict[QWidget, str] = {self.style: ""}
        for icon, name, verb, keys in tools:
            made = icon_button(icon, name, lambda v=verb: run(v), shortcut=keys)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.tools[made] = made.toolTip()
            bar.addWidget(made)
        aids: list[tuple[str, str, Callable[[], object], str]] = [
            ("search", _("Tìm và thay"), lambda: self.ask("replace"), "Ctrl+H"),
            ("expand", _("Gập hoặc mở tất cả"), self.view.fold_all, "Ctrl+Shift+."),
            ("comment", _("Ghi ý kiến"), lambda: self.ask("remark"), "Ctrl+Alt+M"),
            ("help", _("Phím tắt khi soạn"), lambda: self.ask("keys"), "F1"),
        ]
        bar.addStretch(1)
        bar = QHBoxLayout()
        bar.setSpacing(space("xs"))
        for icon, name, run_aid, keys in aids:
            aid = icon_button(icon, name, run_aid, shortcut=keys)
            aid.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            bar.addWidget(aid)
        bar.addSpacing(space("s"))
        bar.addWidget(PlainLabel(_("Đánh số"), level="small", tone="muted"))
        bar.addWidget(self.style)
        bar.addStretch(1)
        self.count = PlainLabel("", level="small", tone="muted")
        bar.addWidget(self.count)
        whole = FoldingRow(tools_row, bar, gap="xs")
        whole.setContentsMargins(space("l"), space("xs"), space("l"), space("xs"))
        return whole

    # one plan

    def show_plan(self, head: PlanHead) -> None:
        """Edit another plan, or the same one anew."""
        self.plan = head.id
        self._seen.clear()
        self._own.clear()
        reader = self._desk.read
        outline = plans.read_outline(reader, head.id)
        editor = OutlineEditor(outline, plans.item_ids(head.id), self._send)
        writable = head.state != ISSUED
        self._read_remarks()
        self.view.show_editor(
            editor, writable=writable, folds=self._folds.setdefault(head.id, Folds())
        )
        self.view.snippets = snippets.read_snippets(reader)
        self._warm_speller()
        for tool, meant in self.tools.items():
            tool.setEnabled(writable)
            tool.setToolTip(meant if writable else f"{meant}\n{_locked()}".strip())
        self.parent_pane.take.setEnabled(writable)
        self.parent_outline = (
            plans.read_outline(reader, head.source_plan) if head.source_plan else None
        )
        known = self.parent_outline is not None and len(self.parent_outline) > 0
        self.fold.setVisible(known)
        if not known:
            self.fold.setChecked(False)
        self._followed()

    def show_ways(self, head: PlanHead) -> None:
        """Tell how an own paper in force is changed."""
        self.ways.setVisible(head.role == OWN and head.stage in (ISSUED, AMENDED))

    def show_coverage(self, title: str, coverage: Coverage) -> None:
        """Tick what of the upper paper is carried out."""
        if self.parent_outline is not None:
            self.parent_pane.show_parent(title, self.parent_outline, coverage)

    def refresh(self, *, force: bool = False) -> bool:
        """Show the store's outline, unless edits of ours are still on their way, or are all
        that happened: those are shown already.
        """
        editor = self.view.editor
        if editor is not None and editor.in_flight and not force:
            self._late = True
            return False
        self._late = False
        ours = bool(self._seen) and self._seen <= self._own
        self._seen.clear()
        self._own.clear()
        if ours and not force:
            return False
        return self.view.refresh(plans.read_outline(self._desk.read, self.plan), force=force)

    # aids to writing

    def refresh_aids(self) -> None:
        """Read comments, abbreviations and the office's words again, where any changed."""
        if not self.aids_stale:
            return
        self.aids_stale = False
        self.view.snippets = snippets.read_snippets(self._desk.read)
        if self._read_remarks():
            self.view.reload()
        self._warm_speller()

    def _read_remarks(self) -> bool:
        found = comments.read_comments(self._desk.read, self.plan)
        changed, self.comments = found != self.comments, found
        self._open_remarks = comments.open_counts(found)
        return changed

    def _warm_speller(self) -> None:
        """Make the table of syllables beside the window: it is needed only when painting."""
        shown = self._desk.state.get("plans:spelling", True)
        if not shown:
            self.view.check_with(None)
            return

        def work(store: object, _progress: object, _cancelled: object) -> Speller:
            made = Speller.of(store)  # type: ignore[arg-type]
            made.right("nghiêng")
            return made

        self._desk.job(_("Chuẩn bị soát chính tả"), work, self.view.check_with)

    def toggle_spelling(self) -> None:
        """Underline questioned words, or leave them alone."""
        self._desk.state.set("plans:spelling", self.view.speller is None)
        self._warm_speller()

    def next_mistake(self) -> None:
        """Go to the next questioned word (F7)."""
        self.view.setFocus()
        menu.next_mistake(self.view)

    def _add_word(self, word: str) -> None:
        self._desk.do(lambda store: spelling.add_word(store, word))

    def ask(self, what: str) -> None:
        """Do what the outline asked for: find, replace, next, previous, remark, keys, spelled."""
        match what:
            case "find" | "replace":
                self.find.open_bar(replacing=what == "replace")
            case "next" | "previous":
                if self.find.isHidden():
                    self.find.open_bar(replacing=False)
                else:
                    self.find.step(1 if what == "next" else -1)
            case "remark":
                self._remark()
            case "keys":
                KeysHelp(self.window()).show()
            case "spelled":
                told = _("Không có từ nào ngoài bảng âm tiết tiếng Việt và các từ đã biết.")
                self._desk.message(told)

    def _tell_replaced(self, count: int) -> None:
        if count > 1:
            self._desk.message(_("Đã thay {n} chỗ; hoàn tác được một lần.").format(n=count))

    def saw(self, step: str) -> None:
        """Note a step that touched plans: ours need not be read again."""
        self._seen.add(step)

    def set_field(self, name: str, value: object) -> None:
        """Set a field of the chosen items; raises Refusal for a wrong value."""
        editor = self.view.editor
        if editor is not None and self.view.writable:
            editor.set_field(name, value)
            self.view.reload()
            self._edited()

    def take_over(self, item_id: str) -> None:
        """Insert a copy of an item of the upper paper that answers it."""
        parent = self.parent_outline
        if parent is not None and item_id in parent and self.view.writable:
            branch = outline_insert.answering(parent, item_id)
            self.view.perform(lambda editor: editor.insert((branch,)))
            self.view.setFocus()

    def _show_answer(self, parent_item: str) -> None:
        editor = self.view.editor
        found = (
            [row.id for row in editor.outline if row.item.answers == parent_item]
            if editor is not None
            else []
        )
        self.view.light(found)

    def open_parent(self, item_id: str) -> None:
        """Unfold the upper paper at an item."""
        self.fold.setChecked(True)
        self.parent_pane.paper.go_to(item_id, tell=False)

    def _fold(self, shown: bool) -> None:
        self.parent_pane.setVisible(shown)
        if shown and not self._sized:
            self._sized = True
            self._split.setSizes([2000, 3000])

    # the editor's edits

    def _send(self, edit: Edit) -> None:
        editor, plan = self.view.editor, self.plan

        def kept(change: ChangeSet) -> None:
            if editor is None:
                return
            editor.kept()
            self._own.add(change.step)
            if editor is self.view.editor and self._late and not editor.in_flight:
                self.refresh()

        def refused(refusal: Refusal) -> None:
            self._refused(refusal)
            if editor is self.view.editor:
                self.refresh(force=True)

        self._desk.do(lambda store: plans.write_edit(store, plan, edit), kept, on_refusal=refused)

    def _followed(self) -> None:
        editor = self.view.editor
        if editor is None:
            return
        row = editor.row
        self.style.show_value(row.style if row is not None else None)
        self._hint.setVisible(not len(editor.outline))
        chosen = len(editor.selected()) if editor.first is not None else 0
        told = _("{n} mục").format(n=len(editor.outline))
        if chosen:
            told = _("chọn {n}/{all}").format(n=chosen, all=len(editor.outline))
        self.count.setText(told)
        self._moved()


def _ways_to_change() -> str:
    return _(
        "Ba cách sửa văn bản đã ban hành: “Lập bản sửa đổi” sửa chính văn bản này rồi ban hành "
        "lại, vẫn số cũ; “Soạn văn bản sửa đổi, bổ sung” ra văn bản mới đổi một số nội dung; "
        "“Soạn văn bản thay thế” ra văn bản mới thay toàn bộ."
    )


def _locked() -> str:
    return _("Văn bản đã ban hành nên không sửa được; muốn sửa thì lập bản sửa đổi.")
