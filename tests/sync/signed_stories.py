"""Stories of figures that came unsigned first, and of those two machines of a union dispute."""

from itertools import permutations
from pathlib import Path

from desktop.sync.conflicts import disagreements, resolve
from desktop.sync.enrol import accept, grant, request
from desktop.sync.export import make_unsigned
from desktop.sync.unverified import import_unverified
from tests.sync.country import PERIOD, Country, books, living
from tests.sync.offices import BASE, BASE_2, Store, lock, office, put_cells, send, take
from tests.sync.story import CELL, story


@story
def a_signed_word_goes_before_an_unsigned_one(ready: Path) -> None:
    with living(ready) as country, office(country.folder, "nhỏ", 12, BASE_2) as small:
        commune = country.stores["commune"]
        put_cells(small, BASE_2, PERIOD, A03=12)
        lock(small, BASE_2, PERIOD, A03=12)
        unsigned = make_unsigned(small, country.folder / "chưa ký").path
        import_unverified(commune, unsigned, "P-A-02")
        up = [country.send("commune")]
        put_cells(small, BASE_2, PERIOD, A03=13)
        lock(small, BASE_2, PERIOD, 1, A03=13)
        _enrol(country, commune, small, "P-A-02")
        up.append(country.send("commune"))
        take(commune, send(small, country.folder / "nhỏ gửi"))
        assert not commune.conflicts(), "two words, and nobody may choose"
        assert commune.rows("SELECT reason FROM rejected") == [], "the owner may not sign"
        up.append(country.send("commune"))
        paths = [sent.path for sent in up]
        same = {books(ready, [*order, order[0]]) for order in permutations(paths)}
        assert len(same) == 1, "I2: order or doubling matters"
        for sent in up:
            country.deliver(sent)
        for store in (commune, country.stores["province"]):
            assert store.get("submit", f"{PERIOD}|F1|{BASE_2}", "1")["values"] == {"A03": 13}
            assert store.get("cell", CELL, "A03") == 13
        country.check_total()


@story
def who_owns_a_figure_is_told_that_it_is_disputed(ready: Path) -> None:
    with living(ready) as country, office(country.folder, "hai", 14, BASE) as second:
        commune, base = country.stores["commune"], country.stores["base"]
        _enrol(country, commune, second, "P-A-01")
        country.deliver(country.answer("commune", "base"))
        country.type("base", BASE, 21)
        country.deliver(country.send("base"))
        put_cells(second, BASE, PERIOD, A03=22)
        take(commune, send(second, country.folder / "hai gửi"))
        assert commune.conflicts(), "I14: not reported"
        country.deliver(country.answer("commune", "base"))
        (one,) = disagreements(base)
        resolve(base, one, one.sides[0].op)
        country.deliver(country.send("base"))
        assert not commune.conflicts(), "I14: the choice did not end it"
        country.check()


def _enrol(country: Country, above: Store, store: Store, code: str) -> None:
    asked = country.folder / f"{store.store_id}.json"
    request(store, asked)
    given = grant(above, asked, code, country.folder / f"{store.store_id}.zip")
    accept(store, given.bundle.path)
