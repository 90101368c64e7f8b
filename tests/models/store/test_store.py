"""The store: steps, undo, the fold, and what may not happen."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.errors import Refusal
from desktop.models.store import history
from desktop.models.store.fold import Fold
from desktop.models.store.ops import load, read_op
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from tests.models.offices import empty_office

State = list[tuple[str, str, str, str]]


def test_folders_that_somebody_cleared_away_are_there_again(tmp_path: Path) -> None:
    """Backups and kept bundles may be deleted to make room; what writes there goes on."""
    with empty_office(tmp_path / "sổ") as made:
        folder = made.folder
    shutil.rmtree(folder / "backups")
    shutil.rmtree(folder / "bundles")
    with Store.open(folder) as store:
        assert (store.folder / "backups").is_dir()
        assert (store.folder / "bundles" / "out").is_dir()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with empty_office(tmp_path / "Sổ của tôi") as opened:
        yield opened


def state(reader: Reader) -> State:
    """Return what every register holds, unset ones left out."""
    return reader.rows(
        "SELECT kind, key, field, value FROM leaf WHERE winner = 1 AND value <> 'null'"
        " ORDER BY kind, key, field"
    )


def put(store: Store, key: str, field: str, value: object, label: str = "Sửa") -> None:
    with store.step(label) as step:
        step.put("cell", key, field, value)


def test_a_step_is_one_transaction_with_one_notice(store: Store) -> None:
    with store.step("Nhập") as step:
        step.put("cell", "2026-10|u", "A01", 10)
        step.put("cell", "2026-10|u", "A03", 9)
    assert [(c.field, c.before, c.after) for c in step.change.changes] == [
        ("A01", None, 10), ("A03", None, 9),
    ]  # fmt: skip
    assert [s.label for s in history.steps(store)] == ["Nhập"]


def test_what_raises_inside_a_step_leaves_nothing(store: Store) -> None:
    before = store.rows("SELECT count(*) FROM op")

    def fail() -> None:
        with store.step("Nhập") as step:
            step.put("cell", "2026-10|u", "A01", 10)
            raise RuntimeError("boom")

    with pytest.raises(RuntimeError, match="boom"):
        fail()
    assert store.rows("SELECT count(*) FROM op") == before
    put(store, "2026-10|u", "A01", 11)
    assert store.get("cell", "2026-10|u", "A01") == 11


def test_a_write_outside_a_step_raises(store: Store) -> None:
    with pytest.raises(RuntimeError):
        store._execute("DELETE FROM op")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.rows("DELETE FROM leaf")


def test_typing_the_same_value_again_appends_nothing(store: Store) -> None:
    put(store, "2026-10|u", "A01", 10)
    count = store.rows("SELECT count(*) FROM op")
    put(store, "2026-10|u", "A01", 10)
    assert store.rows("SELECT count(*) FROM op") == count
    assert len(history.steps(store)) == 1


def test_a_rehearsal_tells_and_changes_nothing(store: Store) -> None:
    with store.step("Thử", rehearse=True) as step:
        step.put("cell", "2026-10|u", "A01", 10)
    assert step.change.changes[0].after == 10
    assert state(store) == []
    put(store, "2026-10|u", "A01", 3)
    assert store.get("cell", "2026-10|u", "A01") == 3


def test_a_step_taken_back_costs_no_new_reading_of_what_it_did_not_change(store: Store) -> None:
    asked: list[str] = []

    def number() -> object:
        return store.get("cell", "2026-10|u", "A01")

    def read(kind: str) -> object:
        return store.remembered_of((kind,), kind, lambda: (asked.append(kind), number())[1])

    put(store, "2026-10|u", "A01", 3)
    assert (read("cell"), read("unit")) == (3, 3)
    for tried in (10, 11):
        with store.step("Thử", rehearse=True) as step:
            step.put("cell", "2026-10|u", "A01", tried)
            assert read("cell") == tried
            read("event")  # first asked for inside the step
        assert read("cell") == 3
    assert [asked.count(kind) for kind in ("unit", "event")] == [1, 1]
    put(store, "2026-10|u", "A01", 4)
    assert read("cell") == 4


def test_what_is_asked_for_time_and_again_is_not_read_again(store: Store) -> None:
    asked: list[object] = []

    def read(name: object) -> object:
        return store.remembered_of(("unit",), name, lambda: (asked.append(name), name)[1])

    for day in range(100):
        assert read("register") == "register"
        assert read(("tree", day)) == ("tree", day)
    assert asked.count("register") == 1


def test_each_operation_links_to_the_one_before_in_its_stream(store: Store) -> None:
    with store.step("Nhập") as step:
        step.put("cell", "k|u", "A", 1)
        step.put("plan", "p", "title", "Kế hoạch")
        step.put("cell", "k|u", "B", 2)
    bodies = [load(raw) for (raw,) in store.rows("SELECT raw FROM op ORDER BY seq")]
    office = [body for body in bodies if body["stream"] == "office"]
    assert [body["n"] for body in office] == [1, 2]
    assert office[1]["prev"] == office[0]["id"]
    assert [b["n"] for b in bodies if b["stream"] == "local"] == [1]


def test_a_verb_inside_a_verb_joins_its_step(store: Store) -> None:
    with store.step("Ngoài") as outer:
        put(store, "k|u", "A", 1, "Trong")
        put(store, "k|u", "B", 1, "Trong")
    assert len(outer.change.changes) == 2
    assert [s.label for s in history.steps(store)] == ["Ngoài"]


def test_undo_stops_at_a_barrier(store: Store) -> None:
    put(store, "k|u", "A", 1)
    with store.step("Tạo gói", barrier="export"):
        pass
    with pytest.raises(Refusal):
        history.undo(store)
    put(store, "k|u", "A", 2)
    history.undo(store)
    assert store.get("cell", "k|u", "A") == 1


def test_a_new_step_forgets_what_was_undone(store: Store) -> None:
    put(store, "k|u", "A", 1)
    history.undo(store)
    put(store, "k|u", "B", 1)
    with pytest.raises(Refusal):
        history.redo(store)


def test_a_second_process_is_told_who_holds_the_office(store: Store) -> None:
    code = (
        "import sys; from pathlib import Path; from desktop.models.store.store import Store\n"
        "from desktop.models.errors import Refusal\n"
        "try: Store.open(Path(sys.argv[1]))\n"
        "except Refusal as refusal: print(refusal.code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(store.folder)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "E_LOCKED"


def test_a_reader_beside_the_writer_sees_each_commit(store: Store) -> None:
    with Reader.open_reader(store.folder) as reader:
        put(store, "k|u", "A", 1)
        assert reader.get("cell", "k|u", "A") == 1
        with pytest.raises(sqlite3.OperationalError):
            reader.rows("DELETE FROM op")


def test_two_leaves_that_disagree_are_a_conflict_until_one_replaces_both(
    store: Store, tmp_path: Path
) -> None:
    put(store, "k|u", "A", 1)
    with empty_office(tmp_path / "other", seed=2) as other:
        put(other, "k|u", "A", 2)
        (raw,) = other.rows("SELECT raw FROM op")[0]
    with store.step("Nhập gói", barrier="import") as step:
        step.take([read_op(raw)], "bundle")
    assert store.conflicts() == [("cell", "k|u", "A")]
    put(store, "k|u", "A", 2)
    assert store.conflicts() == []
    assert store.get("cell", "k|u", "A") == 2


def test_an_alias_brings_earlier_figures_under_the_register_id(store: Store) -> None:
    put(store, "2026-10|own", "A", 1)
    with store.step("Cấp phép") as step:
        step.put("alias", "own", "unit", "registered")
    assert store.get("cell", "2026-10|registered", "A") == 1
    assert store.fields("cell", "2026-10|own") == {}
    put(store, "2026-10|own", "B", 2)
    assert store.fields("cell", "2026-10|registered") == {"A": 1, "B": 2}


# A keyboard of steps: assign one of six registers, or undo, or redo.
moves = st.lists(
    st.tuples(st.sampled_from("ABCDEF"), st.none() | st.integers(0, 3))
    | st.sampled_from(["undo", "redo"]),
    max_size=25,
)


@settings(max_examples=40)
@given(moves)
def test_undo_all_returns_to_the_start_and_redo_all_to_the_end(
    tmp_path_factory: pytest.TempPathFactory, made: list[object]
) -> None:
    with empty_office(tmp_path_factory.mktemp("undo")) as store:
        put(store, "k|u", "A", 9)
        with store.step("Rào", barrier="export"):
            pass
        start = state(store)
        for move in made:
            _play(store, move)
        end = state(store)
        undone = 0
        while history.next_undo(store):
            history.undo(store)
            undone += 1
        assert state(store) == start
        for _step in range(undone):
            history.redo(store)
        assert state(store) == end
        folded = store.rows("SELECT * FROM leaf ORDER BY 1, 2, 3, 4")
        with store.step("Gập lại", rehearse=True):
            Fold(store._db).rebuild()
            assert store.rows("SELECT * FROM leaf ORDER BY 1, 2, 3, 4") == folded


def _play(store: Store, move: object) -> None:
    if isinstance(move, tuple):
        field, value = move
        put(store, "k|u", field, value)
        return
    possible = history.next_undo(store) if move == "undo" else history.next_redo(store)
    if possible:
        (history.undo if move == "undo" else history.redo)(store)


@settings(max_examples=40)
@given(st.data())
def test_any_order_of_arrival_folds_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("order")
    lines: list[bytes] = []
    for seed in (1, 2):
        with empty_office(folder / f"pc{seed}", seed=seed) as pc:
            for field, value in data.draw(
                st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 3)), max_size=5)
            ):
                put(pc, "k|u", field, value)
                if seed == 2 and lines and data.draw(st.booleans()):
                    with pc.step("Nhận") as step:
                        step.take([read_op(line) for line in lines], "b")
            lines += [raw for (raw,) in pc.rows("SELECT raw FROM op WHERE bundle IS NULL")]
    orders = [lines, lines[::-1], data.draw(st.permutations(lines))]
    seen = []
    for number, order in enumerate(orders):
        with empty_office(folder / f"above{number}", seed=9) as above:
            for line in [*order, *order[:2]]:
                with above.step("Nhận") as step:
                    step.take([read_op(line)], "b")
            seen.append(above.rows("SELECT * FROM leaf ORDER BY 1, 2, 3, 4"))
    assert seen[0] == seen[1] == seen[2]


def test_an_alias_among_the_operations_of_one_bundle_loses_nothing(
    store: Store, tmp_path: Path
) -> None:
    with empty_office(tmp_path / "other", seed=2) as other:
        with other.step("Cấp phép") as step:
            step.put("cell", "2026-10|own", "A", 1)
            step.put("alias", "own", "unit", "registered")
            step.put("cell", "2026-10|own", "B", 2)
        lines = [raw for (raw,) in other.rows("SELECT raw FROM op ORDER BY seq")]
    with store.step("Nhập gói", barrier="import") as step:
        step.take([read_op(line) for line in lines], "bundle")
    assert store.fields("cell", "2026-10|registered") == {"A": 1, "B": 2}


@pytest.mark.parametrize("value", [2**53, -(2**53), {"value": 10**30}, ["a\0b"], {"value": 1.5}])
def test_what_the_journal_could_not_read_again_is_never_written(
    store: Store, value: object
) -> None:
    put(store, "2026-10|own", "A", 2**53 - 1)
    before = store.rows("SELECT raw FROM op ORDER BY seq")
    with pytest.raises(Refusal):
        put(store, "2026-10|own", "A", value)
    assert store.rows("SELECT raw FROM op ORDER BY seq") == before
    assert all(read_op(raw) for (raw,) in before)


def test_many_values_at_once_are_the_same_as_one_after_the_other(store: Store) -> None:
    put(store, "u1", "name", "Cũ")
    before = store.rows("SELECT count(*) FROM op")[0][0]
    with store.step("Nhiều") as step:
        step.put_all("cell", {"u1": {"name": "Mới", "code": "01"}, "u2": {"name": "Hai"}})
    ops = [read_op(raw) for (raw,) in store.rows("SELECT raw FROM op ORDER BY seq")][before:]
    assert [(op.key, op.field, op.value) for op in ops] == [
        ("u1", "name", "Mới"), ("u1", "code", "01"), ("u2", "name", "Hai"),
    ]  # fmt: skip
    assert [op.prev for op in ops[1:]] == [op.id for op in ops[:-1]]
    assert len(ops[0].base) == 1
    assert store.fields("cell", "u1")["name"] == "Mới"


def test_one_value_that_cannot_be_kept_breaks_no_chain(store: Store) -> None:
    with store.step("Nhiều") as step:
        with pytest.raises(Refusal):
            step.put_all("cell", {"u1": {"name": "Một", "code": 1 << 80}})
        step.put("cell", "u2", "name", "Hai")
    assert store.fields("cell", "u1") == {}
    ops = [read_op(raw) for (raw,) in store.rows("SELECT raw FROM op ORDER BY seq")]
    known = {op.id for op in ops}
    assert all(op.prev is None or op.prev in known for op in ops)
