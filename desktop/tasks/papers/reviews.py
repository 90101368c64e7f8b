"""Reviews that outlast the window: a reading is kept as it is read, each correction as made."""

import zlib
from base64 import b85decode, b85encode
from datetime import date
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.intake.reading import Reading
from desktop.intake.review.sheet import Edit, ReviewSheet
from desktop.models.errors import Refusal
from desktop.models.plans import readings
from desktop.models.plans.plan_head import PARENT
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.going_on import Told, unheard
from desktop.tasks.papers.draft import plan_from_reading
from desktop.tasks.papers.own_plan import own_plan_from


def start_review(store: Store, reading: Reading, name: str, path: str = "") -> str:
    """Keep a reading, and where its file lies, until it is accepted; returns its id."""
    title = reading.value("subject") or reading.value("doc_type") or ""
    items = len(reading.outline)
    return readings.keep_reading(store, name, title, items, _written(reading), path)


def open_review(reader: Reader, review_id: str) -> tuple[Reading, list[Edit]]:
    """Return a reading kept earlier and the corrections made since.

    Refuses one that is gone, or that another version of the program wrote differently.
    """
    text, made = readings.read_parts(reader, review_id)
    try:
        reading = msgspec.json.decode(zlib.decompress(b85decode(text)), type=Reading)
        log = msgspec.convert(made, type=list[Edit])
        ReviewSheet(reading, log)
    except (ValueError, zlib.error, msgspec.MsgspecError, Refusal):
        raise Refusal(
            _("Bản đang soát này không mở lại được."),
            next_step=_("Bỏ bản này và đọc lại tệp văn bản."), code="E_READING",
        ) from None  # fmt: skip
    return reading, log


def keep_edit(store: Store, review_id: str, number: int, edit: Edit, doubts: int) -> None:
    """Keep one correction."""
    readings.keep_correction(store, review_id, number, written(edit), doubts)


def written(edit: Edit) -> dict[str, Any]:
    """Return a correction as it is kept."""
    told = msgspec.json.decode(msgspec.json.encode(edit))
    assert isinstance(told, dict)
    return told


def accept_review(store: Store, reading: Reading, review_id: str, role: str) -> str:
    """Keep the checked paper as a plan of this role and end its review, in one step."""
    label = _("Nhận văn bản cấp trên") if role == PARENT else _("Nhận làm mẫu")
    with store.step(label):
        plan = plan_from_reading(store, reading, role)
        if review_id:
            readings.finish_reading(store, review_id)
    return plan


def accept_and_draft(
    store: Store, reading: Reading, review_id: str, today: date, told: Told = unheard
) -> str:
    """Keep the checked paper and start the own plan from it, in one step; returns its id."""
    with store.step(_("Soạn kế hoạch từ văn bản cấp trên")):
        parent = accept_review(store, reading, review_id, PARENT)
        return own_plan_from(store, parent, today, told)


def _written(reading: Reading) -> str:
    return b85encode(zlib.compress(msgspec.json.encode(reading), 6)).decode("ascii")
