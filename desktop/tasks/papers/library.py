"""The reference library filled from readings, and as the verbs tell of it."""

from collections.abc import Iterable
from typing import Any

from desktop.i18n import _
from desktop.intake.reading import Citation, Reading
from desktop.models.errors import Refusal
from desktop.models.plans import plans
from desktop.models.plans.reference import (
    Reference,
    cite_first,
    cite_later,
    joined,
    same_paper,
    slip_words,
)
from desktop.models.plans.references import read_references
from desktop.models.store.reader import Reader


def cited_papers(reading: Reading) -> list[Reference]:
    """Return the papers a reading cites, each once: later short citations join the first."""
    found: list[Reference] = []
    for citation in reading.citations:
        one = _reference(citation)
        place = next((n for n, other in enumerate(found) if same_paper(one, other)), None)
        if place is None:
            found.append(one)
        else:
            found[place] = joined(found[place], one)
    return found


def _reference(citation: Citation) -> Reference:
    return Reference(
        citation.type, citation.number, citation.date, citation.issuer, citation.subject,
        citation.slips, (("", citation.text),),
    )  # fmt: skip


def list_references(reader: Reader, search: str = "", plan: str = "") -> dict[str, Any]:
    """Return {"references": [{"key", "type", "number", "date", "issuer", "subject", "first",
    "later", "slips", "notes", "cited", "paper"}]}: the first and the later citation, what to
    put right, the documents that cite it, and the id of the paper where it is kept itself.
    """
    titles = {head.id: head.title for head in plans.list_plans(reader, role=None)}
    return {
        "references": [
            {
                "key": one.id, "type": one.type, "number": one.number or None,
                "date": one.date or None, "issuer": one.issuer or None,
                "subject": one.subject or None, "first": cite_first(one),
                "later": cite_later(one), "slips": list(one.slips),
                "notes": slip_words(one.slips),
                "cited": [
                    {"plan": plan_id, "title": titles.get(plan_id, ""), "text": words}
                    for plan_id, words in one.cited
                ],
                "paper": one.kept or None,
            }
            for one in read_references(reader, search, plan)
        ]
    }  # fmt: skip


def find_reference(reader: Reader, words: str) -> dict[str, Any]:
    """Return the one reference that has this number, or these words; refused otherwise."""
    found = list_references(reader, words)["references"]
    exact = [one for one in found if (one["number"] or "").casefold() == words.strip().casefold()]
    chosen: list[dict[str, Any]] = exact if len(exact) == 1 else found
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        raise Refusal(
            _("Không có văn bản “{words}” trong danh mục viện dẫn.").format(words=words[:60]),
            next_step=_("Xem danh mục rồi ghi số, ký hiệu như ở đó."), code="E_REFERENCE",
        )  # fmt: skip
    raise Refusal(
        _("Có {n} văn bản khớp với “{words}”.").format(n=len(chosen), words=words[:60]),
        next_step=_("Ghi đủ số, ký hiệu của văn bản cần viện dẫn."),
        code="E_REFERENCE",
    )


def as_lines(told: Iterable[dict[str, Any]]) -> list[str]:
    """Return the list for a person: the first citation, then what is to be corrected."""
    lines: list[str] = []
    for one in told:
        lines.append(one["first"])
        lines += [_("  Cần xem lại: {what}").format(what=note) for note in one["notes"]]
    return lines
