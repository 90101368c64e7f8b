"""The shipped pack, read once."""

from functools import cache

from desktop.models.packs.packs import Packs, load_packs


@cache
def packs() -> Packs:
    return load_packs()
