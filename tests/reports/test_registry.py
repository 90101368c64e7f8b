"""Reports are found by their files."""

import pytest

from desktop.models.errors import Refusal
from desktop.models.packs.packs import load_packs
from desktop.models.store.store import Store
from desktop.reports.registry import all_reports, find_report, title_of
from tests.reports.building import OCTOBER


def test_every_report_has_a_form_of_its_name() -> None:
    assert list(all_reports()) == ["F1", "F2", "F3", "F4", "F5", "F6", "F7"]
    assert set(all_reports()) <= set(load_packs().forms)


def test_a_report_is_found_in_small_letters() -> None:
    assert find_report("f3").id == "F3"


def test_an_unknown_report_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refusal) as told:
        find_report("F99")
    assert told.value.code == "E_REPORT"
    assert "F1, F2" in told.value.next_step


def test_a_report_is_called_by_its_form(office: Store) -> None:
    assert title_of(office, "F4").startswith("Biểu F4 – ")


@pytest.mark.parametrize("form", sorted(all_reports()))
@pytest.mark.parametrize("period", [OCTOBER, "2026-Q4", "2026-H2", "2026-M9", "2026", "2027-X-tet"])
def test_every_report_is_drawn_up_for_every_kind_of_period(
    office: Store, form: str, period: str
) -> None:
    assert all_reports()[form].build(office, period).blocks


@pytest.mark.parametrize("form", sorted(all_reports()))
@pytest.mark.parametrize("unit", ["P-A", "P-A-01"])
def test_every_report_is_drawn_up_for_any_unit(office: Store, form: str, unit: str) -> None:
    assert all_reports()[form].build(office, OCTOBER, unit).blocks


@pytest.mark.parametrize("form", sorted(all_reports()))
@pytest.mark.parametrize(("period", "unit"), [("2026-13", ""), (OCTOBER, "nobody")])
def test_a_period_or_unit_that_is_not_there_is_refused(
    office: Store, form: str, period: str, unit: str
) -> None:
    with pytest.raises(Refusal):
        all_reports()[form].build(office, period, unit)


def test_a_period_before_the_office_began_is_told_in_plain_words(office: Store) -> None:
    for report in all_reports().values():
        with pytest.raises(Refusal) as told:
            report.build(office, "2025-05")
        assert str(told.value).startswith("Ngày 31/5/2025 đơn vị mình chưa có")
