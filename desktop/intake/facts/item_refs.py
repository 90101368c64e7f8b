"""Labels of the paper's own items as a sentence cites them, and the items they mean."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.intake.reading import Block
from desktop.intake.structure.labels import ORDINALS, to_roman
from desktop.intake.words import plain

# No item is lettered o, u or y: there the words "ở" and "ý" are meant.
_LETTER = r"[a-np-tv-xz](?![a-z])"
_LABEL = (
    r"(?:[a-h]\.[ivx]{1,5}(?![a-z\d])|(?:[ivx]{1,5}|[a-z])\.\d{1,2}(?:\.\d{1,2})*|"
    rf"\d{{1,2}}(?:\.\d{{1,2}})*(?:\.{_LETTER})?|{_LETTER})"
)
_LINK = r"\s*(?:,|;|va|den)\s*"
_LEAF = r"noi dung|nhiem vu|diem|chi tieu|giai phap|tieu muc|y|gach dau dong"
_TOKEN = re.compile(
    rf"\b(?:(?P<part>phan|chuong)\s+thu\s+(?P<nth>{'|'.join(ORDINALS)})\b|"
    rf"(?P<word>{_LEAF}|khoan|muc|phan|dieu|chuong)\s+(?:so\s+|thu\s+)?"
    rf"(?:(?P<roman>[ivx]{{1,5}})(?![a-z\d]|\.\d)|(?P<labels>{_LABEL}(?:{_LINK}{_LABEL}(?!\s*[/%]|\d))*))"
    r")(?!\s*/|\s*%|\.\d|\d|\s+(?:doan vien|nguoi|cdcs|lop|thang|nam|ngay|"
    r"trieu|ty\b|nghin|dong\b|gio|diem|lan\b))"
)
_PART = re.compile(r"^(?:phần|chương|mục)\s+", re.IGNORECASE)
_OUTER = re.compile(r"^(?:phần|chương)", re.IGNORECASE)
_WITHIN = re.compile(r"\s*,?\s*(?:(?:cua|thuoc|tai)\s+)?")
_OF_LAW = re.compile(
    r"\s*,?\s*(?:cua |khoan \d+ )*(?:bo luat|luat|dieu le|nghi dinh|quy che|quy dinh|thong tu|"
    r"nghi quyet|quyet dinh)\b"
)
_AND = re.compile(r"\bva\s*(?:cac\s+)?$|[,;]\s*(?:cac\s+)?$")
# A label that more items than this carry tells nothing.
_MAX_MEANT = 200
Index = Mapping[str, Sequence[tuple[int, tuple[str, ...]]]]


@dataclass(slots=True)
class Group:
    """Labels cited together; `top` is the part they lie in ("II", "Điều 1"), `clause` the
    numbered item under it; `at` is where they stand in the sentence; `outer` that the part is
    called Phần or Chương.
    """

    refs: tuple[str, ...]
    at: int
    clause: str | None = None
    top: str | None = None
    word: str = ""
    outer: bool = False

    @property
    def section(self) -> str | None:
        """What the contract calls the section: "II.1", "Điều 1", None."""
        return ".".join(part for part in (self.top, self.clause) if part) or None


def groups_in(bare: str) -> list[Group]:
    """Return the labels a tone-less sentence cites, each with the section named after it."""
    groups: list[Group] = []
    last = 0
    for token in _TOKEN.finditer(bare):
        if token["word"] == "dieu" and _OF_LAW.match(bare, token.end()):
            continue
        _place(groups, token, bare[last : token.start()])
        last = token.end()
    return [group for group in groups if group.refs]


def _place(groups: list[Group], token: re.Match[str], between: str) -> None:
    word = token["word"] or token["part"]
    labels = _labels(token)
    open_top = [group for group in groups if group.top is None]
    if word in ("phan", "chuong") or token["roman"] or _is_article(word, groups, between):
        top = labels[0].upper() if word != "dieu" else f"Điều {labels[0]}"
        if groups and _WITHIN.fullmatch(between) and _nests(groups, word, top):
            return
        if token["roman"] and word == "muc" and _goes_on(groups, word, between):
            groups[-1].refs += (top,)  # "Mục II và Mục V"
            return
        if word in ("phan", "chuong"):
            labels = tuple(label.upper() for label in labels)
        if not open_top:
            refs = labels if word != "dieu" else (top,)
            groups.append(Group(refs, token.start(), word=word))
        for group in open_top:
            group.top = top
            group.outer = word in ("phan", "chuong")
        return
    if word == "diem" and open_top and between.strip() in ("cua", "thuoc", "tai"):
        return  # "nội dung 2.1, 2.2 của điểm 2": where they lie is in their labels
    if word == "dieu":
        labels = tuple(f"Điều {label}" for label in labels)
    if _goes_on(groups, word, between):
        groups[-1].refs += labels
        return
    under = [group for group in open_top if group.clause is None and group.word != "khoan"]
    joins = _AND.search(between) and not between.strip().startswith(("cua", "tai"))
    if word in ("khoan", "muc") and under and len(labels) == 1 and (word == "muc" or not joins):
        top_letter = word == "muc" and not labels[0][0].isdigit()
        for group in under if not top_letter else open_top:
            if top_letter:
                group.top = labels[0]
            else:
                group.clause = labels[0]
        return
    groups.append(Group(labels, token.start(), word=word))


def _nests(groups: Sequence[Group], word: str, top: str) -> bool:
    """Take "điểm 1 Mục II, Phần B" and "Phần B, Mục II" as the inner part in the outer."""
    last = groups[-1]
    if word in ("phan", "chuong") and last.top and _is_roman(last.top) and not _is_roman(top):
        within = last.top
        for group in groups:
            if group.top == within:
                group.top = f"{top}.{within}"
        return True
    if word == "muc" and last.word in ("phan", "chuong") and last.top is None:
        last.refs, last.top, last.word = (top,), last.refs[0], word
        return True
    if word == "muc" and last.top and len(last.top) == 1 and not _is_roman(last.top):
        outer = last.top
        for group in groups:
            if group.top == outer:
                group.top = f"{outer}.{top}"
        return True
    return False


def _is_roman(label: str) -> bool:
    return not label.strip("IVX")


def _goes_on(groups: Sequence[Group], word: str, between: str) -> bool:
    """Whether "Khoản 1 và Khoản 3" names two of a kind."""
    if not groups or groups[-1].word != word or groups[-1].section:
        return False
    return bool(re.fullmatch(r"\s*(?:,|va|;|, va)\s*(?:cac\s+)?", between))


def _is_article(word: str, groups: Sequence[Group], between: str) -> bool:
    """Whether "Điều 1" says where the labels before it lie."""
    return word == "dieu" and bool(groups) and groups[-1].word != word and len(between) < 30


def _labels(token: re.Match[str]) -> tuple[str, ...]:
    if token["nth"]:
        return (to_roman(ORDINALS.index(token["nth"]) % 10 + 1),)
    if token["roman"]:
        return (token["roman"].upper(),)
    found = re.findall(rf"(?<![a-z\d.]){_LABEL}(?![a-z])", token["labels"])
    return tuple(_in_capitals(one) for one in _spread(found, token["labels"]))


def _in_capitals(label: str) -> str:
    """Write "b.1" as "B.1", "b.ii" as "B.II"; the letter of "1.a" is a small one."""
    return label.upper() if "." in label and not label[0].isdigit() else label


def _spread(labels: Sequence[str], printed: str) -> list[str]:
    """Write "2.1 đến 2.4" out as four labels."""
    found = list(labels)
    span = re.fullmatch(rf"({_LABEL})\s*(?:den|-)\s*({_LABEL})", printed.strip())
    if span:
        head, _dot, first = span[1].rpartition(".")
        head_last, _dot, last = span[2].rpartition(".")
        if head == head_last and first.isdigit() and last.isdigit() and int(first) < int(last):
            lead = f"{head}." if head else ""
            found = [f"{lead}{number}" for number in range(int(first), int(last) + 1)]
    return found


def index_of(blocks: Sequence[Block]) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """Return, per label, the items that carry it with the labels above them."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    path: list[str] = []
    for index, block in enumerate(blocks):
        if block.kind != "item" or block.zone != "body":
            continue
        del path[block.depth :]
        path.extend([""] * (block.depth - len(path)))
        path.append(key_of(block.label))
        found.setdefault(path[-1], []).append((index, tuple(path[:-1])))
    return found


def resolve(group: Group, items: Index, outside: int | None = None) -> tuple[int, ...]:
    """Return the indexes of the items meant: labels below the section's path.

    Without a section the outermost items of that label are meant, and none at or after
    `outside`, where the handing-out itself begins, if others carry the label.
    """
    wanted = [*(group.top or "").split("."), group.clause or ""]
    wanted = [part for part in wanted if part]
    found = [index for ref in group.refs for index in _meant(ref, wanted, items, outside)]
    if group.outer and wanted:
        # "nhiệm vụ 1 Phần thứ hai" is not item 1 of "II." in another part, if it is anywhere.
        tops = {index: above[:1] for rows in items.values() for index, above in rows}
        inside = [one for one in found if tops.get(one) == (wanted[0],)]
        found = inside or found
    return tuple(found)


def _meant(ref: str, wanted: Sequence[str], items: Index, outside: int | None) -> list[int]:
    found = [
        (index, above)
        for index, above in _labelled(ref, items)
        if all(
            part in above or part == _tail(above, part) or _is_part(above, part) for part in wanted
        )
    ]
    if wanted or "." in ref:
        return [index for index, _above in found]
    before = [pair for pair in found if outside is None or pair[0] < outside] or found
    least = min((len(above) for _index, above in before), default=0)
    return [index for index, above in before if len(above) == least]


def _labelled(ref: str, items: Index) -> Sequence[tuple[int, tuple[str, ...]]]:
    direct = items.get(ref, ())[:_MAX_MEANT]
    if direct or "." not in ref:
        return direct
    # "B.1" may be printed as "1." under "B.", "II.2" as "2." under "II.".
    *path, last = ref.split(".")
    return [
        (index, above)
        for index, above in items.get(last, ())[:_MAX_MEANT]
        if list(above[-len(path) :]) == path
    ]


def _tail(above: Sequence[str], part: str) -> str | None:
    """A clause "2" may be printed "II.2" or "C.2"."""
    return next((part for one in above if one.rpartition(".")[2] == part and "." in one), None)


def _is_part(above: Sequence[str], part: str) -> bool:
    """Whether "Phần 2" is the outermost of the items above, printed "Phần II" or "Phần thứ hai"."""
    return part.isdecimal() and len(part) < 3 and to_roman(int(part)) in above[:1]


def key_of(label: str) -> str:
    """Return a label without its marks and its word: "(1)" and "1/" are "1", "Phần B." is "B",
    "Phần thứ hai" and "Phần 2" are "II".
    """
    bare = label.strip(" ().,/:-")
    key = _PART.sub("", bare)
    if key == bare or not _OUTER.match(bare):
        return key
    if key.isdecimal():
        return to_roman(int(key)) if len(key) < 3 else key
    word = plain(key).rpartition(" ")[2]
    return to_roman(ORDINALS.index(word) % 10 + 1) if word in ORDINALS else key
