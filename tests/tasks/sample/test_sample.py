"""The sample offices: the same for the same seed, and true to the arithmetic in every month."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from desktop.formats.layout import shipped_layout
from desktop.models.errors import Refusal
from desktop.models.figures.returns.returns import statuses
from desktop.models.figures.revisions import revisions
from desktop.models.figures.sums.rollup import totals
from desktop.models.store import history
from desktop.models.store.doctor import examine
from desktop.models.store.reader import Reader
from desktop.models.units.units import tree_on
from desktop.sync.records import made
from desktop.tasks.figures.reports import placed_report
from desktop.tasks.sample.sample import make_sample
from desktop.tasks.sample.sample_data import COMMUNES
from tests.reports.test_asking import not_led, unasked

TODAY = date(2026, 2, 14)
NAMES = ("province", "commune-1", "commune-2", "commune-3", "grassroots-1")
MONTHS = [f"2025-{month:02}" for month in range(1, 13)] + ["2026-01"]


@pytest.fixture(scope="module")
def readers(sample_offices: Path) -> Iterator[dict[str, Reader]]:
    """Every office of a sample of fourteen months, open for reading."""
    with ExitStack() as opened:
        yield {
            name: opened.enter_context(Reader.open_reader(sample_offices / name)) for name in NAMES
        }


def test_every_office_is_sound(readers: dict[str, Reader]) -> None:
    for name, reader in readers.items():
        assert examine(reader) == [], name
        assert reader.rows("SELECT count(*) FROM rejected") == [(0,)], name
        assert reader.conflicts() == [], name


def test_the_movement_equation_holds_for_the_whole_province_in_every_month(
    readers: dict[str, Reader],
) -> None:
    reader = readers["province"]
    months = MONTHS
    for stock, equation in (("A03", "members"), ("A03N", "members_women")):
        rule = reader.packs.equations[equation]
        for before, month in pairwise(months):
            found = totals(reader, month)
            came = sum(int(found[c].value or 0) for c in rule.increases if c in found)
            left = sum(int(found[c].value or 0) for c in rule.decreases if c in found)
            assert totals(reader, before)[stock].value + came - left == found[stock].value, month


def test_three_communes_have_36_base_unions_each_since_july_2025(
    readers: dict[str, Reader],
) -> None:
    reader = readers["province"]
    for day in (date(2025, 7, 1), date(2025, 10, 1), TODAY):
        tree = tree_on(reader, day)
        assert [len(tree.base_unions(u.id)) for u in tree.children(reader.own_unit)] == [36] * 3
    before = tree_on(reader, date(2025, 6, 30))
    (district,) = before.children(reader.own_unit)
    assert district.kind == "LDH"
    assert len(before.base_unions(district.id)) == 109


def test_the_story_has_its_incidents(readers: dict[str, Reader]) -> None:
    reader = readers["province"]
    kinds = {fields["kind"] for fields in reader.records("event").values()}
    assert {"merge", "found", "end", "dissolve", "reparent"} <= kinds
    last = statuses(reader, MONTHS[-1], ["F1"])
    assert [s.state for s in last].count("returned") == 1
    assert [s.state for s in last].count("none") == 36
    corrected = [
        key for month in MONTHS
        for key, listed in revisions(reader, month, "F1").items() if len(listed) == 2
    ]  # fmt: skip
    assert len(corrected) == 1


def test_every_office_tells_its_history_newest_first(readers: dict[str, Reader]) -> None:
    for name, reader in readers.items():
        told = [step.at for step in history.steps(reader, 10_000)]
        assert told == sorted(told, reverse=True), name
        assert told[0][:10] <= TODAY.isoformat()


def test_history_says_what_was_done_to_what(readers: dict[str, Reader]) -> None:
    labels = {step.label for step in history.steps(readers["commune-1"], 10_000)}
    assert "Ghi hoạt động: Trao quà Tết cho đoàn viên khó khăn" in labels
    assert any(label.startswith("Ban hành văn bản số 01: ") for label in labels)
    assert "Chốt Biểu F1 tháng 01/2026" in labels


def test_the_bundles_of_the_sample_lie_where_they_are_told_to(readers: dict[str, Reader]) -> None:
    for name in ("province", "commune-1"):
        told = [Path(one.file) for one in made(readers[name])]
        assert {path.parent.name for path in told} == {"sent", "out"}
        assert all(path.is_file() for path in told), told


def test_a_founded_union_tells_its_members_at_founding(readers: dict[str, Reader]) -> None:
    reader = readers["province"]
    (month,) = {
        reader.records("event")[key]["date"][:7]
        for key, fields in reader.records("event").items()
        if fields["kind"] == "found" and fields["date"] > "2025-07-01"
    }
    found = totals(reader, month)
    assert found["B01M"].value == found["C12"].value > 0


def test_the_grassroots_office_has_union_groups(readers: dict[str, Reader]) -> None:
    reader = readers["grassroots-1"]
    tree = tree_on(reader, TODAY)
    assert [unit.kind for unit in tree.children(reader.own_unit)] == ["TO"] * 3


def test_every_office_told_its_work_of_the_longer_periods(readers: dict[str, Reader]) -> None:
    """Else each first page of the sample would begin with a report long overdue."""
    province = readers["province"]
    tree = tree_on(province, date(2025, 12, 31))
    communes = [tree.by_code(code).id for _name, _kind, code, _area in COMMUNES]
    for period in ("2025-M9", "2025-H2", "2025"):
        told = {one.unit.id: one.state for one in statuses(province, period, ["F4"])}
        assert [told[unit] for unit in communes] == ["accepted"] * 3, period
        for number, unit in enumerate(communes, 1):
            (own,) = [one for one in statuses(readers[f"commune-{number}"], period, ["F4"])
                      if one.unit.id == unit]  # fmt: skip
            assert own.state == "accepted", period


def test_every_union_told_of_itself_for_half_years_and_years(readers: dict[str, Reader]) -> None:
    """Else first pages of December and June would begin with a form nobody gave."""
    province = readers["province"]
    for period, code in (("2025-H2", "A03D"), ("2025", "A10N")):
        base = tree_on(province, date(2025, 11, 30)).base_unions(province.own_unit)
        told = {one.unit.id: one.state for one in statuses(province, period, ["F2"])}
        assert [told[unit.id] for unit in base] == ["accepted"] * len(base), period
        found = totals(province, period)[code]
        assert (found.reported, found.of, found.state) == (len(base), len(base), "accepted")
        assert found.value
    (groups,) = (totals(readers["grassroots-1"], "2025").get("A07T"),)
    assert groups is None or groups.value == 3


def test_a_folder_in_use_and_a_day_too_early_are_refused(
    sample_offices: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refusal):
        make_sample(sample_offices, 3, TODAY)
    with pytest.raises(Refusal):
        make_sample(tmp_path / "early", 3, date(2025, 3, 1))


@pytest.mark.parametrize("today", [date(2025, 10, 31), date(9999, 12, 31)])
def test_a_day_the_sample_cannot_be_made_for_is_refused(tmp_path: Path, today: date) -> None:
    with pytest.raises(Refusal, match="chỉ lập được"):
        make_sample(tmp_path / "new", today=today)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("form", ["F1", "F3", "F4"])
def test_every_number_of_the_forms_leads_to_parts_that_add_up_to_it(
    readers: dict[str, Reader], form: str
) -> None:
    found = placed_report(readers["commune-1"], form, "2026-01", "", shipped_layout())
    assert len(found.numbers) > 50
    assert not unasked(readers["commune-1"], form, "2026-01", found)
    wrong = not_led(readers["commune-1"], found)
    assert not wrong, "\n".join(wrong[:20])
