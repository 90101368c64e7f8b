"""Writing a plan of 300 items: a letter typed, a page painted, an item moved, its preview."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import random
import statistics
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from desktop.documents.checker import check, left_open
from desktop.formats import registry
from desktop.models.outline import outline_edits as edits
from desktop.models.outline.outline import Outline
from desktop.models.outline.outline_edits import Edit
from desktop.models.outline.spelling import Speller
from desktop.models.plans import plans
from desktop.models.plans.outline_editor import OutlineEditor
from desktop.models.plans.plan_draft import DraftItem, PlanDraft, draft_item
from desktop.models.plans.plan_head import PlanHead
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.tasks.papers.print_plan import plan_document
from desktop.ui.app import make_app
from desktop.ui.machine_state import MachineState
from desktop.ui.outline.outline_view import OutlineView
from tests.benchmarks.measuring import Measured, Sample, once_ms, turns_ms
from tests.support.keyboard import press, type_text

ITEMS, LETTERS, TIMES = 300, 200, 60
_WORDS = (
    "công đoàn cơ sở đoàn viên người lao động tổ chức thực hiện kế hoạch phong trào thi đua "
    "tuyên truyền vận động chăm lo đời sống việc làm tiền lương đối thoại doanh nghiệp năm"
)


def items() -> tuple[DraftItem, ...]:
    """300 items of 200 letters on three levels."""
    chance, words = random.Random(7), _WORDS.split()

    def text() -> str:
        found = ""
        while len(found) < LETTERS:
            found += chance.choice(words) + " "
        return found[:LETTERS].strip()

    def heading() -> DraftItem:
        parts = (draft_item(text(), "arabic", *points(n)) for n in (9, 9, 8))
        return draft_item(text(), "roman", *parts)

    def points(number: int) -> list[DraftItem]:
        return [draft_item(text(), "letter") for _n in range(number)]

    return tuple(heading() for _n in range(ITEMS // 30))


def measure(_sample: Sample) -> list[Measured]:
    """Measure the outline beside the toolkit's own editor of plain text, and the preview."""
    app = QApplication.instance() or make_app(["bench"], MachineState(None))
    outline = PlanDraft(PlanHead(), items()).outline()
    view, bare, sent = _views(outline)
    app.processEvents()
    found = _typing(view, bare)
    found += _steps(view)
    for widget in (view, bare):
        widget.close()
        widget.deleteLater()
    app.processEvents()
    with tempfile.TemporaryDirectory(prefix="so-cong-doan-") as folder:
        found += _stored(Path(folder))
    assert sent
    return found


def _views(outline: Outline) -> tuple[OutlineView, QPlainTextEdit, list[Edit]]:
    numbers, sent = count(1), []
    editor = OutlineEditor(outline, lambda: f"n{next(numbers)}", sent.append)
    view, bare = OutlineView("Nội dung"), QPlainTextEdit()
    view.check_with(Speller())
    bare.setPlainText("\n".join(f"{row.label} {row.item.plain}" for row in outline))
    for widget in (view, bare):
        widget.resize(1000, 700)
        widget.show()
    view.show_editor(editor)
    view.put_caret(outline.rows[len(outline) // 2].id, 100)
    cursor = bare.textCursor()
    cursor.setPosition(bare.document().findBlockByNumber(len(outline) // 2).position() + 100)
    bare.setTextCursor(cursor)
    return view, bare, sent


def _typing(view: OutlineView, bare: QPlainTextEdit) -> list[Measured]:
    def ours() -> None:
        type_text(view, "a")
        QApplication.processEvents()

    def theirs() -> None:
        type_text(bare, "a")
        QApplication.processEvents()

    view.setFocus()
    letter, plain = turns_ms(ours, theirs, TIMES, warm=5)
    slow = _p95(ours)
    view.undo_text()
    paint, plain_paint = turns_ms(
        lambda: view.viewport().repaint(), lambda: bare.viewport().repaint(), TIMES, warm=5
    )
    what = f"of {len(view.rows())} items × {LETTERS} letters"
    return [
        Measured(f"a letter typed and shown, outline {what}", letter, "ms", plain, "≤ 16 ms",
                 letter <= 16, f"p95 {slow:.1f} ms; bare: QPlainTextEdit"),
        Measured(f"repaint of the outline {what}", paint, "ms", plain_paint, "≤ 16 ms",
                 paint <= 16),
    ]  # fmt: skip


def _steps(view: OutlineView) -> list[Measured]:
    view.commit()
    keys = (Qt.Key.Key_Down, Qt.Key.Key_Up)
    turn = count()

    def move() -> None:
        press(view, keys[next(turn) % 2], Qt.KeyboardModifier.AltModifier)
        view.viewport().repaint()

    times = [once_ms(move) for _n in range(TIMES)]
    median = statistics.median(times)
    return [
        Measured(f"an item moved among {len(view.rows())}, renumbered and shown", median, "ms",
                 None, "≤ 50 ms", median <= 50, f"p95 {_at95(times):.1f} ms"),
    ]  # fmt: skip


def _stored(folder: Path) -> list[Measured]:
    with create_office(folder / "so") as store:
        head = PlanHead(title="Kế hoạch năm 2027", doc_type="KH", subject="Công tác năm 2027",
                        year=2027, symbol="KH-CĐX", place="Hải Vân", issuer="Công đoàn xã Hải Vân",
                        parent_issuer="Liên đoàn Lao động tỉnh Hải Vân")  # fmt: skip
        plan = plans.save_draft(store, PlanDraft(head, items()[:7]))
        outline = plans.read_outline(store, plan)
        times = [once_ms(lambda n=n: _kept(store, plan, outline, n)) for n in range(20)]
        pages: list[int] = []
        made = [_previewed(store, plan, n, pages) for n in range(12)]
    median = statistics.median(times)
    preview = statistics.median(made)
    return [
        Measured("an item's text kept in the store", median, "ms", None, "≤ 50 ms", median <= 50,
                 f"p95 {_at95(times):.1f} ms, beside the window"),
        Measured(f"preview of {pages[0]} pages after one edit", preview, "ms", None, "≤ 1,000 ms",
                 preview <= 1000, f"p95 {_at95(made):.0f} ms, beside the window"),
    ]  # fmt: skip


def _kept(store: Store, plan: str, outline: Outline, number: int) -> None:
    """Keep a text as the window does: the edit is worked out already."""
    row = outline.rows[number * 9]
    edit = edits.set_text(outline, row.id, ((f"{row.item.plain} thêm {number}", ""),))
    assert edit is not None
    plans.write_edit(store, plan, edit)


def _edit(store: Store, plan: str, number: int) -> None:
    row = plans.read_outline(store, plan).rows[number * 9]
    plans.set_item_text(store, plan, row.id, f"{row.item.plain} {number}")


def _previewed(store: Store, plan: str, number: int, pages: list[int]) -> float:
    _edit(store, plan, number + 1)

    def make() -> None:
        document, layout = plan_document(store, plan)
        check(document, layout)
        left_open(document)
        data = registry.render(document, ".pdf", layout=layout)
        if not pages:
            pages.append(_page_count(data))

    return once_ms(make)


def _page_count(data: bytes) -> int:
    import pypdfium2

    paper = pypdfium2.PdfDocument(data)
    try:
        return len(paper)
    finally:
        paper.close()


def _p95(run: Callable[[], object]) -> float:
    return _at95([once_ms(run) for _n in range(TIMES)])


def _at95(times: list[float]) -> float:
    return sorted(times)[max(round(len(times) * 0.95) - 1, 0)]
