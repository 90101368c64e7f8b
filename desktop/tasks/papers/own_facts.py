"""What the office's own papers say of it: choices that go before what the register tells."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desktop.documents.layout import presets
from desktop.documents.office_facts import OfficeFacts
from desktop.documents.wording import PARTS
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import one_line
from desktop.tasks.papers.office_facts import share_of

FACTS: Final = (
    *("symbol", "place", "parent", "collective", "committee_size", "signer_title", "signer_name"),
    *("dispatch_symbol", "body_size", "margin"),
)
BODY_SIZES: Final = ("13", "14")
WORDING: Final = tuple(f"wording_{part}" for part in PARTS)
_KEY: Final = "plan"


def chosen_facts(reader: Reader) -> dict[str, str]:
    """Return the facts this office chose itself; those left to the register are absent."""
    fields = reader.fields("setting", _KEY)
    return {name: str(fields[name]) for name in FACTS if fields.get(name)}


def set_facts(store: Store, facts: Mapping[str, str]) -> ChangeSet:
    """Choose facts in one step; an empty text leaves one to the register again.

    Raises Refusal for a size of text or margins that are none of those offered.
    """
    unknown = facts.keys() - {*FACTS, *WORDING, "share"}
    if unknown:
        raise ValueError(f"not facts of an office: {sorted(unknown)}")
    _check_looks(facts)
    with store.step(_("Ghi thông tin in trên văn bản")) as step:
        for name, text in facts.items():
            step.put("setting", _KEY, name, one_line(text) or None)
    return step.change


def _check_looks(facts: Mapping[str, str]) -> None:
    """Refuse a size of text or margins no paper may have."""
    allowed = {"body_size": BODY_SIZES, "margin": tuple(presets())}
    for name, values in allowed.items():
        if one_line(facts.get(name, "")) not in ("", *values):
            raise Refusal(
                _("“{text}” không dùng được ở đây.").format(text=one_line(facts[name])[:30]),
                next_step=_("Chọn một trong: {list}.").format(list=", ".join(values)),
                code="E_FACT",
            )


def remember_wording(store: Store, ways: Mapping[str, str]) -> ChangeSet:
    """Remember the ways of writing an office chose: part → id of a way."""
    return set_facts(store, {f"wording_{part}": way for part, way in ways.items()})


def with_wording(facts: OfficeFacts, ways: Mapping[str, str]) -> OfficeFacts:
    """Return the facts with other ways of writing, for one draft."""
    return replace(facts, wording={**facts.wording, **ways})


def with_share(facts: OfficeFacts, text: str | None) -> OfficeFacts:
    """Return the facts with another part of the level above ("1250/60000 đoàn viên")."""
    share = share_of(text or "")
    return replace(facts, share=share) if share is not None else facts
