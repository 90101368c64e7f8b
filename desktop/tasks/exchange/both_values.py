"""Values of one thing beside each other, in words: of two machines, or one that does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.i18n import _
from desktop.models.figures.sums.trace_words import when

if TYPE_CHECKING:
    from desktop.models.agenda.change_words import ChangeWords
    from desktop.sync.conflicts import Disagreement, Side
    from desktop.sync.refused import NotCounted

_MOST = 12


def both_values(words: ChangeWords, one: NotCounted) -> tuple[str, str]:
    """Return what was written and what counts here, "–" for nothing.

    Of a return, the figures in which it differs from the newest one locked here.
    """
    said, here = _figures(one.value), _figures(one.stands)
    if one.kind != "submit" or said is None:
        value = words.value(one.kind, one.value, one.field)
        return value, words.value(one.kind, one.stands, one.field)
    if here is None:
        return _listed(words, said, list(said)), "–"
    differing = [code for code in said if said[code] != here.get(code)]
    if not differing:
        listed = _listed(words, here, list(said))
        # What another office does not count stands here all the same: it is said once.
        return (listed if one.by else _("như số đang dùng")), listed
    return _listed(words, said, differing), _listed(words, here, differing)


def side_values(words: ChangeWords, found: Disagreement) -> tuple[str, ...]:
    """Return what each side of a disagreement says: of returns, the figures that differ."""
    held = [_figures(side.value) for side in found.sides]
    if found.kind != "submit" or any(one is None for one in held):
        return tuple(words.value(found.kind, side.value, found.field) for side in found.sides)
    known = [one or {} for one in held]
    codes = sorted({code for one in known for code in one})
    differing = [code for code in codes if len({repr(one.get(code)) for one in known}) > 1]
    same = len(codes) - len(differing)
    beside = "; " + _("{n} số còn lại như nhau").format(n=same) if differing and same else ""
    alike = _("{n} số như nhau; khác ở lý do hoặc lúc chốt").format(n=same)
    return tuple(
        _listed(words, one, differing) + beside if differing else alike for one in known
    )  # fmt: skip


def whose_words(side: Side) -> str:
    """Return which machine wrote a side, and which bundle brought it and when."""
    other = _("máy của {unit}").format(unit=side.unit) if side.unit else _("máy khác")
    whose = _("máy này") if side.ours else f"{other} ({side.store[:8]})"
    if not side.bundle:
        return whose
    return _("{whose}, gói {bundle} nhận {day}").format(
        whose=whose, bundle=side.bundle[:8], day=when(side.came) if side.came else "–"
    )


def _figures(value: Any) -> dict[str, Any] | None:
    found = value.get("values") if isinstance(value, dict) else None
    return found if isinstance(found, dict) else None


def _listed(words: ChangeWords, values: dict[str, Any], codes: list[str]) -> str:
    told = [
        f"{words.value('cell', values.get(code))} – {words.indicator(code)}"  # the number first
        for code in codes[:_MOST]
    ]
    if len(codes) > _MOST:
        told.append(_("và {n} số khác").format(n=len(codes) - _MOST))
    return "; ".join(told) or "–"
