"""Which labels of a document stand above which, found by trying orders on all of its items.

An order of the levels is judged by how well the numbering then runs: a series that goes on
though an outer item closed it, one that begins anew though nothing closed it, and a level
that hangs under ever other levels all cost. The usual order of Vietnamese documents is kept
unless another order explains the whole document clearly better.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from desktop.intake.structure.labels import Label

Ranks = dict[str, float]

_RANK = {
    "part": 0, "chapter": 1, "section": 2, "article": 3, "upper": 4, "roman": 5, "named": 5.6,
    "decimal": 6, "lower": 20, "small": 22, "bullet": 30,
}  # fmt: skip
_STYLE = {".": 0.0, ")": 0.3, "()": 0.5}
_LETTER = 1.1
_BULLETS = {"*": -0.2, "-": 0.0, "+": 0.5, "•": 0.7}

# What speaks against an order, per item; what it takes to leave the usual order, per pair.
_REOPENED = 1.0
_BEGUN_ANEW = 0.8
_NEW_OUTERMOST = 0.5
_OTHER_PARENT = 0.35
_LOOSE_NUMBER = 0.25
_FOLLOWS_INNER = 0.5
_UNDER_ITS_LIST = 0.5
_UNUSUAL_PAIR = 0.7
_ABSURD_PAIR = 4.0
# Levels that change places freely; "I." never lies in "a)", nor a chapter in a dash.
_NEAR = 8.0
_MOST_ITEMS = 500
_MOST_LEVELS = 40
_MOST_ROUNDS = 3


def find_order(labels: Sequence[Label], titles: Sequence[bool]) -> Ranks:
    """Return the ranks of all levels among the labels, smaller numbers further out.

    `titles` says of each label whether its item announces what follows ("Yêu cầu:").
    """
    usual = _usual(labels)
    if not 2 <= len(usual) <= _MOST_LEVELS:
        return usual
    rows = _rows(labels[:_MOST_ITEMS], titles)
    order = sorted(usual, key=usual.__getitem__)
    best, cost = order, _cost(rows, order, usual, 1e9)
    for _ in range(_MOST_ROUNDS):
        if cost <= _UNUSUAL_PAIR:
            break
        found = _better(rows, best, usual, cost)
        if found is None:
            break
        best, cost = found
    return {level: float(place) for place, level in enumerate(best)}


def _usual(labels: Sequence[Label]) -> Ranks:
    ranks: Ranks = {}
    for label in labels:
        if label.level not in ranks:
            ranks[label.level] = usual_rank(label)
    for level in _outermost_letters(labels):
        ranks[level] = _RANK["upper"]
    return ranks


def _outermost_letters(labels: Sequence[Label]) -> set[str]:
    """Return the levels of small letters that each begin "I." anew: capitals, wrongly printed."""
    begun: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        if label.family != "lower":
            continue
        opens = following and following.family == "roman" and following.numbers == (1,)
        # The last letter may hold nothing.
        (begun if opens else others)[label.level] += 1
    return {level for level, count in begun.items() if count > 1 and others[level] <= 1}


def usual_rank(label: Label) -> float:
    """Return where a label stands by custom, smaller numbers further out."""
    if label.is_bullet:
        return 30 + _BULLETS.get(label.style, 0.8)
    arity: float = len(label.numbers) - 1 if label.family == "decimal" else 0
    if arity and label.text[:1].isalpha():
        arity -= _LETTER  # "B.1" is as deep as "1." under "B."
    return _RANK[label.family] + arity + _STYLE.get(label.style, 0.0)


_Row = tuple[str, int, int, bool]


def _rows(labels: Sequence[Label], titles: Sequence[bool]) -> list[_Row]:
    """Return (level, value, value of the part before the last dot, announces a list); repeats
    of one dash are left out, they tell nothing.
    """
    rows: list[_Row] = []
    for label, title in zip(labels, titles, strict=False):
        if label.is_bullet:
            row = (label.level, 0, 0, title)
            if rows and rows[-1] == row:
                continue
        else:
            before = label.numbers[-2] if label.numbers[1:] else 0
            row = (label.level, label.numbers[-1], before, False)
        rows.append(row)
    return rows


def _better(
    rows: Sequence[_Row], order: list[str], usual: Ranks, cost: float
) -> tuple[list[str], float] | None:
    """Return the best order that comes from moving one level, None when none is better."""
    best: tuple[list[str], float] | None = None
    for place, level in enumerate(order):
        others = [*order[:place], *order[place + 1 :]]
        for new in range(len(order)):
            if new == place:
                continue
            tried = [*others[:new], level, *others[new:]]
            limit = best[1] if best else cost - 0.05
            value = _cost(rows, tried, usual, limit)
            if value < limit:
                best = tried, value
    return best


def _cost(rows: Sequence[_Row], order: Sequence[str], usual: Ranks, limit: float) -> float:
    """Return how badly the order explains the rows; stops early above the limit."""
    rank = {level: place for place, level in enumerate(order)}
    cost = _strangeness(order, usual)
    stack: list[str] = []
    opened: dict[str, int] = {}
    closed: dict[str, int] = {}
    parents: Counter[tuple[str, str]] = Counter()
    outermost: set[str] = set()
    over: str | None = None
    for level, value, before, title in rows:
        if cost >= limit:
            return cost
        place = rank[level]
        if over and not value and place < rank[over]:
            cost += _UNDER_ITS_LIST
        over = level if title else None
        inner = stack[-1] if stack and rank[stack[-1]] > place else None
        while stack and rank[stack[-1]] > place:
            left = stack.pop()
            closed[left] = opened.pop(left)
        if not stack or stack[-1] != level:
            if inner and not value and closed[inner] == 0:
                cost += _FOLLOWS_INNER
            cost += _opening(stack, level, value, closed, opened, before, outermost)
            parents[level, stack[-1] if stack else ""] += 1
            stack.append(level)
        elif value == 1 and opened[level] >= 1:
            cost += _BEGUN_ANEW
        opened[level] = value
    return cost + _OTHER_PARENT * _spread(parents)


def _opening(
    stack: Sequence[str],
    level: str,
    value: int,
    closed: Mapping[str, int],
    opened: Mapping[str, int],
    before: int,
    outermost: set[str],
) -> float:
    """Return what speaks against a series that opens here with `value`."""
    cost = 0.0
    if value > 1:
        goes_on = 0 < value - closed.get(level, value) <= 2
        cost += _REOPENED if goes_on else _LOOSE_NUMBER
    if before and not any(opened[key] == before for key in stack):
        cost += _LOOSE_NUMBER
    if not stack and level not in outermost:
        cost += _NEW_OUTERMOST if outermost else 0.0
        outermost.add(level)
    return cost


def _spread(parents: Counter[tuple[str, str]]) -> float:
    """Return how many levels hang under more than their usual level, dashes for little."""
    per: dict[str, list[int]] = {}
    for (level, _), count in parents.items():
        per.setdefault(level, []).append(count)
    return sum(
        (0.3 if level.startswith("bullet") else 1.0) * (len(counts) - 1)
        for level, counts in per.items()
    )


def _strangeness(order: Sequence[str], usual: Ranks) -> float:
    cost = 0.0
    for place, outer in enumerate(order):
        for inner in order[place + 1 :]:
            apart = usual[outer] - usual[inner]
            if apart > 0:
                cost += _pair(outer, inner, apart)
    return cost


def _pair(outer: str, inner: str, apart: float) -> float:
    """Return what it costs that `outer`, usually the inner one, stands outside."""
    if outer.startswith("bullet") and inner.startswith("bullet"):
        return 0.2
    if inner.startswith("decimal") and outer.startswith("decimal"):
        same = inner[7:].isdigit() or outer[7:].isdigit()  # "1.1" never holds "1."
        return _ABSURD_PAIR if same else _UNUSUAL_PAIR
    if inner.startswith("decimal") and outer.startswith(("lower", "small")):
        return _UNUSUAL_PAIR
    near = apart <= _NEAR or outer.startswith("bullet")
    high = inner.startswith(("part", "chapter", "roman", "upper", "section", "article"))
    if outer.startswith(("roman", "upper")) and high:
        return _UNUSUAL_PAIR
    return _UNUSUAL_PAIR if near and not high else _ABSURD_PAIR
