"""What the rules say of figures written beside a return that was locked without them.

A form's rules look at figures other forms are the home of: members of occupational unions (F2)
are part of the members that F1 holds. The lock has judged what stood then.
"""

from collections.abc import Collection

from desktop.i18n import _
from desktop.models.figures.cells import period_cells
from desktop.models.figures.checks.rules import judge
from desktop.models.figures.returns.rule_words import finding_said
from desktop.models.figures.revisions import closed_units, form_codes
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.units.units import Unit, tree_on


def judged_again(reader: Reader, period: Period, unit: Unit, codes: Collection[str]) -> list[str]:
    """Return errors and warnings at some codes of a unit, by forms of the period that are locked
    and not the home of them."""
    said: list[str] = []
    tree = tree_on(reader, period.data_to, ended_too=True)
    for form in reader.packs.forms.values():
        if not form.entry or period.scheme not in form.schemes:
            continue
        others = set(codes) - form_codes(reader, form.id)
        if not others or unit.id not in closed_units(reader, form.id, period.id):
            continue
        cells = period_cells(reader, period.id)
        for one in judge(reader, tree, form, period, [unit], cells):
            if one.severity != "I" and not others.isdisjoint(one.codes):
                told = finding_said(reader.packs, one.codes, one.message, "")
                said.append(_("{form} đã chốt, xét lại: {told}").format(form=form.label, told=told))
    return said
