"""Stories of the merge: what happens in offices, told exactly; each checks its invariants.

They are short enough to be told again for every mutant of the merge (tests/sync/mutants.py).
"""

from datetime import datetime
from itertools import permutations
from pathlib import Path

from desktop.models.clock import SteppingClock, moment_of
from desktop.models.figures.views import period_views
from desktop.sync.conflicts import disagreements, resolve
from desktop.sync.undo import undo_bundle
from tests.sync.country import PERIOD, START, Country, books, living
from tests.sync.offices import BASE, BASE_2, OTHER, Store, enrol, office, put_cells
from tests.sync.story import CELL, story


@story
def the_order_of_bundles_does_not_matter(ready: Path) -> None:
    with living(ready) as country:
        paths = []
        for value in (1, 2):
            country.type("commune", BASE_2, value)
            country.lock("commune", BASE_2, value)
            sent = country.send("commune")
            paths.append(sent.path)
            country.deliver(sent)
            country.deliver(country.answer("province", "commune"))  # the next one is no longer full
        country.type("commune", BASE_2, 3)
        country.type("commune", OTHER, 9)
        paths.append(country.send("commune").path)
        same = {books(ready, [*order, order[0]]) for order in permutations(paths)}
        assert len(same) == 1, "I2: order or doubling matters"


@story
def a_figure_may_overtake_the_enrolment_that_gives_it_away(ready: Path) -> None:
    with living(ready) as country:
        commune = country.stores["commune"]
        with office(country.folder, "base-2", 9, BASE_2) as second:
            enrol(commune, second, "P-A-02", country.folder)
        first = country.send("commune")
        country.deliver(first)
        country.deliver(country.answer("province", "commune"))
        put_cells(commune, BASE_2, PERIOD, A03=7)
        paths = [first.path, country.send("commune").path]
        assert books(ready, paths) == books(ready, paths[::-1]), "I2: order matters"


@story
def what_comes_too_early_counts_once_the_register_follows(ready: Path) -> None:
    new = "018e0000-0000-7000-8000-00000000000a"
    with living(ready) as country:
        commune, province = country.stores["commune"], country.stores["province"]
        country.deliver(country.send("commune"))
        country.deliver(country.answer("province", "commune"))
        put_cells(commune, new, PERIOD, A03=9)
        first = country.send("commune")
        country.deliver(first)
        country.deliver(country.answer("province", "commune"))
        with commune.step("Thành lập") as step:
            step.put_fields("unit", new, {"parent@2026-10-01": commune.own_unit})
        second = country.send("commune")
        done = country.deliver(second)
        assert province.get("cell", f"{PERIOD}|{new}", "A03") == 9, "it never lit up"
        rest = [sent.path for sent in country.pile if sent.to == "province"]
        without = [path for path in rest if path != second.path]
        undone = books(ready, rest, undo=[rest.index(second.path)])
        assert undone == books(ready, without), "I8: undoing the register left what hung on it"
        assert done.status == "imported"


@story
def nobody_writes_for_another(ready: Path) -> None:
    with living(ready) as country:
        for name, unit in (("commune", BASE), ("commune", OTHER), ("base", BASE_2)):
            country.type(name, unit, 66)
        country.deliver(country.send("base"))
        country.deliver(country.send("commune"))
        country.check()
        country.rounds()
        country.check_fixpoint("other")


@story
def what_nobody_may_write_is_answered_too(ready: Path) -> None:
    with living(ready) as country:
        country.type("other", BASE, 66)
        country.rounds(["other"])
        country.check_fixpoint("other")


@story
def a_bundle_that_another_repeats_is_undone(ready: Path) -> None:
    with living(ready) as country:
        paths = []
        for value in (1, 2, 3):
            country.type("commune", BASE_2, value, f"A0{value}")
            country.lock("commune", BASE_2, value)
            paths.append(country.send("commune").path)
        for out in ([0], [1], [0, 2], [2, 1]):
            rest = [path for place, path in enumerate(paths) if place not in out]
            undone = books(ready, paths, undo=out)
            assert undone == books(ready, rest), "I8: undoing is not as if never imported"


@story
def an_undone_bundle_stays_in_the_log_and_is_claimed_no_more(ready: Path) -> None:
    with living(ready) as country:
        country.type("commune", BASE_2, 1)
        done = country.deliver(country.send("commune"))
        country.deliver(country.answer("province", "commune"))
        undo_bundle(country.stores["province"], done.id)
        country.check()
        country.type("commune", BASE_2, 2, "A04")
        country.deliver(country.send("commune"))
        country.rounds(["commune"])
        assert country.stores["province"].get("cell", CELL, "A03") == 1, "I12: it did not heal"
        country.check()


@story
def two_machines_write_one_cell(ready: Path) -> None:
    for keep in (0, 1):
        with living(ready) as country:
            _two_machines(country, keep)


def _two_machines(country: Country, keep: int) -> None:
    country.copy("commune", "second")
    country.open("second")
    for name, value in (("commune", 5), ("second", 6)):
        country.type(name, BASE_2, value)
        country.deliver(country.send(name))
    down = country.answer("province", "commune", full=True)
    for name in ("commune", "second"):
        country.deliver(down, name)
    everyone = ("province", "commune", "second")
    for name in everyone:
        (one,) = disagreements(country.stores[name])
        assert {side.value for side in one.sides} == {5, 6}, "I14: both values are to be seen"
    (one,) = disagreements(country.stores["commune"])
    resolve(country.stores["commune"], one, one.sides[keep].op)
    country.deliver(country.send("commune"))
    country.deliver(country.answer("province", "commune", full=True), "second")
    for name in everyone:
        store = country.stores[name]
        assert not store.conflicts(), f"I14: the choice did not end it at {name}"
        assert store.get("cell", CELL, "A03") == one.sides[keep].value, "I14: another value"
    for name in ("commune", "second"):
        country.type(name, BASE_2, 7, "A01" if name == "commune" else "A02")
    country.rounds(["commune", "second"])
    country.check()


@story
def two_machines_write_at_the_very_same_moment(ready: Path) -> None:
    with living(ready) as country:
        country.copy("commune", "second")
        country.open("second")
        paths = []
        for name, value in (("commune", 5), ("second", 6)):
            clock = SteppingClock(datetime(2026, 11, 5, 9, tzinfo=START.tzinfo), seed=1)
            country.stores[name].clock = clock
            country.type(name, BASE_2, value)
            paths.append(country.send(name).path)
        assert books(ready, paths) == books(ready, paths[::-1]), "I2: a tie falls by arrival"


@story
def a_machine_lives_in_the_future_for_a_day(ready: Path) -> None:
    with living(ready) as country:
        country.set_clock("commune", 3650)
        country.type("commune", BASE_2, 1)
        country.copy("commune", "second")
        country.open("second")
        country.set_clock("second", 0)
        country.set_clock("commune", 0)
        country.type("second", BASE_2, 2)  # it has seen a value of ten years ahead
        country.type("commune", BASE_2, 3, "A04")
        (leaf,) = country.stores["commune"].leaves("cell", CELL, "A04")
        assert moment_of(leaf.hlc).year == 2026, "a clock put right would win for ten years"
        for name in ("commune", "second"):
            country.deliver(country.send(name))
        assert country.stores["province"].get("cell", CELL, "A03") == 2, "I11: it saw it and lost"
        country.check()


@story
def the_last_word_of_a_clock_put_right_counts(ready: Path) -> None:
    with living(ready) as country:
        country.lock("commune", BASE_2, 1)
        country.deliver(country.send("commune"))
        country.set_clock("province", 3650)
        country.judge(BASE_2, accept=True)
        country.set_clock("province", 0)
        country.lock("commune", BASE_2, 2)
        country.deliver(country.send("commune"))
        country.judge(BASE_2, accept=True)
        country.check_total()
        told = country.total()
        assert told == 2, ("the newest acceptance does not count", told)


@story
def a_word_stands_above_every_word_under_its_key(ready: Path) -> None:
    with living(ready) as country:
        province, key = country.stores["province"], f"{PERIOD}|F1|{BASE_2}"
        clocks = []
        for days, rev in ((3650, "1"), (0, "2")):
            country.set_clock("province", days)
            with province.step("Ý kiến") as step:  # by a verb that tells no clock it has seen
                step.put("review", key, rev, {"state": "accepted"})
            clocks.append(province.leaves("review", key, rev)[-1].hlc)
        assert clocks[0] < clocks[1], "the newest word does not count"


@story
def a_receipt_comes_from_the_future(ready: Path) -> None:
    with living(ready) as country:
        country.set_clock("province", 3650)
        country.type("commune", BASE_2, 1)
        done = country.deliver(country.send("commune"))
        country.deliver(country.answer("province", "commune"))
        country.set_clock("province", 0)
        undo_bundle(country.stores["province"], done.id)
        country.type("commune", BASE_2, 2, "A04")
        country.set_clock("commune", 1)
        country.set_clock("province", 1)
        country.rounds(["commune"])


@story
def a_receipt_is_read_by_a_clock_that_stands_back(ready: Path) -> None:
    with living(ready) as country:
        country.type("commune", BASE_2, 1)
        done = country.deliver(country.send("commune"))
        country.deliver(country.answer("province", "commune"))
        country.set_clock("commune", -400)
        undo_bundle(country.stores["province"], done.id)
        country.type("commune", BASE_2, 2, "A04")
        country.rounds(["commune"])


@story
def a_receipt_is_made_by_a_clock_set_back(ready: Path) -> None:
    with living(ready) as country:
        country.type("commune", BASE_2, 1)
        done = country.deliver(country.send("commune"))
        country.deliver(country.answer("province", "commune"))
        country.set_clock("province", -400)
        undo_bundle(country.stores["province"], done.id)
        country.type("commune", BASE_2, 2, "A04")
        country.rounds(["commune"])
        assert country.stores["province"].get("cell", CELL, "A03") == 1, "I13: it did not heal"
        country.check()


@story
def what_was_accepted_stands(ready: Path) -> None:
    with living(ready) as country:
        country.lock("commune", BASE_2, 1)
        country.deliver(country.send("commune"))
        country.judge(BASE_2, accept=True)
        country.rewrite("commune", BASE_2, 50)
        country.deliver(country.send("commune"))
        assert country.total() == 1, "I7: writing over an accepted revision changed the total"
        country.lock("commune", BASE_2, 2)
        country.deliver(country.send("commune"))
        assert country.total() == 1, "I7: a late revision changed the total"
        country.judge(BASE_2, accept=False)
        assert country.total() == 1, "I7: what was turned back counts"
        country.judge(BASE_2, accept=False)  # the same word once more
        assert country.total() == 1


@story
def the_commune_judges_its_base_union(ready: Path) -> None:
    with living(ready) as country:
        country.lock("base", BASE, 10)
        country.deliver(country.send("base"))
        assert country.judge(BASE, accept=True, by="commune")
        country.deliver(country.send("commune"))
        country.lock("base", BASE, 11)  # waits at the commune, and at the province with it
        country.deliver(country.send("base"))
        country.deliver(country.send("commune"))
        country.check()
        for name in ("commune", "province"):
            (view,) = period_views(country.stores[name], PERIOD)[BASE].values()
            assert view.values["A03"] == 10, f"I9: {name} counts what the commune has not accepted"
        assert country.judge(BASE, accept=True, by="commune")
        country.deliver(country.send("commune"))
        country.check()
        assert country.judge(BASE, accept=True)
        country.lock("base", BASE, 12)
        country.deliver(country.send("base"))
        assert country.judge(BASE, accept=True, by="commune")
        country.deliver(country.send("commune"))  # I7: the province has spoken
        country.rounds(["base", "commune"])
        country.check()


@story
def a_late_return_is_turned_back(ready: Path) -> None:
    with living(ready) as country:
        country.lock("commune", BASE_2, 10)
        country.deliver(country.send("commune"))
        country.judge(BASE_2, accept=True)
        for late in (99, 98):  # what waits is turned back, and so is the next
            country.lock("commune", BASE_2, late)
            assert country.deliver(country.send("commune")).pending == 1, "one waits, not two"
            assert country.total() == 10
            country.judge(BASE_2, accept=False)
            assert country.total() == 10, "I7: what was turned back counts"
            country.check()
        country.rewrite("commune", BASE_2, 50)
        country.deliver(country.send("commune"))
        country.rounds(["commune"])
        country.check()
        country.lock("commune", BASE_2, 11)
        country.deliver(country.send("commune"))
        country.judge(BASE_2, accept=True)
        assert country.total() == 11
        country.judge(BASE_2, accept=False)  # the accepted one itself: nothing stands any more
        country.check()


@story
def bundles_are_lost_and_the_next_one_heals(ready: Path) -> None:
    with living(ready) as country:
        country.copy("province", "old")
        country.type("commune", BASE_2, 1, "A01")
        country.deliver(country.send("commune"))
        country.deliver(country.answer("province", "commune"))
        country.type("commune", BASE_2, 2, "A02")
        second = country.send("commune")
        country.put_back("province", "old")
        country.deliver(second)  # behind a gap: an older copy of the province takes it
        country.deliver(country.answer("province", "commune"))
        country.deliver(country.send("commune"))
        country.check_all_arrived("commune")


@story
def an_office_above_that_was_put_back_counts_its_bundles_anew(ready: Path) -> None:
    with living(ready) as country:
        country.copy("province", "cũ")
        country.type("commune", BASE_2, 1, "A01")
        country.deliver(country.send("commune"))
        for _each in range(3):
            country.deliver(country.answer("province", "commune"))
        country.type("commune", BASE_2, 2, "A02")
        second = country.send("commune")
        country.put_back("province", "cũ")
        country.set_clock("commune", 1)
        country.deliver(second)
        country.deliver(country.answer("province", "commune"))
        country.deliver(country.send("commune"))
        country.check_all_arrived("commune")


@story
def an_old_copy_is_put_back_and_goes_on(ready: Path) -> None:
    for name, unit in (("commune", BASE_2), ("base", BASE)):
        with living(ready) as country:
            country.copy(name, "cũ")
            country.type(name, unit, 1, "A01")
            country.deliver(country.send(name))
            receipt = country.answer("province" if name == "commune" else "commune", name)
            country.put_back(name, "cũ")
            country.deliver(receipt)
            country.type(name, unit, 2, "A02")
            country.type(name, unit, 3, "A04")
            country.deliver(country.send(name))
            country.rounds([name])
            country.check()


@story
def an_old_copy_goes_on_before_its_own_work_comes_back(ready: Path) -> None:
    with living(ready) as country:
        country.copy("commune", "cũ")
        for value in (1, 2, 3):
            country.type("commune", BASE_2, value, f"A0{value}")
        country.deliver(country.send("commune"))
        returned = country.answer("province", "commune", full=True)
        country.put_back("commune", "cũ")
        country.type("commune", BASE_2, 4, "A04")
        country.deliver(returned)
        country.deliver(country.send("commune"))
        country.check_all_arrived("commune")
        assert country.stores["province"].get("cell", CELL, "A04") == 4, "I13: it never arrived"
        assert country.stores["commune"].get("cell", CELL, "A03") == 3, "its own work is gone"
        country.check()


@story
def two_branches_each_with_a_gap(ready: Path) -> None:
    with living(ready) as country:
        country.copy("commune", "second")
        country.open("second")
        country.type("commune", BASE_2, 1, "A01")
        lost = country.deliver(country.send("commune"))
        down = country.answer("province", "commune")
        country.deliver(down)
        country.type("commune", BASE_2, 2, "A02")
        country.deliver(country.send("commune"))
        country.type("second", BASE_2, 3, "A04")
        country.deliver(country.send("second"))
        undo_bundle(country.stores["province"], lost.id)
        country.deliver(country.answer("province", "commune"))
        country.rounds(["commune", "second"])
        country.check()


@story
def newer_things_are_relayed_as_they_are(ready: Path) -> None:
    with living(ready) as country:
        for name in ("base", "other"):
            with country.stores[name].step("Phiên bản mới") as step:
                step.put("later_thing", f"{name}-1", "field", {"later": [1, "ạ", None]})
        country.rounds()
        country.deliver(country.send("commune"))
        for name in ("base", "commune", "other"):
            country.check_relayed(name, "later_thing")
        province: Store = country.stores["province"]
        rows = province.rows("SELECT count(*) FROM op WHERE kind = 'later_thing'")
        assert rows == [(2,)], "I17: a line was dropped on its way"
