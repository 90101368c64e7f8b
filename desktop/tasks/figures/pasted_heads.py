"""What stands over the columns of a pasted block, read as the heads of a file are read, against the
columns that the block is pasted on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from desktop.i18n import _
from desktop.intake.figures.form_codes import form_codes
from desktop.intake.figures.heads.columns import read_header
from desktop.intake.figures.heads.header import Column
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_columns import IndicatorColumns
from desktop.intake.figures.heads.indicator_names import IndicatorNames
from desktop.intake.figures.sheets.grid import Grid
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_columns import EntryColumn
from desktop.models.entry.paste_cells import Block, Odd
from desktop.models.text import fold

_SAMPLE = 40
"""Lines below the head that tell whether a column holds words."""
_BARE = frozenset({"women", "men", "total", "of_period", "this_time", "count"})
"""What a head says that leaves its subject to the columns around it."""
_OF_ANOTHER = ("time:", "sum:", "men:", "aside:", "double:")


@dataclass(frozen=True)
class PastedHeads:
    """Judges the heads of blocks pasted on one sheet; the words it knows are read once."""

    sheet: EntrySheet

    @cached_property
    def _reader(self) -> HeadingReader:
        packs = self.sheet.facts.packs
        words = vocabulary(packs)
        names = IndicatorNames(words, packs)
        columns = IndicatorColumns(names, words, packs)
        return HeadingReader(words, self.sheet.period, columns.column, names.alike)

    def __call__(self, block: Block, count: int, skipped: int, targets: Sequence[int]) -> Odd:
        """Return, for columns of the block whose heads do not say the column they go to, what is to
        be said, and whether the head surely says another.

        The first `count` lines are heads; the first `skipped` columns name the units.
        """
        lines = block[: count + _SAMPLE]
        grid = Grid("", [list(line) for line in lines], list(range(1, len(lines) + 1)),
                    text_file=True)  # fmt: skip
        codes, reader = form_codes(self.sheet.facts.packs, self.sheet.form.id), self._reader
        header = read_header(grid, 0, count - 1, reader, codes)
        read = {column.at: column for column in header.columns}
        found: Odd = {}
        for place, target in enumerate(targets):
            said, at = read.get(place + skipped), place + skipped
            if said is None or target < 0 or self.sheet.columns[target].kind != "typed":
                continue
            over = [line[at] for line in block[:count] if at < len(line) and line[at].strip()]
            column = self.sheet.columns[target]
            if not over or _fits(said, over[-1], column, reader):
                continue
            told = _("Khối dán ghi cột “{head}”, đang vào cột “{title}”.").format(
                head=" ".join(over[-1].split()), title=" – ".join((*column.group, column.title))
            )
            sure = said.role.startswith(("code:", "men:", "time:", "double:"))
            found[place] = (told, sure and said.role.partition(":")[2] != column.code)
        return found


def _fits(said: Column, head: str, column: EntryColumn, reader: HeadingReader) -> bool:
    """Say whether a head may stand over a column of the sheet."""
    if said.code:
        return said.code == column.code
    women = column.code.endswith("N") and column.code != "N"
    sense = reader.sense(head)
    if not sense.codes and not sense.left and sense.concepts and sense.concepts <= _BARE:
        if sense.time == "other" or "men" in sense.concepts:
            return False
        if "women" in sense.concepts:
            return women
        return not women and fold(column.title).startswith("tong")
    if said.role.startswith(_OF_ANOTHER) or sense.time == "other":
        return False
    return fold(head) in {fold(column.title), fold(column.code)}
