"""Consolidations kept as workbooks: of which unit, period and moment each is, and comparing them.

The books are rebuilt as they were known at the workbook's moment, so nothing of the workbook
but its hidden sheet is read; its digest of the totals tells whether that still gives the same.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.sums.differences import Differences, Moment, differences
from desktop.models.store.reader import Reader
from desktop.models.text import short_date

_META = "_meta"


@dataclass(frozen=True, slots=True)
class SavedTotals:
    """What a consolidated workbook says of itself; `moment` a day (its end) or a moment."""

    path: Path
    period: str
    top: str
    moment: Moment
    digest: str


def last_moment(reader: Reader) -> str:
    """Return when this office last took anything into its books, as ISO 8601."""
    return str(reader.rows("SELECT max(accepted_at) FROM op")[0][0] or "")


def read_saved(path: Path) -> SavedTotals:
    """Return what a workbook that `consolidate` wrote says of itself. Raises Refusal."""
    from desktop.intake.figures.sheets.books import read_grids

    entries: dict[str, str] = {}
    for grid in read_grids(path):
        if grid.name == _META:
            entries = {str(row[0]): str(row[1]) for row in grid.rows if len(row) > 1}
    try:
        moment = read_moment(entries["known_at"])
        return SavedTotals(
            path, entries["period"], entries["top"], moment, entries["totals_sha256"]
        )
    except (KeyError, ValueError):
        raise Refusal(
            _("{file} không phải bảng tổng hợp do phần mềm lập.").format(file=path.name),
            next_step=_("Chọn tệp .xlsx đã lưu bằng lệnh Tổng hợp."), code="E_NOT_TOTALS",
        ) from None  # fmt: skip


def read_moment(text: str) -> Moment:
    """Return the day or moment of an ISO text. Raises ValueError."""
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def moment_words(moment: Moment | None) -> str:
    """Return how a moment is said: "hiện nay", "hết ngày 05/11/2026", "08:30 05/11/2026"."""
    if moment is None:
        return _("hiện nay")
    if isinstance(moment, datetime):
        return f"{moment:%H:%M} {short_date(moment)}"
    return _("hết ngày {day}").format(day=short_date(moment))


def compare_saved(reader: Reader, first: Path, second: Path | None = None) -> Differences:
    """Return what changed between two workbooks, or since one of them.

    Raises Refusal for workbooks of different units or periods, of another office, and where
    the books no longer give what a workbook says (its bundles were undone, or it is another
    copy's).
    """
    one = read_saved(first)
    other = read_saved(second) if second is not None else None
    if other is not None and (one.period, one.top) != (other.period, other.top):
        raise Refusal(
            _("Hai bảng tổng hợp không cùng kỳ hoặc không cùng đơn vị."),
            next_step=_("Chọn hai tệp của cùng một kỳ."), code="E_NOT_SAME",
        )  # fmt: skip
    found = differences(
        reader, one.period, one.top, first=one.moment, second=other.moment if other else None
    )
    for saved, digest in zip((one, other), found.digests, strict=True):
        if saved is not None and saved.digest != digest:
            raise Refusal(
                _("Sổ này không còn dựng lại được đúng số của {file}.").format(
                    file=saved.path.name
                ),
                next_step=_(
                    "Tệp do sổ khác lập, hoặc sổ đã khôi phục từ bản cũ; so hai ngày thay vì hai"
                    " tệp."
                ),
                code="E_OTHER_BOOKS",
            )  # fmt: skip
    return found
