"""Stories of an office that is opened again from a backup on another computer."""

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from pathlib import Path
from shutil import rmtree

from desktop.models.store.backup import backup, restore
from desktop.models.store.store import Store
from desktop.sync.enrol import accept, grant, request
from desktop.sync.keys import KeyFile, KeyPair
from desktop.sync.messages import BundleRefusal
from desktop.sync.peers import make_peer_bundle
from desktop.sync.revocation import ends_of, revoke
from desktop.sync.trust import ENROL, VOUCHED
from tests.sync.country import ABOVE, PERIOD, UNIT, Country, Sent, books, living
from tests.sync.offices import BASE, CODES, enrol, forged, office, send, take
from tests.sync.story import story

RETURN = f"{PERIOD}|F1|{BASE}"


def moved(country: Country, name: str, new: str) -> Store:
    """Open an office's backup as another one, `new`, that nobody has enrolled yet."""
    store = country.stores[name]
    backup(store, country.folder / f"{new}.zip")
    restore(country.folder / f"{new}.zip", country.folder / new, clock=store.clock)
    KeyFile(country.folder / new / "keys").save(KeyPair.derived(1, new))
    UNIT[new], ABOVE[new] = UNIT[name], ABOVE[name]
    return country.open(new, store.clock.now())


def take_over(country: Country, name: str) -> None:
    """Enrol a moved office in place of the machines its unit had."""
    above, store = country.stores[ABOVE[name]], country.stores[name]
    asked = country.folder / f"{name}.json"
    request(store, asked)
    given = grant(
        above, asked, CODES[UNIT[name]], country.folder / f"phép-{name}.zip", replaces=True
    )
    accept(store, given.bundle.path)


def move(country: Country, name: str, number: int) -> None:
    """Let an office go on from its backup on another computer, under the same name here."""
    new = f"{name}-{number}"
    moved(country, name, new)
    take_over(country, new)
    country.stores.pop(name).close()
    country.stores.pop(new).close()
    rmtree(country.folder / name)
    (country.folder / new).rename(country.folder / name)
    country.accepted.pop(name, None)
    country.open(name)


def a_moved_base(country: Country) -> tuple[Sent, list[Sent]]:
    """Move the base union with work it had not sent; return a late bundle, and the commune's."""
    country.lock("base", BASE, 1)
    country.deliver(country.send("base"))
    country.deliver(country.answer("commune", "base"))
    up = [country.send("commune")]
    country.lock("base", BASE, 2)
    moved(country, "base", "new")
    country.lock("base", BASE, 99)  # whoever has the old machine goes on
    late = country.send("base")
    take_over(country, "new")
    up.append(country.send("commune"))
    return late, up


@story
def a_restored_office_sends_what_the_old_one_had_not(ready: Path) -> None:
    with living(ready) as country:
        commune = country.stores["commune"]
        late, up = a_moved_base(country)
        country.lock("new", BASE, 3)
        country.deliver(country.send("new"))
        assert _said(commune) == [1, 2, 3], "what the old machine had not sent is void"
        assert _refused(country, late) == "E_REVOKED", "a machine is believed behind its end"
        up.append(country.send("commune"))
        paths = [sent.path for sent in up]
        same = {books(ready, [*order, order[0]]) for order in permutations(paths)}
        assert len(same) == 1, "I2: order or doubling matters"
        for sent in up:
            country.deliver(sent)
        assert country.total() == 3
        assert commune.rows("SELECT count(*) FROM rejected") == [(0,)]
        country.stores.pop("base").close()
        country.rounds(["new", "commune"])
        country.check()


@story
def what_was_refused_before_is_heard_then(ready: Path) -> None:
    with living(ready) as country:
        commune = country.stores["commune"]
        a_moved_base(country)
        lines = [raw for (raw,) in country.stores["new"].rows(
            "SELECT raw FROM op WHERE stream = 'office' AND kind = 'submit'")]  # fmt: skip
        path = forged(country.stores["new"], lines, UNIT["commune"], country.folder / "cũ")
        country.deliver(Sent(path, "new", "commune"))  # by a program that vouched for nothing
        assert _said(commune) == [1]
        country.deliver(country.send("new"))
        assert _said(commune) == [1, 2], "what was refused stays refused"
        country.check()


@story
def an_office_restored_twice_before_anybody_enrolled_it(ready: Path) -> None:
    with living(ready) as country:
        commune, province = country.stores["commune"], country.stores["province"]
        moved(country, "base", "between")
        country.lock("between", BASE, 5)
        moved(country, "between", "new")
        take_over(country, "new")
        country.deliver(country.send("new"))
        assert _said(commune) == [5], "what was written in between never arrives"
        country.deliver(country.send("commune"))
        assert _said(province) == [5]
        country.check()


@story
def what_a_lost_machine_told_the_other_stays(ready: Path) -> None:
    with living(ready) as country, office(country.folder, "hai", 14, BASE) as second:
        commune, base = country.stores["commune"], country.stores["base"]
        enrol(commune, second, CODES[BASE], country.folder)
        country.deliver(country.answer("commune", "base"))
        country.lock("base", BASE, 1)
        out = country.folder / "trao"
        take(second, make_peer_bundle(base, out).path)
        revoke(commune, base.store_id)
        take(second, send(commune, out, CODES[BASE]))
        assert _said(second) == [1], "lost with the machine that wrote it"
        take(commune, send(second, out))
        assert _said(commune) == [1]
        country.stores.pop("base").close()
        country.check()


@story
def part_of_an_ended_chain_is_undone(ready: Path) -> None:
    with living(ready) as country:
        paths = []
        for value in (1, 2):
            country.lock("base", BASE, value)
            country.deliver(country.send("base"))
            paths.append(country.send("commune").path)
            country.deliver(country.send("commune"))
            country.deliver(country.answer("province", "commune"))  # the next begins behind it
        revoke(country.stores["commune"], "P-A-01")
        paths.append(country.send("commune").path)
        undone = books(ready, paths, undo=[1])
        assert undone == books(ready, [paths[0], paths[2]]), "I8: not as if never imported"


@story
def a_machine_that_vouched_ends_on_what_is_undone(ready: Path) -> None:
    with living(ready) as country:
        commune = country.stores["commune"]

        def sent_up() -> Path:
            sent = country.send("commune")
            country.deliver(sent)
            country.deliver(country.answer("province", "commune"))  # the next begins behind it
            return sent.path

        country.lock("base", BASE, 1)
        country.deliver(country.send("base"))
        country.deliver(country.answer("commune", "base"))
        paths = [sent_up()]
        country.lock("base", BASE, 2)
        moved(country, "base", "new")
        take_over(country, "new")
        for value in (3, 4):
            country.lock("new", BASE, value)
            country.deliver(country.send("new"))
            paths.append(sent_up())
        revoke(commune, country.stores["new"].store_id)
        paths.append(country.send("commune").path)
        undone = books(ready, paths, undo=[2])
        assert undone == books(ready, [*paths[:2], paths[3]]), "I8: not as if never imported"


@story
def nobody_vouches_for_another(ready: Path) -> None:
    with living(ready) as country:
        province = country.stores["province"]
        country.deliver(country.send("base"))
        country.deliver(country.send("commune"))
        country.copy("base", "stolen")
        country.open("stolen")
        country.lock("stolen", BASE, 99)
        thief, other = country.stores["stolen"], country.stores["other"]
        moved(country, "base", "new")
        take_over(country, "new")
        country.deliver(country.send("commune"))
        chain = "SELECT raw FROM op WHERE store = ? AND stream = 'office' ORDER BY n"
        theirs = [raw for (raw,) in thief.rows(chain, (thief.store_id,))]
        for by in (other, thief):
            for name in (by.store_id, country.stores["new"].store_id):
                _vouch(by, thief, name)
        words = [raw for (raw,) in other.rows(chain, (other.store_id,))]
        words += [raw for (raw,) in thief.rows(chain, (thief.store_id,))]
        path = forged(other, words, UNIT["province"], country.folder / "gian")
        country.deliver(Sent(path, "other", "province"))
        every = list(dict.fromkeys([*theirs, *words]))
        mixed = forged(country.stores["commune"], every, UNIT["province"], country.folder / "lẫn")
        country.deliver(Sent(mixed, "commune", "province"))
        assert _said(province) == [], "a stranger's word brought a thief's figures in"


@story
def what_was_ended_for_good_stays_out(ready: Path) -> None:
    with living(ready) as country:
        commune = country.stores["commune"]
        country.lock("base", BASE, 1)
        country.deliver(country.send("base"))
        country.set_clock("commune", 3)
        revoke(commune, "P-A-01", until=date(2026, 11, 3))
        country.lock("base", BASE, 2)
        moved(country, "base", "new")
        take_over(country, "new")
        new = country.stores["new"]
        country.deliver(country.send("new"))
        assert not [1 for _key, name, _word in new.registers(ENROL) if name.startswith(VOUCHED)]
        _vouch(new, country.stores["base"], new.store_id)  # by a program that asks nobody
        country.deliver(country.send("new"))
        assert _said(commune) == [1], "the level above is overruled"
        country.lock("new", BASE, 3)
        country.deliver(country.send("new"))
        assert _said(commune) == [1, 3], "typing anew does not help either"
        country.check()


def _vouch(by: Store, whose: Store, name: str) -> None:
    """Let a store write that the store `name` vouches for all another holds of itself."""
    rows = whose.rows(
        "SELECT id, stream, n, json_extract(CAST(raw AS TEXT), '$.prev') FROM op WHERE store = ?",
        (whose.store_id,),
    )
    with by.step("Gian") as step:
        word = {"on": "2026-11-02", "heads": ends_of(rows), "by": by.store_id}
        step.put(ENROL, whose.store_id, VOUCHED + name, word)


def _said(store: Store) -> Sequence[int]:
    """Return the figure of each revision of the base union's return, oldest first."""
    found = store.fields("submit", RETURN)
    return [found[rev]["values"]["A03"] for rev in sorted(found, key=int)]


def _refused(country: Country, late: Sent) -> str:
    try:
        country.deliver(late)
    except BundleRefusal as refusal:
        return refusal.code
    return ""
