"""Targets of a table flattened into text: "1 Kết nạp mới đoàn viên 16.742 18.000"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.intake.facts.quantities import (
    Comparator,
    canonical_unit,
    figures,
    quantities,
    unit_within,
)
from desktop.intake.facts.stages import stage_in
from desktop.intake.facts.target_tables import lead_of, least
from desktop.intake.reading import Block, Span, Target
from desktop.intake.words import plain, squeeze

_HEAD = re.compile(r"^s?tt\b.*\b(?:chi tieu|noi dung)\b.*\b(?:don vi tinh|dvt|don vi)\b")
_COLUMN = re.compile(
    r"(?P<done>(?:thuc hien|ket qua|uoc thuc hien|hien co|dat duoc)[^|]{0,20}?"
    r"(?:nam (?:19|20)\d\d)?)|"
    r"(?P<wanted>(?:chi tieu|ke hoach|giao|dang ky|muc tieu|phan dau)"
    r"(?: (?:giao|phan dau|dang ky))?"
    r"\s*(?:den\s+)?(?:nam)?(?:\s*(?:19|20)\d\d)?)"
)
_NUMBER = r"(?:≥|>=|>|≤|<|tren |tu |it nhat )?\s*(?:\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)\s*%?"
_TAIL = re.compile(rf"(?:\s+(?:{_NUMBER}))+\s*$")
_ROW = re.compile(r"^(?P<n>\d{1,2})[.)]?\s+(?P<rest>[^\W\d_].*)$")
_LOOSE = re.compile(r"^(?:%|[^\W\d_][^\d]{0,30})?\s*[\d≥>]")
_MOST_ROWS = 80


def flat_targets(blocks: Sequence[Block], stage: str | None) -> tuple[list[Target], set[int]]:
    """Return the targets of flattened tables and the indexes of the blocks they stand in."""
    found: list[Target] = []
    used: set[int] = set()
    for index, block in enumerate(blocks):
        head = plain(block.text)
        if index in used or block.zone not in ("body", "appendix") or not _HEAD.match(head):
            continue
        rows, members = _rows(blocks, index)
        wanted = _wanted(" ".join(plain(blocks[n].text) for n in _head_blocks(blocks, index, rows)))
        made = [t for number, text in rows for t in _row(blocks[number], number, text, wanted)]
        if made:
            used |= members
            printed = " ".join(blocks[n].text for n in _head_blocks(blocks, index, rows))
            own = _own_stage(printed) or stage
            sign = least(lead_of(blocks, index))
            found += [_with(target, own, sign) for target in made]
    return found, used


def _head_blocks(blocks: Sequence[Block], index: int, rows: Sequence[tuple[int, str]]) -> list[int]:
    first = rows[0][0] if rows else index + 1
    return list(range(index, max(first, index + 1)))


def _rows(blocks: Sequence[Block], index: int) -> tuple[list[tuple[int, str]], set[int]]:
    """Return (block, text) of each numbered row after the heading, broken rows put together."""
    rows: list[tuple[int, str]] = []
    members = {index}
    for number in range(index + 1, min(len(blocks), index + _MOST_ROWS)):
        block = blocks[number]
        text = squeeze(f"{block.label} {block.text}")
        found = _ROW.match(text)
        if found and int(found["n"]) == len(rows) + 1:
            rows.append((number, text))
        elif rows and block.kind == "paragraph" and not _TAIL.search(figures(rows[-1][1])):
            if not _LOOSE.match(plain(text)):
                break
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {text}")
        elif rows or block.kind == "item":
            break
        members.add(number)
    return rows, members


def _wanted(head: str) -> list[bool]:
    """Return for each column of figures, in order, whether it sets something."""
    return [
        bool(found["wanted"])
        for found in _COLUMN.finditer(re.sub(r"^.*?(?:don vi tinh|dvt)", "", head))
    ]


def _own_stage(head: str) -> str | None:
    bare = plain(head)
    found = [m for m in _COLUMN.finditer(bare) if m["wanted"]]
    return stage_in(head[found[-1].start() :]) if found else None


def _row(block: Block, index: int, text: str, wanted: Sequence[bool]) -> Iterator[Target]:
    bare = figures(text)
    tail = _TAIL.search(bare)
    if not tail or not wanted:
        return
    values = list(re.finditer(_NUMBER, bare[tail.start() :]))
    name = re.sub(r"^\d{1,2}[.)]?\s+", "", text[: tail.start()]).strip()
    unit = "%" if name.endswith("%") else _last_unit(name)
    if len(values) != len(wanted) or not unit:
        return
    for value, sets in zip(values, wanted, strict=True):
        if not sets:
            continue
        number = re.sub(r"[^\d.,]", "", value[0])
        made = next(iter(quantities(f"{number}%")), None)
        if made is None:
            continue
        sign: Comparator = ">=" if re.match(r"\s*(?:≥|>=|tu|it nhat)", value[0]) else "="
        yield Target(
            text=name, value=made.value, value_max=None, comparator=sign, unit=unit, stage=None,
            basis=None, block=index, span=Span(block.span.first, block.span.last), confidence=0.6,
        )  # fmt: skip


def _last_unit(name: str) -> str | None:
    """Return the unit that ends a row's name, the longest that is known."""
    words = name.split()
    for length in (4, 3, 2, 1):
        tail = " ".join(words[-length:])
        if len(words) >= length and canonical_unit(tail) != tail.strip():
            return canonical_unit(tail)
        if (
            len(words) > length
            and unit_within(tail)
            and plain(unit_within(tail) or "") == plain(tail)
        ):
            return unit_within(tail)
    return unit_within(name)


def _with(target: Target, stage: str | None, comparator: Comparator) -> Target:

    sign = comparator if target.comparator == "=" else target.comparator
    return replace(target, stage=stage, comparator=sign)
