"""Giving units a form to fill in, and taking it when it comes home."""

from typing import TYPE_CHECKING, Any

from desktop.cli.values import file
from desktop.cli.verb import Answer, Context, Verb, given, needed, option, switch
from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.tasks.figures.issued_home import Homecoming


def _form(context: Context) -> Answer:
    from desktop.models.errors import Refusal
    from desktop.tasks.figures.issued_forms import WORKBOOK, issue_form, issue_forms

    args = context.args
    codes = [code.strip() for code in (args.unit or "").split(",") if code.strip()]
    single = args.out.suffix.lower() == WORKBOOK
    if single and len(codes) > 1:
        raise Refusal(
            _("Giao cho nhiều đơn vị thì mỗi đơn vị một tệp, nên --out là một thư mục."),
            next_step=_("Ghi --out THƯMỤC, hoặc giao từng đơn vị ra một tệp .xlsx."),
            code="E_SUFFIX",
        )
    plain_file = len(codes) == 1 and args.out.suffix[1:].isalpha() and not args.out.is_dir()
    with context.writing() as store:
        if (single or plain_file) and len(codes) <= 1:
            made = [issue_form(store, args.form, args.period, "".join(codes), args.out)]
        else:
            made = issue_forms(store, args.form, args.period, args.out, codes)
    told: dict[str, Any] = {
        "files": [{"unit": one.unit.code, "path": str(one.path)} for one in made]
    }
    if single and len(made) == 1:
        told["path"] = str(made[0].path)
    return Answer(told, tuple(str(one.path) for one in made))


def _take(context: Context) -> Answer:
    from desktop.models.errors import Refusal
    from desktop.tasks.figures.issued_home import open_form, take_form

    args = context.args
    reason = args.reason or ""
    if args.dry_run:
        with context.reading() as reader:
            home = open_form(reader, args.file, reason=reason)
        return _answer(home, None)
    with context.writing() as store:
        home = open_form(store, args.file, reason=reason)
        if home.locked and not home.entries and not home.notes:
            raise Refusal(
                _("Báo cáo đã chốt nên biểu không có ô nào nhận được."),
                next_step=_("Thêm --reason “lý do” để nhận."), code="E_NOTHING",
            )  # fmt: skip
        change = take_form(store, home, reason=reason)
    return _answer(home, change.step if change.changes else None)


def _answer(home: "Homecoming", step: str | None) -> Answer:
    identity = home.form.identity
    told = {
        **home.reading.json(),
        "issued": identity.id,
        "unit": identity.unit_name,
        "period": identity.period,
        "step": step,
        "accepted_cells": len(home.entries),
        "changed_cells": len(home.changed),
        "refused_cells": [
            {"place": one.place, "indicator": one.code, "unit": one.unit, "text": one.source,
             "why": one.why}
            for one in home.refused
        ],
        "remarks": list(home.remarks),
        "notes": [note.json(home.unit_names) for note in home.notes],
    }  # fmt: skip
    lines = [home.summary()]
    lines += [f"{one.place} ({one.unit}): {one.source} – {one.why}" for one in home.refused]
    lines += [
        _("Dòng {row} “{text}”: {why}").format(row=one.place, text=one.text, why=one.why)
        for one in home.reading.ignored_rows
    ]
    lines += [
        _("Dòng {row} ({unit}): {why}").format(
            row=row.source_row, unit=row.unit, why=" ".join(row.reasons)
        )
        for row in home.reading.of("warned", "refused")
    ]
    if home.locked:
        lines.append(_("Có báo cáo đã chốt; thêm --reason “lý do” để nhận cả phần đó."))
    return Answer(told, (*lines, *home.remarks))


VERBS = (
    Verb(
        "figures form", _("giao biểu cho đơn vị ghi: tệp Excel có khóa, đọc lại theo mã"), _form,
        (needed("--form", _("biểu, như F1")), needed("--period", _("kỳ, như 2026-10")),
         option("--unit", _("mã đơn vị, nhiều mã cách nhau dấu phẩy; bỏ trống: mọi CĐCS")),
         needed("--out", _("tệp .xlsx, hoặc thư mục khi giao cho nhiều đơn vị"), file)),
    ),
    Verb(
        "figures take", _("nhận biểu đã giao, nay gửi về"), _take,
        (given("file", _("tệp .xlsx đã giao"), file),
         option("--reason", _("lý do, khi báo cáo đã chốt")),
         switch("--dry-run", _("chỉ xem, không ghi"))),
    ),
)  # fmt: skip
