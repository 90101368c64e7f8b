"""What the rules say of the rows of indicators, each beside the others of its unit."""

from collections.abc import Iterator, Mapping, Sequence

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.result import ReadRow
from desktop.intake.figures.rows.checks import Judge
from desktop.intake.figures.rows.read_rows import warned


def beside_each_other(
    rows: Sequence[ReadRow], judge: Judge, by_id: Mapping[str, Known]
) -> Iterator[ReadRow]:
    """Yield the rows of indicators, with what the rules say of each beside its unit's."""
    by_unit: dict[str, list[ReadRow]] = {}
    told: dict[str, Mapping[str, Sequence[str]]] = {}
    for row in rows:
        by_unit.setdefault(row.unit_id, []).append(row)
    for unit_id, own in by_unit.items():
        unit = by_id.get(unit_id)
        if unit is None:
            continue
        values = {code: value for row in own if row.status != "refused"
                  for code, value in row.values.items()}  # fmt: skip
        unread = frozenset(cell.code for row in own for cell in row.cells
                           if not cell.taken or row.status == "refused")  # fmt: skip
        told[unit_id] = judge.by_code(unit, values, unread)
    for row in rows:
        said = [one for code in row.values for one in told.get(row.unit_id, {}).get(code, ())]
        yield row if row.status == "refused" else warned(row, list(dict.fromkeys(said)))
