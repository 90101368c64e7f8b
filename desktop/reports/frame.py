"""What stands around every report: the form's head, how firm its figures are, the signatures."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from desktop.formats.document import (
    Block,
    Closing,
    Document,
    FormHead,
    Letterhead,
    PaperKind,
    Signature,
)
from desktop.i18n import _
from desktop.models.clock import SystemClock
from desktop.models.figures.revisions import revisions, units_with
from desktop.models.figures.standing import unverified_returns
from desktop.models.figures.sums.months_told import (
    MonthsTold,
    alone_words,
    lacking_words,
    reported_words,
)
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.packs.pack_types import Form
from desktop.models.packs.periods import Period, period_containing
from desktop.models.store.reader import Reader
from desktop.models.text import short_date, with_counts
from desktop.models.units.collective import collective_of, members_of
from desktop.models.units.units import Tree, Unit, own_unit

_SETTINGS = "plan"
"""Key of the office's own choices for its papers (kind `setting`), the same as plans use."""
_PLACES = (" xã ", " phường ", " đặc khu ", " tỉnh ", " thành phố ")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues a report: names of the head, where and by whom it is signed."""

    unit: Unit
    parent: str
    place: str
    collective: str
    signer_title: str
    signer_name: str


def issuer_of(reader: Reader, tree: Tree) -> Issuer:
    """Return the office's own unit as the issuer of reports on the tree's day."""
    unit = tree.units.get(reader.own_unit) or own_unit(reader, tree.on)
    chosen = {k: v for k, v in reader.fields("setting", _SETTINGS).items() if isinstance(v, str)}
    base = tree.role(unit) == "base"
    return Issuer(
        unit=unit,
        parent=chosen.get("parent") or _parent(reader, tree, unit),
        place=chosen.get("place") or _place(unit),
        collective=chosen.get("collective")
        or collective_of(members_of(chosen.get("committee_size", "")), base=base),
        signer_title=chosen.get("signer_title") or _("CHỦ TỊCH"),
        signer_name=chosen.get("signer_name", ""),
    )


def _parent(reader: Reader, tree: Tree, unit: Unit) -> str:
    above = tree.units.get(unit.parent or "")
    if above is not None:
        return above.printed
    kind = reader.packs.unit_kinds.get(unit.kind)
    national = [k.name for k in reader.packs.unit_kinds.values() if k.role == "national"]
    return national[0] if kind is not None and kind.role == "province" and national else ""


def _place(unit: Unit) -> str:
    commune = unit.attributes.get("commune")
    if isinstance(commune, str) and commune:
        return commune
    for word in _PLACES:
        _before, found, after = unit.name.partition(word)
        if found and after:
            return after
    return ""


def form_head(
    issuer: Issuer, form: Form, period: Period, subtitle: tuple[str, ...], *notes: str
) -> FormHead:
    """Return the head of a form for a period; empty lines under the title are left out."""
    kept = tuple(line for line in subtitle if line)
    lines = (_("Kỳ báo cáo: {period}").format(period=period.title), *notes)
    return FormHead(issuer.parent, issuer.unit.name, form.label, form.title, lines, kept)


def closing(issuer: Issuer, period: Period) -> Closing:
    """Return the signatures: who drew the form up on the left, the chair on the right.

    The day and month are left to be written in; the year is that of the last day on time.
    """
    dated = Letterhead("", "", None, "", issuer.place, year=period.due.year).date_line
    authority = (_("TM. {body}").format(body=issuer.collective.upper()), issuer.signer_title)
    return Closing(
        (
            Signature((_("NGƯỜI LẬP BIỂU"),), "", note=_("(Ký, ghi rõ họ tên)")),
            Signature(authority, issuer.signer_name, place_date=dated),
        )
    )


def as_of(period: Period) -> str:
    """Return "(Số liệu đến ngày 31/10/2026)"."""
    return _("(Số liệu đến ngày {day})").format(day=short_date(period.data_to))


def over(period: Period) -> str:
    """Return "(Từ ngày 01/10/2026 đến ngày 31/10/2026)"."""
    return _("(Từ ngày {first} đến ngày {last})").format(
        first=short_date(period.data_from), last=short_date(period.data_to)
    )


def scope_line(issuer: Issuer, top: Unit, known_on: date | None) -> str:
    """Return what the reader must know of the scope: another unit's tree, an earlier view."""
    parts = []
    if top.id != issuer.unit.id:
        parts.append(_("Phạm vi: {unit}").format(unit=top.name))
    if isinstance(known_on, datetime):
        moment = f"{known_on:%H:%M} {short_date(known_on)}"
        parts.append(_("theo số liệu đã có lúc {moment}").format(moment=moment))
    elif known_on is not None:
        parts.append(_("theo số liệu đã có đến hết ngày {day}").format(day=short_date(known_on)))
    return "; ".join(parts)


def today_of(reader: Reader) -> date:
    """Return the day by the office's clock."""
    clock = getattr(reader, "clock", None) or SystemClock()
    found: date = clock.now().date()
    return found


def to_come(reader: Reader, period: Period) -> str:
    """Say that a period has not begun, "" of any other: its form cannot be a report yet."""
    if period.data_from <= today_of(reader):
        return ""
    return _("Kỳ chưa bắt đầu: từ ngày {day}").format(day=short_date(period.data_from))


def coverage(rollup: Rollup, form: str) -> str:
    """Return how many of those who owe a form reported, and what the others' figures are."""
    states = rollup.states.get(form, {})
    if rollup.top.id not in rollup.tree.units:
        return last_day(rollup.top)  # `ended_line` says what of it is not locked
    back = rollup.returned.get(form, set())
    own, base_alone = rollup.top.id, rollup.tree.role(rollup.top) == "base"
    months = rollup.told_of(form, [own]) if base_alone else rollup.told(form)
    if months is not None and not (months.is_whole and base_alone):
        return _own_months(months) if base_alone else _by_month(rollup, form, months)
    if base_alone:
        return _own_state("returned" if own in back else states.get(own, "missing"))
    owing = rollup.owing(form)
    told = ("returned" if unit in back else states.get(unit, "missing") for unit in owing)
    counted: Counter[str] = Counter(told)
    if form in rollup.offices:
        return _of_offices(counted)
    own_parts = _own_parts(rollup, form)
    if not rollup.base:
        return "; ".join((_("chưa có CĐCS nào trong kỳ"), *own_parts))
    reported = counted["accepted"] + counted["submitted"]
    said = with_counts(_("{n}/{of} CĐCS đã báo cáo"), n=reported, of=len(owing))
    loose: dict[str, str] = {
        "returned": _("{n} CĐCS đã bị trả lại, chờ nộp lại"),
        "live": _("{n} CĐCS lấy số đang nhập, chưa chốt"),
        "carried": _("{n} CĐCS lấy số kỳ trước"),
        "missing": _("{n} CĐCS chưa có số liệu"),
    }
    rest = [t.format(n=f"{counted[state]:02d}") for state, t in loose.items() if counted[state]]
    if not (rest or own_parts):
        return said
    return _("Tạm tính: {said}; {rest}").format(said=said, rest="; ".join((*rest, *own_parts)))


def _by_month(rollup: Rollup, form: str, months: MonthsTold) -> str:
    """Say of a longer period up to which month it is told, and who did not give which months."""
    by_offices = form in rollup.offices
    states = rollup.states.get(form, {})
    carried = sum(states.get(unit) == "carried" for unit in months.silent)
    said = reported_words(months, by_offices=by_offices)
    rest = lacking_words(months, by_offices=by_offices, carried=carried)
    rest += [] if by_offices else _own_parts(rollup, form, months.until)
    if months.is_whole and not rest:
        return said
    return _("Tạm tính: {said}").format(said="; ".join((said, *rest)))


def _own_months(months: MonthsTold) -> str:
    """Say the same of one unit's own figures."""
    said = _("số liệu đến {month}").format(month=months.last.title)
    if months.is_to_the_end:
        said = _("chưa đủ các tháng")
    return _("Tạm tính: {said}").format(said="; ".join((said, *alone_words(months))))


def _own_parts(rollup: Rollup, form: str, until: int | None = None) -> list[str]:
    """Say of how many units the members they manage themselves are not locked, and what counts."""
    back, states = rollup.returned.get(form, set()), rollup.above.get(form, {})
    months = rollup.told_of(form, states, until)
    if months is not None:
        behind = len(states) - len(months.reported)
        words = _("phần trực tiếp quản lý của {n} công đoàn chưa đủ số liệu đến {month}")
        return [words.format(n=f"{behind:02d}", month=months.last.title)] if behind else []
    counted = Counter("returned" if unit in back else state for unit, state in states.items())
    loose: dict[str, str] = {
        "returned": _("phần trực tiếp quản lý của {n} công đoàn đã bị trả lại, chờ nộp lại"),
        "live": _("phần trực tiếp quản lý của {n} công đoàn lấy số đang nhập, chưa chốt"),
        "carried": _("phần trực tiếp quản lý của {n} công đoàn lấy số kỳ trước"),
        "missing": _("phần trực tiếp quản lý của {n} công đoàn chưa có số liệu"),
    }
    return [t.format(n=f"{counted[state]:02d}") for state, t in loose.items() if counted[state]]


def last_day(unit: Unit) -> str:
    """Return "hoạt động đến hết ngày 30/6/2025" of a unit that ended."""
    day = short_date(unit.valid_to or unit.valid_from)
    return _("hoạt động đến hết ngày {day}").format(day=day)


def _of_offices(counted: Counter[str]) -> str:
    """Say who gave a form of an office's own work: the offices that owe it, not every union."""
    of = counted.total()
    if not of:
        return ""
    reported = counted["accepted"] + counted["submitted"]
    said = with_counts(_("{n}/{of} đơn vị đã báo cáo"), n=reported, of=of)
    if reported == of:
        return said
    rest: dict[str, str] = {
        "returned": _("{n} đơn vị đã bị trả lại, chờ nộp lại").format(
            n=f"{counted['returned']:02d}"
        ),
        "live": _("{n} đơn vị lấy số đang nhập, chưa chốt").format(n=f"{counted['live']:02d}"),
        "missing": _("{n} đơn vị chưa có số liệu").format(n=f"{counted['missing']:02d}"),
    }
    told = [words for state, words in rest.items() if counted[state]]
    return _("Tạm tính: {said}; {rest}").format(said=said, rest="; ".join(told))


def unverified_line(reader: Reader, rollup: Rollup, form: str = "") -> str:
    """Return how many units' figures nobody has signed for ("" none), of a form or of any."""
    found = unverified_returns(reader, rollup.period)
    unsure = sum(
        unit in rollup.counted and (not form or form in forms) for unit, forms in found.items()
    )
    if not unsure:
        return ""
    return _("Số của {n} đơn vị chưa xác thực được người gửi").format(n=unsure)


def ended_line(reader: Reader, rollup: Rollup, form: str) -> str:
    """Name the units that ended within the period and whose last month was typed, not locked.

    "" where there are none: what moved until their last day reaches nobody above before that.
    """
    month = next(one for one in reader.packs.schemes if one.kind == "month")
    open_ones = []
    for unit in rollup.leavers:
        if unit.valid_to is None:
            continue
        last = period_containing(unit.valid_to, month).id
        locked = (unit.id, form) in revisions(reader, last, form)
        if not locked and unit.id in units_with(reader, last, form):
            open_ones.append(unit)
    if not open_ones:
        return ""
    unions = all(rollup.tree.role(unit) == "base" for unit in open_ones)
    return _(
        "Biến động tháng cuối của {whom} đã thôi hoạt động chưa chốt: {units}; cấp quản lý chốt"
        " {form} tháng đó rồi gửi lên"
    ).format(
        whom=_("CĐCS") if unions else _("đơn vị"), units=", ".join(unit.name for unit in open_ones),
        form=reader.packs.forms[form].label,
    )  # fmt: skip


def _own_state(state: str) -> str:
    said = {
        "accepted": _("Số liệu đã được công đoàn cấp trên duyệt"),
        "returned": _("Tạm tính: đã bị trả lại, chờ nộp lại"),
        "live": _("Tạm tính: số đang nhập, chưa chốt"),
        "carried": _("Tạm tính: lấy số kỳ trước"),
        "missing": _("Chưa có số liệu kỳ này"),
    }
    return said.get(state, "")


def form_document(
    issuer: Issuer, form: Form, period: Period, blocks: tuple[Block, ...]
) -> Document:
    """Return a figures report as a landscape paper with its properties."""
    title = f"{form.label} – {form.title}, {period.title}"
    return Document(PaperKind.FORM, blocks, title, issuer.unit.name, landscape=True)
