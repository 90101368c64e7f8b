"""Making reports: files of the kind their suffix names, and sheets that travel with bundles."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path

from desktop.documents.layout import mirrored
from desktop.formats import registry as formats
from desktop.formats.document import Block, Closing, Document, SectionBreak, Signature
from desktop.formats.layout import Layout
from desktop.formats.pdf import write_pdf
from desktop.formats.pdf_flow import PlacedNumber
from desktop.i18n import _
from desktop.models.collector import without_collector
from desktop.models.errors import Refusal
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.reader import Reader
from desktop.models.text import short_date
from desktop.models.units.ceased import top_of
from desktop.models.units.units import tree_on
from desktop.reports.asking import Asker, Question
from desktop.reports.consolidated import CONSOLIDATED_FORMS, Told, consolidate
from desktop.reports.meta import meta
from desktop.reports.registry import all_reports, find_report
from desktop.sync.export import HumanSheet
from desktop.tasks.figures.saved_totals import last_moment
from desktop.tasks.figures.small_cells import as_chosen, hide_small, when_hidden
from desktop.tasks.papers.layout_settings import sheet_layout

WORKBOOK = ".xlsx"


@dataclass(frozen=True, slots=True)
class ConsolidatedFile:
    """The upper level's workbook on disk, and the codes of the units still missing.

    `lacking` tells of base unions alone, as (code, name, forms that have not come), `waiting` in
    the same way of those that came after the period was closed and count nothing.
    """

    path: Path
    missing: tuple[str, ...]
    lacking: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    waiting: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


@without_collector()
def report_document(
    reader: Reader,
    form: str,
    period: str,
    unit: str = "",
    *,
    known_on: date | None = None,
    personal: bool = False,
) -> Document:
    """Return a report as it is looked at, printed and saved. Raises Refusal as `make_report`."""
    report = find_report(form)
    document = report.build(reader, period, unit, known_on=known_on, personal=personal)
    return as_chosen(reader, document)


@dataclass(frozen=True, slots=True)
class PlacedReport:
    """A report as PDF, with where its numbers stand and what each of them asks about."""

    title: str
    pdf: bytes
    numbers: tuple[tuple[PlacedNumber, Question], ...]


def placed_report(
    reader: Reader,
    form: str,
    period: str,
    unit: str,
    layout: Layout,
    *,
    known_on: date | None = None,
    personal: bool = False,
) -> PlacedReport:
    """Draw a report up as PDF, its numbers to be pointed at. Raises Refusal as `make_report`."""
    document = report_document(reader, form, period, unit, known_on=known_on, personal=personal)
    out, placed = BytesIO(), list[PlacedNumber]()
    write_pdf(document, layout, out, numbers=placed)
    known, when = reader.packs.forms.get(form), parse_period(period, reader.packs.schemes)
    if known is None:
        return PlacedReport(document.title, out.getvalue(), ())
    tree = tree_on(reader, when.data_to)
    asker = Asker(reader.packs, tree, known, when, top_of(reader, tree, unit, when.data_from).id)
    asked = zip(placed, asker.questions(placed), strict=True)
    numbers = [(one, question) for one, question in asked if question is not None]
    return PlacedReport(document.title, out.getvalue(), tuple(numbers))


def check_begun(reader: Reader, period: str, today: date) -> None:
    """Raise Refusal for a period that has not begun by a day: whoever wants its form says so."""
    when = parse_period(period, reader.packs.schemes)
    if when.data_from > today:
        raise Refusal(
            not_begun(when), next_step=_("Chọn kỳ khác; nếu vẫn muốn lập biểu, thêm --yes."),
            code="E_CONSENT",
        )  # fmt: skip


def not_begun(period: Period) -> str:
    """Return "Tháng 12/2026 chưa bắt đầu (từ ngày 01/12/2026)."."""
    return _("{period} chưa bắt đầu (từ ngày {day}).").format(
        period=period.title, day=short_date(period.data_from)
    )


@without_collector()
def make_report(
    reader: Reader,
    form: str,
    period: str,
    out: Path,
    unit: str = "",
    known_on: date | None = None,
    personal: bool = False,
    *,
    both_sides: bool = False,
) -> Path:
    """Write a report as .xlsx, .pdf, .docx or .txt, by the suffix of `out`; returns `out`.

    `both_sides` swaps the margins on the backs of the sheets, for binding.
    Raises Refusal for an unknown report, period or unit and for a file that cannot be
    written; then nothing is left behind.
    """
    document = report_document(reader, form, period, unit, known_on=known_on, personal=personal)
    layout = sheet_layout(reader)
    layout = mirrored(layout) if both_sides else layout
    facts = meta(reader, period, document, find_report(form).id, known_on=known_on)
    formats.write(document, out, layout=layout, meta=facts)
    return out


def figures_export(reader: Reader, form: str, period: str, out: Path) -> Path:
    """Write a form's figures as a workbook that carries the indicator codes in hidden cells."""
    _check_workbook(out)
    return make_report(reader, form, period, out)


@without_collector()
def make_consolidated(
    reader: Reader,
    period: str,
    out: Path,
    unit: str = "",
    *,
    known_on: date | None = None,
    told: Told = lambda _done, _total: None,
) -> ConsolidatedFile:
    """Write the upper level's workbook of a period; raises Refusal as `make_report` does.

    `told` is told how far it has come before each of its steps, and may raise to stop: then no
    file is written.

    The workbook remembers of which unit and moment it is, so that two of them can be compared
    later (`saved_totals`).
    """
    _check_workbook(out)
    moment = known_on.isoformat() if known_on is not None else last_moment(reader)
    found = consolidate(reader, period, unit, known_on=known_on, told=told)
    facts = meta(reader, period, found.document, *CONSOLIDATED_FORMS, known_on=known_on)
    facts |= {"top": found.top, "known_at": moment, "totals_sha256": found.digest}
    document = as_chosen(reader, found.document)
    formats.write(document, out, layout=sheet_layout(reader), meta=facts)
    return ConsolidatedFile(out, found.missing, found.lacking, found.waiting)


def human_sheets(reader: Reader, period: str) -> list[HumanSheet]:
    """Return the workbook for people that goes into a bundle and beside it.

    It holds every form owed in the period, a sheet or more each, without any name or phone.
    """
    when = parse_period(period, reader.packs.schemes)
    forms = [
        form.id
        for form in reader.packs.forms.values()
        if form.entry and when.scheme in form.schemes and form.id in all_reports()
    ]
    if not forms:
        return []
    document = _joined(
        [without_names(report_document(reader, form, when.id)) for form in forms],
        _("Số liệu {period}").format(period=when.title),
    )
    if when_hidden(reader) == "sheets":  # else it is done, or not wished
        document = hide_small(document)
    data = formats.render(document, WORKBOOK, meta=meta(reader, when.id, document, *forms))
    return [HumanSheet(f"so-lieu-{when.id}{WORKBOOK}", data)]


def without_names(document: Document) -> Document:
    """Return the document with its signatures left unnamed."""
    return replace(document, blocks=tuple(_unnamed(block) for block in document.blocks))


def _unnamed(block: Block) -> Block:
    if not isinstance(block, Closing):
        return block
    return Closing(
        tuple(
            replace(part, name="") if isinstance(part, Signature) else part
            for part in block.columns
        )
    )


def _joined(documents: Iterable[Document], title: str) -> Document:
    """Return several reports as one document, each from a new page or sheet."""
    parts = list(documents)
    blocks: list[Block] = []
    for document in parts:
        if blocks:
            blocks.append(SectionBreak(landscape=document.landscape, restart=False))
        blocks += document.blocks
    return replace(parts[0], blocks=tuple(blocks), title=title)


def _check_workbook(out: Path) -> None:
    if out.suffix.lower() != WORKBOOK:
        raise Refusal(
            _("Bảng này chỉ ghi ra tệp Excel."),
            next_step=_("Hãy đặt tên tệp có đuôi .xlsx."),
            code="E_SUFFIX",
        )
