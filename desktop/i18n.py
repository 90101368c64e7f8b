"""Every text a user sees passes through `_`; Vietnamese is the source language."""

from collections.abc import Mapping

_catalogue: dict[str, str] = {}


def _(text: str) -> str:
    """Return the text in the chosen language; Vietnamese itself when none was chosen."""
    return _catalogue.get(text, text)


def use_catalogue(translations: Mapping[str, str]) -> None:
    """Replace the translations in use; an empty mapping restores Vietnamese."""
    _catalogue.clear()
    _catalogue.update(translations)
