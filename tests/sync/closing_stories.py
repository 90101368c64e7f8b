"""Stories of a month that is closed: what stood counts, in whatever order things come."""

from itertools import permutations
from pathlib import Path

from desktop.models.figures.returns.late import late_returns
from desktop.models.figures.views import period_views
from desktop.sync.undo import undo_bundle
from tests.sync.country import PERIOD, Country, living
from tests.sync.offices import BASE, BASE_2
from tests.sync.story import story


def _counts(country: Country, name: str, unit: str) -> object:
    view = period_views(country.stores[name], PERIOD).get(unit, {}).get("F1")
    return view.values["A03"] if view is not None and view.state != "live" else None


def _late(country: Country) -> list[tuple[str, int, int]]:
    return [(one.code, one.rev, one.stands) for one in late_returns(country.stores["province"])]


@story
def what_was_closed_stands_unaccepted(ready: Path) -> None:
    with living(ready) as country:
        country.lock("commune", BASE_2, 10)
        country.deliver(country.send("commune"))
        country.shut()
        country.lock("commune", BASE_2, 11)  # before it has heard
        country.rewrite("commune", BASE_2, 77)
        assert country.deliver(country.send("commune")).pending == 1
        assert country.total() == 10, "I7: what came after the closing changed the total"
        assert _late(country) == [("P-A-02", 2, 1)]
        country.deliver(country.answer("province", "commune"))
        assert _counts(country, "commune", BASE_2) == 10, "the office below counts another one"
        assert not country.shut(), "closed twice"
        assert _late(country) == [("P-A-02", 2, 1)], "closing again forgot what waits"
        country.judge(BASE_2, accept=False)
        assert (country.total(), _late(country)) == (10, []), "I7: what was turned back counts"
        country.deliver(country.answer("province", "commune"))
        country.lock("commune", BASE_2, 12)
        country.deliver(country.send("commune"))
        assert (country.total(), _late(country)) == (10, [("P-A-02", 3, 1)])
        assert country.shut(), "what was turned back had been opened"
        assert (country.total(), _late(country)) == (10, [("P-A-02", 3, 1)])
        country.judge(BASE_2, accept=True)
        assert (country.total(), _late(country)) == (12, [])
        country.check_total()
        country.rounds(["commune"])
        country.check()


@story
def nothing_stood_when_it_was_closed(ready: Path) -> None:
    with living(ready) as country:
        country.lock("other", "018e0000-0000-7000-8000-000000000003", 1)
        country.deliver(country.send("other"))
        country.lock("commune", BASE_2, 10)
        waiting = country.send("commune")
        country.shut()
        country.deliver(waiting)
        assert country.total() == 1, "what came after the closing counts"
        assert _late(country) == [("P-A-02", 1, 0)]
        country.judge(BASE_2, accept=False)
        country.deliver(country.answer("province", "commune"))
        country.lock("commune", BASE_2, 12)
        country.deliver(country.send("commune"))
        assert (country.total(), _late(country)) == (1, [("P-A-02", 2, 0)])
        country.judge(BASE_2, accept=True)
        assert country.total() == 13
        country.check_total()


@story
def what_was_turned_back_comes_again_into_an_opened_month(ready: Path) -> None:
    with living(ready) as country:
        country.shut()
        country.lock("commune", BASE_2, 10)
        country.deliver(country.send("commune"))
        country.judge(BASE_2, accept=False)
        country.deliver(country.answer("province", "commune"))
        assert country.unshut()
        country.deliver(country.answer("province", "commune"))
        assert country.total() is None, "what was turned back counts in an opened month"
        country.lock("commune", BASE_2, 12)
        assert country.deliver(country.send("commune")).pending == 0
        assert (country.total(), _late(country)) == (12, []), "it waits in an opened month"
        assert _counts(country, "commune", BASE_2) == 12
        country.check_total()
        country.judge(BASE_2, accept=False)
        country.rounds(["commune"])
        country.check()


@story
def every_order_of_a_closing_counts_the_same(ready: Path) -> None:
    with living(ready) as country:
        country.lock("base", BASE, 10)
        country.deliver(country.send("base"))
        assert country.shut("commune")
        country.lock("base", BASE, 11)
        country.deliver(country.send("base"))
        assert _counts(country, "commune", BASE) == 10
        country.copy("province", "as it was")
        ways = [country.send("commune", full=True)]
        country.unshut("commune")
        ways.append(country.send("commune", full=True))
        country.shut("commune")  # now the second one stood
        country.lock("base", BASE, 12)
        country.deliver(country.send("base"))
        ways.append(country.send("commune", full=True))
        assert _counts(country, "commune", BASE) == 11
        seen = set()
        for order in permutations(ways):
            country.put_back("province", "as it was")
            for sent in order:
                country.deliver(sent)
            seen.add((_counts(country, "province", BASE), country.total()))
        assert seen == {(11, 11)}, ("the province counts what the commune has not", seen)
        country.judge(BASE, accept=True)  # and its own word goes before it
        assert country.total() == 12
        country.check_total()


@story
def a_commune_says_nothing_into_what_the_province_closed(ready: Path) -> None:
    with living(ready) as country:
        country.lock("base", BASE, 10)
        country.deliver(country.send("base"))
        country.deliver(country.send("commune"))
        country.lock("base", BASE, 11)
        country.shut()
        down = country.answer("province", "commune")
        country.set_clock("commune", 2)
        country.deliver(country.send("base"))
        assert country.judge(BASE, accept=True, by="commune")  # it has not heard yet
        assert _counts(country, "commune", BASE) == 11
        country.deliver(down)
        assert _counts(country, "commune", BASE) == 10, "the province's closing binds it"
        assert not country.judge(BASE, accept=True, by="commune")
        country.deliver(country.send("commune"))
        assert country.total() == 10
        assert _late(country) == [("P-A-01", 2, 1)]
        country.judge(BASE, accept=True)
        country.deliver(country.answer("province", "commune"))
        for name in ("province", "commune"):
            assert _counts(country, name, BASE) == 11
        country.check_total()
        country.check()


@story
def what_stood_is_undone_and_comes_again(ready: Path) -> None:
    with living(ready) as country:
        country.lock("commune", BASE_2, 10)
        sent = country.send("commune")
        done = country.deliver(sent)
        country.set_clock("province", 3650)
        country.shut()
        country.set_clock("province", 0)
        undo_bundle(country.stores["province"], done.id)
        country.lock("commune", BASE_2, 11)
        country.deliver(country.send("commune"))
        assert country.total() == 10, "what stood does not count"
        country.judge(BASE_2, accept=True)
        assert country.total() == 11, "a word said after a closing by a wrong clock is lost"
        country.check_total()
        country.check()
