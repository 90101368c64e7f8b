"""Lists of units in files and pastes: the rows of the sheet that speaks of units.

Names are found as an import finds them: shortened ("Cty", "CĐ P."), with a slip, as of before.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.register.parent_lines import NameFinder, Names, ParentLine, read_parents
from desktop.models.register.unit_paste import Alike
from desktop.models.store.reader import Reader
from desktop.models.text import fold
from desktop.models.units.former import former_units
from desktop.models.units.units import Tree, Unit, tree_on

if TYPE_CHECKING:
    from desktop.intake.figures.names.unit_names import NameBook

MOST_LINES = 20_000


def rows_of(path: Path) -> list[list[list[str]]]:
    """Return every sheet of a workbook or text file as rows of texts.

    Raises Refusal for a file that cannot be read.
    """
    from desktop.intake.figures.sheets.books import read_grids

    return [[[_text(cell) for cell in row] for row in grid.rows] for grid in read_grids(path)]


def _text(cell: object) -> str:
    if isinstance(cell, bool) or cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell if isinstance(cell, str) else str(cell)


def read_moves(
    reader: Reader, block: Sequence[Sequence[str]], day: date, to_parent: str = ""
) -> list[ParentLine]:
    """Return the lines of a list as `read_parents` reads them, names found as an import does."""
    return read_parents(reader, block, day, to_parent, finder=_finder(reader, tree_on(reader, day)))


def alike_to(reader: Reader, parent: str, since: date) -> Alike:
    """Return what finds the units that an import would take a name for.

    Under the parent those that are likely too; elsewhere in the register only where no doubt
    about the name is left: schools of one name stand in every second commune.
    """
    from desktop.intake.figures.names.unit_names import NameBook
    from desktop.intake.figures.wording.vocabulary import vocabulary
    from desktop.tasks.figures.figures_import import register_of

    tree, words = tree_on(reader, since), vocabulary(reader.packs)
    there = {unit.id: unit for unit in tree.children(parent)}
    other = {
        one.id: one for one in tree.units.values()
        if one.id not in there and tree.role(one) == "base"
    }  # fmt: skip
    every = list(register_of(tree))
    near = NameBook((one for one in every if one.id in there), words)
    far = NameBook((one for one in every if one.id in other), words)

    def alike(name: str) -> list[Unit]:
        match = near.find(name)
        if match.unit is not None:
            return [there[match.unit.id]]
        if match.why not in ("", "none") and not match.by_kind:
            return [there[one.id] for one in match.candidates]
        called = [one for one in other.values() if fold(one.name) == fold(name)]
        match = far.find(name)
        firm = match.unit is not None and (match.sure or match.plain)
        return called or ([other[match.unit.id]] if match.unit is not None and firm else [])

    return alike


def _finder(reader: Reader, tree: Tree) -> Callable[[Sequence[Unit]], Names]:
    from desktop.intake.figures.names.unit_names import NameBook
    from desktop.intake.figures.wording.vocabulary import vocabulary
    from desktop.tasks.figures.figures_import import register_of

    words, former = vocabulary(reader.packs), former_units(reader, tree)
    every = list(register_of(tree))

    def finder(units: Sequence[Unit]) -> Names:
        among = {unit.id: unit for unit in units}
        known = (one for one in every if one.id in among)
        return _SheetNames(among, NameBook(known, words, former))

    return finder


class _SheetNames(NameFinder):
    """Finds units as the register has them first, then as people shorten them.

    What an import would take with a remark is asked about here: a move touches every level.
    """

    def __init__(self, among: Mapping[str, Unit], book: "NameBook") -> None:
        super().__init__(list(among.values()))
        self._among, self._book = among, book

    def find(self, text: str) -> list[Unit]:
        found = super().find(text)
        if found or not fold(text):
            return found
        match = self._book.find(text)
        firm = match.unit is not None and (match.sure or match.plain)
        return [self._among[match.unit.id]] if match.unit is not None and firm else []

    def near(self, text: str) -> list[Unit]:
        match = self._book.find(text)
        meant = (match.unit,) if match.unit is not None else match.candidates
        return [self._among[one.id] for one in meant] or super().near(text)

    def gone(self, text: str) -> str:
        return self._book.find(text).said


def parents_in(reader: Reader, path: Path, day: date, to_parent: str = "") -> list[ParentLine]:
    """Return the lines of the sheet that names most units, as `read_parents` reads them."""
    best: Sequence[ParentLine] = ()
    most = -1
    for rows in rows_of(path):
        if len(rows) > MOST_LINES:
            raise Refusal(
                _("Danh sách dài quá {n} dòng.").format(n=MOST_LINES),
                next_step=_("Chia thành nhiều tệp."), code="E_TOO_LARGE",
            )  # fmt: skip
        lines = read_moves(reader, rows, day, to_parent)
        known = sum(bool(line.unit) or line.state == "asked" for line in lines)
        if known > most:
            best, most = lines, known
    return list(best)
