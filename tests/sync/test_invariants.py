"""The invariants of the merge under random lives: offices, clocks, copies, losses, undoing.

Random rules alone look green and are blind, so the machine also has stories: acts that belong
together, as they happen in offices. What holds is told in docs/exchange-invariants.md.
"""

import random
import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from desktop.models.units.scope import Scope
from desktop.sync import records
from desktop.sync.conflicts import disagreements, resolve
from desktop.sync.messages import BundleRefusal
from desktop.sync.take_back import take_back
from desktop.sync.undo import undo_bundle
from tests.sync.country import (
    PERIOD,
    Country,
    Sent,
    books,
    folder_for_offices,
    found,
)
from tests.sync.offices import BASE, BASE_2, COMMUNE, OTHER
from tests.sync.restored_stories import move

OFFICES = st.sampled_from(("commune", "base", "other"))
UNITS = st.sampled_from((BASE, BASE_2, COMMUNE, OTHER))
LAST_DAY = date(2026, 10, 31)
DAYS = st.sampled_from((-400, -2, 0, 0, 0, 3, 3650))


class Life(RuleBasedStateMachine):
    """A few months in the life of a province's offices."""

    ready = Path()

    def __init__(self) -> None:
        super().__init__()
        self.country = Country.settle(self.ready, folder_for_offices() / "w")
        self.value = 0
        self.twin = False
        self.late: set[str] = set()
        self.ended: set[Path] = set()
        self.lost: set[str] = set()

    def fresh(self) -> int:
        """Return a value nobody wrote before."""
        self.value += 1
        return self.value

    # single acts

    @rule(name=OFFICES, unit=UNITS)
    def type(self, name: str, unit: str) -> None:
        self.country.type(name, unit, self.fresh())

    @rule(name=OFFICES, unit=UNITS)
    def lock(self, name: str, unit: str) -> None:
        self.country.lock(name, unit, self.fresh())

    @rule(name=OFFICES, full=st.booleans())
    def send(self, name: str, full: bool) -> None:
        if name not in self.lost:
            self.country.send(name, full=full)

    @rule(below=st.sampled_from(("commune", "other")), full=st.booleans())
    def answer(self, below: str, full: bool) -> None:
        self.country.answer("province", below, full=full)

    @precondition(lambda self: not self.lost)
    @rule(full=st.booleans())
    def answer_base(self, full: bool) -> None:
        self.country.answer("commune", "base", full=full)

    @precondition(lambda self: self.country.pile)
    @rule(choice=st.randoms(use_true_random=False))
    def deliver(self, choice: random.Random) -> None:
        self.take(choice.choice(self.country.pile))

    @rule(unit=st.sampled_from((BASE, BASE_2, OTHER)), accept=st.booleans())
    def judge(self, unit: str, accept: bool) -> None:
        self.country.judge(unit, accept=accept)

    @rule(by=st.sampled_from(("province", "commune")), again=st.booleans())
    def shut(self, by: str, again: bool) -> None:
        if not self.country.shut(by) and again:
            self.country.unshut(by)

    @rule(name=st.sampled_from(("province", "commune", "base", "other")), days=DAYS)
    def set_clock(self, name: str, days: int) -> None:
        self.country.set_clock(name, days)

    @rule(name=st.sampled_from(("province", "commune")), choice=st.randoms(use_true_random=False))
    def undo(self, name: str, choice: random.Random) -> None:
        store = self.country.stores[name]
        taken = records.taken(store)
        if taken:
            with suppress(BundleRefusal):  # a grant, or sent on: refused in tests of its own
                undo_bundle(store, choice.choice(taken).id)
        self.country.check()

    @rule(name=OFFICES)
    def write_something_newer(self, name: str) -> None:
        with self.country.stores[name].step("Phiên bản mới") as step:
            step.put("later_thing", f"{name}-{self.fresh()}", "field", {"later": [1, "ạ", None]})

    @rule(name=OFFICES, unit=UNITS)
    def write_over_what_was_locked(self, name: str, unit: str) -> None:
        self.country.rewrite(name, unit, self.fresh())

    # stories

    @rule(name=OFFICES, unit=UNITS, keep=st.booleans())
    def type_send_and_arrive(self, name: str, unit: str, keep: bool) -> None:
        self.country.type(name, unit, self.fresh())
        if name in self.lost:
            return
        sent = self.country.send(name)
        if keep:
            self.take(sent)

    @rule(unit=st.sampled_from((BASE_2, OTHER)), again=st.booleans())
    def lock_send_accept_and_lock_late(self, unit: str, again: bool) -> None:
        name = "other" if unit == OTHER else "commune"
        self.country.lock(name, unit, self.fresh())
        self.take(self.country.send(name))
        self.country.judge(unit, accept=True)
        if again:
            self.country.rewrite(name, unit, self.fresh())
        self.country.lock(name, unit, self.fresh())
        self.take(self.country.send(name))
        if again:
            self.take(self.country.answer("province", name))

    @rule(name=st.sampled_from(("commune", "base")))
    def put_an_old_copy_back_and_go_on(self, name: str) -> None:
        if name in self.lost:
            return
        unit = BASE if name == "base" else BASE_2
        self.country.copy(name, f"cũ-{name}")
        self.country.type(name, unit, self.fresh())
        self.take(self.country.send(name))
        above = "province" if name == "commune" else "commune"
        receipt = self.country.answer(above, name)
        self.country.put_back(name, f"cũ-{name}")
        self.take(receipt)
        self.country.type(name, unit, self.fresh())
        self.take(self.country.send(name))

    @rule(keep=st.integers(0, 1))
    def two_machines_write_one_cell(self, keep: int) -> None:
        country = self.country
        if "second" in country.stores:
            country.stores.pop("second").close()
        country.copy("commune", "second")
        country.open("second")
        for name in ("commune", "second"):
            country.type(name, BASE_2, self.fresh())
            self.take(country.send(name))
        name = f"cell:{PERIOD}|{BASE_2}:A03"
        down = country.answer("province", "commune", full=True)
        for each in ("commune", "second"):
            self.take(down, each)
        for each in ("province", "commune", "second"):
            told = [one.name for one in disagreements(country.stores[each])]
            assert name in told, f"I14: {each} is not told"
        (one,) = (one for one in disagreements(country.stores["commune"]) if one.name == name)
        resolve(country.stores["commune"], one, one.sides[keep].op)
        self.take(country.send("commune"))
        self.take(country.answer("province", "commune", full=True), "second")
        for each in ("province", "commune", "second"):
            store = country.stores[each]
            told = [one.name for one in disagreements(store)]
            assert name not in told, f"I14: the choice did not end it at {each}"
            stands = store.get("cell", f"{PERIOD}|{BASE_2}", "A03")
            assert stands == one.sides[keep].value, f"I14: another value stands at {each}"

    @precondition(lambda self: not self.lost)
    @rule(locks=st.booleans(), arrives=st.booleans(), again=st.booleans())
    def the_base_union_is_lost_and_typed_for(self, locks: bool, arrives: bool, again: bool) -> None:
        country, commune = self.country, self.country.stores["commune"]
        country.type("base", BASE, self.fresh())
        self.take(country.send("base"))
        if locks:
            country.lock("base", BASE, self.fresh())
        late = country.send("base")
        if arrives:
            self.take(late)
        take_back(commune, "P-A-01", revoking=True)
        self.lost.add("base")
        if Scope.of(commune).owner(BASE, LAST_DAY) == COMMUNE:
            country.type("commune", BASE, self.fresh())
            country.lock("commune", BASE, self.fresh())
        if again:
            self.take(country.send("commune"))
        self.take(late)
        country.check()

    @precondition(lambda self: not self.lost)
    @rule(sent=st.booleans(), arrives=st.booleans(), again=st.booleans())
    def the_base_union_goes_on_from_a_backup(self, sent: bool, arrives: bool, again: bool) -> None:
        country = self.country
        country.type("base", BASE, self.fresh())
        country.lock("base", BASE, self.fresh())
        if sent:
            self.take(country.send("base"))
        country.lock("base", BASE, self.fresh())
        self.ended |= {one.path for one in country.pile if one.by == "base"}
        move(country, "base", self.fresh())
        if arrives:
            self.take(country.send("base"))
        country.lock("base", BASE, self.fresh())
        if again:
            self.take(country.send("base"))
            self.take(country.send("commune"))
        country.check()

    @precondition(lambda self: self.country.pile)
    @rule(choice=st.randoms(use_true_random=False))
    def undo_what_was_answered_and_send_on(self, choice: random.Random) -> None:
        self.country.type("commune", BASE_2, self.fresh())
        done = self.take(self.country.send("commune"))
        self.take(self.country.answer("province", "commune"))
        undo_bundle(self.country.stores["province"], done.id)
        self.country.type("commune", BASE_2, self.fresh(), "A04")
        self.take(self.country.send("commune"))
        self.country.check()

    def take(self, sent: Sent, to: str = ""):
        """Deliver; what is accepted above may not change by it."""
        try:
            return self.country.deliver(sent, to)
        except BundleRefusal as refusal:  # behind the end of a machine that was lost
            ended = sent.by in self.lost or sent.path in self.ended
            if not ended or refusal.code != "E_REVOKED":
                raise
            return None

    def teardown(self) -> None:
        try:
            self.ending()
        finally:
            self.country.close()
            shutil.rmtree(self.country.folder.parent, ignore_errors=True)

    def ending(self) -> None:
        """Check what must hold whatever happened before."""
        country = self.country
        country.check()
        country.check_total()
        machines = [name for name in ("base", "commune", "other") if name not in self.lost]
        machines += ["second"] * ("second" in country.stores)
        country.rounds(machines)
        country.check()
        country.check_total()
        for name in machines:
            for kind in ("later_thing", "submit"):
                country.check_relayed(name, kind)
        country.check_fixpoint("other")
        paths = [sent.path for sent in country.pile if sent.to == "province"]
        rng = random.Random(len(paths))
        several = [path for path in paths for _each in range(rng.choice((1, 1, 2)))]
        rng.shuffle(several)
        straight = books(self.ready, paths)
        assert books(self.ready, several) == straight, "I2: order or doubling matters"
        out = rng.sample(range(len(paths)), k=len(paths) // 2)
        rest = [path for place, path in enumerate(paths) if place not in out]
        undone = books(self.ready, paths, undo=out)
        assert undone == books(self.ready, rest), "I8: undoing is not as if never imported"


@pytest.fixture(scope="module", autouse=True)
def ready() -> Path:
    """A founded province, closed."""
    folder = folder_for_offices()
    found(folder)
    Life.ready = folder
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


class TestLife(Life.TestCase):
    """Every invariant under random lives and stories."""

    settings = settings(
        max_examples=18, stateful_step_count=14, deadline=None, report_multiple_bugs=False,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
