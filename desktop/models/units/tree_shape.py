"""The shape of a tree, whatever the register says: nobody stands above himself, or out of reach.

The links of units come from every office that may write them. One whose program is faulty, or
who is dishonest, must not stop the others from opening their pages, all of which walk the tree.
"""

from collections.abc import Callable
from typing import Any

DEEPEST = 64
"""How many units may stand above one; of real ones four do."""

Parents = dict[str, str | None]


def straighten(parents: Parents, rank: Callable[[str], Any]) -> None:
    """Change, in a table of unit → parent, the links that lead in a ring or deeper than `DEEPEST`.

    Of a ring the unit of the least rank becomes a root: everywhere the same one. What lies too
    deep stands beside the unit it was put under, so that whoever adds up still counts it.
    """
    _open_rings(parents, rank)
    depths: dict[str | None, int] = {}
    for start in parents:
        path, at = [], start if start not in depths else None
        while at is not None and at in parents and at not in depths:
            path.append(at)
            at = parents[at]
        depth = depths.get(at, -1)
        for unit in reversed(path):
            depth += 1
            if depth > DEEPEST:
                parents[unit] = parents[str(parents[unit])]
                depth = DEEPEST
            depths[unit] = depth


def _open_rings(parents: Parents, rank: Callable[[str], Any]) -> None:
    seen: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in parents and at not in seen and at not in path:
            path[at] = None
            at = parents[at]
        if at in path:
            names = list(path)
            parents[min(names[names.index(at) :], key=rank)] = None
        seen |= path.keys()
