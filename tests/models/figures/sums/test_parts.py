"""What the months and fast reports within a longer period make up of a unit's figures."""

import pytest

from desktop.models.figures.sums import parts
from desktop.models.figures.views import View
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period

UNITS = [f"u{n}" for n in range(20)]


def test_which_stocks_are_carried_is_asked_once_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not once for every figure of a thousand unions in twelve months."""
    packs = load_packs()
    stock = next(
        one for one in packs.indicators.values()
        if one.type == "S" and one.home not in ("", "F1") and not one.part_of
        and one.code not in {equation.baseline for equation in packs.equations.values()}
    )  # fmt: skip
    window = parse_period("2026", packs.schemes)
    periods = parts.months_in(packs, window)
    months = [period.id for period in periods]
    given = {stock.home: {stock.code: 7}, "F1": {"A03": 9}}
    views = {
        month: {
            unit: {form: View("accepted", values, 1, "op") for form, values in given.items()}
            for unit in UNITS
        }
        for month in months[:-1]
    } | {months[-1]: {}}
    asked: list[str] = []
    real = parts.split_code

    def counted(code: str) -> tuple[str, str]:
        asked.append(code)
        return real(code)

    monkeypatch.setattr(parts, "split_code", counted)
    found = parts.gather(packs, window, periods, views, UNITS, UNITS)
    told = {(part.unit, part.value, part.state, part.period) for part in found.parts[stock.code]}
    assert told == {(unit, 7, "carried", months[-2]) for unit in UNITS}
    assert "A03" not in found.parts  # carried on its own, with the members that events moved
    assert len(asked) == 2 * len({stock.code, "A03"})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"2026-X-tet": 5}, 5),
        ({"2026-X-tet": 5, "2026-01": 2, "2026-04": 1}, 6),  # the months it lies in count no more
        ({"2026-X-tet": 5, "2026-Q1": 7}, 7),
        ({"2026-X-tet": 5, "2026": 9}, 9),
    ],
)
def test_a_fast_report_is_part_of_the_year_and_counted_once(
    given: dict[str, int], expected: int
) -> None:
    packs = load_packs()
    window = parse_period("2026", packs.schemes)
    periods = parts.within(packs, window, window)
    views: dict[str, dict[str, dict[str, View]]] = {one.id: {} for one in periods}
    for period, number in given.items():
        views[period]["u1"] = {"F4": View("accepted", {"E01": number, "D14": 8, "E14": 1}, 1, "op")}
    found = parts.gather(packs, window, periods, views, ["u1"], ["u1"])
    assert sum(part.value for part in found.parts["E01"]) == expected
    assert ("D14" in found.parts) == (len(given) > 1)  # Tết alone says nothing of the year's talks
