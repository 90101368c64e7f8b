"""The lists of the packs in columns to read and search. No toolkit here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.i18n import _
from desktop.models.packs.packs import Packs

Cell = tuple[str, int, Callable[[Any], str]]
"""A column: its title, its width in letters (0: what is left), and a record's text in it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: its name, its columns, its records."""

    name: str
    columns: tuple[Cell, ...]
    records: Sequence[Any]


def listings(packs: Packs) -> tuple[Listing, ...]:
    """Return the lists a person may want to look something up in."""
    return (
        _indicators(packs), _forms(packs), _rules(packs), _kinds(packs), _ownerships(packs),
        _categories(packs), _calendar(packs), _schemes(packs), _types(packs), _bodies(packs),
        _parameters(packs),
    )  # fmt: skip


def _indicators(packs: Packs) -> Listing:
    kinds = {
        "S": _("Có đến cuối kỳ"),
        "F": _("Phát sinh trong kỳ"),
        "R": _("Tỷ lệ"),
        "P": _("Chỉ tiêu kế hoạch"),
    }
    frequencies = {
        "T": _("Tháng"), "Q": _("Quý"), "H": _("6 tháng"), "N": _("Năm"), "X": _("Đột xuất"),
    }  # fmt: skip
    groups = {code: group.name for code, group in packs.groups.items()}
    return Listing(
        _("Chỉ tiêu số liệu"),
        (
            (_("Mã"), 8, lambda r: r.code),
            (_("Tên chỉ tiêu"), 0, lambda r: r.name),
            (_("Đơn vị tính"), 13, lambda r: r.unit),
            (_("Cách tính"), 19, lambda r: kinds[r.type]),
            (_("Kỳ"), 10, lambda r: frequencies[r.frequency]),
            (_("Biểu"), 7, lambda r: r.home),
            (_("Nhóm"), 24, lambda r: groups.get(r.group, r.group)),
        ),
        list(packs.indicators.values()),
    )


def _forms(packs: Packs) -> Listing:
    return Listing(
        _("Biểu mẫu"),
        (
            (_("Biểu"), 9, lambda r: r.label),
            (_("Tên biểu"), 0, lambda r: r.title),
            (_("Phiên bản"), 11, lambda r: r.version),
            (_("Số cột"), 8, lambda r: str(len(r.columns))),
            (_("Cách dùng"), 14, lambda r: _("Nhập số liệu") if r.entry else _("Báo cáo")),
        ),
        list(packs.forms.values()),
    )


def _rules(packs: Packs) -> Listing:
    weights = {"E": _("Phải sửa"), "W": _("Cần giải trình"), "I": _("Lưu ý")}
    return Listing(
        _("Quy tắc kiểm tra"),
        (
            (_("Mã"), 7, lambda r: r.id),
            (_("Nội dung kiểm tra"), 0, lambda r: r.note or r.message),
            (_("Mức"), 16, lambda r: weights[r.severity]),
            (_("Biểu"), 14, lambda r: ", ".join(r.forms) or _("Mọi biểu")),
        ),
        list(packs.rules.values()),
    )


def _kinds(packs: Packs) -> Listing:
    names = {code: kind.short for code, kind in packs.unit_kinds.items()}
    return Listing(
        _("Loại đơn vị"),
        (
            (_("Mã"), 8, lambda r: r.code),
            (_("Tên loại đơn vị"), 0, lambda r: r.name),
            (_("Viết tắt trong văn bản"), 20, lambda r: r.symbol or "–"),
            (_("Trực thuộc"), 36, lambda r: ", ".join(names.get(p, p) for p in r.parents) or "–"),
            (_("Hiệu lực"), 22, _validity),
        ),
        list(packs.unit_kinds.values()),
    )


def _ownerships(packs: Packs) -> Listing:
    return Listing(
        _("Loại hình đơn vị"),
        (
            (_("Mã"), 10, lambda r: r.code),
            (_("Loại hình"), 0, lambda r: r.name),
            (_("Gọi tắt"), 26, lambda r: r.short),
            (_("Hiệu lực"), 22, _validity),
        ),
        list(packs.ownerships.values()),
    )


def _categories(packs: Packs) -> Listing:
    return Listing(
        _("Loại hoạt động"),
        (
            (_("Mã"), 12, lambda r: r.code),
            (_("Loại hoạt động"), 0, lambda r: r.name),
            (_("Đưa vào chỉ tiêu"), 36, lambda r: ", ".join(r.feeds) or "–"),
        ),
        list(packs.activity_categories.values()),
    )


def _calendar(packs: Packs) -> Listing:
    return Listing(
        _("Lịch trong năm"),
        (
            (_("Ngày"), 9, lambda r: f"{r.day:02d}/{r.month:02d}" if r.day else f"{r.month:02d}"),
            (_("Sự kiện"), 0, lambda r: r.title),
            (_("Ghi chú"), 40, lambda r: r.note),
        ),
        sorted(packs.calendar, key=lambda r: (r.month, r.day or 0)),
    )


def _schemes(packs: Packs) -> Listing:
    return Listing(
        _("Kỳ báo cáo"),
        (
            (_("Mã"), 10, lambda r: r.id),
            (_("Kỳ báo cáo"), 0, lambda r: r.name),
            (_("Hạn nộp"), 32, _due),
            (_("Khóa sau hạn"), 14, lambda r: _("{n} ngày").format(n=r.closing_after)),
            (_("Nguồn"), 26, lambda r: r.label),
        ),
        list(packs.schemes),
    )


def _due(record: Any) -> str:
    if record.due_after == 0:
        return _("ngày {d} tháng cuối kỳ").format(d=record.due_day)
    if record.due_after == 1:
        return _("ngày {d} tháng sau kỳ").format(d=record.due_day)
    if record.due_after < 0:
        return _("ngày {d}, {n} tháng trước cuối kỳ").format(d=record.due_day, n=-record.due_after)
    return _("ngày {d}, {n} tháng sau kỳ").format(d=record.due_day, n=record.due_after)


def _types(packs: Packs) -> Listing:
    return Listing(
        _("Thể loại văn bản"),
        (
            (_("Viết tắt"), 12, lambda r: r.abbreviation or "–"),
            (_("Thể loại"), 0, lambda r: r.name),
            (_("Ghi chú"), 50, lambda r: r.note),
        ),
        list(packs.document_types.values()),
    )


def _bodies(packs: Packs) -> Listing:
    return Listing(
        _("Tên viết tắt"),
        (
            (_("Viết tắt"), 16, lambda r: r.abbreviation),
            (_("Tên đầy đủ"), 0, lambda r: r.name),
            (_("Ghi chú"), 40, lambda r: r.note),
        ),
        list(packs.bodies.values()),
    )


def _parameters(packs: Packs) -> Listing:
    return Listing(
        _("Mức theo quy định"),
        (
            (_("Nội dung"), 0, lambda r: r.name),
            (_("Mức"), 16, lambda r: f"{r.value.replace('.', ',')} {r.unit}".strip()),
            (_("Căn cứ"), 40, lambda r: r.basis),
            (_("Hiệu lực"), 22, _validity),
        ),
        list(packs.legal_parameters),
    )


def _validity(record: Any) -> str:
    start = f"{record.valid_from:%d/%m/%Y}" if record.valid_from else ""
    end = f"{record.valid_to:%d/%m/%Y}" if record.valid_to else ""
    if start and end:
        return f"{start} – {end}"
    if start:
        return _("từ {day}").format(day=start)
    return _("đến {day}").format(day=end) if end else _("đang dùng")
