"""Stories of who types for a union: taken back when its machine is gone, given to another."""

from datetime import date
from itertools import permutations
from pathlib import Path

from desktop.models.units.scope import Scope
from desktop.sync.messages import BundleRefusal
from desktop.sync.refused import not_counted
from desktop.sync.take_back import take_back
from tests.sync.country import PERIOD, Country, Sent, books, living
from tests.sync.offices import BASE, BASE_2, COMMUNE, PROVINCE, Store
from tests.sync.story import CELL, story


@story
def typing_is_taken_back_and_goes_on_above(ready: Path) -> None:
    with living(ready) as country:
        commune, province = country.stores["commune"], country.stores["province"]
        country.set_clock("base", 3)  # ahead of everybody: what it typed came before all the same
        country.type("base", BASE, 7)
        country.type("base", BASE, 6, "A04")
        country.deliver(country.send("base"))
        paths = [country.send("commune").path]
        country.lock("base", BASE, 99)
        late = country.send("base")
        take_back(commune, "P-A-01", revoking=True)
        paths.append(country.send("commune").path)
        country.type("commune", BASE, 8)
        country.lock("commune", BASE, 8)
        paths.append(country.send("commune").path)
        same = {books(ready, [*order, order[0]]) for order in permutations(paths)}
        assert len(same) == 1, "I2: order or doubling matters"
        rest = [books(ready, paths[:2]), books(ready, paths, undo=[2])]
        assert rest[0] == rest[1], "I8: undoing is not as if never imported"
        for sent in [one for one in country.pile if one.to == "province"]:
            country.deliver(sent)
        for store in (commune, province):
            cells = store.fields("cell", f"{PERIOD}|{BASE}")
            assert cells == {"A03": 8, "A04": 6}, "what it had typed is not typed on"
            assert not store.conflicts()
        assert country.total() == 8, "the commune does not count for it"
        assert _refused(country, late) == "E_REVOKED"
        assert _seen(commune) == [(99, 8)], "what came too late is not shown beside what counts"
        country.rounds(["commune"])
        country.check()
        country.check_total()


@story
def another_machine_had_taken_what_was_taken_back(ready: Path) -> None:
    with living(ready) as country:
        country.copy("commune", "second")
        country.open("second")
        commune, second = country.stores["commune"], country.stores["second"]
        country.lock("base", BASE, 99)
        country.deliver(country.send("base"), "second")
        relayed = country.send("second")  # by one who has not heard of it
        take_back(commune, "P-A-01", revoking=True)
        country.lock("commune", BASE, 11)
        sent = country.send("commune")
        paths = [relayed.path, sent.path]
        assert books(ready, paths) == books(ready, paths[::-1]), "I2: order matters"
        country.deliver(sent)
        country.deliver(country.answer("province", "commune", full=True), "second")
        assert _seen(second) == [(99, 11)], "lost in silence"
        country.deliver(relayed)
        assert country.total() == 11, "counted twice, or the wrong one"
        assert _seen(country.stores["province"]) == [(99, 11)], "lost in silence"
        country.rounds(["commune", "second"])
        country.check()


@story
def an_assignment_to_another_may_come_late(ready: Path) -> None:
    with living(ready) as country:
        country.copy("commune", "second")
        country.open("second")
        with country.stores["commune"].step("Giao") as step:  # its machine goes on all the same
            step.put("assign", BASE, "office@2026-01-01", COMMUNE)
        country.set_clock("base", 1)
        country.type("base", BASE, 5)
        country.deliver(country.send("base"), "second")
        paths = [country.send("second").path, country.send("commune").path]
        assert books(ready, paths) == books(ready, paths[::-1]), "I2: order matters"


@story
def an_office_further_up_may_be_given_a_unions_figures(ready: Path) -> None:
    with living(ready) as country:
        province, day = country.stores["province"], date(2026, 10, 31)
        with province.step("Giao") as step:
            step.put("assign", BASE_2, "office@2026-01-01", PROVINCE)
        assert Scope.of(province).owner(BASE_2, day) == PROVINCE, "the one between goes first"
        country.type("commune", BASE_2, 5)
        country.deliver(country.send("commune"))
        assert province.get("cell", CELL, "A03") is None, "I6: another's figure stands"


def _refused(country: Country, late: Sent) -> str:
    try:
        country.deliver(late)
    except BundleRefusal as refusal:
        return refusal.code
    return ""


def _seen(store: Store) -> list[tuple[object, object]]:
    """Return (what it says, what counts here) of the returns that do not count."""
    return [
        (one.value["values"]["A03"], one.stands and one.stands["values"]["A03"])
        for one in not_counted(store)
        if one.kind == "submit"
    ]
