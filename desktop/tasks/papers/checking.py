"""Checking how a paper is set: a plan of the office, or any document that can be read."""

from collections.abc import Iterator
from pathlib import Path

from desktop.documents.checker import Departure, check, left_open
from desktop.documents.checker_words import as_printed
from desktop.formats.document import (
    Addressees,
    Block,
    Closing,
    Document,
    Letterhead,
    PaperKind,
    Paragraph,
    Recipients,
    Run,
    Signature,
    Title,
)
from desktop.formats.layout import shipped_layout
from desktop.i18n import _
from desktop.intake.documents import read_document
from desktop.intake.reading import Reading
from desktop.intake.sources.docx_looks import looks
from desktop.intake.sources.docx_pages import sheets
from desktop.models.store.reader import Reader
from desktop.tasks.papers.checking_looks import look_departures
from desktop.tasks.papers.plan_verbs import resolve
from desktop.tasks.papers.print_plan import plan_document

Told = list[dict[str, str]]
_DISPATCH = "Công văn"
_TOLERANCE_MM = 0.6  # measures in a file are rounded


def check_plan(reader: Reader, plan: str) -> Told:
    """Return what departs from the rules in a plan named as `resolve` takes it."""
    document, layout = plan_document(reader, resolve(reader, plan))
    return _told([*check(document, layout), *left_open(document)])


def check_file(path: Path) -> Told:
    """Return what departs from the rules in a file; raises Refusal when it cannot be read."""
    reading = read_document(path)
    found = list(check(printed(reading), shipped_layout()))
    found += as_printed(reading.source_lines)
    found += page_departures(path)
    found += look_departures(looks(path), shipped_layout())
    return _told(list(dict.fromkeys(found)))


def printed(reading: Reading) -> Document:
    """Return a document that was read as the paper it is, nothing put right."""
    told = reading.to_json()
    dispatch = told["doc_type"] == _DISPATCH
    number, _slash, symbol = (told["number"] or "").partition("/")
    blocks: list[Block] = []
    if told["number"]:
        blocks.append(
            Letterhead(
                told["parent"] or "", told["issuer"] or "",
                int(number) if number.isdecimal() else None, symbol, told["place"] or "",
                dispatch_subject=_subject(told["subject"]) if dispatch else "",
            )
        )  # fmt: skip
    if not dispatch:
        blocks.append(Title(told["doc_type"] or "", told["subject"] or ""))
    if told["addressees"]:
        blocks.append(Addressees(tuple(told["addressees"])))
    blocks += _texts(reading)
    if told["recipients"]:
        blocks.append(_closing(told))
    kind = PaperKind.DISPATCH if dispatch else PaperKind.NAMED
    return Document(kind, tuple(blocks), told["subject"] or "")


def _texts(reading: Reading) -> Iterator[Block]:
    for block in reading.body:
        if block.zone == "body" and block.kind in ("item", "paragraph") and block.text.strip():
            yield Paragraph((Run(f"{block.label} {block.text}".strip()),))


def _closing(told: dict[str, object]) -> Closing:
    names, signer = told["recipients"], told["signer"]
    assert isinstance(names, list)
    assert isinstance(signer, dict)
    last = len(names) - 1
    # Their marks at the end are not kept by the reader: only the last line's words are judged.
    lines = tuple(n.rstrip(" .;") + (";" if at < last else ".") for at, n in enumerate(names))
    authority = [signer.get("authority"), signer.get("title")]
    return Closing(
        (
            Recipients(lines),
            Signature(tuple(text for text in authority if text), signer.get("name") or ""),
        )
    )


def _subject(text: str | None) -> str:
    subject = (text or "").strip()
    return subject[3:].lstrip(" :") if subject.casefold().startswith("v/v") else subject


def page_departures(path: Path) -> list[Departure]:
    """Return what is wrong with paper and margins of a Word file's upright sections.

    None for any other file, whatever its name ends with.
    """
    page = shipped_layout().page
    found: list[Departure] = []
    names = {"top": _("trên"), "bottom": _("dưới"), "left": _("trái"), "right": _("phải")}
    for sheet in sheets(path):
        if sheet.width > sheet.height:
            continue
        measured = (sheet.width, sheet.height)
        if any(abs(a - b) > 1 for a, b in zip(measured, page.size_mm, strict=True)):
            found.append(Departure(_("Khổ giấy"), _("Khổ giấy không phải A4 (210 × 297 mm).")))
        for side, (least, most) in page.margin_range_mm.items():
            length = sheet.margins.get(side)
            if length is None or least - _TOLERANCE_MM <= length <= most + _TOLERANCE_MM:
                continue
            said = _("Lề {side} là {value:.0f} mm; quy định từ {least:g} đến {most:g} mm.")
            found.append(
                Departure(
                    _("Lề trang"),
                    said.format(side=names[side], value=length, least=least, most=most),
                )
            )
    return list(dict.fromkeys(found))


def _told(departures: list[Departure]) -> Told:
    return [{"where": one.where, "message": one.message} for one in departures]
