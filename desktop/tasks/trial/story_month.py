"""The story's month: 36 unions typed into F1 and F3, locked, reported."""

from random import Random
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.entry.entry_lock import give_reason
from desktop.models.figures.cells import Entry, period_cells
from desktop.models.figures.checks.estimates import estimated_stocks
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.owing import owing_units
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.sums.rollup import totals
from desktop.models.store.store import Store
from desktop.models.text import vi_number
from desktop.models.units.units import Unit, tree_on
from desktop.sync.records import mark_sent
from desktop.tasks.exchange.receive import receive
from desktop.tasks.exchange.send import send
from desktop.tasks.figures.reports import make_report

if TYPE_CHECKING:
    from desktop.tasks.trial.story import Story

FORMS = ("F1", "F3")
REPORTS = ("F1", "F2", "F3", "F4")
Cells = dict[tuple[str, str], Entry]


def base_union_reports(story: "Story") -> None:
    """The base union with an office of its own types, locks and sends its month itself."""
    store = story.base
    type_month(story, store)
    for form in FORMS:
        _lock(story, store, form)
    made = send(store, story.folder / "4-goi-gui" / "co-so-gui-phuong")
    mark_sent(store, made.id, "usb")
    (result,) = receive(story.commune, [made.path])
    story.files += [made.path, *made.sheets]
    story.tell(
        _("Công đoàn cơ sở có sổ riêng tự nhập, chốt và gửi phường: {n} báo cáo.").format(
            n=len(result.returns)
        )
    )


def enter(story: "Story") -> None:
    """Type the month of the commune's base unions."""
    units, confirmed = type_month(story, story.commune)
    story.facts |= {"units": units, "confirmed": confirmed}
    story.tell(
        _("Nhập {period} cho {n} công đoàn cơ sở: biến động, rồi xác nhận {m} số ước tính.").format(
            period=story.month.title, n=units, m=vi_number(confirmed)
        )
    )


def type_month(story: "Story", store: Store) -> tuple[int, int]:
    """Type the movements, then confirm the stocks that follow; return units and cells."""
    month, forms = story.month, store.packs.forms
    units = owing_units(store, tree_on(store, month.data_to), forms["F1"])
    rng = Random(f"story {month.id} {len(units)}")
    set_cells(store, month.id, _movements(units, rng))
    values = period_cells(store, month.id)
    confirmed: Cells = {}
    for form_id in FORMS:
        carried = estimated_stocks(store, forms[form_id], month, [u.id for u in units], values)
        for unit, stocks in carried.items():
            for code, stock in stocks.items():
                confirmed[unit, code] = Entry(stock + _hired(values[unit], code))
    change = set_cells(store, month.id, confirmed)
    return len(units), len(change.changes)


def _movements(units: list[Unit], rng: Random) -> Cells:
    """Return new members of most unions and a leaver of some."""
    cells: Cells = {}
    for unit in units:
        joined, left = rng.randint(0, 3), rng.choice((0, 0, 1))
        cells[unit.id, "C11"] = Entry(joined)
        cells[unit.id, "C11N"] = Entry(rng.randint(0, joined))
        cells[unit.id, "C24"] = Entry(left)
        cells[unit.id, "C24N"] = Entry(0)
    return cells


def _hired(values: dict[str, int], code: str) -> int:
    """Return how many workers the new members brought: they were hired this month."""
    return {"A01": values["C11"], "A01N": values["C11N"]}.get(code, 0)


def _lock(story: "Story", store: Store, form: str) -> list[str]:
    """Lock a form and return the codes of the units; what a rule only warns of is explained."""
    done = lock(store, form, story.month.id)
    warned = [one for one in done.blocked if one.severity == "W"]
    if warned:
        with store.step(_("Ghi lý do cho cảnh báo")):
            for one in warned:
                text = _("Đã đối chiếu với danh sách của đơn vị.")
                give_reason(store, story.month.id, one.unit, one.rule, text)
        done = lock(store, form, story.month.id)
    if done.blocked:
        raise AssertionError(f"the story breaks a rule: {done.blocked[:3]}")
    return [unit.code for unit in done.locked]


def lock_returns(story: "Story") -> None:
    """Lock both forms of all the commune's base unions."""
    for form in FORMS:
        codes = _lock(story, story.commune, form)
        story.facts |= {f"locked_{form}": codes}
        story.tell(_("Chốt biểu {form} của {n} đơn vị.").format(form=form, n=len(codes)))
    found = totals(story.commune, story.month.id)
    story.facts |= {"members": int(found["A03"].value or 0)}
    story.tell(
        _("Tổng số đoàn viên: {n} ({reported}/{of} công đoàn cơ sở đã báo cáo).").format(
            n=vi_number(int(found["A03"].value or 0)), reported=found["A03"].reported,
            of=found["A03"].of,
        )
    )  # fmt: skip


def print_reports(story: "Story") -> None:
    """Print F1 to F4 as workbooks and as PDF."""
    for report in REPORTS:
        for suffix in (".xlsx", ".pdf"):
            out = story.out(f"3-bao-cao/{report}-{story.month.id}{suffix}")
            make_report(story.commune, report, story.month.id, out)
    story.tell(_("Lập báo cáo F1, F2, F3, F4 ra Excel và PDF."))
