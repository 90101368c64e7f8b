"""Whatever the order, the doubling or the loss of bundles, the same books come out."""

import random
import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.models.store.keys import cell_key
from desktop.models.store.office import Store
from desktop.sync.importer import import_bundle
from desktop.sync.undo import undo_bundle
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    OTHER,
    World,
    clock,
    digest,
    enrol,
    lock,
    office,
    put_cells,
    send,
    take,
    world,
)

PERIODS = ("2026-09", "2026-10")
NEW = "018e0000-0000-7000-8000-00000000000b"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an enrolled province, closed."""
    folder = tmp_path_factory.mktemp("tỉnh")
    world(folder).close()
    return folder


def reopened(ready: Path, folder: Path) -> World:
    """Open a copy of the enrolled province."""
    shutil.copytree(ready, folder, dirs_exist_ok=True)
    names = ("province", "commune", "other", "base")
    stores = [Store.open(folder / n, clock=clock(20 + i)) for i, n in enumerate(names)]
    return World(folder, *stores)


def read_bundle_ops(path: Path) -> list[bytes]:
    """Return the lines in a bundle."""
    with zipfile.ZipFile(path) as archive:
        return archive.read("records/ops.jsonl").splitlines()


class Story:
    """A month of work in three offices; bundles go to a pile, nobody has imported them yet."""

    def __init__(self, w: World) -> None:
        self.w = w
        self.pile: list[Path] = []
        self.value = 0
        self.extra: list[Store] = []

    def act(self, verb: str, period: str) -> None:
        """Do one thing that an office does."""
        self.value += 1
        getattr(self, verb)(period, self.value)

    def commune_types(self, period: str, value: int) -> None:
        put_cells(self.w.commune, BASE_2, period, A03=value)

    def commune_oversteps(self, period: str, value: int) -> None:
        put_cells(self.w.commune, OTHER, period, A03=value)

    def commune_locks(self, period: str, value: int) -> None:
        lock(self.w.commune, BASE_2, period, revision=value, A03=value)

    def base_types_and_sends(self, period: str, value: int) -> None:
        put_cells(self.w.base, BASE, period, A03=value)
        take(self.w.commune, send(self.w.base, self.w.out))

    def commune_types_for_a_unit_not_founded(self, period: str, value: int) -> None:
        put_cells(self.w.commune, NEW, period, A03=value)

    def commune_founds_it(self, period: str, value: int) -> None:
        fields = {"parent@2026-01-01": COMMUNE, "name@2026-01-01": f"CĐCS {value}"}
        with self.w.commune.step("Thành lập") as step:
            step.put_fields("unit", NEW, fields)

    def commune_enrols_the_second_base(self, period: str, value: int) -> None:
        if not self.extra:
            second = office(self.w.folder, "base-2", 9, BASE_2)
            self.extra.append(second)
            enrol(self.w.commune, second, "P-A-02", self.w.folder)
        put_cells(self.extra[0], BASE_2, period, A04=value)
        take(self.w.commune, send(self.extra[0], self.w.out))

    def commune_sends(self, period: str, value: int) -> None:
        self.pile.append(send(self.w.commune, self.w.out))

    def other_sends(self, period: str, value: int) -> None:
        put_cells(self.w.other, OTHER, period, A03=value)
        self.pile.append(send(self.w.other, self.w.out))

    def close(self) -> None:
        for store in self.extra:
            store.close()
        self.w.close()


VERBS = [name for name in vars(Story) if name.split("_")[0] in ("commune", "base", "other")]
ACTS = st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from(PERIODS)), max_size=14)


def books_after(office_folder: Path, copy: Path, bundles: list[Path]) -> str:
    """Import the bundles one by one into a copy of an office; return its digest."""
    shutil.copytree(office_folder, copy)
    store = Store.open(copy, clock=clock(77))
    for bundle in bundles:
        import_bundle(store, bundle)
    found = digest(store)
    store.close()
    return found


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS, seed=st.integers(0, 2**32))
def test_any_order_and_doubling_gives_the_same_books(
    ready: Path, acts: list[tuple[str, str]], seed: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        story = Story(reopened(ready, folder / "w"))
        for verb, period in [*acts, ("commune_sends", PERIODS[0])]:
            story.act(verb, period)
        story.close()
        shuffled = story.pile * 2
        random.Random(seed).shuffle(shuffled)
        province = folder / "w" / "province"
        straight = books_after(province, folder / "a", story.pile)
        assert books_after(province, folder / "b", shuffled) == straight
        # Every bundle is cumulative: the last of each office alone tells the whole story.
        last = {path.name.split("_")[1]: path for path in story.pile}
        assert books_after(province, folder / "c", list(last.values())) == straight


def test_a_cell_typed_before_a_base_union_was_enrolled_stays_in_any_order(
    ready: Path, tmp_path: Path
) -> None:
    story = Story(reopened(ready, tmp_path / "w"))
    for verb in ("commune_types", "commune_sends", "commune_enrols_the_second_base",
                 "commune_types", "commune_sends"):  # fmt: skip
        story.act(verb, "2026-10")
    story.close()
    province = tmp_path / "w" / "province"
    one = books_after(province, tmp_path / "a", story.pile)
    assert books_after(province, tmp_path / "b", story.pile[::-1]) == one
    with Store.open(tmp_path / "a") as store:
        assert store.get("cell", cell_key(BASE_2, "2026-10"), "A03") == 1
        assert store.get("cell", cell_key(BASE_2, "2026-10"), "A04") == 3
        assert store.rows("SELECT count(*) FROM rejected") == [(1,)]


@pytest.mark.parametrize("lost", range(4))
def test_receipts_and_losses_never_leave_a_hole(ready: Path, tmp_path: Path, lost: int) -> None:
    w = reopened(ready, tmp_path)
    for number in range(4):
        put_cells(w.commune, BASE_2, "2026-10", **{f"A{number:02d}": number})
        bundle = send(w.commune, w.out)
        if number == lost:
            continue
        take(w.province, bundle)
        receipt = send(w.province, w.out, "P-A")
        if number != 1:
            take(w.commune, receipt)
    take(w.province, send(w.commune, w.out))
    for number in range(4):
        assert w.province.get("cell", cell_key(BASE_2, "2026-10"), f"A{number:02d}") == number
    w.close()


def test_a_restored_older_province_gets_everything_again(ready: Path, tmp_path: Path) -> None:
    w = reopened(ready, tmp_path / "w")
    w.province.close()
    shutil.copytree(w.province.folder, tmp_path / "old")
    w.province = Store.open(w.province.folder, clock=clock(31))
    put_cells(w.commune, BASE_2, "2026-10", A03=5)
    take(w.province, send(w.commune, w.out))
    take(w.commune, send(w.province, w.out, "P-A"))
    with Store.open(tmp_path / "old", clock=clock(90)) as old:
        put_cells(w.other, OTHER, "2026-10", A03=1)
        take(old, send(w.other, w.out))
        take(w.commune, send(old, w.out, "P-A"))  # its receipt knows less than the lost one
        take(old, send(w.commune, w.out))
        assert old.get("cell", cell_key(BASE_2, "2026-10"), "A03") == 5
    w.close()


def test_an_office_restored_from_an_older_copy_still_delivers(ready: Path, tmp_path: Path) -> None:
    w = reopened(ready, tmp_path / "w")
    w.commune.close()
    shutil.copytree(w.commune.folder, tmp_path / "old")
    w.commune = Store.open(w.commune.folder, clock=clock(21))
    put_cells(w.commune, BASE_2, "2026-10", A03=5)
    take(w.province, send(w.commune, w.out))
    receipt = send(w.province, w.out, "P-A")
    with Store.open(tmp_path / "old", clock=clock(95)) as old:
        told = take(old, receipt)  # names an end this copy never had
        assert any("sổ là bản sao cũ" in warning for warning in told.warnings)
        put_cells(old, BASE_2, "2026-10", A04=6)
        result = take(w.province, send(old, w.out))
        assert any("phục hồi từ bản sao cũ" in warning for warning in result.warnings)
        assert w.province.get("cell", cell_key(BASE_2, "2026-10"), "A04") == 6
        assert w.province.get("cell", cell_key(BASE_2, "2026-10"), "A03") == 5
    w.close()


def test_a_receipt_never_claims_what_lies_behind_a_gap(ready: Path, tmp_path: Path) -> None:
    w = reopened(ready, tmp_path / "w")
    w.province.close()
    shutil.copytree(w.province.folder, tmp_path / "old")
    w.province = Store.open(w.province.folder, clock=clock(31))
    put_cells(w.commune, BASE_2, "2026-10", A03=5)
    take(w.province, send(w.commune, w.out))
    take(w.commune, send(w.province, w.out, "P-A"))
    put_cells(w.commune, BASE_2, "2026-10", A04=6)
    only_the_new = send(w.commune, w.out)
    with Store.open(tmp_path / "old", clock=clock(90)) as old:
        result = take(old, only_the_new)
        assert any("Thiếu gói" in warning for warning in result.warnings)
        take(w.commune, send(old, w.out, "P-A"))
        take(old, send(w.commune, w.out))
        assert old.get("cell", cell_key(BASE_2, "2026-10"), "A03") == 5
        assert old.get("cell", cell_key(BASE_2, "2026-10"), "A04") == 6
    w.close()


def test_a_figure_that_overtook_the_enrolment_it_breaks_leaves_again(
    ready: Path, tmp_path: Path
) -> None:
    story = Story(reopened(ready, tmp_path / "w"))
    w = story.w
    story.act("commune_enrols_the_second_base", "2026-10")
    first = send(w.commune, w.out)
    take(w.province, first)
    take(w.commune, send(w.province, w.out, "P-A"))
    story.act("commune_types", "2026-10")  # no longer the commune's to type
    second = send(w.commune, w.out)
    story.close()
    province = ready / "province"
    straight = books_after(province, tmp_path / "a", [first, second])
    assert books_after(province, tmp_path / "b", [second, first]) == straight
    with Store.open(tmp_path / "b") as store:
        assert store.get("cell", cell_key(BASE_2, "2026-10"), "A03") is None


def test_a_store_of_which_everything_was_rejected_is_answered_all_the_same(
    ready: Path, tmp_path: Path
) -> None:
    w = reopened(ready, tmp_path)
    put_cells(w.other, BASE_2, "2026-10", A03=5)
    take(w.province, send(w.other, w.out))
    take(w.other, send(w.province, w.out, "P-B"))
    assert read_bundle_ops(send(w.other, w.out)) == []
    w.close()


def test_two_branches_with_gaps_are_not_taken_for_one_whole_chain(
    ready: Path, tmp_path: Path
) -> None:
    w = reopened(ready, tmp_path / "w")
    w.commune.close()
    shutil.copytree(w.commune.folder, tmp_path / "bản sao")
    w.commune = Store.open(w.commune.folder, clock=clock(41))
    with Store.open(tmp_path / "bản sao", clock=clock(51)) as copy:
        put_cells(copy, BASE_2, "2026-10", A03=1)
        put_cells(w.commune, BASE_2, "2026-10", A04=1)
        lost = take(w.province, send(w.commune, w.out))
        take(w.commune, send(w.province, w.out, "P-A"))
        put_cells(w.commune, BASE_2, "2026-10", A05=1)
        take(w.province, send(w.commune, w.out))
        take(w.province, send(copy, w.out / "bản sao"))
        undo_bundle(w.province, str(lost.id))
        receipt = send(w.province, w.out, "P-A")
        take(w.commune, receipt)
        take(w.province, send(w.commune, w.out))
    assert w.province.get("cell", cell_key(BASE_2, "2026-10"), "A04") == 1
    w.close()
