"""The shipped templates hold together, and blanks without a value stay in sight."""

import re
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.kinds import measured_by
from desktop.models.packs.pack_types import Template, TemplateItem
from desktop.models.packs.packs import (
    fill,
    placeholders,
    shipped_folder,
)
from tests.models.packs.shipped import packs


def all_items(items: tuple[TemplateItem, ...]) -> list[TemplateItem]:
    return [found for item in items for found in (item, *all_items(item.children))]


def texts(template: Template) -> list[str]:
    found = [template.subject, template.theme, template.table_title]
    for group in (template.basis, template.opening, template.closing, template.recipients):
        found += group
    found += template.addressees
    for item in all_items(template.items):
        found += [item.text, item.owner, item.due, item.note]
        found += [item.target.stage, item.target.filter] if item.target else []
    for row in template.table:
        found += [row.task, row.lead, row.partner, row.due]
    return [text for text in found if text]


def test_there_are_six_templates_of_realistic_length() -> None:
    found = {t.id: len(all_items(t.items)) for t in packs().templates()}
    assert set(found) == {
        "nang-suat-lao-dong",
        "viec-lam-ben-vung",
        "thi-dua-yeu-nuoc",
        "nghi-quyet-02",
        "dinh-huong-chuong-trinh",
        "chuong-trinh-cong-tac-nam",
    }
    assert all(25 <= n <= 100 for n in found.values())


@pytest.mark.parametrize("path", sorted(shipped_folder().glob("templates/*.json")))
def test_a_template_holds_together(path: Path) -> None:
    template = packs().template(path.stem)
    assert template.id == path.stem
    assert template.doc_type in packs().document_types
    assert set(template.kinds) <= packs().unit_kinds.keys()
    assert bool(template.addressees) == (template.doc_type == "CV")
    known = placeholders(
        year=2027, unit="a", parent="b", province="c", place="d", below="e", collective="g"
    )
    for text in texts(template):
        assert "{" not in fill(text, known), text
    for item in all_items(template.items):
        assert item.text.strip() == item.text != ""
        target = item.target
        if target is None:
            continue
        assert target.indicator is None or measured_by(packs(), target.indicator), item.text
        assert (target.comparator == "range") == (target.value_max is not None), item.text
        for value in (target.value, target.value_max):
            if value and target.unit != "mức":  # a grade is written in words
                assert re.search(rf"\b0?{value}\b", item.text), item.text
    for row in template.table:
        assert row.category in packs().activity_categories, row.task


def test_resolution_02_has_three_stages_of_one_target_and_its_filters() -> None:
    items = all_items(packs().template("nghi-quyet-02").items)
    targets = [i.target for i in items if i.target]
    stages = [(t.value, t.stage) for t in targets if t.indicator == "D03"]
    assert stages == [(80, "năm {year}"), (85, "đến năm 2030"), (100, "đến năm 2045")]
    assert sum(bool(t.filter) for t in targets) >= 6
    firms = next(t for t in targets if t.indicator == "D24")
    assert (firms.comparator, firms.value, firms.value_max) == ("range", 2, 5)
    studied = {t.indicator: (t.comparator, t.value) for t in targets if t.stage == "hằng năm"}
    assert (studied["F02;LH=HCSN"], studied["F02;LH=DN"]) == (("=", 100), (">", 80))
    assert (studied["N02"], studied["N02;LH=non_state"]) == ((">=", 85), ("=", 60))


def test_the_work_programme_covers_every_month() -> None:
    months = [row.month for row in packs().template("chuong-trinh-cong-tac-nam").table]
    assert {m for m in months if m} == set(range(1, 13))
    assert months[-1] is None
    numbered = [m for m in months if m]
    assert numbered == sorted(numbered)


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(Refusal) as refusal:
        packs().template("khong-co")
    assert refusal.value.code == "E_TEMPLATE"


def test_placeholders_without_a_value_stay_in_sight() -> None:
    known = placeholders(year=2027, unit="Công đoàn xã Ba Lòng")
    text = "{unit}, năm {year}, trước {previous_year}, gửi {parent}"
    assert fill(text, known) == "Công đoàn xã Ba Lòng, năm 2027, trước 2026, gửi {parent}"
