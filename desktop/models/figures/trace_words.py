"""A trace in words: one line for the total, one for each unit."""

import re

from desktop.i18n import _
from desktop.models.figures.rollup import Total
from desktop.models.figures.trace import Trace, TracePart
from desktop.models.text import vi_number

_STATES = {
    "accepted": _("đã duyệt"),
    "submitted": _("đã chốt"),
    "live": _("đang nhập"),
    "carried": _("lấy số kỳ trước"),
    "missing": _("chưa có số liệu"),
}
_ROLES = {"office": _("văn phòng"), "import": _("gói nhận về")}
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def value_text(total: Total) -> str:
    """Return a total's value as it is printed; "–" for a ratio without a whole."""
    if total.value is None:
        return "–"
    return vi_number(total.value) if isinstance(total.value, int) else (
        f"{total.value:f}".replace(".", ",")
    )  # fmt: skip


def lines_of(found: Trace) -> list[str]:
    """Return the total and its parts, a line each."""
    total = found.total
    first = f"{found.title}: {value_text(total)} ({total_words(total)})"
    return [first, *(f"{p.unit}  {p.name}  {vi_number(p.value)}  {part_words(p)}"
                     for p in found.parts)]  # fmt: skip


def total_words(total: Total) -> str:
    """Return how firm a total is and what stands behind it."""
    said = [_("{n}/{of} CĐCS đã báo cáo").format(n=total.reported, of=total.of)]
    if total.state in ("live", "carried", "missing"):
        said.insert(0, _("tạm tính"))
    if total.numerator is not None and total.denominator is not None:
        said.append(f"{vi_number(total.numerator)} / {vi_number(total.denominator)}")
    if total.missing_months:
        said.append(_("thiếu {months}").format(months=", ".join(total.missing_months)))
    return "; ".join(said)


def part_words(part: TracePart) -> str:
    """Return where one unit's part comes from, in one line."""
    source = {
        "revision": _("{form}, bản {rev}").format(form=part.form, rev=part.rev),
        "typed": _("số nhập"),
        "event": _("theo sự kiện tổ chức"),
        "register": _("theo danh sách đơn vị"),
        "inside": _("cân trừ"),
    }[part.kind]
    said = [source, _STATES.get(part.state, "") if part.kind in ("revision", "typed") else ""]
    said += [_period_words(part.period) if part.kind in ("revision", "typed") else "", part.note]
    if part.at:
        said.append(when(part.at))
    said.append(_ROLES.get(part.role, part.role))
    if part.bundle:
        sender = part.sender or part.origin
        said.append(_("gói {id} của {unit}").format(id=part.bundle[:8], unit=sender))
    if not part.verified:
        said.append(_("chưa xác thực người gửi"))
    if part.step:
        said.append(part.step)
    said += [_("hoạt động: {title}").format(title=one.title or one.id) for one in part.activities]
    return "; ".join(text for text in said if text)


def _period_words(period: str) -> str:
    """Return a month as it is said, the id of any other period."""
    month = _MONTH.fullmatch(period)
    if month is None:
        return period
    return _("số tháng {month}/{year}").format(month=int(month[2]), year=month[1])


def when(moment: str) -> str:
    """Return "05/11/2026 08:30" of an ISO moment."""
    day = moment[:10].split("-")
    return f"{day[2]}/{day[1]}/{day[0]} {moment[11:16]}" if len(day) == 3 else moment
