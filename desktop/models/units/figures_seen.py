"""Which figures a word that moves a unit comes after, whatever the clocks of two offices say."""

from contextlib import suppress
from datetime import date

from desktop.models.errors import Refusal
from desktop.models.packs.periods import parse_period
from desktop.models.store.ops import dump
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope

FIGURE_KINDS = ("cell", "reason", "submit")
_LAST = (
    "SELECT max(leaf.hlc) FROM json_each(?1) AS one"
    " CROSS JOIN leaf ON leaf.kind = ?2 AND leaf.key = one.value"
)


def figures_seen(reader: Reader, unit: str, since: date) -> str:
    """Return the greatest clock of the figures held of a unit and all below it, "" for none.

    Of periods that end on a day or later: whose they are a move from that day on changes.
    """
    heads = [head for head in _heads(reader) if head[2] >= since]
    if not heads:
        return ""
    scope = Scope.of(reader)
    below = scope.subtree(unit)
    names = sorted({*below, *(own for own in scope.aliases if scope.resolve(own) in below)})
    found = ""
    for kind, head, _last in heads:
        keys = dump([f"{head}|{name}" for name in names])
        ((clock,),) = reader.rows(_LAST, (keys, kind))
        found = max(found, clock or "")
    return found


def _heads(reader: Reader) -> tuple[tuple[str, str, date], ...]:
    """Return (kind, what stands before the unit in its keys, last day of the period)."""

    def read() -> tuple[tuple[str, str, date], ...]:
        found = []
        for kind, head in figure_heads(reader):
            with suppress(Refusal):  # of a pack that is not here any more
                period = parse_period(head.partition("|")[0], reader.packs.schemes)
                found.append((kind, head, period.data_to))
        return tuple(found)

    return reader.remembered_of(FIGURE_KINDS, "heads of figures", read)


def figure_heads(reader: Reader) -> list[tuple[str, str]]:
    """Return (kind, what stands before the unit in its keys): periods, with forms of returns.

    From one to the next over the index, for an office has few of them and very many figures.
    """
    query = "SELECT key FROM op WHERE kind = ? AND key > ? ORDER BY key LIMIT 1"
    heads = []
    for kind in FIGURE_KINDS:
        after = ""
        while found := reader.rows(query, (kind, after)):
            after = found[0][0]
            head, separator, _unit = after.rpartition("|")
            if separator:
                heads.append((kind, head))
                after = head + chr(ord(separator) + 1)
    return heads
