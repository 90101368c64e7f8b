"""A rule in words, without the numbers of a single case."""

import re

from desktop.models.packs.packs import Packs


def rule_said(packs: Packs, rule: str) -> str:
    """Return what a rule says, without the numbers of a single case; its id where unknown."""
    known = packs.rules.get(rule)
    if known is None:
        return rule
    said = re.sub(r" \([^()]*\{\w+\}[^()]*\)", "", known.message)
    return re.sub(r"\{\w+\}", "…", said).rstrip(".")
