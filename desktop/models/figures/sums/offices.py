"""Who owes the forms of an office's own work, which not every base union is asked for."""

from desktop.models.figures.sums.parts import Gathered
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.units.units import Tree, Unit

_OFTEN = ("month", "quarter")
"""What base unions with an office of their own are not asked the form of activities for."""


def offices_owing(
    reader: Reader, tree: Tree, top: Unit, asked: Period, found: Gathered
) -> dict[str, frozenset[str]]:
    """Return form → units that owe it, of the forms that not every base union owes.

    Those are the offices below (a province gathers), base unions with an office of their own
    from half-years on, as they are asked, and whoever told anything of the form.
    """
    units = [unit for unit in tree.walk(top.id) if tree.role(unit) != "part"]
    kind = reader.packs.scheme(asked.scheme, asked.data_from).kind
    owing = {}
    for form in reader.packs.forms.values():
        if not form.entry or form.scope == "unit_rows":
            continue
        told = found.months.get(form.id, {}).keys() | found.newest.get(form.id, {}).keys()
        if kind == "ad_hoc" and any(u.id in told and tree.role(u) == "base" for u in units):
            continue  # of a fast report that base unions give, each of them is waited for
        owing[form.id] = frozenset(
            unit.id for unit in units
            if unit.id in told
            or (unit.id == top.id and tree.role(unit) in ("base", "upper"))
            or tree.role(unit) == "upper"
            or (tree.role(unit) == "base" and unit.id in tree.assigned and kind not in _OFTEN)
        )  # fmt: skip
    return owing
