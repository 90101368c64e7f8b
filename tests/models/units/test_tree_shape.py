"""Trees that no honest register holds: they open all the same, and nobody is left out."""

import random

from desktop.models.units.tree_shape import DEEPEST, Parents, straighten


def straight(parents: Parents) -> Parents:
    found = dict(parents)
    straighten(found, lambda unit: unit)
    return found


def depth(parents: Parents, unit: str) -> int:
    steps = 0
    while (above := parents[unit]) in parents:
        unit, steps = str(above), steps + 1
        assert steps <= len(parents)
    return steps


def test_a_tree_that_is_one_stays() -> None:
    tree: Parents = {"a": None, "b": "a", "c": "b", "d": "a", "e": "not here"}
    assert straight(tree) == tree
    assert straight({}) == {}


def test_a_ring_opens_at_its_least_wherever_it_is_entered() -> None:
    ring: Parents = {"d": "c", "b": "a", "c": "b", "a": "c", "own": "own"}
    opened: Parents = {"d": "c", "b": "a", "c": "b", "a": None, "own": None}
    for order in (sorted(ring), sorted(ring, reverse=True)):
        assert straight({unit: ring[unit] for unit in order}) == opened


def test_what_lies_too_deep_stands_beside_what_it_was_under() -> None:
    names = [f"{n:04d}" for n in range(3 * DEEPEST)]
    chain: Parents = dict(zip(names, [None, *names], strict=False))
    found = straight(chain)
    assert [depth(found, name) for name in names] == [*range(DEEPEST), *[DEEPEST] * 2 * DEEPEST]
    assert {found[name] for name in names[DEEPEST:]} == {names[DEEPEST - 1]}


def test_any_links_lead_to_a_root() -> None:
    for seed in range(200):
        rng = random.Random(seed)
        names = [f"u{n}" for n in range(rng.randrange(1, 200))]
        near = rng.random() < 0.5
        table: Parents = {
            name: rng.choice([None, *names]) if not near else names[max(0, n - rng.randrange(3))]
            for n, name in enumerate(names)
        }
        found = straight(table)
        assert found.keys() == table.keys()
        assert max(depth(found, name) for name in names) <= DEEPEST
