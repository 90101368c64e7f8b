"""What a row is told of its unit: none, several, one that stands no longer, one read loosely."""

from desktop.i18n import _
from desktop.intake.figures.names.units_known import Known, Match


def no_unit(name: str, match: Match) -> str:
    """Say why a row of data has no unit, and what became of one that stood."""
    if not name:
        return _("Dòng có số nhưng không có tên đơn vị.")
    if name.startswith("="):
        return _("Tên đơn vị là công thức {text} chưa có kết quả; mở tệp bằng Excel, lưu lại rồi "
                 "nhận.").format(text=name[:40])  # fmt: skip
    if match.said:
        heirs = ", ".join(described(unit) for unit in match.candidates)
        offered = _("Nếu dòng này là số của {names} thì chọn đơn vị đó.").format(names=heirs)
        return f"{match.said} {offered}" if heirs else match.said
    if match.why == "two":
        names = "; ".join(described(unit) for unit in match.candidates)
        return _("Tên hợp với nhiều đơn vị: {names}.").format(names=names)
    if match.why == "code":
        return _("Mã và tên chỉ hai đơn vị khác nhau.")
    if match.candidates:
        names = "; ".join(described(unit) for unit in match.candidates)
        return _("Không có đơn vị tên này; gần giống: {names}.").format(names=names)
    return _("Không có đơn vị tên này trong danh sách.")


def described(unit: Known) -> str:
    """Return a unit's name with its area, where one is kept."""
    return f"{unit.name} ({unit.area})" if unit.area else unit.name


def unsure_unit(match: Match) -> str:
    """Say in what the name differs from the unit it was read as."""
    if match.said:
        return match.said
    unit = match.unit
    assert unit is not None
    said = {
        "tones": _("Dấu thanh của tên khác danh sách; đọc là {name}."),
        "area": _("Địa bàn ghi khác danh sách; đọc là {name}."),
        "abbreviation": _("Chữ tắt trong tên hiểu được nhiều cách; đọc là {name}."),
        "order": _("Số trong tên đứng chỗ khác danh sách; đọc là {name}."),
        "left": _("Tên hợp với nhiều đơn vị, các đơn vị kia đã có dòng riêng; đọc là {name}."),
        "mistaken": _("Không có đơn vị đúng tên này; gần nhất là {name}, chưa có dòng nào khác."),
        "joined": _("Tên ghép từ hai ô; đọc là {name}."),
        "unnamed": _("Dòng chỉ ghi mã, không ghi tên; theo mã là {name}."),
        "group": _("Tên ghép với dòng tên nhóm ở trên; đọc là {name}."),
        "spelling": _("Tên có vẻ gõ sai; đọc là {name}."),
        "code": _("Tên khác danh sách; theo mã là {name}."),
    }
    words = said.get(match.why, _("Tên viết gọn; đọc là {name}."))
    return words.format(name=described(unit))
