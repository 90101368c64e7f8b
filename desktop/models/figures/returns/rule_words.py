"""A rule in words, without the numbers of a single case."""

import re
from collections.abc import Sequence

from desktop.i18n import _
from desktop.models.packs.packs import Packs


def rule_said(packs: Packs, rule: str) -> str:
    """Return what a rule says, without the numbers of a single case; its id where unknown."""
    known = packs.rules.get(rule)
    if known is None:
        return rule
    said = re.sub(r" \([^()]*\{\w+\}[^()]*\)", "", known.message)
    return re.sub(r"\{\w+\}", "…", said).rstrip(".")


MOST_CELLS = 2


def cells_said(packs: Packs, codes: Sequence[str], message: str = "") -> str:
    """Return which figures a finding speaks of, the foremost by name; "" for none.

    A name the message tells already is not told again.
    """
    told = []
    for code in codes[:MOST_CELLS]:
        known = packs.indicators.get(code.partition(";")[0])
        name = known.name if known is not None and known.name not in message else ""
        told.append(f"{name} ({code})" if name else code)
    if len(codes) > MOST_CELLS:
        told.append(_("và {n} số khác").format(n=len(codes) - MOST_CELLS))
    return ", ".join(told)


def finding_said(packs: Packs, codes: Sequence[str], message: str, reason: str = "") -> str:
    """Return what a finding says, of which figures, and why it stands where somebody told."""
    cells = cells_said(packs, codes, message)
    told = f"{message}  [{cells}]" if cells else message
    return told + (_("  Lý do: {reason}").format(reason=reason) if reason else "")
