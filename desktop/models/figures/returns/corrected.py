"""Returns corrected after they were locked and not locked again: what was typed goes nowhere."""

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import period_cells
from desktop.models.figures.revisions import form_codes, revisions
from desktop.models.listed import REPORTS, first_few
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import cell_key, split_return_key
from desktop.models.store.reader import Reader
from desktop.models.text import lowered
from desktop.models.units.scope import Scope

MOST_NAMED = 6


class Corrected(msgspec.Struct, frozen=True):
    """A return of this office (unit id and code, form, period) whose figures changed since."""

    unit: str
    code: str
    name: str
    form: str
    period: Period


def corrected_returns(reader: Reader) -> list[Corrected]:
    """Return what was corrected here after it was locked here, and not locked again, by period."""
    scope, found = Scope.of(reader), []
    for period_id, keys in sorted(_typed_since(reader).items()):
        try:
            period = parse_period(period_id, reader.packs.schemes)
        except Refusal:
            continue  # of a pack that is not here any more
        listed, entered = revisions(reader, period.id), period_cells(reader, period.id)
        for unit, form in sorted(keys):
            codes = form_codes(reader, form)
            held = {c: v for c, v in entered.get(unit, {}).items() if c.partition(";")[0] in codes}
            if held and held != dict(listed[unit, form][-1].values):
                code = str(scope.attribute(unit, "code") or "")
                found.append(Corrected(unit, code, scope.label(unit), form, period))
    return found


def _typed_since(reader: Reader) -> dict[str, set[tuple[str, str]]]:
    """Return period → (unit, form) locked here last, where something was typed here later."""
    locked: dict[str, tuple[int, str, str]] = {}
    for key, rev, hlc, store in reader.rows(
        "SELECT key, field, hlc, store FROM leaf"
        " WHERE kind = 'submit' AND winner = 1 AND value <> 'null'"
    ):
        locked[key] = max(locked.get(key, (0, "", "")), (int(rev), hlc, store))
    typed = dict(
        reader.rows(
            "SELECT key, max(hlc) FROM leaf WHERE kind = 'cell' AND winner = 1 AND store = ?"
            " GROUP BY key",
            (reader.store_id,),
        )
    )
    found: dict[str, set[tuple[str, str]]] = {}
    for key, (_rev, hlc, store) in locked.items():
        unit, form, period = split_return_key(key)
        if store == reader.store_id and typed.get(cell_key(unit, period), "") > hlc:
            found.setdefault(period, set()).add((unit, form))
    return found


def corrected_words(found: list[Corrected]) -> str:
    """Return a sentence that names them, "" for none."""
    if not found:
        return ""
    named = [
        _("{form} {period} của {unit}").format(
            form=one.form, period=lowered(one.period.title), unit=one.name
        )
        for one in found
    ]
    names = first_few(named, MOST_NAMED, REPORTS, between="; ")
    return _("{n} báo cáo đã sửa sau khi chốt, chưa chốt lại: {names}.").format(
        n=len(found), names=names
    )
