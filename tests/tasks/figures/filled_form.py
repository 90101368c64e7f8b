"""An issued form as a unit opens and fills it."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.cells import cells
from desktop.models.store.store import Store
from desktop.tasks.figures.issued_forms import issue_form
from desktop.tasks.figures.issued_home import Homecoming, open_form
from tests.reports.building import by_code

NOVEMBER = "2026-11"


class Filled:
    """An issued form opened as a unit would: cells found by their hidden codes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.sheet: Any = self.book.worksheets[0]

    def places(self) -> tuple[dict[str, int], dict[str, int]]:
        rows: dict[str, int] = {}
        columns: dict[str, int] = {}
        for row in self.sheet.iter_rows():
            for cell in row:
                text = cell.value if isinstance(cell.value, str) else ""
                if text.startswith("row:"):
                    rows[text[4:]] = cell.row
                elif text.startswith("col:"):
                    columns[text[4:]] = cell.column
        return rows, columns

    def cell(self, row: str, column: str) -> Any:
        rows, columns = self.places()
        return self.sheet.cell(rows[row], columns[column])

    def put(self, row: str, **values: object) -> "Filled":
        for column, value in values.items():
            self.cell(row, column).value = value
        return self

    def meta(self, key: str) -> Any:
        return next(row[1] for row in self.book["_meta"].iter_rows() if row[0].value == key)

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path


def given(store: Store, folder: Path, form: str = "F1", unit: str = "P-A") -> Filled:
    return Filled(issue_form(store, form, NOVEMBER, unit, folder / "biểu.xlsx").path)


def held(store: Store, code: str) -> dict[str, int | None]:
    found = cells(store, by_code(store, code), NOVEMBER)
    return {name: cell.value for name, cell in found.items()}


def refusal(store: Store, path: Path) -> Refusal:
    with pytest.raises(Refusal) as told:
        open_form(store, path)
    return told.value


def home(store: Store, filled: Filled) -> Homecoming:
    return open_form(store, filled.save())
