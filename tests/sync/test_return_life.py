"""A return's whole life between two offices, by real bundles, against a small model of it."""

import shutil
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.closing import close
from desktop.models.figures.returns.late import late_returns
from desktop.models.figures.returns.return_history import as_json, return_history
from desktop.models.figures.returns.returns import lock, statuses
from desktop.models.figures.returns.supplements import returns_changed
from desktop.models.figures.returns.verdicts import accept, reopen, send_back
from desktop.models.figures.views import period_views
from desktop.models.store import history
from desktop.models.store.keys import cell_key
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit
from desktop.sync.importer import import_bundle
from desktop.sync.records import mark_sent
from tests.sync.offices import enrol, office, send, take, world

PERIOD, FORM, CODE = "2026-10", "F1", "P-A-01"
PROVINCE, COMMUNE, BASE = (f"018e0000-0000-7000-8000-00000000000{n}" for n in (1, 2, 4))
SOUND = {"A01": 45, "A01N": 22, "A03": 40, "A03N": 20, "C00": 40, "C00N": 20}


def two_offices(folder: Path) -> tuple[Store, Store]:
    """Return a province's office and a commune's with one base union, enrolled."""
    province = office(folder, "province", 1, PROVINCE)
    since = date(2025, 7, 1)
    found_unit(province, name="LĐLĐ tỉnh Thử", kind="LDT", parent=None, since=since,
               unit=PROVINCE, code="T")  # fmt: skip
    found_unit(province, name="Công đoàn xã A", kind="CDX", parent=PROVINCE, since=since,
               unit=COMMUNE, code="P-A")  # fmt: skip
    found_unit(province, name="CĐCS số 1", kind="CDCS", parent=COMMUNE, since=since,
               unit=BASE, code=CODE, ownership="NQD")  # fmt: skip
    commune = office(folder, "commune", 2, COMMUNE)
    enrol(province, commune, "P-A", folder)
    return province, commune


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("returns")
    for store in two_offices(folder):
        store.close()
    return folder


def clock(seed: int) -> SteppingClock:
    return SteppingClock(datetime(2026, 11, 3, 8, seed, tzinfo=VIETNAM), seed=seed + 10)


class ReturnLife(RuleBasedStateMachine):
    """Keeps beside the two offices what each should know of one return."""

    made: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        for name in ("province", "commune"):
            shutil.copytree(self.made / name, self.folder / name)
        self.province = Store.open(self.folder / "province", clock=clock(1))
        self.commune = Store.open(self.folder / "commune", clock=clock(2))
        self.number, self.bundles = 45, 0
        # The commune: what is typed, the revisions, how far each is known to have come.
        self.cells: dict[str, int] = {}
        self.revs: list[dict[str, int]] = []
        self.far: dict[int, str] = {}
        self.stack: list[tuple[dict[str, int], int]] = []
        self.waiting: list[Any] = []
        # The province: revisions and cells it has, its words, and those the commune knows.
        self.came, self.came_cells = 0, False
        self.said: dict[int, str] = {}
        self.known: dict[int, str] = {}
        self.turn = self.closed = self.opened = 0
        self.shut_known = False
        # What a word left counting: a revision, 0 for none; None: by no word, the newest counts.
        self.stands: int | None = None
        self.stands_known: int | None = None

    def teardown(self) -> None:
        self.province.close()
        self.commune.close()
        shutil.rmtree(self.folder)

    @initialize()
    def first_figures(self) -> None:
        self._type(SOUND, "")

    # what the model says

    @property
    def rev(self) -> int:
        return len(self.revs)

    def below(self) -> tuple[str, int]:
        if not self.revs:
            return ("entering" if self.cells else "none"), 0
        return self.known.get(self.rev) or self.far.get(self.rev, "locked"), self.rev

    def above(self) -> tuple[str, int]:
        if not self.came:
            return ("entering" if self.came_cells else "none"), 0
        return self.said.get(self.came, "received"), self.came

    @property
    def needs_reason(self) -> bool:
        return bool(self.revs) and self.known.get(self.rev) != "returned"

    # the commune's deeds

    def _type(self, values: dict[str, int], reason: str) -> None:
        entries = {(BASE, code): Entry(value) for code, value in values.items()}
        set_cells(self.commune, PERIOD, entries, reason=reason)
        self.stack.append((dict(self.cells), self.rev))
        self.cells = {**self.cells, **{c: v for c, v in values.items() if c[0] == "A"}}

    def _next(self) -> dict[str, int]:
        self.number += 1
        return {"A01": self.number}

    @rule()
    def type_without_a_reason(self) -> None:
        values = self._next()
        if self.shut_known or self.needs_reason:
            code = "E_CLOSED" if self.shut_known else "E_LOCKED_RETURN"
            with pytest.raises(Refusal) as refused:
                self._type(values, "")
            assert refused.value.code == code
        else:
            self._type(values, "")

    @rule()
    def correct_with_a_reason(self) -> None:
        values = self._next()
        if self.shut_known:
            with pytest.raises(Refusal):
                self._type(values, f"Lý do {self.number}")
        else:
            self._type(values, f"Lý do {self.number}")

    @rule()
    def lock(self) -> None:
        full = {"A01", "A03"} <= self.cells.keys()  # what the form requires (V36)
        differs = not self.revs or self.revs[-1] != self.cells
        done = lock(self.commune, FORM, PERIOD, [CODE])
        if not full or (differs and self.shut_known):
            assert done.locked == ()
        else:
            assert [unit.code for unit in done.locked] == [CODE]
            if differs:
                self.stack.append((dict(self.cells), self.rev))
                self.revs.append(dict(self.cells))

    @rule()
    def undo(self) -> None:
        if not self.stack:
            with pytest.raises(Refusal):
                history.undo(self.commune)
            return
        history.undo(self.commune)
        self.cells, count = self.stack.pop()
        del self.revs[count:]

    @rule()
    def pack_and_send(self) -> None:
        from desktop.sync.export import make_bundle

        self.bundles += 1
        made = make_bundle(self.commune, self.folder / f"up{self.bundles}")
        mark_sent(self.commune, made.id, "usb")
        self.stack.clear()
        self.waiting.append((made.path, self.rev, bool(self.cells)))
        for rev in range(1, self.rev + 1):
            self.far.setdefault(rev, "sent")

    @precondition(lambda self: self.waiting)
    @rule()
    def arrive_above(self) -> None:
        path, rev, cells = self.waiting.pop(0)
        import_bundle(self.province, path)
        self.came = max(self.came, rev)
        self.came_cells = self.came_cells or cells

    # the province's deeds

    @rule()
    def accept(self) -> None:
        if self._judge(lambda: accept(self.province, FORM, PERIOD, CODE), "accepted"):
            self.stands = self.came

    @rule()
    def send_back(self) -> None:
        if self._judge(lambda: send_back(self.province, FORM, PERIOD, CODE, "Xem lại"), "returned"):
            self._opens()
            self.stands = None if self.stands == self.came else self.stands

    def _judge(self, deed: Any, word: str) -> bool:
        if not self.came:
            with pytest.raises(Refusal):
                deed()
            return False
        deed()
        self.said[self.came] = word
        return True

    def _opens(self) -> None:
        self.turn += 1
        self.opened = self.turn

    @rule()
    def close(self) -> None:
        if self.closed > self.opened:
            with pytest.raises(Refusal) as refused:
                close(self.province, PERIOD)
            assert refused.value.code == "E_CLOSED"
            return
        close(self.province, PERIOD)
        self.turn += 1
        self.closed = self.turn
        self.stands = self.came if self.stands is None else self.stands

    @rule()
    def reopen(self) -> None:
        reopen(self.province, FORM, PERIOD, CODE, "Thanh tra")
        self._opens()
        self.stands = None
        if self.came:
            self.said[self.came] = "returned"

    @rule()
    def reply(self) -> None:
        from desktop.sync.export import make_bundle

        self.bundles += 1
        made = make_bundle(self.province, self.folder / f"down{self.bundles}", "P-A")
        import_bundle(self.commune, made.path)
        self.stack.clear()
        self.known, self.stands_known = dict(self.said), self.stands
        self.shut_known = self.closed > self.opened
        for rev in range(1, self.came + 1):
            self.far[rev] = "received"

    # what must always hold

    @invariant()
    def both_offices_tell_the_model_s_states(self) -> None:
        assert self._state(self.commune) == self.below()
        assert self._state(self.province) == self.above()

    def _state(self, store: Store) -> tuple[str, int]:
        (one,) = statuses(store, PERIOD, [FORM])
        assert one.on_time is (True if one.rev else None)
        return one.state, one.rev

    @invariant()
    def what_was_closed_or_accepted_counts_whatever_comes(self) -> None:
        for store, stands, newest in (
            (self.province, self.stands, self.came),
            (self.commune, self.stands_known, self.rev),
        ):
            counting = newest if stands is None else stands
            view = period_views(store, PERIOD).get(BASE, {}).get(FORM)
            if counting:
                assert view is not None
                assert (view.rev, view.values) == (counting, self.revs[counting - 1])
            elif store is self.commune and self.cells and stands is None:
                assert view is not None
                assert view.state == "live"
            else:
                assert view is None, "what came after the closing counts"

    @invariant()
    def what_does_not_count_waits_for_a_word(self) -> None:
        late = [(one.rev, one.stands) for one in late_returns(self.province)]
        waits = self.stands is not None and self.came > self.stands
        waits = waits and self.said.get(self.came) != "returned"
        assert late == ([(self.came, self.stands)] if waits else [])

    @invariant()
    def every_revision_tells_what_it_changed_and_why(self) -> None:
        if not self.revs:
            return
        told = as_json(return_history(self.commune, FORM, PERIOD, CODE))["revisions"]
        assert [one["values"] for one in told] == self.revs
        for before, one in zip(self.revs, told[1:], strict=False):
            changes = {c["indicator"]: (c["was"], c["is"]) for c in one["changes"]}
            assert changes == {
                code: (before.get(code), value)
                for code, value in one["values"].items()
                if before.get(code) != value
            }
            assert all(c["reason"] and c["role"] and c["at"] for c in one["changes"])
        if self.came:
            above = as_json(return_history(self.province, FORM, PERIOD, CODE))["revisions"]
            assert [one["changes"] for one in above] == [
                one["changes"] for one in told[: self.came]
            ]

    @invariant()
    def a_correction_after_acceptance_is_marked_above(self) -> None:
        accepted = [rev for rev, word in self.said.items() if word == "accepted"]
        found = returns_changed(self.province, PERIOD).get((BASE, FORM))
        if accepted and max(accepted) < self.came:
            base = self.revs[max(accepted) - 1]
            newest = self.revs[self.came - 1]
            if base != newest:
                assert found is not None
                assert found[0] == max(accepted)
                return
        assert found is None


def test_a_return_lives_as_the_states_say(made: Path) -> None:
    ReturnLife.made = made
    run_state_machine_as_test(
        ReturnLife,
        settings=settings(
            max_examples=15, stateful_step_count=30, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_a_unit_cannot_open_its_own_period_by_a_bundle(tmp_path: Path) -> None:
    found = world(tmp_path)
    with found.base.step("Tự mở") as step:
        step.put("closing", cell_key(BASE, PERIOD), FORM, {"state": "open", "reason": "Tự mở"})
    take(found.commune, send(found.base, found.out))
    assert found.commune.records("closing") == {}
    assert found.commune.rows("SELECT count(*) FROM rejected")[0][0] == 1
    found.close()
