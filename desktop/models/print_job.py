"""What is to be printed: which pages, how many copies, in what order on which sides."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from desktop.i18n import _
from desktop.models.errors import Refusal

Sides = Literal["one", "long", "short"]
Parity = Literal["all", "odd", "even"]
MOST_COPIES: Final = 999
_RANGE: Final = re.compile(r"(\d*)\s*[-–—]\s*(\d*)|(\d+)")


@dataclass(frozen=True, slots=True)
class PrintJob:
    """Pages from 1 in the order of printing; `sides` "long" or "short" is the edge turned."""

    pages: tuple[int, ...]
    copies: int = 1
    collate: bool = True
    sides: Sides = "one"

    def order(self, *, printer_copies: bool = False) -> list[int | None]:
        """Return the pages as they are sent; None is the empty back of a copy's last sheet.

        `printer_copies` says that the printer itself makes the copies.
        """
        if printer_copies or self.copies == 1:
            return list(self.pages)
        if not self.collate:
            return [page for page in self.pages for _copy in range(self.copies)]
        one: list[int | None] = list(self.pages)
        if self.sides != "one" and len(one) % 2:
            one.append(None)
        found = one * self.copies
        return found[:-1] if found and found[-1] is None else found


def page_numbers(text: str, count: int) -> tuple[int, ...]:
    """Return the pages of "1-3, 5, 8-" in a paper of `count` pages; nothing means all.

    Raises Refusal for what is no page or no part of the paper.
    """
    parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    if not parts:
        return tuple(range(1, count + 1))
    found: list[int] = []
    for part in parts:
        pages = _pages(part, count)
        if not pages:
            raise Refusal(
                _("Không có trang “{part}”; văn bản có {count} trang.").format(
                    part=part, count=count
                ),
                next_step=_("Ghi như 1-3, 5 hoặc 8-."),
                code="E_PAGES",
            )
        found += pages
    return tuple(found)


def _pages(part: str, count: int) -> Sequence[int]:
    match = _RANGE.fullmatch(part)
    if match is None or part in ("-", "–", "—"):
        return ()
    if match[3]:
        page = int(match[3][:9])
        return (page,) if 1 <= page <= count else ()
    first, last = int(match[1][:9] or 1), int(match[2][:9] or count)
    return range(first, last + 1) if 1 <= first <= last <= count else ()


def of_parity(pages: Sequence[int], parity: Parity) -> tuple[int, ...]:
    """Return the odd or the even pages, for printing both sides by hand."""
    wanted = {"odd": (1,), "even": (0,)}.get(parity, (0, 1))
    return tuple(page for page in pages if page % 2 in wanted)
