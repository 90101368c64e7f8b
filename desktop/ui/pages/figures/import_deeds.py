"""What the import of figures asks of the store, off the window's thread, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.intake.figures.result import Corrections, FiguresReading, ReadRow
from desktop.models.text import with_counts
from desktop.ui.messages import MessageKind

if TYPE_CHECKING:
    from desktop.intake.figures.names.units_known import Known
    from desktop.intake.figures.rows.lines import Told
    from desktop.intake.figures.sheets.grid import Pasted
    from desktop.models.entry.entry import EntrySheet
    from desktop.models.store.reader import Reader
    from desktop.models.store.store import Store
    from desktop.tasks.figures.issued_home import Homecoming
    from desktop.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Question:
    """What is read and how: `sender` is None where the file tells whose it is."""

    path: Path | Pasted
    corrections: Corrections
    reason: str
    sender: str | None = None


def read_beside(
    reader: Reader, asked: Question, form: str, period: str, told: Told
) -> FiguresReading | Homecoming:
    """Read off the main thread: what reads files is loaded there too."""
    from desktop.tasks.figures.figures_import import preview
    from desktop.tasks.figures.issued_home import open_if_issued

    home = open_if_issued(reader, asked.path) if isinstance(asked.path, Path) else None
    return home or preview(
        reader, asked.path, form, period, corrections=asked.corrections, sender=asked.sender,
        reason=asked.reason, told=told,
    )  # fmt: skip


def land(desk: Desk, reading: FiguresReading, corrections: Corrections, reason: str) -> None:
    """Take what stands in a reading, and tell what came of it."""
    taken, left = len(reading.landing()), len(reading.of("refused"))
    desk.do(
        lambda store: take(store, reading, corrections, reason),
        lambda done: desk.message(
            told(reading, taken, left) if done else nothing_new(reading, left),
            kind=MessageKind.DONE,
        ),
    )


def rows_to_add(
    sheet: EntrySheet, reading: FiguresReading | None, chosen: ReadRow | None,
    corrections: Corrections,
) -> tuple[ReadRow, ...]:  # fmt: skip
    """Return the rows of unions that are one by now, where the chosen one is among them."""
    from desktop.tasks.figures.merged_rows import to_add

    if chosen is None or reading is None:
        return ()
    names = (one.unit.name for one in sheet.rows if one.unit.id == chosen.unit_id)
    return to_add(reading, chosen, corrections, next(names, ""))


def take(store: Store, reading: FiguresReading, corrections: Corrections, reason: str) -> bool:
    """Take what stands in a reading; return whether it changed any figure."""
    from desktop.tasks.figures.figures_import import apply

    # What asks for consent stands above the rows the whole time: pressing the button gives it.
    done = apply(store, reading, corrections=corrections, reason=reason, consent=True)
    return bool(done.step)


def nothing_new(reading: FiguresReading, left: int) -> str:
    """Return what is said where the office held all of it: there is nothing to undo."""
    text = _("Sổ đã có đủ các số nhận từ {file}, không có gì thay đổi.")
    return _and_left(text.format(file=reading.source), left)


def told(reading: FiguresReading, taken: int, left: int) -> str:
    """Return what is said once the rows have landed."""
    words = _("Đã nhận {n} dòng từ {file}. Bấm Ctrl+Z để hoàn tác.")
    if reading.landings:
        words = _("Đã nhận {n} dòng từ {file}: {forms}. Bấm Ctrl+Z để hoàn tác tất cả.")
    text = with_counts(words, n=taken, file=reading.source, forms=reading.told_landings())
    return _and_left(text, left)


def _and_left(text: str, left: int) -> str:
    return text if not left else text + " " + with_counts(_("{n} dòng không nhận."), n=left)


def asks_reason(reading: FiguresReading) -> bool:
    """Whether a reason would let rows of locked returns in."""
    from desktop.tasks.figures.within_office import wants_reason

    return any(wants_reason(said) for row in reading.rows for said in row.reasons)


def offered(row: ReadRow | None) -> Known | None:
    """Return the one unit a row without any may be of."""
    if row is None or row.unit_id or len(row.candidates) != 1:
        return None
    return row.candidates[0]
