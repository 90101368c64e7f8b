"""Which figures a computed one is made of."""

from desktop.models.figures.cells import split_code
from desktop.models.packs.packs import Packs


def summands(packs: Packs, code: str) -> tuple[str, ...]:
    """Return a code and, of a computed one, those it is made of."""
    indicator, part = split_code(code)
    known = packs.indicators.get(indicator)
    made = (*known.sum_of, *known.minus) if known is not None else ()
    below = [f"{one};{part}" if part else one for one in made]
    return (code, *(found for one in below for found in summands(packs, one)))


def leaves(packs: Packs, code: str) -> tuple[str, ...]:
    """Return a code with all it is made of; of a ratio what stands above and below the line."""
    indicator, _part = split_code(code)
    known = packs.indicators.get(indicator)
    sides = (*known.numerator, *known.denominator) if known is not None else ()
    return (*summands(packs, code), *(leaf for one in sides for leaf in summands(packs, one)))
