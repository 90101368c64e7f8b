"""A template written for offices above base unions, put in a base union's own terms.

What only an office with base unions under it can do (founding them, training their officers,
rating them) is left out; who is named, asked and addressed becomes who stands under a base
union.
"""

import re
from typing import Final

import msgspec

from desktop.documents.office_facts import OfficeFacts
from desktop.models.packs.pack_types import Template, TemplateItem, WorkRow

_BASES: Final = (
    r"(?:công đoàn cơ sở|CĐCS)(?:,? (?:và )?(?:nghiệp đoàn cơ sở|NĐCS))?(?: trực thuộc)?"
)
_BODIES: Final = re.compile(rf"(?:các|từng|mỗi)\s+{_BASES}", re.IGNORECASE)
_HEADING: Final = re.compile(rf"^{_BASES}(?=\s*$|\s+(?:xây dựng|cụ thể|gửi))", re.IGNORECASE)
_COLLECTIVE: Final = re.compile(r"Ban Thường vụ(?= \{unit\}|,|$)")
_ABOVE: Final = re.compile(
    r"(?:^|trên |ít nhất |từ )\d+% (?:công đoàn cơ sở|CĐCS)|"
    r"thành lập[^.;]*(?:công đoàn|nghiệp đoàn) cơ sở|tập huấn[^.;]*(?:cơ sở|chủ tịch)|"
    r"hướng dẫn (?:các )?(?:cơ sở|công đoàn cơ sở)|xếp loại (?:công đoàn|CĐCS)|"
    r"(?:cụm|nhóm) công đoàn cơ sở|nghiệp đoàn cơ sở cho|giao ban công đoàn cơ sở|"
    r"bình quân mỗi công đoàn cơ sở|giao chỉ tiêu|chưa có công đoàn|ở cơ sở\.|"
    r"công đoàn cơ sở doanh nghiệp|ban chấp hành cơ sở|tỷ lệ doanh nghiệp",
    re.IGNORECASE,
)


def fits_base(item: TemplateItem) -> bool:
    """Tell whether a base union can do what an item says."""
    counted = item.target.unit if item.target is not None else ""
    return not _ABOVE.search(item.text) and "CĐCS" not in counted


def for_base(template: Template, facts: OfficeFacts) -> Template:
    """Return a template as a base union drafts from it."""
    rows = tuple(_row(row, facts) for row in template.table if not _ABOVE.search(row.task))
    return msgspec.structs.replace(
        template,
        items=_items(template.items, facts),
        table=rows,
        opening=_texts(template.opening, facts),
        closing=_texts(template.closing, facts),
        addressees=_texts(template.addressees, facts),
        recipients=_texts(template.recipients, facts),
    )


def _items(items: tuple[TemplateItem, ...], facts: OfficeFacts) -> tuple[TemplateItem, ...]:
    found = []
    for item in items:
        children = _items(item.children, facts)
        if not fits_base(item) or (item.children and not children):
            continue
        found.append(
            msgspec.structs.replace(
                item, text=_text(item.text, facts), owner=_text(item.owner, facts),
                children=children,
            )
        )  # fmt: skip
    return tuple(found)


def _row(row: WorkRow, facts: OfficeFacts) -> WorkRow:
    return msgspec.structs.replace(
        row, task=_text(row.task, facts), lead=_text(row.lead, facts),
        partner=_text(row.partner, facts).replace("LĐLĐ tỉnh", "{parent}"),
    )  # fmt: skip


def _texts(texts: tuple[str, ...], facts: OfficeFacts) -> tuple[str, ...]:
    return tuple(_text(text, facts) for text in texts)


def _text(text: str, facts: OfficeFacts) -> str:
    below = facts.subordinates
    for pattern in (_BODIES, _HEADING):
        text = pattern.sub(lambda m: below if m[0][:1].islower() else _capital(below), text)
    return _COLLECTIVE.sub(facts.collective, text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
