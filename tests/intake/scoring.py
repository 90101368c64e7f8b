"""How well a reading agrees with a hand-made answer: F1 per list, hits per field."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

FIELDS = ("issuer", "parent", "number", "place", "date", "doc_type", "subject")
SIGNER = ("authority", "title", "name")
Answer = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """Counts of one list over several documents."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where nothing was to be found."""
        total = self.found + self.wanted
        return 2 * self.right / total if total else 1.0

    def add(self, found: Iterable[object], wanted: Iterable[object]) -> None:
        """Count one document's list, order ignored, repeats counted."""
        have, need = Counter(found), Counter(wanted)
        self.right += (have & need).total()
        self.found += have.total()
        self.wanted += need.total()


@dataclass(slots=True)
class Score:
    """Agreement over all documents."""

    lists: dict[str, Tally] = field(default_factory=dict)
    header: Tally = field(default_factory=Tally)
    misses: list[str] = field(default_factory=list)

    def add(self, name: str, got: Answer, gold: Answer) -> None:
        """Count one document."""
        for key, keys in _KEYS.items():
            found, wanted = keys(got), keys(gold)
            if key == "targets":
                found = _without_optional(found, gold)
            self.lists.setdefault(key, Tally()).add(found, wanted)
            missed = Counter(wanted) - Counter(found)
            extra = Counter(found) - Counter(wanted)
            self.misses += [f"{name} {key} missing {row}" for row in missed]
            self.misses += [f"{name} {key} extra {row}" for row in extra]
        for label, have, need, others in _fields(got, gold):
            good = have in {need, *others}
            self.header.right += good
            self.header.found += 1
            self.header.wanted += 1
            if not good:
                self.misses.append(f"{name} {label}: {have!r}, not {need!r}")


def plain(text: object) -> str:
    """Text without case, quotes, kinds of dash and outer punctuation."""
    folded = unicodedata.normalize("NFC", str(text or "")).casefold()
    folded = re.sub(r"[“”\"'‘’*#]", "", re.sub(r"[–—−]", "-", folded))
    return re.sub(r"\s+", " ", folded).strip(" .,;:-/|")


def _outline(answer: Answer) -> list[tuple[str, str]]:
    return [(_label(row[1]), plain(row[2])[:40].strip()) for row in answer.get("outline", [])]


def _depths(answer: Answer) -> list[tuple[int, str, str]]:
    rows = answer.get("outline", [])
    return [(row[0], _label(row[1]), plain(row[2])[:40].strip()) for row in rows]


def _label(text: str) -> str:
    return text if text in "-+*•" else text.casefold().strip("().,/:- ")


def _targets(answer: Answer) -> list[tuple[float, float, str, str]]:
    return [
        (*_figures(row), row["unit"])
        for row in answer.get("targets", [])
        if not row.get("optional")
    ]


def _without_optional(found: Sequence[object], gold: Answer) -> list[object]:
    """Leave out optional targets; a unit that the answer also allows counts as its own."""
    rows: list[object] = list(found)
    kept: list[object] = []
    for row in sorted(gold.get("targets", []), key=lambda one: bool(one.get("optional"))):
        wanted = (*_figures(row), row["unit"])
        also = [(*_figures(row), unit) for unit in row.get("unit_alt", [])]
        match = next((one for one in (wanted, *also) if one in rows), None)
        if match is None:
            continue
        rows.remove(match)
        if not row.get("optional"):
            kept.append(wanted)
    return [*kept, *rows]


def _figures(row: Answer) -> tuple[float, float, str]:
    return float(row["value"]), float(row.get("value_max") or 0), row["comparator"]


def _texts(key: str, answer: Answer) -> list[str]:
    return [plain(row)[:40].strip() for row in answer.get(key, [])]


def _assignments(answer: Answer) -> list[tuple[object, ...]]:
    return [
        (plain(row["unit"]), tuple(row["refs"]), row["section"], row["role"])
        for row in answer.get("assignments", [])
    ]


def _fields(got: Answer, gold: Answer) -> Iterable[tuple[str, str, str, set[str]]]:
    alternatives = gold.get("_alt", {})
    for name in FIELDS:
        others = {plain(other) for other in alternatives.get(name, [])}
        yield name, plain(got.get(name)), plain(gold.get(name)), others
    for name in SIGNER:
        others = {plain(other) for other in alternatives.get(f"signer.{name}", [])}
        yield name, plain(got["signer"][name]), plain(gold["signer"][name]), others


_KEYS: dict[str, Any] = {
    "outline": _outline,
    "depth": _depths,
    "targets": _targets,
    "recipients": lambda answer: _texts("recipients", answer),
    "addressees": lambda answer: _texts("addressees", answer),
    "legal_basis": lambda answer: _texts("legal_basis", answer),
    "assignments": _assignments,
}
