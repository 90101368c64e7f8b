"""Receipts: what this office holds of another's chains, and the bundles it took in."""

import msgspec

from desktop.models.store.keys import DOWN_ALL, OFFICE
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.sync import records
from desktop.sync.chains import chains
from desktop.sync.manifest import Acks
from desktop.sync.refused import refused_of
from desktop.sync.trust import Trust


def receipt_for(reader: Reader, scope: Scope, trust: Trust, unit: str) -> Acks:
    """Return the acknowledgement for a unit above or below.

    When nothing was taken from it, it tells at most what was refused of machines that have ended:
    the next one of the unit may have none of it.
    """
    came = [taken for taken in records.taken(reader) if scope.resolve(taken.unit) == unit]
    if not came:
        ended = {one for one in trust.of_units({unit}) if trust.stores[one].revoked is not None}
        return Acks(rejected=refused_of(reader, trust, ended, besides=unit) or msgspec.UNSET)
    if scope.is_below(unit, reader.own_unit):
        stores = trust.of_units(scope.subtree(unit))
        held = chains(reader, [OFFICE], stores)
    else:
        stores = trust.of_units({unit, *scope.ever_above(unit)})
        held = chains(reader, [DOWN_ALL, *_own_streams(reader, scope)], stores)
    heads = [head for chain in held for head in chain.heads()]
    return Acks(
        tuple(sorted(heads)), tuple(taken.id for taken in came[-records.MOST_BUNDLES:]),
        refused_of(reader, trust, stores, besides=unit) or msgspec.UNSET,
    )  # fmt: skip


def owed(reader: Reader) -> dict[str, list[str]]:
    """Return unit → bundles taken in from it that no bundle made since has acknowledged."""
    told = {bundle for made in records.made(reader) for bundle in made.acked_bundles}
    waiting: dict[str, list[str]] = {}
    for taken in records.taken(reader):
        if taken.id not in told:
            waiting.setdefault(reader.unit(taken.unit), []).append(taken.id)
    return waiting


def _own_streams(reader: Reader, scope: Scope) -> list[str]:
    own = reader.own_unit
    names = {own, *(name for name in scope.aliases if scope.resolve(name) == own)}
    return [f"down:{name}" for name in sorted(names)]
