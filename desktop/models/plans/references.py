"""The reference library: every paper that kept documents cite, found again by its words.

A reference is shown as long as one of the documents that cite it is kept.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plans import plans
from desktop.models.plans.reference import FIELDS, REFERENCE, Reference, reference_of
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import fold, one_line


def read_references(reader: Reader, search: str = "", plan: str = "") -> list[Reference]:
    """Return the papers that kept documents cite, the newest first, then by number.

    `search` must be found, tones aside, in what is known of them; `plan` keeps those that
    this document cites.
    """
    heads = {head.id: head for head in plans.list_plans(reader, role=None)}
    papers = {(_bare(head.full_number), head.date): head.id for head in heads.values()
              if head.full_number}  # fmt: skip
    needles = fold(search).split()
    found: list[Reference] = []
    for key, fields in reader.records(REFERENCE).items():
        one = reference_of(key, fields)
        cited = tuple(pair for pair in one.cited if pair[0] in heads)
        one = replace(one, cited=cited, kept=papers.get((_bare(one.number), one.date), ""))
        said = fold(" ".join((one.type, one.number, one.date, one.issuer, one.subject)))
        cites = not plan or any(citing == plan for citing, _words in one.cited)
        if one.cited and cites and all(needle in said for needle in needles):
            found.append(one)
    return sorted(found, key=lambda one: (_inverse(one.date), one.type, one.number))


def correct_reference(store: Store, key: str, values: Mapping[str, str]) -> ChangeSet:
    """Put right what is known of a paper: number, date (YYYY-MM-DD), issuer, subject.

    What was flagged counts as looked at; only what is still missing stays flagged.
    """
    fields = store.records(REFERENCE, key).get(key)
    if fields is None:
        raise Refusal(
            _("Văn bản này không còn trong danh mục viện dẫn."),
            next_step=_("Chọn một văn bản trong danh mục."), code="E_REFERENCE",
        )  # fmt: skip
    clean = {name: one_line(values[name]) for name in FIELDS if name in values}
    now = reference_of(key, {**fields, **clean})
    if now.date and now.day is None:
        raise Refusal(
            _("Ngày ban hành không có thật."),
            next_step=_("Ghi ngày, tháng, năm như 05/01/2027."), code="E_DATE",
        )  # fmt: skip
    missing = [name for name in ("date", "issuer") if not getattr(now, name) and not now.is_law]
    with store.step(_("Sửa văn bản viện dẫn")) as step:
        step.put_fields(REFERENCE, key, {name: text or None for name, text in clean.items()})
        step.put(REFERENCE, key, "slips", missing or None)
    return step.change


def _bare(number: str) -> str:
    return re.sub(r"\s+", "", number).casefold()


def _inverse(day: str) -> str:
    return "".join(chr(ord("9") - ord(c) + ord("0")) if c.isdigit() else c for c in day) or "~"
