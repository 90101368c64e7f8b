"""A plan's questioned words, item by item, for the headless verb."""

from typing import Any

from desktop.i18n import _
from desktop.models.outline.spelling import Speller, count_words
from desktop.models.plans import plans
from desktop.models.store.reader import Reader
from desktop.tasks.papers.plan_verbs import resolve


def spell_plan(reader: Reader, plan: str) -> dict[str, Any]:
    """Return {"words": n, "mistakes": [{"item", "label", "word", "at", "suggestions"}]}."""
    outline = plans.read_outline(reader, plans.read_plan(reader, resolve(reader, plan)).id)
    speller = Speller.of(reader)
    common = count_words(row.item.plain for row in outline)
    mistakes = [
        {
            "item": row.id,
            "label": outline.path(row.id),
            "word": row.item.plain[start:end],
            "at": start,
            "suggestions": speller.suggest(row.item.plain[start:end], common),
        }
        for row in outline
        for start, end in speller.mistakes(row.item.plain)
    ]
    return {"words": sum(common.values()), "mistakes": mistakes}


def lines_of(found: dict[str, Any]) -> list[str]:
    """Return the mistakes as lines for reading."""
    return [
        f"{one['label']}  {one['word']}  → {', '.join(one['suggestions']) or '–'}"
        for one in found["mistakes"]
    ] or [_("Không có từ nào ngoài bảng âm tiết tiếng Việt và các từ đã biết.")]
