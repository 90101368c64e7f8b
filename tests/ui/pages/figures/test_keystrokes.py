"""The keys a month costs: counted on the real grid, each one a key event."""

import random
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.figures.cells import cells
from desktop.models.store.reader import Reader
from desktop.ui.grid.cells import CellsView
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.ui.pages.figures.driving import KEY, at, figures, grid

Open = Callable[..., tuple[Shell, Reader, list[str]]]
UNITS = 40


class Hands:
    """Presses keys and counts them; a key with modifiers held counts once for each."""

    def __init__(self, view: CellsView) -> None:
        self._view, self.keys = view, 0

    def press(self, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        modifiers = Qt.KeyboardModifier.NoModifier
        for one in held:
            modifiers |= one
        self.keys += 1 + len(held)
        QTest.keyClick(self._target(), key, modifiers)

    def digits(self, number: int) -> None:
        for digit in str(number):
            self.keys += 1
            QTest.keyClick(self._target(), digit)

    def _target(self) -> CellsView | object:
        return self._view._cell_delegate.open_editor or self._view


def month(reader: Reader, units: list[str]) -> list[dict[str, int]]:
    """Twelve figures that change in each unit; members follow from the movements."""
    chance, found = random.Random(7), []
    for _unit in units:
        new, women = chance.randint(10, 60), chance.randint(1, 9)
        left = chance.randint(1, 9)
        workers = chance.randint(1000, 4000)
        found.append({
            "C11": new, "C12": 0, "C13": chance.randint(10, 40), "C23": left,
            "C24": chance.randint(10, 30), "C11N": women, "C13N": women, "C24N": 2,
            "A01": workers, "A01N": workers // 2,
        })  # fmt: skip
        one = found[-1]
        one["A03"] = 80 + one["C11"] + one["C13"] - one["C23"] - one["C24"]
        one["A03N"] = 30 + one["C11N"] + one["C13N"] - one["C24N"]
    return found


def fill(page: FiguresPage, view: CellsView, hands: Hands, codes: list[str],
         wanted: list[dict[str, int]]) -> None:  # fmt: skip
    """Type a block of neighbouring columns unit after unit: Tab along, Enter to the next."""
    columns = [at(page, code)[1] for code in codes]
    for number, figure in enumerate(wanted):
        for code, column in zip(codes, columns, strict=True):
            assert view.cursor_cell() == (number, column)
            hands.digits(figure[code])
            hands.press(KEY.Key_Return if code == codes[-1] else KEY.Key_Tab)


def test_a_month_of_40_units_costs_at_most_1_3_keys_a_digit(open_commune: Open) -> None:
    shell, reader, _units = open_commune(UNITS)
    page = figures(shell)
    names = [row.unit.id for row in page.sheet.rows]  # type: ignore[union-attr]
    wanted = month(reader, names)
    view = grid(page)
    total = 0
    for form, codes in (
        ("F3", ["C11", "C12", "C13", "C23", "C24"]),
        ("F3", ["C11N", "C13N", "C24N"]),
        ("F1", ["A01", "A01N"]),
    ):
        if page.form != form:
            page.open_sheet("2026-10", form)
        sheet = page.sheet
        assert sheet is not None
        # only what changes stands in sight: chosen once, remembered for every month
        page.columns.set_hidden([c.id for c in sheet.columns if c.kind == "typed"
                                 and c.code not in codes])  # fmt: skip
        view = grid(page)
        view.go_to(0, at(page, codes[0])[1])
        hands = Hands(view)
        fill(page, view, hands, codes, wanted)
        total += hands.keys
    page.columns.show_all()
    page.entering.confirm_all()  # members and women: opening + increases − decreases
    total += 2
    shell.settle()
    digits = sum(len(str(number)) for figure in wanted for number in figure.values())
    for unit, figure in zip(names, wanted, strict=True):
        held = cells(reader, unit, "2026-10")
        assert {code: held[code].value for code in figure} == figure
    assert total <= 1.3 * digits, f"{total} keys for {digits} digits"


def test_twelve_neighbouring_cells_cost_one_key_each_beside_their_digits(
    open_commune: Open,
) -> None:
    shell, reader, _units = open_commune(UNITS)
    page = figures(shell)
    view = grid(page)
    first = at(page, "C11")
    view.go_to(*first)
    hands, chance = Hands(view), random.Random(3)
    digits = 0
    for number in range(UNITS):
        for place in range(12):
            assert view.cursor_cell()[0] == number
            value = chance.randint(100, 99_999)
            digits += len(str(value))
            hands.digits(value)
            hands.press(KEY.Key_Return if place == 11 else KEY.Key_Tab)
        assert view.cursor_cell() == (min(number + 1, UNITS - 1), first[1])
    shell.settle()
    assert hands.keys == digits + UNITS * 12
    assert hands.keys <= 1.3 * digits
    page_row = page.sheet.rows[UNITS - 1]  # type: ignore[union-attr]
    assert len(cells(reader, page_row.unit.id, "2026-10")) == 12
    QApplication.processEvents()
