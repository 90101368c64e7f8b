"""The global options that stand before the verb; nothing of the verbs is loaded for them."""

from collections.abc import Sequence
from pathlib import Path

from desktop.cli.usage import WrongUsage
from desktop.i18n import _


def leading(arguments: Sequence[str]) -> tuple[Path | None, bool, list[str]]:
    """Return the store, whether JSON is wanted, and the arguments from the verb on.

    Raises WrongUsage.
    """
    store, json, rest = None, False, list(arguments)
    while rest and rest[0].startswith("-"):
        first = rest[0]
        if first == "--json":
            json = True
            del rest[0]
        elif first.startswith("--store="):
            store = _office(first.partition("=")[2])
            del rest[0]
        elif first == "--store":
            store = _office(rest[1] if len(rest) > 1 else "")
            del rest[:2]
        elif first in ("-h", "--help"):
            break
        else:
            raise WrongUsage(_("Không hiểu: {names}.").format(names=first))
    return store, json, rest


def _office(text: str) -> Path:
    if not text.strip() or "\0" in text:
        raise WrongUsage(_("{name} cần có giá trị đi kèm.").format(name="--store"))
    return Path(text)
