"""Which offices a computer knows, what is found in one, and how a first one is made."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.activities.activities import Activity, add_activity
from desktop.models.errors import Refusal
from desktop.models.store.doctor import examine
from desktop.models.store.office import create_office
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.units.unit_search import ITSELF
from desktop.models.units.units import found_unit, tree_on
from desktop.sync.enrol import accept, grant, request
from desktop.sync.export import make_bundle
from desktop.sync.importer import import_bundle
from desktop.tasks.exchange.identity import read_identity
from desktop.tasks.finding import find
from desktop.tasks.offices import sample_here
from desktop.tasks.offices.found_office import found_office, write_request
from desktop.tasks.offices.new_office import new_office
from desktop.tasks.offices.offices import is_sample, known_offices, remember, sample_folder
from desktop.tasks.offices.past import read_past
from desktop.tasks.offices.places import default_office
from desktop.tasks.offices.standing import exchange_standing
from desktop.tasks.papers.office_facts import office_facts
from tests.models.offices import commune

DAY = date(2026, 11, 21)


def test_a_first_office_knows_what_its_papers_say(tmp_path: Path) -> None:
    found_office(
        tmp_path / "sổ", "Công đoàn xã Ba Lòng", "CDX", above="LĐLĐ tỉnh Quảng Trị", place="Ba Lòng"
    )
    with Reader.open_reader(tmp_path / "sổ") as reader:
        facts = office_facts(reader, DAY)
        assert (facts.name, facts.parent) == ("Công đoàn xã Ba Lòng", "LĐLĐ tỉnh Quảng Trị")
        assert facts.place == "Ba Lòng"
        assert exchange_standing(reader, DAY).text == "Chưa nối với cấp trên"
        identity = read_identity(reader, DAY)
        assert identity.kind == "Công đoàn xã"
        assert identity.fingerprint
        assert next(one.label for one in read_past(reader)) == "Ghi thông tin in trên văn bản"


def test_a_first_office_stands_under_the_code_of_the_office_above(tmp_path: Path) -> None:
    new_office(tmp_path / "sổ", "Công đoàn xã Ba Lòng", "CDX", "QT")
    with Reader.open_reader(tmp_path / "sổ") as reader:
        tree = tree_on(reader, DAY)
        own, above = tree.units[reader.own_unit], tree.by_code("QT")
        assert own.parent == above.id
        assert (above.kind, above.parent) == ("LDT", None)
        facts = office_facts(reader, DAY)
        assert (facts.parent, facts.province) == ("", "")  # papers never print a bare code
        assert examine(reader) == []
        assert exchange_standing(reader, DAY).text == "Chưa nối với cấp trên"


@pytest.mark.parametrize(
    ("kind", "code", "name", "above"),
    [
        ("CDCS", "P-01", "Công đoàn phường Sông Thanh", "CDP"),
        ("CDCS", "X-01", "", "DT"),
        ("LDT", "TLD", "", "TLD"),
    ],
)
def test_the_office_above_is_of_the_kind_its_name_tells(
    tmp_path: Path, kind: str, code: str, name: str, above: str
) -> None:
    new_office(tmp_path / "sổ", "Công đoàn Thử", kind, code, parent_name=name)
    with Reader.open_reader(tmp_path / "sổ") as reader:
        found = tree_on(reader, DAY).by_code(code)
        assert (found.kind, found.name) == (above, name or code)


@pytest.mark.parametrize("code", ["~LDT-1", "Mã có dấu"])
def test_a_code_that_no_register_gives_is_refused_and_nothing_is_made(
    tmp_path: Path, code: str
) -> None:
    with pytest.raises(Refusal):
        new_office(tmp_path / "sổ", "Công đoàn xã Ba Lòng", "CDX", code)
    assert not (tmp_path / "sổ" / "office.db").exists()


def test_the_register_from_above_takes_the_place_of_the_code(tmp_path: Path) -> None:
    with create_office(tmp_path / "tỉnh") as province:
        top = found_unit(
            province, name="Liên đoàn Lao động tỉnh Quảng Trị", kind="LDT", parent=None,
            since=date(2025, 1, 1), unit=province.meta("unit"), code="QT",
        )  # fmt: skip
        found_unit(
            province, name="Công đoàn xã Ba Lòng", kind="CDX", parent=top,
            since=date(2025, 7, 1), code="X-BaLong",
        )  # fmt: skip
        new_office(tmp_path / "xã", "Công đoàn xã Ba Lòng", "CDX", "QT", parent_name="LĐLĐ tỉnh")
        with Store.open(tmp_path / "xã") as commune:
            assert tree_on(commune, DAY).by_code("QT").name == "LĐLĐ tỉnh"
            request(commune, tmp_path / "xin.json")
            given = grant(province, tmp_path / "xin.json", "X-BaLong", tmp_path / "cap.zip")
            accept(commune, given.bundle.path)
            tree = tree_on(commune, DAY)
            assert {unit.code for unit in tree.units.values()} == {"QT", "X-BaLong"}
            assert tree.units[commune.own_unit].parent == tree.by_code("QT").id == top
            assert office_facts(commune, DAY).parent == "Liên đoàn Lao động tỉnh Quảng Trị"
            assert (commune.conflicts(), examine(commune)) == ([], [])
            made = make_bundle(commune, tmp_path)
        result = import_bundle(province, made.path)
        assert (result.status, result.skipped) == ("imported", 0)
        assert {unit.code for unit in tree_on(province, DAY).units.values()} == {"QT", "X-BaLong"}
        assert tree_on(province, DAY).by_code("X-BaLong").parent == top


def test_the_request_bears_the_fingerprint_of_the_office(tmp_path: Path) -> None:
    found_office(tmp_path / "sổ", "Công đoàn xã Ba Lòng", "CDX")
    digits = write_request(tmp_path / "sổ", tmp_path / "đăng ký.json")
    assert (tmp_path / "đăng ký.json").exists()
    with Reader.open_reader(tmp_path / "sổ") as reader:
        assert read_identity(reader, DAY).fingerprint == digits


def test_an_office_without_a_name_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        found_office(tmp_path / "sổ", "  ", "CDX")
    assert not (tmp_path / "sổ" / "office.db").exists()


def test_known_offices_are_the_own_one_first_and_the_sample_last(tmp_path: Path) -> None:
    for folder in (sample_folder() / "province", default_office(), tmp_path / "elsewhere"):
        store, _units = commune(folder, 0)
        store.close()
    remember(tmp_path / "elsewhere")
    known = known_offices(DAY)
    assert [one.folder for one in known] == [
        default_office().resolve(),
        (tmp_path / "elsewhere").resolve(),
        (sample_folder() / "province").resolve(),
    ]
    assert [one.sample for one in known] == [False, False, True]
    assert is_sample(sample_folder() / "province")


def test_a_damaged_office_is_listed_with_its_trouble(tmp_path: Path) -> None:
    broken = default_office()
    broken.mkdir(parents=True)
    (broken / "office.db").write_bytes(b"not a database" * 200)
    (one,) = known_offices(DAY)
    assert one.problem


def test_a_sample_that_was_cut_short_is_made_again_and_a_stopped_one_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = []

    def quick(folder: Path, seed: int, today: date, progress: object) -> None:
        calls.append(folder)
        store, _units = commune(folder / "commune-1", 0)
        store.close()
        if len(calls) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(sample_here, "make_sample", quick)
    with pytest.raises(KeyboardInterrupt):
        sample_here.make_sample_here(DAY)
    assert not sample_folder().exists()
    first = sample_here.make_sample_here(DAY)
    assert sample_here.make_sample_here(DAY) == first == sample_here.sample_office()
    assert len(calls) == 2, "a whole sample is opened, not made"


def test_letters_find_units_and_periods_without_tone_marks(tmp_path: Path) -> None:
    store, _units = commune(tmp_path / "sổ", 2)
    with store:
        units = tree_on(store, DAY)
        found = find(store, "cdcs so 2", lambda: units)
        assert [(one.text, one.page) for one in found] == [("CĐCS số 2", "units")]
        above = find(store, "phuong doi che", lambda: units)
        assert [(one.text, one.how) for one in above] == [("Công đoàn xã Đồi Chè", ITSELF)]
        months = find(store, "10/2026", lambda: units)
        assert [(one.page, one.argument) for one in months][:2] == [
            ("figures", "2026-10"),
            ("reports", {"period": "2026-10"}),
        ]
        assert find(store, "quý 3/2026", lambda: units)[0].argument == "2026-Q3"
        assert find(store, "13/2026", lambda: units) == []
        assert find(store, "", lambda: units) == []
        activity = Activity("Hội thao", "VHTT", DAY, DAY)
        key = add_activity(store, activity, store.packs.activity_categories)
        assert [(one.page, one.argument) for one in find(store, "hoi thao", lambda: units)] == [
            ("activities", key)
        ]
