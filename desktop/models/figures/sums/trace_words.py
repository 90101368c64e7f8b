"""A trace in words: one line for the total, one for each unit."""

import re

from desktop.i18n import _
from desktop.models.figures.revisions import name_of
from desktop.models.figures.sums.months_told import lacking_words
from desktop.models.figures.sums.total import Total
from desktop.models.figures.sums.trace import Trace
from desktop.models.figures.sums.trace_parts import TracedActivity, TracePart, Waits
from desktop.models.text import vi_number, with_counts

_STATES = {
    "accepted": _("đã duyệt"),
    "submitted": _("đã chốt"),
    "live": _("đang nhập"),
    "carried": _("lấy số kỳ trước"),
    "missing": _("chưa có số liệu"),
}
_ROLES = {"office": _("văn phòng"), "import": _("gói nhận về")}
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2}|Q[1-4]|H[12]|M9))?")
_PARTS = {
    "Q1": _("quý I/{year}"), "Q2": _("quý II/{year}"), "Q3": _("quý III/{year}"),
    "Q4": _("quý IV/{year}"), "H1": _("6 tháng đầu năm {year}"),
    "H2": _("6 tháng cuối năm {year}"), "M9": _("9 tháng đầu năm {year}"), "": _("năm {year}"),
}  # fmt: skip


def value_text(total: Total) -> str:
    """Return a total's value as it is printed; "–" for a ratio without a whole."""
    if total.value is None:
        return "–"
    return vi_number(total.value) if isinstance(total.value, int) else (
        f"{total.value:f}".replace(".", ",")
    )  # fmt: skip


def headline(found: Trace) -> str:
    """Return what is asked about, what it comes to, and how firm that is."""
    words = total_words(found.total)
    told = f"{found.title}: {value_text(found.total)}"
    return f"{told} ({words})" if words else told


def lines_of(found: Trace) -> list[str]:
    """Return the total and its parts, a line each."""
    return [headline(found), *(f"{p.unit}  {p.name}  {vi_number(p.value)}  {part_words(p)}"
                     for p in found.parts)]  # fmt: skip


def total_words(total: Total) -> str:
    """Return how firm a total is and what stands behind it."""
    said = [total.reported_words] if total.of else []  # a target is reported by nobody
    if total.state in ("live", "carried", "missing"):
        said.insert(0, _("tạm tính"))
    if total.numerator is not None and total.denominator is not None:
        said.append(f"{vi_number(total.numerator)} / {vi_number(total.denominator)}")
    if total.told is not None:
        said += lacking_words(total.told, by_offices=total.by_offices)
    elif total.missing_months:
        said.append(_("thiếu {months}").format(
            months=", ".join(period_words(month) for month in total.missing_months)
        ))  # fmt: skip
    if total.waiting:
        said.append(awaited(total))
    return "; ".join(said)


def awaited(total: Total) -> str:
    """Return of how many units a correction would change a total once a word is said on it."""
    units = {one.unit for one in total.waiting}
    return with_counts(_("chưa tính bổ sung đang chờ duyệt của {n} đơn vị"), n=len(units))


def part_words(part: TracePart) -> str:
    """Return where one unit's part comes from, in one line."""
    source = {
        "revision": f"{part.form}, {name_of(part.rev)}",
        "typed": _("số lấy từ hoạt động") if part.activities else _("số nhập"),
        "event": _("theo sự kiện tổ chức"),
        "register": _("theo sự kiện tổ chức") if part.note else _("theo danh sách đơn vị"),
        "inside": _("cân trừ"),
        "target": _("chỉ tiêu được giao, đặt ra"),
        "nothing": "" if part.note else _("không có phát sinh nào được báo"),
    }[part.kind]
    state = _STATES.get(part.state, "")
    if part.kind == "revision" and part.state == "live":
        state = _("đã trả lại, chờ nộp lại")
    said = [source, state if part.kind in ("revision", "typed") else ""]
    if part.kind in ("revision", "typed"):
        said.append(_("số {period}").format(period=part.free or period_words(part.period)))
    if part.waits is not None:
        said.append(waits_words(part.waits))
    said.append(part.note)
    if part.at:
        said.append(when(part.at))
    said.append(_ROLES.get(part.role, part.role))
    said.append(_persons(part))
    if part.bundle:
        sender = part.sender or part.origin
        said.append(_("gói {id} của {unit}").format(id=part.bundle[:8], unit=sender))
    if not part.verified:
        said.append(_("chưa xác thực người gửi"))
    if part.step:
        said.append(part.step)
    said += [activity_words(one) for one in part.activities]
    return "; ".join(text for text in said if text)


def waits_words(waits: Waits) -> str:
    """Return which revision waits beside a figure that counts, and what it says."""
    told = _("chờ cấp trên duyệt {what}: {number}")
    if waits.ours:
        told = _("{what} chưa duyệt: {number}")
    number = _("để trống") if waits.value is None else vi_number(waits.value)
    return told.format(what=name_of(waits.rev), number=number)


def _persons(part: TracePart) -> str:
    """Return who locked and who typed it; one person is told once."""
    if not part.person:
        return ""
    if part.kind == "revision" and part.typed_person and part.typed_person != part.person:
        told = _("người chốt: {locker}; người nhập: {typist}")
        return told.format(locker=part.person, typist=part.typed_person)
    return _("người nhập: {person}").format(person=part.person)


def period_words(period: str) -> str:
    """Return a period of the calendar as it is said; an ad-hoc one bears its own name."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        return period
    year, part = found[1], found[2] or ""
    if part.isdigit():
        month = part if int(part) < 3 else int(part)  # as on papers: 01, 02, 3, …
        return _("tháng {month}/{year}").format(month=month, year=year)
    return _PARTS[part].format(year=year)


def activity_words(one: TracedActivity) -> str:
    """Return an activity with its day."""
    title = one.title or one.id
    if one.gone:
        told = _("hoạt động đã xóa sau khi lấy số: {title}").format(title=title)
    elif not one.start:
        told = _("hoạt động: {title}").format(title=title)
    else:
        told = _("hoạt động ngày {day}: {title}").format(
            day=when(one.start).strip(), title=title
        )  # fmt: skip
    if one.now is not None:
        told += _(" (lúc lấy {a}, nay {b})").format(
            a=vi_number(one.gave or 0), b=vi_number(one.now)
        )  # fmt: skip
    return told


def when(moment: str) -> str:
    """Return "05/11/2026 08:30" of an ISO moment."""
    day = moment[:10].split("-")
    return f"{day[2]}/{day[1]}/{day[0]} {moment[11:16]}" if len(day) == 3 else moment
