"""The paper of a form whose rows are indicators: its head, one table, the signatures."""

from collections.abc import Callable
from datetime import date

from desktop.formats.document import Document
from desktop.formats.table import Table
from desktop.i18n import _
from desktop.models.figures.revisions import entry_form
from desktop.models.figures.sums.rollup import Rollup, roll_up
from desktop.models.packs.pack_types import Form
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, with_counts
from desktop.reports import frame

RESULTS = "F4"
"""The form that results of activities are entered and sent in."""


def indicator_paper(
    reader: Reader,
    form_id: str,
    period_id: str,
    unit: str,
    known_on: date | None,
    table: Callable[[Form, Rollup], Table],
) -> Document:
    """Return the paper around the table that `table` draws up from the unit's tree, added up."""
    form = entry_form(reader, form_id)
    rollup = roll_up(reader, period_id, unit, known_on=known_on)
    issuer = frame.issuer_of(reader, rollup.tree)
    subtitle = (
        frame.over(rollup.period),
        frame.to_come(reader, rollup.period),
        frame.scope_line(issuer, rollup.top, known_on),
        firmness(reader, rollup, form),
    )
    blocks = (
        frame.form_head(issuer, form, rollup.period, subtitle),
        table(form, rollup),
        frame.closing(issuer, rollup.period),
    )
    return frame.form_document(issuer, form, rollup.period, blocks)


def firmness(reader: Reader, rollup: Rollup, form: Form) -> str:
    """Return who reported the forms that a paper's figures come from, and what is still open.

    Results of activities are owed by offices, members by base unions; a paper of results alone
    tells of those alone. An ad-hoc period asks for nothing monthly: who reported is who gave
    this very return, where base unions give it at all.
    """
    period, packs = rollup.period, reader.packs
    ad_hoc = packs.scheme(period.scheme, period.data_from).kind == "ad_hoc"
    results_alone = all(
        i.home == RESULTS for i in packs.indicators.values()
        if i.group in form.groups and i.type != "R"
    )  # fmt: skip
    if ad_hoc:
        said = _fast(reader, rollup)
    elif results_alone or rollup.tree.role(rollup.top) == "base":
        said = frame.coverage(rollup, RESULTS if results_alone else "F1")
    else:
        members = frame.coverage(rollup, "F1")
        results = frame.coverage(rollup, RESULTS)
        said = members
        if results:
            said += _("; số hoạt động – {said}").format(said=lowered(results))
    back = rollup.returned.get(RESULTS, set())
    by_state = not ad_hoc or said == frame.coverage(rollup, RESULTS)
    told = by_state and any(
        state == "live" and unit not in back
        for unit, state in rollup.states.get(RESULTS, {}).items()
    )
    open_parts = not told and any(
        part.state == "live" and not part.op  # what was sent back is told with who reported
        for code, parts in rollup.parts.items()
        if code in packs.indicators and packs.indicators[code].home == RESULTS
        for part in parts
    )
    flows = "" if ad_hoc or results_alone else _movements(reader, rollup)
    open_said = _("số hoạt động đang nhập, chưa chốt") if open_parts else ""
    unsure = lowered(frame.unverified_line(reader, rollup))
    line = "; ".join(filter(None, (said, flows, open_said, unsure)))
    return line[:1].upper() + line[1:]


def _movements(reader: Reader, rollup: Rollup) -> str:
    """Say how far a longer period's movements are told, where that is not as far as members."""
    form = entry_form(reader, "F3")
    members, moved = rollup.told("F1"), rollup.told(form.id)
    if moved is None or (members is not None and members.months == moved.months):
        return ""
    return _("số {form} – {said}").format(
        form=lowered(form.label), said=lowered(frame.coverage(rollup, form.id))
    )


def _fast(reader: Reader, rollup: Rollup) -> str:
    """Return who gave results: base unions, or where none did the upper units directly below.

    Of an office that has none below it is whether it gave its own.
    """
    states, tree = rollup.states.get(RESULTS, {}), rollup.tree
    if any(states.get(unit.id, "missing") != "missing" for unit in rollup.base):
        return frame.coverage(rollup, RESULTS)
    below = [one for one in tree.children(rollup.top.id) if tree.role(one) == "upper"]
    indicators = reader.packs.indicators
    gave = {
        part.unit
        for code, parts in rollup.parts.items()
        if code in indicators and indicators[code].home == RESULTS
        for part in parts
    }
    told = sum(any(inner.id in gave for inner in tree.walk(one.id)) for one in below)
    if not below:
        return frame.coverage(rollup, RESULTS)
    said = with_counts(_("{n}/{of} đơn vị trực thuộc đã có số liệu"), n=told, of=len(below))
    return said if told == len(below) else _("Tạm tính: {said}").format(said=said)
