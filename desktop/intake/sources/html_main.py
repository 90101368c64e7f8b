"""Which part of a web page is the document: menus, banners and related news set apart.

Nothing is thrown away: what is set apart stays as lines outside the running text.
"""

import re
from collections.abc import Sequence

from desktop.intake.sources.html_page import Box, TextBlock
from desktop.intake.structure.cuts import cuts
from desktop.intake.words import plain

_CHROME_TAGS = frozenset(("nav", "aside", "footer", "header", "form", "button", "select"))
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|mainmenu|submenu|topmenu|breadcrumbs?|sidebar|side|footer|"
    r"banner|comments?|share|sharing|social|related|relate|tags?|toolbar|search|login|copyright|"
    r"advert|ads|quangcao|quang-cao|lienquan|tin-lien-quan|other-news|pagination|paging|rating|"
    r"widget|logo|hotline|popup|modal|cookie|skip|topbar|bottom|counter|thong-ke|thongke|weblink|"
    r"header|site-header|page-header|tin-khac|tinkhac|news-other|meta|author|toc-container)"
    r"(?:$|[\s_-])"
)
_MAIN = re.compile(
    r"(?:^|[\s_-])(?:main|content|article|post|entry|detail|detail-content|noidung|noi-dung|"
    r"news-content|article-body|chitiet|chi-tiet|body-content|vanban|van-ban|toanvan|wordsection1|"
    r"section1)(?:$|[\s_-])"
)
_PAGE_TALK = re.compile(
    r"^(?:trang chu\b|ban dang o\b|dang nhap|dang ky|tim kiem|chia se|in trang|in bai|ban in\b|"
    r"gui email|luot (?:xem|doc|truy cap)|so luot|da xem|ngay dang|cap nhat|xem them|doc them|"
    r"tac gia|nguon( tin)?:|tin (?:lien quan|khac|moi|cung|da dua)|cac tin|bai viet|binh luan|"
    r"tu khoa|tags?\b|ban quyen|copyright|©|thiet ke boi|tro ve|quay lai|ve dau trang|"
    r"tai (?:ve|file|van ban)|tep dinh kem|file dinh kem|(?:thu (?:hai|ba|tu|nam|sau|bay)|"
    r"chu nhat),? (?:ngay )?\d|\d{1,2}[/-]\d{1,2}[/-]\d{4}(?:,? -? ?\d{1,2}[:h]\d\d.*)?$|"
    r"facebook|zalo|twitter|youtube|email:|co chu|a[-+]$|danh gia|[<>«»|/]+ )"
)
_MIN_SHARE = 0.6


def outside(blocks: Sequence[TextBlock]) -> list[str]:
    """Return for each block "" when it belongs to the document, else "header" or "footer"."""
    chrome = [_is_chrome(block) for block in blocks]
    kept = [i for i, is_chrome in enumerate(chrome) if not is_chrome]
    if not kept or sum(len(_text(blocks[i])) for i in kept) < 200:
        chrome = [False] * len(blocks)
        kept = list(range(len(blocks)))
    inside = set(_within_main(blocks, kept))
    inside = _trimmed(blocks, sorted(inside))
    first = min(inside, default=0)
    return ["" if i in inside else "header" if i < first else "footer" for i in range(len(blocks))]


def _is_chrome(block: TextBlock) -> bool:
    box: Box | None = block.box
    while box is not None:
        if box.tag in _CHROME_TAGS and not _holds_article(box):
            return True
        named = _CHROME.search(box.names)
        if named and not _MAIN.search(box.names) and not _is_most(box):
            return True
        if box.links >= 3 and box.linked * 2 > box.text and not _is_most(box):
            return True
        box = box.parent
    return False


def _holds_article(box: Box) -> bool:
    """A <form> around the whole page is common; so is a <header> inside an article."""
    return box.tag == "form" and _is_most(box)


def _is_most(box: Box) -> bool:
    root = box
    while root.parent is not None:
        root = root.parent
    return box.text - box.linked > (root.text - root.linked) * 0.5


def _within_main(blocks: Sequence[TextBlock], kept: list[int]) -> list[int]:
    """Go down into the container that holds most of the text, while nothing of a document
    stands beside it.
    """
    inside = kept
    depth = 0
    while True:
        groups: dict[int, list[int]] = {}
        for i in inside:
            path = _path(blocks[i].box)
            groups.setdefault(id(path[depth]) if depth < len(path) else 0, []).append(i)
        if not groups:
            return inside
        total = sum(len(_text(blocks[i])) for i in inside)
        best = max(groups.values(), key=lambda group: sum(len(_text(blocks[i])) for i in group))
        chosen = set(best)
        beside = [i for i in inside if i not in chosen]
        share = sum(len(_text(blocks[i])) for i in best) / max(total, 1)
        path = _path(blocks[best[0]].box)
        if depth >= len(path) or share < _MIN_SHARE or path[depth].tag in ("p", "li", "tr", "td"):
            return inside
        if beside and any(_is_document(_text(blocks[i])) for i in beside):
            return inside
        inside = best
        depth += 1


def _trimmed(blocks: Sequence[TextBlock], inside: list[int]) -> set[int]:
    """Take the page's own words off both ends: dates of posting, links to other news."""
    left, right = 0, len(inside)
    motto = next(
        (at for at in range(min(len(inside), 60)) if _is_motto(_text(blocks[inside[at]]))), None
    )
    if motto is not None:
        cell = blocks[inside[motto]].cell
        begin = motto
        while begin > 0 and cell and _table(blocks[inside[begin - 1]]) == cell.table:
            begin -= 1
        if cell and cell.row == 0:
            left = begin
    while left < right and _is_page_talk(blocks[inside[left]]):
        left += 1
    while right > left and _is_page_talk(blocks[inside[right - 1]]):
        right -= 1
    return set(inside[left:right])


def _table(block: TextBlock) -> int | None:
    return block.cell.table if block.cell else None


def _is_page_talk(block: TextBlock) -> bool:
    text = plain(_text(block)).strip()
    return block.linked or bool(_PAGE_TALK.match(text)) or not any(c.isalnum() for c in text)


def _is_motto(text: str) -> bool:
    return any(cut.kind == "motto" for cut in cuts(text))


def _is_document(text: str) -> bool:
    """Whether a line can only belong to a document."""
    bare = plain(text).strip()
    return any(cut.kind in ("motto", "number") for cut in cuts(text)) or bool(
        re.match(r"(?:noi nhan|kinh gui|tm\.|can cu )", bare)
    )


def _path(box: Box) -> list[Box]:
    path: list[Box] = []
    at: Box | None = box
    while at is not None:
        path.append(at)
        at = at.parent
    return path[::-1]


def _text(block: TextBlock) -> str:
    return "".join(run.text for run in block.runs)
