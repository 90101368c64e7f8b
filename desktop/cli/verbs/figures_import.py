"""Taking figures from a file of somebody else's, with answers to what it leaves open."""

from argparse import ArgumentTypeError
from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop.cli.values import file, words
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.intake.figures.result import Corrections, FiguresReading
    from desktop.models.store.reader import Reader
    from desktop.tasks.figures.import_answers import Answers
    from desktop.tasks.figures.merged_rows import Added


def answer(text: str) -> tuple[str, str]:
    """Return (what is written in the file, what it is) of "Sĩ số=A01"; "=" may stand within."""
    written, equals, meant = words(text).rpartition("=")
    if not equals or not written.strip() or not meant.strip():
        raise ArgumentTypeError(
            _("“{text}” phải có dạng CHỮ TRONG TỆP=MÃ").format(text=text[:60])
        )  # fmt: skip
    return written.strip(), meant.strip()


def _import(context: Context) -> Answer:
    from desktop.intake.issued_form import looks_issued
    from desktop.tasks.figures import figures_import
    from desktop.tasks.figures.issued_home import take_form

    args, told, sums = context.args, _answers(context), tuple["Added", ...]()
    asked = (args.file, args.form, args.period)
    issued = args.units is None and looks_issued(args.file)
    if issued and told.any:
        raise _of_issued()
    if args.units is not None:
        reading = _read_alone(context, told)
    elif args.dry_run:
        with context.reading() as reader:
            reading, sums, _told = _read(context, reader, told)
    elif issued:
        with context.writing() as store:
            home = figures_import.homecoming(store, *asked, reason=args.reason or "")
            take_form(store, home, reason=args.reason or "")
            reading = home.reading
    else:
        with context.writing() as store:
            reading, sums, corrections = _read(context, store, told)
            figures_import.apply(store, reading, corrections=corrections,
                                 reason=args.reason or "", consent=args.yes)  # fmt: skip
    found = reading.json()
    if args.add_merged:
        found["added"] = [
            {"unit_code": one.rows[0].unit_code, "source_rows": [r.source_row for r in one.rows]}
            for one in sums
        ]
    return Answer(found, tuple(_lines(reading, sums)))


def _answers(context: Context) -> "Answers":
    from desktop.tasks.figures.import_answers import Answers

    args = context.args
    own = True if args.own_form else (False if args.other_forms else None)
    return Answers(args.sheet or "", args.all_sheets, args.column or (), args.name or (),
                   args.skip_row or (), own)  # fmt: skip


def _of_issued() -> Exception:
    from desktop.models.errors import Refusal

    return Refusal(
        _("Tệp này là biểu chương trình đã giao, được đọc theo mã ẩn: không chọn trang, tên, cột, "
          "dòng."),
        next_step=_("Bỏ --sheet, --all-sheets, --name, --column, --skip-row, --own-form, "
                    "--other-forms."), code="E_ANSWER",
    )  # fmt: skip


def _lines(reading: "FiguresReading", sums: "tuple[Added, ...]") -> Iterator[str]:
    from desktop.intake.figures.result import TOTALS_DIFFER, at_place, summary
    from desktop.intake.figures.rows.left_rows import LEFT_OUT

    yield summary(reading)
    yield from reading.notes
    yield from _recalled(reading)
    for one in sums:
        yield _("Đã cộng các dòng {rows} vào {unit}.").format(
            rows=", ".join(row.place for row in one.rows), unit=one.rows[0].unit_code
        )
    for left in reading.ignored_rows:
        if left.why == LEFT_OUT:
            yield _("{row} ({unit}): {why}.").format(
                row=at_place(left), unit=left.text or "–", why=left.why)  # fmt: skip
    for total in reading.control_totals:
        if not total.match:
            yield f"{at_place(total)}: {total.told}"
    rows = reading.of("refused", "warned")
    if any(TOTALS_DIFFER in row.reasons for row in rows):
        yield TOTALS_DIFFER
    for row in rows:
        if why := " ".join(reason for reason in row.reasons if reason != TOTALS_DIFFER):
            yield _("{row} ({unit}): {why}").format(
                row=at_place(row), unit=row.unit or "–", why=why)  # fmt: skip
    yield from _ways_out(reading)


def _ways_out(reading: "FiguresReading") -> Iterator[str]:
    """Say how the first name of no unit and the first column not understood are answered."""
    asked = next((row for row in reading.rows if row.unit and not row.unit_id), None)
    if asked is not None:
        codes = [one.code for one in asked.candidates if one.code]
        yield _('Để nhận dòng chưa rõ đơn vị, thêm: --name "{name}={code}"').format(
            name=" ".join(asked.unit.split()), code=codes[0] if codes else _("MÃ")
        )
    column = next((one for one in reading.columns if one.unclear), None)
    if column is not None:
        yield _('Để nhận cột chưa hiểu, thêm: --column "{letter}=MÃ"').format(letter=column.place)


def _recalled(reading: "FiguresReading") -> list[str]:
    """Tell which columns were taken as earlier files of the sender were corrected."""
    known = [one for one in reading.columns if one.letter in reading.recalled]
    if not known:
        return []
    nothing = _("không lấy")
    columns = "; ".join(f"{c.place} “{c.heading}” → {c.role or nothing}" for c in known)
    return [_("Đọc cột theo lần trước ({sender}): {columns}.").format(
        sender=reading.sender or _("bảng cùng đầu cột"), columns=columns)]  # fmt: skip


def _read_alone(context: Context, answers: "Answers") -> "FiguresReading":
    """Read the file against a register given as a file, without an office."""
    from desktop.intake.figures.form_codes import form_codes
    from desktop.models.packs.packs import load_packs
    from desktop.tasks.figures import figures_import
    from desktop.tasks.figures.import_answers import corrections_of, unit_by

    args, packs = context.args, load_packs()
    figures_import.check_form(packs, args.form)

    def read(told: "Corrections") -> "FiguresReading":
        return figures_import.preview_alone(
            args.file, args.form, args.period, args.units, packs, corrections=told)  # fmt: skip

    units = figures_import.read_units(args.units)
    ids = {key: unit.id for unit in units for key in (unit.id, unit.code) if key}
    return read(corrections_of(answers, read, form_codes(packs, args.form), unit_by(ids)))


def _read(
    context: Context, reader: "Reader", answers: "Answers"
) -> "tuple[FiguresReading, tuple[Added, ...], Corrections]":
    """Read the file against the office; rows of merged unions are added up only when asked."""
    from desktop.intake.figures.form_codes import form_codes
    from desktop.models.packs.periods import parse_period
    from desktop.models.units.units import tree_on
    from desktop.tasks.figures.figures_import import check_form, preview
    from desktop.tasks.figures.import_answers import corrections_of
    from desktop.tasks.figures.merged_rows import with_sums

    args, packs = context.args, reader.packs
    check_form(packs, args.form)

    def read(told: "Corrections") -> "FiguresReading":
        return preview(reader, args.file, args.form, args.period, corrections=told,
                       sender=args.sender or None, reason=args.reason or "")  # fmt: skip

    tree = tree_on(reader, parse_period(args.period, packs.schemes).data_to)
    codes = form_codes(packs, args.form)
    corrections = corrections_of(answers, read, codes, lambda code: tree.by_code(code).id)
    if not args.add_merged:
        return read(corrections), (), corrections
    names = {unit.id: unit.name for unit in tree.units.values()}
    reading, sums = with_sums(read, names, corrections)
    return reading, sums, corrections


VERBS = (
    Verb(
        "figures import", _("nhận số liệu từ tệp Excel, CSV của người khác"), _import,
        (given("file", _("tệp .xlsx, .xlsm, .xls, .ods, .csv, .tsv"), file),
         needed("--form", _("biểu, như F1")),
         needed("--period", _("kỳ, như 2026-10, 2026-Q3, 2026")),
         option("--units", _("tệp JSON danh sách đơn vị, thay cho sổ; chỉ xem"), file),
         option("--sheet", _("tên trang tính phải đọc")),
         option("--name", _("tên viết trong tệp là của đơn vị nào, như \"Trường 2=P-A-02\"; ghi "
                            "được nhiều lần"), answer, action="append"),
         option("--column", _("cột (tiêu đề hoặc chữ) là chỉ tiêu nào, như \"Sĩ số=A01\"; \"C=-\" "
                              "để không lấy cột C; ghi được nhiều lần"), answer, action="append"),
         option("--skip-row", _("số dòng trong tệp phải bỏ, như 12; ghi được nhiều lần"),
                action="append"),
         option("--reason", _("lý do, khi báo cáo đã chốt")),
         option("--sender", _("người gửi tệp, khi tệp không ghi hay ghi khác: đọc như đã nhớ cho "
                              "họ, và nhớ cho họ")),
         switch("--dry-run", _("chỉ xem, không ghi")),
         switch("--add-merged", _("cộng dòng của CĐCS đã sáp nhập vào dòng của đơn vị nhận")),
         switch("--all-sheets", _("đọc cùng cả các trang cùng biểu ghi trùng đơn vị")),
         switch("--own-form", _("chỉ nhận số của chính biểu này; nhớ cho người gửi tệp")),
         switch("--other-forms", _("nhận cả số mà biểu này chỉ hiện, vào biểu của chúng (như "
                                   "đoàn viên trong F2, vào F1); mặc định, trừ khi đã nhớ khác")),
         switch("--yes", _("nhận cả khi bảng ghi kỳ khác hoặc có nhiều trang giống nhau"))),
    ),
)  # fmt: skip
