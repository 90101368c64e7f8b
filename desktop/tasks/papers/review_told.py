"""A review without a window: its rows and doubts as plain values, corrections from a file."""

from pathlib import Path
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.intake.documents import read_document
from desktop.intake.review.sheet import Edit, ReviewSheet
from desktop.models.errors import Refusal

_MOST = 10_000_000


def review_file(path: Path, fixes: Path | None = None) -> ReviewSheet:
    """Read a document and make the corrections a file holds (a JSON list of edits)."""
    sheet = ReviewSheet(read_document(path))
    for edit in _edits(fixes) if fixes is not None else ():
        sheet.apply(edit)
    return sheet


def told(sheet: ReviewSheet) -> dict[str, Any]:
    """Return rows, places to look at and what is left out, plain values only."""
    return {
        "rows": [
            {
                "id": row.id,
                "kind": sheet.state.kind(row),
                "depth": row.block.depth,
                "label": row.block.label,
                "text": row.block.text,
                "lines": [row.block.span.first, row.block.span.last],
                "targets": len(row.targets),
            }
            for row in sheet.rows
        ],
        "doubts": [
            {"at": one.id, "sure": round(one.sure, 2), "reasons": list(one.reasons)}
            for one in sheet.doubts()
        ],
        "left_out": [{"at": one.id, "text": one.text, "why": one.why} for one in sheet.left_out()],
        "missing": sorted(sheet.missing_words().elements()),
    }


def _edits(path: Path) -> list[Edit]:
    try:
        if path.stat().st_size > _MOST:
            raise ValueError
        return msgspec.json.decode(path.read_bytes(), type=list[Edit])
    except (OSError, ValueError, RecursionError):
        raise Refusal(
            _("Không đọc được tệp sửa “{name}”.").format(name=path.name),
            next_step=_("Tệp sửa là một danh sách JSON, mỗi việc sửa một phần tử."), code="E_FIX",
        ) from None  # fmt: skip
