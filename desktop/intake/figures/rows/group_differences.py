"""Sums of groups that differ from their rows, where the sheet's other groups add up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop.i18n import _
from desktop.intake.figures.result import ControlTotal, ReadRow
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.rows.read_rows import warned
from desktop.intake.figures.sheets.grid import Grid
from desktop.models.text import vi_number


@dataclass(frozen=True, slots=True)
class GroupSum:
    """What a row says a group comes to, and what the group's rows of data come to."""

    line: Line
    rows: tuple[Line, ...]
    role: str
    declared: int
    computed: int

    @property
    def told(self) -> str:
        """The difference in words."""
        return _("“{name}” ghi {declared}, cộng các dòng của nhóm được {computed}.").format(
            name=self.line.name[:40], declared=vi_number(self.declared),
            computed=vi_number(self.computed))  # fmt: skip


def group_differences(lines: Sequence[Line]) -> list[GroupSum]:
    """Return the sums of groups that are not those of their rows.

    A group's rows stand above its sum, up to the sum before, or below it, down to the next. Which
    of both it is the groups that add up tell: without any of them nothing is known of the others.
    """
    sums = [line for line in lines if line.kind in ("total", "subtotal") and line.has_figures]
    if len(sums) < 2:
        return []
    found: list[GroupSum] = []
    best = (0, 0)
    for above in (True, False):
        compared = list(_compared(lines, sums, above=above))
        differing = [one for one in compared if one.declared != one.computed]
        agreeing = sum(one.declared == one.computed > 0 for one in compared)
        if (agreeing - len(differing), agreeing) > best:
            best, found = (agreeing - len(differing), agreeing), differing
    return found if best[1] >= max(1, len(found)) else []


def tells_all(groups: Sequence[GroupSum], total: ControlTotal) -> bool:
    """Whether a total differs by what its groups do: their rows alone are to be looked at."""
    of = [one for one in groups if one.role == f"code:{total.indicator}"]
    lacking = sum(one.declared - one.computed for one in of)
    return bool(of) and lacking == total.declared - total.computed != 0


def with_groups(
    totals: Sequence[ControlTotal], groups: Sequence[GroupSum], grid: Grid
) -> tuple[ControlTotal, ...]:
    """Return the totals of whole tables, and beside them the sums of groups that differ."""
    known = {(one.indicator, one.source_row) for one in totals}
    added = [ControlTotal(one.role[5:], one.declared, one.computed, grid.lines[one.line.at])
             for one in groups]  # fmt: skip
    return (*totals, *(one for one in added if (one.indicator, one.source_row) not in known))


def beside_groups(
    rows: Iterable[ReadRow], groups: Sequence[GroupSum], totals: Sequence[ControlTotal],
    grid: Grid,
) -> Iterator[ReadRow]:  # fmt: skip
    """Yield the rows; those of a group whose sum differs are told, and no others.

    Where the total of all agrees with the rows it is the sum of the group that is mistyped.
    """
    agreeing = {f"code:{one.indicator}" for one in totals if one.match}
    told: dict[int, list[str]] = {}
    for group in groups:
        for line in group.rows if group.role not in agreeing else ():
            told.setdefault(grid.lines[line.at], []).append(group.told)
    for row in rows:
        yield warned(row, told.get(row.source_row, []))


def _compared(lines: Sequence[Line], sums: Sequence[Line], *, above: bool) -> Iterator[GroupSum]:
    data = [line for line in lines if line.kind == "data"]
    for line in sums:
        own = [one for one in data if one.table is line.table
               and (one.at < line.at if above else one.at > line.at)]  # fmt: skip
        bounds = [one.at for one in sums if (one.at < line.at if above else one.at > line.at)]
        bounds = sorted(bounds, reverse=above)
        near = _between(own, line.at, bounds[0]) if bounds else own
        if not near or len(near) == len(data):
            continue  # the sum of all is compared as such
        # A sum of several groups is that of all rows since an earlier one.
        stretches = [_between(own, line.at, bound) for bound in bounds] + [own]
        for role, count in line.counts.items():
            told = [row.counts[role] for row in near if role in row.counts]
            if not role.startswith("code:") or count.value is None or not told:
                continue
            fits = any(_added(rows, role) == count.value for rows in stretches)
            if all(one.sureness != "flagged" for one in told):
                computed = count.value if fits else _added(near, role)
                yield GroupSum(line, tuple(near), role, count.value, computed)


def _between(rows: Sequence[Line], one: int, other: int) -> list[Line]:
    return [row for row in rows if min(one, other) < row.at < max(one, other)]


def _added(rows: Sequence[Line], role: str) -> int:
    return sum(row.counts[role].value or 0 for row in rows if role in row.counts)
