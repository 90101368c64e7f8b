"""What can be done while writing: looking for words, spelling, comments, milestones, lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.ui.page import Action

if TYPE_CHECKING:
    from desktop.ui.pages.plans.editor.editor import PlanEditor


def writing_actions(editor: Callable[[], PlanEditor], here: Callable[[], bool]) -> list[Action]:
    """Return the actions of the editor's text; they stand in the menu and in Ctrl+K."""

    def ask(what: str) -> Callable[[], object]:
        def run() -> None:
            editor().to_content()
            editor().content.ask(what)

        return run

    def action(
        name: str, text: str, run: Callable[[], object], keys: str, icon: str, group: str = "text"
    ) -> Action:
        return Action(name, text, run, keys, icon, header=False, shown=here, group=group)

    return [
        action("find", _("Tìm trong nội dung"), ask("find"), "Ctrl+F", "search"),
        action("replace", _("Tìm và thay"), ask("replace"), "Ctrl+H", "search"),
        action("spelling", _("Từ sai chính tả tiếp theo"),
               lambda: editor().next_mistake(), "F7", "check"),
        action("spelling-shown", _("Hiện hoặc ẩn gạch chân từ sai"),
               lambda: editor().content.toggle_spelling(), "", "eye"),
        action("remark", _("Ghi ý kiến vào mục"), lambda: editor().write_remark(),
               "Ctrl+Alt+M", "comment"),
        action("milestone", _("Lưu mốc để so sánh"),
               lambda: editor().compare.keep_milestone(), "", "flag", "compare"),
        action("compare", _("So sánh với bản khác"), lambda: editor().show_compare(), "", "split",
               "compare"),
        action("fold-all", _("Gập hoặc mở tất cả các mục"),
               lambda: editor().content.view.fold_all(), "Ctrl+Shift+.", "expand"),
        action("snippets", _("Chữ tắt và từ riêng"), lambda: editor().show_lists(), "", "list",
               "aids"),
        action("writing-keys", _("Phím tắt khi soạn"), ask("keys"), "", "help", "aids"),
    ]  # fmt: skip
