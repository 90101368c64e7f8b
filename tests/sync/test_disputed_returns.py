"""A return two machines of an office locked differently: told, chosen, only then accepted."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.models.agenda.change_words import ChangeWords
from desktop.models.errors import Refusal
from desktop.models.figures.returns.closing import close, outlook
from desktop.models.figures.returns.closing_words import outlook_words
from desktop.models.figures.returns.late import late_returns
from desktop.models.figures.returns.return_history import as_json, return_history
from desktop.models.figures.returns.verdicts import accept, accept_all
from desktop.models.figures.views import period_views
from desktop.models.store.store import Store
from desktop.sync.conflicts import disagreements, resolve
from desktop.tasks.exchange.both_values import side_values, whose_words
from tests.sync.offices import BASE, BASE_2, World, clock, lock, send, take, told_world

PERIOD = "2026-10"


@dataclass
class Twins:
    """The world, and a copy of the commune's office that went on by itself."""

    w: World
    copy: Store

    @property
    def province(self) -> Store:
        """The office above, which holds both versions."""
        return self.w.province


@pytest.fixture
def twins(tmp_path: Path) -> Iterator[Twins]:
    """Both machines of a commune locked the first return of one union."""
    w = told_world(tmp_path / "w")
    w.commune.close()
    shutil.copytree(w.commune.folder, tmp_path / "bản sao")
    w.commune = Store.open(w.commune.folder, clock=clock(40))
    copy = Store.open(tmp_path / "bản sao", clock=clock(50))
    lock(w.commune, BASE_2, PERIOD, A03=44, A01=60)
    lock(copy, BASE_2, PERIOD, A03=45, A01=60)
    take(w.province, send(w.commune, w.out))
    take(w.province, send(copy, w.out / "bản sao"))
    yield Twins(w, copy)
    copy.close()
    w.close()


def test_neither_is_accepted_until_one_is_chosen(twins: Twins) -> None:
    with pytest.raises(Refusal) as info:
        accept(twins.province, "F1", PERIOD, "P-A-02")
    assert info.value.code == "E_CONFLICT"
    assert "Khác nhau" in info.value.next_step
    with pytest.raises(Refusal):
        accept_all(twins.province, PERIOD, [(BASE_2, "F1")])
    take(twins.w.commune, send(twins.province, twins.w.out, "P-A", full=True))
    (found,) = disagreements(twins.w.commune)
    resolve(twins.w.commune, found, found.sides[1].op)
    done = take(twins.province, send(twins.w.commune, twins.w.out))
    assert done.settled == 1
    accept(twins.province, "F1", PERIOD, "P-A-02")
    (one,) = as_json(return_history(twins.province, "F1", PERIOD, BASE_2))["revisions"]
    assert one["values"]["A03"] == found.sides[1].value["values"]["A03"]
    assert one["versions"] == []


def test_of_many_the_others_are_accepted_and_it_is_told(twins: Twins) -> None:
    lock(twins.w.base, BASE, PERIOD, A03=7)
    take(twins.w.commune, send(twins.w.base, twins.w.out))
    take(twins.province, send(twins.w.commune, twins.w.out))
    done = accept_all(twins.province, PERIOD, [(BASE_2, "F1"), (BASE, "F1")])
    assert done.label == "Duyệt 1 báo cáo tháng 10/2026; 1 báo cáo có hai bản khác nhau, chưa duyệt"
    assert list(twins.province.records("review")) == [f"{PERIOD}|F1|{BASE}"]


def test_what_is_in_use_is_chosen_and_the_bundle_says_so(twins: Twins) -> None:
    take(twins.w.commune, send(twins.province, twins.w.out, "P-A", full=True))
    (found,) = disagreements(twins.w.commune)
    resolve(twins.w.commune, found, found.sides[0].op)
    done = take(twins.province, send(twins.w.commune, twins.w.out))
    assert (done.new, done.changed, done.settled) == (0, 0, 1)
    assert done.message.startswith("Gói này chọn xong 1 chỗ hai máy ghi khác nhau")


def test_both_versions_are_told_by_their_figures_machines_and_bundles(twins: Twins) -> None:
    (found,) = disagreements(twins.province)
    told = side_values(ChangeWords.of(twins.province), found)
    assert [one.partition(" – ")[0] for one in told] == ["45", "44"]
    assert all(one.endswith("; 1 số còn lại như nhau") for one in told)
    whose = [whose_words(side) for side in found.sides]
    for side, words in zip(found.sides, whose, strict=True):
        assert words.startswith(f"máy của Công đoàn P-A ({side.store[:8]}), gói {side.bundle[:8]}")
    assert len({side.bundle for side in found.sides}) == 2


def test_the_history_tells_the_version_that_was_accepted_and_the_other(twins: Twins) -> None:
    with twins.province.step("Duyệt một bản, như bản cũ từng làm") as step:
        other = disagreements(twins.province)[0].sides[1].op
        step.put("review", f"{PERIOD}|F1|{BASE_2}", "1", {"state": "accepted", "op": other})
    (one,) = as_json(return_history(twins.province, "F1", PERIOD, BASE_2))["revisions"]
    (version,) = one["versions"]
    assert (version["op"], version["open"], version["accepted"]) == (other, True, True)
    assert [(c["indicator"], c["was"], c["is"]) for c in version["changes"]] == [("A03", 44, 45)]


def test_closing_tells_who_has_not_chosen_and_a_later_choice_waits(twins: Twins) -> None:
    found = outlook(twins.province, PERIOD)
    assert [(unit.code, form) for unit, form in found.disputed] == [("P-A-02", "F1")]
    (told,) = (one for one in outlook_words(found) if "Hai máy chốt khác nhau" in one)
    assert "Công đoàn P-A-02 (F1)" in told
    assert outlook(twins.province, PERIOD, unit="P-B").disputed == ()
    done = close(twins.province, PERIOD)
    assert "1 báo cáo có hai bản khác nhau" in done.label
    counted = period_views(twins.province, PERIOD)[BASE_2]["F1"]
    take(twins.w.commune, send(twins.province, twins.w.out, "P-A", full=True))
    (open_one,) = disagreements(twins.w.commune)
    other = next(side for side in open_one.sides if not side.wins)
    resolve(twins.w.commune, open_one, other.op)
    take(twins.province, send(twins.w.commune, twins.w.out))
    assert outlook(twins.province, "2026-09").disputed == ()
    assert period_views(twins.province, PERIOD)[BASE_2]["F1"].values == counted.values
    assert [(one.code, one.rev, one.stands) for one in late_returns(twins.province)] == [
        ("P-A-02", 1, 1)
    ]
