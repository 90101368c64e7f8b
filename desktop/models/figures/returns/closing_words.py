"""What closing a period would freeze, in sentences for whoever is asked."""

from collections.abc import Sequence

from desktop.i18n import _
from desktop.models.figures.returns.closing import Lacking, Outlook
from desktop.models.listed import REPORTS, UNITS, first_few

MOST_NAMED = 8


def outlook_words(found: Outlook) -> list[str]:
    """Return who has not sent all, and what stands that nobody accepted; a sentence each.

    Who never sent something and who has to send it again are named apart: nobody has the first
    figures, and of the second the ones turned back go on counting.
    """
    told = [_counts(found)]
    if found.lacking:
        names = _listed([_named(one) for one in found.lacking])
        told.append(_("Chưa gửi đủ: {names}.").format(names=names))
    if found.sent_back:
        names = _listed(
            [_("{unit} ({n} báo cáo)").format(unit=one.unit.name, n=one.count)
             for one in found.sent_back],
        )  # fmt: skip
        words = _(
            "Đã trả lại, chờ nộp lại: {names}. Khóa sổ thì số tổng giữ số đang có, đơn vị không sửa"
            " được nữa."
        )
        told.append(words.format(names=names))
    if found.waiting:
        words = _("{n} báo cáo đã nhận mà chưa duyệt: số tổng giữ các số đang có.")
        told.append(words.format(n=found.waiting))
    if found.disputed:
        names = _listed([f"{unit.name} ({form})" for unit, form in found.disputed], REPORTS)
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


def _counts(found: Outlook) -> str:
    """Return how many sent all, and of whom the board speaks besides: it counts them too."""
    told = _("{n} trên {of} đơn vị đã gửi đủ").format(n=found.complete, of=found.owing)
    if not found.owing:
        told = _("Không đơn vị nào phải nộp kỳ này")
    if found.shut:
        told += _(", không kể {n} đơn vị đã khóa sổ từ trước").format(n=found.shut)
    return told + "."


def _listed(names: Sequence[str], others: str = UNITS) -> str:
    return first_few(names, MOST_NAMED, others, between="; ")


def _named(one: Lacking) -> str:
    if not one.came:
        return _("{unit} (chưa gửi gì)").format(unit=one.unit.name)
    return _("{unit} (còn thiếu {n} trên {of} báo cáo)").format(
        unit=one.unit.name, n=one.owed - one.came, of=one.owed
    )
