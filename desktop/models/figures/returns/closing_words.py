"""What closing a period would freeze, in sentences for whoever is asked."""

from desktop.i18n import _
from desktop.models.figures.returns.closing import Lacking, Outlook

MOST_NAMED = 8


def outlook_words(found: Outlook) -> list[str]:
    """Return who has not sent all, and what stands that nobody accepted; a sentence each."""
    told = [
        _("{n} trên {of} đơn vị đã gửi đủ.").format(n=found.complete, of=found.owing)
    ]  # fmt: skip
    if found.lacking:
        names = "; ".join(_named(one) for one in found.lacking[:MOST_NAMED])
        more = len(found.lacking) - MOST_NAMED
        names += _("; và {n} đơn vị khác").format(n=more) if more > 0 else ""
        told.append(_("Chưa gửi đủ: {names}.").format(names=names))
    if found.waiting:
        words = _("{n} báo cáo đã nhận mà chưa duyệt: số tổng giữ các số đang có.")
        told.append(words.format(n=found.waiting))
    if found.returned:
        words = _(
            "{n} báo cáo đang trả lại để sửa: số tổng giữ số đang có, đơn vị không sửa được nữa."
        )
        told.append(words.format(n=found.returned))
    if found.disputed:
        names = "; ".join(f"{unit.name} ({form})" for unit, form in found.disputed[:MOST_NAMED])
        more = len(found.disputed) - MOST_NAMED
        names += _("; và {n} báo cáo khác").format(n=more) if more > 0 else ""
        words = _(
            "Hai máy chốt khác nhau, đơn vị chưa chọn: {names}. Khóa sổ giữ bản đang tính; sau đó"
            " đơn vị chọn bản kia thì bản ấy chờ duyệt. Nên để đơn vị chọn trước (phần Khác nhau)."
        )
        told.append(words.format(names=names))
    return told


def consequence() -> str:
    """Return what closing does."""
    return _(
        "Khóa rồi thì số tổng giữ như lúc khóa, các đơn vị bên dưới không sửa được nữa, trừ khi"
        " được mở lại kèm lý do. Báo cáo đến sau chờ ở phần Chờ duyệt."
    )


def _named(one: Lacking) -> str:
    if not one.came:
        return _("{unit} (chưa gửi gì)").format(unit=one.unit.name)
    return _("{unit} (mới có {n} trên {of} báo cáo)").format(
        unit=one.unit.name, n=one.came, of=one.owed
    )
