"""Several PCs of one office, and the whole of an office in one bundle.

Between an office's own PCs everything travels but the local stream: what each wrote, what came
from below and from above, and the office's own words downwards. What the other already holds is
told by the ends of chains, as with any office; here they are kept for each PC by itself.
"""

from collections.abc import Sequence
from pathlib import Path

from desktop.models.store.keys import LOCAL
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.sync import records
from desktop.sync.chains import Chain, chains
from desktop.sync.export import HumanSheet, MadeBundle, Plan, write_out
from desktop.sync.layout import KIND_FULL, KIND_PEERS
from desktop.sync.manifest import Acks
from desktop.sync.messages import BundleRefusal
from desktop.sync.ownership import Direction
from desktop.sync.selection import Selected, suffixes
from desktop.sync.trust import Trust, office_key, refuse_revoked, refuse_ungranted
from desktop.sync.vouching import vouch_for_earlier


def other_pcs(reader: Reader, trust: Trust) -> list[str]:
    """Return the office's other enrolled machines that were not revoked."""
    alive = trust.alive_of_units({reader.own_unit}) - {reader.store_id}
    return sorted(store for store in alive if trust.stores[store].public)


def make_peer_bundle(
    store: Store,
    out_dir: Path,
    *,
    full: bool = False,
    attachments: bool = False,
    seal: bool = False,
) -> MadeBundle:
    """Make a bundle (`noibo`) for the office's other PC, or for all of them.

    With one other PC it begins behind what that one has acknowledged. Refuses E_NO_PEER.
    """
    refuse_revoked(store)
    refuse_ungranted(store)
    vouch_for_earlier(store)
    scope = Scope.of(store)
    trust = Trust.of(store, scope)
    others = other_pcs(store, trust)
    if not others:
        raise BundleRefusal("E_NO_PEER")
    acked = records.acknowledged(store, others[0])[1] if len(others) == 1 and not full else ()
    selected = suffixes(_every_chain(store, trust), acked)
    unit = store.own_unit
    plan = Plan(KIND_PEERS, unit, scope.label(unit), selected, receipt(store, trust, others),
                full, attachments=attachments, seal=seal)  # fmt: skip
    return write_out(store, scope, plan, out_dir, (), office_key(store), {})


def make_full_save(
    store: Store,
    out_dir: Path,
    sheets: Sequence[HumanSheet] = (),
    *,
    attachments: bool = False,
    phrase: str = "",
) -> MadeBundle:
    """Make a bundle (`saoluu`) of all this office holds but its local stream.

    A PC of the office that is enrolled, also one enrolled later, takes it in like any bundle.
    It is sealed by the passphrase where one is given; attachments ask for one, as no machine
    enrolled later could open it otherwise. Refuses E_NEED_PHRASE, E_PHRASE_SHORT and, of a copy
    whose key nobody could believe, E_NOT_GRANTED.
    """
    refuse_ungranted(store)
    scope = Scope.of(store)
    trust = Trust.of(store, scope)
    selected: Selected = suffixes(_every_chain(store, trust), ())
    unit = store.own_unit
    acks = receipt(store, trust, other_pcs(store, trust))
    plan = Plan(KIND_FULL, unit, scope.label(unit), selected, acks, True,
                attachments=attachments, phrase=phrase)  # fmt: skip
    return write_out(store, scope, plan, out_dir, sheets, office_key(store), {})


def receipt(reader: Reader, trust: Trust, others: Sequence[str]) -> Acks:
    """Return what this PC holds of every chain, and the bundles it took from the others."""
    came = [one for one in records.taken(reader)
            if one.store in others and one.direction == Direction.PEER.value]  # fmt: skip
    if not came:
        return Acks()
    heads = [head for chain in _every_chain(reader, trust) for head in chain.heads()]
    return Acks(tuple(sorted(heads)), tuple(taken.id for taken in came[-records.MOST_BUNDLES :]))


def _every_chain(reader: Reader, trust: Trust) -> list[Chain]:
    streams = reader.rows("SELECT DISTINCT stream FROM op WHERE stream <> ?", (LOCAL,))
    stores = {*trust.stores, reader.store_id}
    return list(chains(reader, sorted(stream for (stream,) in streams), stores))
