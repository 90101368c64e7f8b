"""What a column means: who is counted, how it adds up, where it is typed, what checks it."""

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_columns import EntryColumn, equation_of
from desktop.models.figures.kinds import split_target
from desktop.models.packs.pack_types import Indicator
from desktop.models.packs.packs import Packs
from desktop.models.text import with_counts

_ADDS_UP = {
    "S": _("Số thời điểm: có đến cuối kỳ, không cộng qua các tháng."),
    "F": _("Số phát sinh trong kỳ, cộng qua các tháng."),
    "R": _("Tỷ lệ, chương trình tính từ tử số và mẫu số."),
    "P": _("Chỉ tiêu giao."),
}
_FORMULAS = {
    "men": _("Tổng trừ nữ."),
    "opening": _("Đầu kỳ: bằng cuối kỳ của báo cáo đã chốt trước đó."),
    "closing": _("Đầu kỳ cộng tăng trừ giảm."),
    "net": _("Tăng trừ giảm."),
    "growth": _("Thực tăng so với đầu kỳ, %."),
    "difference": _("Cuối kỳ theo biến động trừ số ở biểu F1; phải bằng 0."),
}


def column_note(sheet: EntrySheet, column: EntryColumn) -> str:
    """Return a column's explanation in one or two sentences, for a tooltip."""
    return " ".join(column_lines(sheet, column)[:2])


def column_lines(sheet: EntrySheet, column: EntryColumn) -> list[str]:
    """Return everything there is to say of a column, the most important first."""
    packs = sheet.facts.packs
    if column.kind == "attribute":
        return [_("Thông tin của đơn vị, sửa ở trang Đơn vị.")]
    kind = packs.ownerships.get(split_target(column.code)[1])
    if kind is not None:
        return [_("Riêng {kind}; các loại hình cộng lại phải bằng tổng.").format(kind=kind.name)]
    said = [_FORMULAS[column.formula]] if column.formula in _FORMULAS else []
    indicator = packs.indicators.get(column.code)
    if indicator is None:
        return said
    if not said:
        said += [_ADDS_UP[indicator.type], *_made_of(packs, indicator)]
    if indicator.note:
        said.append(indicator.note)
    if column.unit:
        said.append(_("Đơn vị tính: {unit}.").format(unit=column.unit))
    said += _beside(packs, indicator)
    if column.kind == "typed":
        said.append(_("Nhập ở biểu này. Để trống: chưa có số; 0: không có; x: không phát sinh."))
    elif column.kind == "shown":
        said.append(_("Nhập ở biểu {form}.").format(form=indicator.home))
    return said


def _made_of(packs: Packs, indicator: Indicator) -> list[str]:
    if not indicator.sum_of:
        return []
    plus = " + ".join(indicator.sum_of)
    minus = "".join(f" − {code}" for code in indicator.minus)
    return [_("Chương trình cộng: {parts}.").format(parts=plus + minus)]


def _beside(packs: Packs, indicator: Indicator) -> list[str]:
    """What the figure stands in relation to: its whole, its counterpart, its equation."""
    said = []
    if indicator.part_of and indicator.part_of in packs.indicators:
        whole = packs.indicators[indicator.part_of]
        said.append(_("Nằm trong {name} ({code}), không lớn hơn.").format(
            name=whole.name, code=whole.code))  # fmt: skip
    if indicator.counterpart and indicator.counterpart in packs.indicators:
        other = packs.indicators[indicator.counterpart]
        said.append(_("Đối ứng với {name} ({code}) của đơn vị kia.").format(
            name=other.name, code=other.code))  # fmt: skip
    if equation_of(packs.equations, indicator.code) is not None:
        said.append(_("Phải bằng đầu kỳ + tăng − giảm của biểu F3."))
    if indicator.sign:
        said.append(_("Tính vào tăng.") if indicator.sign > 0 else _("Tính vào giảm."))
    if indicator.needs_note:
        said.append(_("Có số thì phải ghi lý do."))
    return said


def checks_of(sheet: EntrySheet, column: EntryColumn) -> list[str]:
    """Return the findings the rules have about a column now, with how many units each."""
    counts: dict[str, int] = {}
    for row in sheet.typed_rows:
        for finding in row.findings:
            if column.code and column.code in finding.codes and finding.severity != "I":
                counts[finding.rule] = counts.get(finding.rule, 0) + 1
    return [with_counts(_("Quy tắc {rule}: {n} đơn vị cần xem."), rule=rule, n=count)
            for rule, count in sorted(counts.items())]  # fmt: skip
