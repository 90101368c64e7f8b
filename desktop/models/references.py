"""The reference library: every paper that kept documents cite, found again by its words.

A reference is shown as long as one of the documents that cite it is kept.
"""

import re
from dataclasses import replace

from desktop.models import plans
from desktop.models.reader import Reader
from desktop.models.reference import REFERENCE, Reference, reference_of
from desktop.models.text import fold


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
    for fields in reader.records(REFERENCE).values():
        one = reference_of(fields)
        cited = tuple(pair for pair in one.cited if pair[0] in heads)
        one = replace(one, cited=cited, kept=papers.get((_bare(one.number), one.date), ""))
        said = fold(" ".join((one.type, one.number, one.date, one.issuer, one.subject)))
        cites = not plan or any(citing == plan for citing, _words in one.cited)
        if one.cited and cites and all(needle in said for needle in needles):
            found.append(one)
    return sorted(found, key=lambda one: (_inverse(one.date), one.type, one.number))


def _bare(number: str) -> str:
    return re.sub(r"\s+", "", number).casefold()


def _inverse(day: str) -> str:
    return "".join(chr(ord("9") - ord(c) + ord("0")) if c.isdigit() else c for c in day) or "~"
