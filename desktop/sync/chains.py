"""Hash-linked chains: what this office holds without a gap, and what another still lacks."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from desktop.models.store.held import Name, held_ids
from desktop.models.store.ops import dump, member
from desktop.models.store.reader import Reader
from desktop.sync.manifest import Head

_TAKEN = "SELECT id, n, raw FROM op WHERE store = ?1 AND stream = ?2"
_HELD = (
    _TAKEN + " UNION ALL SELECT id, json_extract(CAST(raw AS TEXT), '$.n'), raw FROM rejected"
    " WHERE json_extract(CAST(raw AS TEXT), '$.store') = ?1"
    " AND json_extract(CAST(raw AS TEXT), '$.stream') = ?2"
)
_ASIDE = (
    "SELECT json_extract(line, '$.store') AS store, json_extract(line, '$.stream') AS stream, id,"
    " json_extract(line, '$.n'), raw FROM (SELECT id, raw, CAST(raw AS TEXT) AS line FROM rejected)"
    " WHERE store || char(10) || stream IN (SELECT value FROM json_each(?1))"
)
_REJECTED = (
    "SELECT 1 FROM rejected WHERE json_extract(CAST(raw AS TEXT), '$.store') = ?"
    " AND json_extract(CAST(raw AS TEXT), '$.stream') = ? LIMIT 1"
)

_NAMES = (
    "SELECT store FROM op WHERE stream = ?1 UNION"
    " SELECT json_extract(CAST(raw AS TEXT), '$.store') FROM rejected"
    " WHERE json_extract(CAST(raw AS TEXT), '$.stream') = ?1"
)
"""A store of which nothing but rejected lines is held has a chain all the same."""


@dataclass(frozen=True, slots=True)
class Link:
    """One held operation of a chain."""

    id: str
    n: int
    raw: bytes

    @property
    def prev(self) -> str | None:
        """Return the id of the operation before it."""
        found = member(self.raw, "prev")
        return found if isinstance(found, str) else None


@dataclass(frozen=True)
class Chain:
    """All operations of one (store, stream) this office holds, rejected ones too, by number."""

    store: str
    stream: str
    links: tuple[Link, ...]

    @cached_property
    def is_plain(self) -> bool:
        """Tell whether it is 1, 2, 3 …, each linked to the one before: the usual case.

        Numbers alone would not do: of two branches, each with a gap, they may come out whole.
        """
        before = b'"prev":null'
        for number, link in enumerate(self.links, 1):
            if link.n != number or before not in link.raw:
                return False
            before = b'"prev":"' + link.id.encode() + b'"'
        return True

    def complete(self) -> list[Link]:
        """Return the operations all of whose predecessors are held."""
        if self.is_plain:
            return list(self.links)
        held: set[str] = set()
        whole: list[Link] = []
        for link in self.links:
            if link.prev is None or link.prev in held:
                held.add(link.id)
                whole.append(link)
        return whole

    def heads(self) -> list[Head]:
        """Return the ends of what is held without a gap; two after a fork."""
        whole = self.complete()
        if self.is_plain:
            whole, followed = whole[-1:], set()
        else:
            followed = {link.prev for link in whole}
        return [
            Head(self.store, self.stream, link.n, link.id)
            for link in whole
            if link.id not in followed
        ]

    def behind(self, acknowledged: Collection[str]) -> list[Link]:
        """Return what is not an acknowledged operation or an ancestor of one."""
        known = {link.id: link for link in self.links}
        ends = [known[op] for op in acknowledged if op in known]
        if not ends:
            return list(self.links)
        if self.is_plain:
            last = max(link.n for link in ends)
            return list(self.links[last:])
        covered: set[str] = set()
        for end in ends:
            step: Link | None = end
            while step is not None and step.id not in covered:
                covered.add(step.id)
                step = known.get(step.prev or "")
        return [link for link in self.links if link.id not in covered]


Aside = Mapping[tuple[str, str], Sequence[Link]]
"""(store, stream) → the rejected lines held of this chain."""


def chain(reader: Reader, store: str, stream: str, aside: Aside | None = None) -> Chain:
    """Return what is held of one chain; `aside` where it was asked for already."""
    links = [Link(*row) for row in reader.rows(_HELD if aside is None else _TAKEN, (store, stream))]
    if aside is not None:
        links += aside.get((store, stream), ())
    return Chain(store, stream, tuple(sorted(links, key=_order)))


def rejected_links(reader: Reader, names: Iterable[tuple[str, str]]) -> Aside:
    """Return what is rejected of all these chains, (store, stream), in one look.

    No index leads from a chain to its rejected lines: thousands of chains, of which a bundle may
    tell, are not looked for one by one.
    """
    found: dict[tuple[str, str], list[Link]] = {}
    wanted = dump([f"{store}\n{stream}" for store, stream in names])
    for store, stream, *link in reader.rows(_ASIDE, (wanted,)):
        found.setdefault((store, stream), []).append(Link(*link))
    return found


def is_whole(
    reader: Reader, store: str, stream: str, ends: Iterable[str] = (), aside: Aside | None = None
) -> bool:
    """Tell whether a chain is surely held from its first operation on, unbranched, with `ends`.

    False says only that it must be looked at. One end and a first operation leave no room for a
    gap: what stands before one would be an end, too.
    """
    if aside is not None and (store, stream) in aside:
        return False
    heads = reader.rows("SELECT id FROM head WHERE store = ? AND stream = ?", (store, stream))
    begun = "SELECT 1 FROM op WHERE store = ? AND stream = ? AND n = 1"
    if len(heads) != 1 or not reader.rows(begun, (store, stream)):
        return False
    wanted = {Name(store, end) for end in ends}
    whole = held_ids(reader.rows, wanted) == {end.id for end in wanted}
    return whole and (aside is not None or not reader.rows(_REJECTED, (store, stream)))


def chains(reader: Reader, streams: Iterable[str], stores: Collection[str]) -> Iterator[Chain]:
    """Yield the chains held of these stores in these streams, in a fixed order."""
    for stream in streams:
        names = reader.rows(_NAMES, (stream,))
        for store in sorted(name for (name,) in names):
            if store in stores:
                yield chain(reader, store, stream)


def _order(link: Link) -> tuple[int, str]:
    return link.n, link.id
