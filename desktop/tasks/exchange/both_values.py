"""A value that does not count beside the one that does, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.models.agenda.change_words import ChangeWords
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
        return _("như số đang dùng"), _listed(words, here, list(said))
    return _listed(words, said, differing), _listed(words, here, differing)


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
