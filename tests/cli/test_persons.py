"""Who enters: an id in every operation, a name in this office alone."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from desktop.models.entry.entry_words import cell_history
from desktop.models.errors import Refusal
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.sums.trace import as_json, trace
from desktop.models.figures.sums.trace_words import part_words
from desktop.models.store import history
from desktop.models.store.store import Store
from desktop.models.units.persons import enter_as, name_person, persons
from desktop.tasks.offices import people
from desktop.tasks.offices.past import read_past
from tests.cli.running import PERIOD, Pair, ask, refused, run, sound_month
from tests.models.offices import commune, enter

MONTH = "2026-10"
LAN, HUNG = "Nguyễn Thị Lan", "Lò Văn Hùng"


def test_nobody_is_asked_and_nobody_is_named_at_first(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, 1)
    with store:
        enter(store, MONTH, ids[0], A03=40)
        (only,) = persons(store)
        assert (only.name, only.current) == ("", True)
        (part,) = trace(store, MONTH, "", "A03").parts
        assert (part.who, part.person) == (only.id, "chưa ghi tên, máy này")
        assert "người nhập: chưa ghi tên, máy này" in part_words(part)


def test_the_chain_names_who_typed_and_who_locked(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, 1)
    with store:
        lan = enter_as(store, LAN)
        enter(store, MONTH, ids[0], A01=50, A01N=20, A03=40, A03N=20, C00=40, C00N=20)
        hung = enter_as(store, HUNG)
        assert hung != lan
        assert lock(store, "F1", MONTH, [ids[0]], reason="Kỳ đầu").locked
        (part,) = trace(store, MONTH, "", "A03").parts
        assert (part.person, part.typed_person) == (HUNG, LAN)
        assert f"người chốt: {HUNG}; người nhập: {LAN}" in part_words(part)
        assert cell_history(store, ids[0], MONTH, "A03")[0].person == LAN
        assert read_past(store)[0].who == HUNG
        assert as_json(trace(store, MONTH, "", "A03"))["parts"][0]["typed_person"] == LAN
        assert enter_as(store, "nguyễn thị LAN") == lan  # the same person comes back
        assert [one.name for one in persons(store)] == [LAN, HUNG]
    with Store.open(tmp_path) as again:
        assert persons(again)[0].id == lan


def test_the_first_name_is_of_who_entered_before_it_and_names_are_mended(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, 1)
    with store:
        enter(store, MONTH, ids[0], A03=40)
        before = persons(store)[0].id
        assert enter_as(store, LAN) == before
        name_person(store, before, "Nguyễn Thị  Lân")
        assert persons(store)[0].name == "Nguyễn Thị Lân"
        history.undo(store)
        assert persons(store)[0].name == LAN
        for wrong in ("", " ", "x" * 81):
            with pytest.raises(Refusal, match="Ghi họ và tên"):
                enter_as(store, wrong)
        with pytest.raises(Refusal, match="mã người nhập"):
            name_person(store, "Lan", HUNG)


def test_a_person_who_enters_is_found_corrected_and_deleted_as_anybody(tmp_path: Path) -> None:
    store, _ids = commune(tmp_path, 1)
    with store:
        one = enter_as(store, LAN)
        (place,) = people.find(store, "nguyen thi lan")
        assert (place.where, place.can_change) == (f"Người nhập số liệu, mã {one}", True)
        people.delete(store, [place], store.clock.now())
        assert persons(store)[0].name == ""


def test_a_name_never_leaves_and_the_level_above_reads_the_id(pair: Pair) -> None:
    told = ask(pair.commune, "person", "set", "--name", LAN)
    pair.figures("P-A-01", **sound_month())
    pair.lock()
    bundle = pair.send()
    for path in bundle.parent.rglob("*"):
        if path.suffix in (".zip", ".xlsx"):
            with zipfile.ZipFile(path) as packed:
                assert not any("Thị Lan" in packed.read(name).decode("utf-8", "ignore")
                               for name in packed.namelist())  # fmt: skip
    ask(pair.province, "bundle", "import", bundle, "--yes")
    asked = ("trace", "--period", PERIOD, "A03")
    (part,) = ask(pair.province, *asked)["parts"]
    assert (part["who"], part["person"]) == (told["id"], f"mã {told['id']}")
    assert f"người nhập: mã {told['id']}" in run("--store", pair.province, *asked).out
    (here,) = ask(pair.commune, *asked)["parts"]
    assert here["person"] == LAN
    history = ("return", "history", "--form", "F1", "--period", PERIOD, "--unit", "P-A-01")
    assert ask(pair.commune, *history)["revisions"][0]["person"] == LAN
    assert f"người chốt: mã {told['id']}" in run("--store", pair.province, *history).out
    listed = ask(pair.commune, "person", "list")["people"]
    assert [(one["id"], one["name"], one["current"]) for one in listed] == [
        (told["id"], LAN, True)
    ]  # fmt: skip
    ask(pair.province, "person", "name", told["id"], "--name", "Chị Lan, phường A")
    assert ask(pair.province, *asked)["parts"][0]["person"] == "Chị Lan, phường A"
    ask(pair.province, "person", "name", told["id"], "--name", "")
    assert ask(pair.province, *asked)["parts"][0]["person"] == f"mã {told['id']}"
    assert "mã người nhập" in refused("--store", pair.province, "person", "name", "Lan",
                                      "--name", "Lan")  # fmt: skip
    assert date.fromisoformat(part["at"][:10])


def test_a_search_says_where_it_did_not_look(pair: Pair) -> None:
    key = pair.folder / "mật khẩu.txt"
    key.write_text("một câu đủ dài\n", "utf-8")
    find = ("people", "find", LAN)
    assert ask(pair.commune, *find) == {"places": []}
    ask(pair.commune, "members", "on", "--key", key, "--yes")
    ask(pair.commune, "members", "add", "--key", key, f"full_name={LAN}")
    assert ask(pair.commune, *find) == {"places": [], "unsearched": ["members"]}
    told = run("--store", pair.commune, *find).out
    assert "chưa được tìm; thêm --key" in told
    (place,) = ask(pair.commune, *find, "--key", key)["places"]
    assert place["value"] == LAN
    ask(pair.commune, "person", "set", "--name", LAN)
    export = ("people", "export", LAN, "--out", pair.folder / "lan.txt")
    assert ask(pair.commune, *export)["unsearched"] == ["members"]


def test_a_column_that_is_off_is_told_with_how_to_switch_it_on(pair: Pair, tmp_path: Path) -> None:
    key, table = tmp_path / "key", tmp_path / "ds.csv"
    key.write_text("một mật khẩu đủ dài", encoding="utf-8")
    table.write_text("Họ và tên,Ngày sinh\nHà Văn Sơn,01/02/1990\n", encoding="utf-8")
    ask(pair.commune, "members", "on", "--key", key, "--yes")
    said = run("--store", pair.commune, "members", "import", table, "--key", key, "--dry-run").out
    assert "bỏ qua cột: Ngày sinh" in said
    assert "--only born" in said


def test_what_is_known_on_a_day_to_come_is_all_that_is_known(pair: Pair) -> None:
    asked = ("totals", "--period", "2026-10")
    ahead = ask(pair.commune, *asked, "--as-known-on", "2090-01-01")
    now = ask(pair.commune, *asked)
    assert {key: ahead[key] for key in now} == now
