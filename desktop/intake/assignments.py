"""Who is to do which items: assignments that cite the document's own labels."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from desktop.intake.reading import Assignment, Block
from desktop.intake.words import plain, squeeze

_REFS = re.compile(
    r"(?:cac\s+)?(?:noi dung|nhiem vu|muc|diem|chi tieu|giai phap|phan)\s*(?:so\s*)?"
    r"(?P<refs>(?:\d{1,2}(?:\.\d{1,2})*|(?<=diem )[a-z](?=[,;)\s]))\)?(?:\s*(?:,|;|va|"
    r"den)\s*(?:(?:cac\s+)?(?:noi dung|diem|muc)\s*)?\d{1,2}(?:\.\d{1,2})*(?!\s*/))*)"
)
_WHERE = re.compile(
    r"\bkhoan\s*(?P<k>\d{1,2})\b|\b(?:muc|phan)\s*(?P<m>[ivx]{1,5}|\d{1,2}|[a-z](?=\W|$))\b"
)
_WHOLE = re.compile(r"(?:va|,|;|:)?\s*\bkhoan\s*(\d{1,2})\b")
_NAME = re.compile(
    r"^(?:giao|phan cong)?\s*(?P<name>[^:]{2,140}?)\s*(?::|(?=\s(?:chu tri|phoi hop|"
    r"tham muu|co trach nhiem)\b))"
)
# A label that more items than this carry tells nothing.
_MAX_MEANT = 200
_MAX_TEXT = 10_000
_TOGETHER = re.compile(r"^\W*(?:phoi hop)\b")


def find_assignments(blocks: Sequence[Block]) -> tuple[Assignment, ...]:
    """Return the assignments of all body blocks, references resolved to blocks."""
    found: list[Assignment] = []
    items = _index(blocks)
    for index, block in enumerate(blocks):
        if block.zone == "body" and block.kind in ("item", "paragraph"):
            found.extend(_of_block(block, index, items))
    return tuple(found)


def _of_block(
    block: Block, index: int, items: Mapping[str, Sequence[tuple[int, tuple[str, ...]]]]
) -> list[Assignment]:
    bare = plain(block.text[:_MAX_TEXT])
    head = _NAME.match(bare)
    if not head:
        return []
    unit = squeeze(block.text[head.start("name") : head.end("name")])
    if len(unit) < 3 or not unit[0].isupper():
        return []
    found: list[Assignment] = []
    clause_start = head.end()
    for start, end in _sentences(bare, clause_start):
        role: Literal["chủ trì", "phối hợp"] = (
            "phối hợp" if _TOGETHER.match(bare[start:end]) else "chủ trì"
        )
        for refs, section in _references(bare[start:end]):
            meant = _resolve(refs, section, items)
            found.append(Assignment(unit, refs, section, role, index, block.span, meant))
    return found


def _sentences(bare: str, start: int) -> list[tuple[int, int]]:
    cuts = [start, *(m.end() for m in re.finditer(r"\.\s+(?=[^\d])|;\s+", bare) if m.end() > start)]
    return list(zip(cuts, [*cuts[1:], len(bare)], strict=True))


def _references(text: str) -> list[tuple[tuple[str, ...], str | None]]:
    """Return (labels, section) pairs; a section named later holds for the ones before it."""
    groups: list[tuple[tuple[str, ...], str | None]] = []
    matches = list(_REFS.finditer(text))
    for place, match in enumerate(matches):
        end = matches[place + 1].start() if place + 1 < len(matches) else len(text)
        refs = tuple(re.findall(r"\d{1,2}(?:\.\d{1,2})*|(?<![a-z])[a-z](?![a-z])", match["refs"]))
        where = text[match.end() : end]
        named = [found["k"] for found in _WHERE.finditer(where) if found["k"]]
        groups.append((refs, named[0] if named else None))
        for extra in named[1:]:
            groups.append(((extra,), ""))
    section = [found["m"] for found in _WHERE.finditer(text) if found["m"]]
    top = section[-1].upper() if section and not section[-1].isdigit() else (section or [None])[-1]
    cited = bool(groups) and (top is not None or any(key for _refs, key in groups))
    if not cited and not any("." in ref for refs, _ in groups for ref in refs):
        return []
    return [(refs, _joined(top, key)) for refs, key in groups]


def _joined(top: str | None, key: str | None) -> str | None:
    parts = [part for part in (top, key) if part]
    return ".".join(parts) or None


def _index(blocks: Sequence[Block]) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """Return, per label, the items that carry it with the labels above them."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    path: list[str] = []
    for index, block in enumerate(blocks):
        if block.kind != "item" or block.zone != "body":
            continue
        del path[block.depth :]
        path.extend([""] * (block.depth - len(path)))
        path.append(_key(block.label))
        found.setdefault(path[-1], []).append((index, tuple(path[:-1])))
    return found


def _resolve(
    refs: Sequence[str],
    section: str | None,
    items: Mapping[str, Sequence[tuple[int, tuple[str, ...]]]],
) -> tuple[int, ...]:
    """Return the indexes of the items meant: labels below the section's path."""
    wanted = section.split(".") if section else []
    return tuple(
        index
        for ref in refs
        for index, above in items.get(ref, ())[:_MAX_MEANT]
        if all(part in above for part in wanted)
    )


def _key(label: str) -> str:
    return label.strip(" ().,/:-")
