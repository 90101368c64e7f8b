"""The note a person finds in the bundle when it is opened without the program."""

from desktop.i18n import _
from desktop.models.text import vi_number
from desktop.sync.manifest import Manifest


def cover_note(manifest: Manifest, to_name: str) -> str:
    """Return DOC_TRUOC.txt: who, to whom, when, how to import it, and the control totals."""
    created = manifest.created
    day = f"{created[8:10]}/{created[5:7]}/{created[:4]} {created[11:16]}"
    lines = [
        _("GÓI SỐ LIỆU CÔNG ĐOÀN"),
        "",
        _("Đơn vị gửi: {name} ({code})").format(
            name=manifest.origin.name, code=manifest.origin.code
        ),
        _("Nơi nhận: {name}").format(name=to_name),
        _("Ngày tạo: {day}").format(day=day),
        _("Số báo cáo đã khóa trong gói: {count}").format(count=manifest.counts["submits"]),
        "",
        _("Cách nhập: mở chương trình, vào trang Gửi – nhận, chọn Nhận gói và chọn tệp .zip này."),
        _("Không sửa tệp trong gói. Các bảng trong thư mục human chỉ để đọc."),
    ]
    if manifest.totals:
        lines += ["", _("Số tổng để đối chiếu qua điện thoại:")]
    for period, row in sorted(manifest.totals.items()):
        lines.append(_("Kỳ {period}").format(period=period))
        lines += [f"  {indicator}: {vi_number(value)}" for indicator, value in sorted(row.items())]
    return "\r\n".join(lines) + "\r\n"
