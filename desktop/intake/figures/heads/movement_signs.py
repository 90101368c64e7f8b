"""Which movement headings tell by the words that give it away, whatever stands among them."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal

from desktop.intake.figures.wording.vocabulary import Vocabulary, words_of
from desktop.models.packs.packs import Packs
from desktop.models.phrases import longest_matches

Way = Literal["", "in", "out"]

_MARK: Final = re.compile(r"\s*\(([+–-])\)")
_SO_MANY_UNIONS: Final = re.compile(r"(?:tong )?(?:so luong|so|sl) (?:cdcs|cong doan co so)\b")
_CAUSES: Final = {"retire": "C23", "quit": "C24", "leave": "C25", "death": "C26"}
MOVED: Final[dict[tuple[str, Way], str]] = {("inside", "in"): "C13", ("outside", "in"): "C14",
                 ("inside", "out"): "C21", ("outside", "out"): "C22"}  # fmt: skip
_MOVES: Final = frozenset({"increase", "decrease", "change"})
_MEMBERS_ALONE: Final = frozenset({"member", "total", "plain"})
_UNIONS_ALONE: Final = _MOVES | {"union", "come", "go"}
_CERTAIN: Final = _MOVES | {
    "come", "go", "transfer", "inside", "outside", "admit", "new_union", "old_union", "retire",
    "quit", "leave", "death", "women", "men", "total", "member", "plain", "place", "union",
}  # fmt: skip
_RESULT: Final = frozenset(
    {"ket", "qua", "th", "thuc", "hien", "ky", "nay", "quy", "i", "ii", "iii", "iv"}
)
"""Words below a movement that count all of it."""
_TELLING: Final = frozenset({
    *_CAUSES, "inside", "outside", "admit", "new_union", "old_union", "whole", "dissolve", "budget",
    "ended", "merge", "split", "women", "men", "union", "total",
})  # fmt: skip
_PLACE_MOVED: Final = frozenset(
    {"transfer", "inside", "outside", "place", "member", "plain", "total", "change", "doubtful"}
)
_BY_POLICY: Final = frozenset({"budget", "ended"})
"""Together they tell one thing alone: “Kết thúc hoạt động (100% lương NSNN)”."""
_OF_UNIONS_ALONE: Final = frozenset({"dissolve", "merge", "split", "suspend"})
_OF_WHOM: Final = frozenset({"total", "women", "men"})
_OTHER_WAY: Final = _MOVES | {"other", "member", "total", "plain"}
_OF_UNIONS: Final = (("merge", "B05"), ("split", "B06"), ("suspend", "B09"), ("dissolve", "B03"),
                     ("budget", "B04"), ("ended", "B04"))  # fmt: skip
_WAYS: Final[dict[Way, str]] = {"in": "increase", "out": "decrease"}
_TURNS: Final[dict[Way, str]] = {"in": "come", "out": "go"}


def movement_told(path: Sequence[str], words: Vocabulary, codes: Collection[str]) -> str:
    """Return the movement whose signs a heading and those over it hold, "" for none or several.

    “Giảm > Nghỉ việc theo nguyện vọng” holds those of C24. Signs of two movements, a direction
    above that disagrees, or words that make something else of it (“hỗ trợ”, “dự kiến”) leave it
    untold. Under “CĐCS giảm” unions are counted, under “Đoàn viên giảm” members.
    """
    each = [_signs(text, words) for text in path]
    if path and words_of(path[-1]) == ["mat"]:
        each[-1] |= {"death"}  # alone; among other words it may be something lost
    signs = frozenset().union(*each)
    if "stop" in signs or ("staff" in signs and not _are_members(each[:-1])):
        return ""
    if len(path) > 1 and not each[-1] and _is_of_some(path[-1], words):
        return ""  # "Kết nạp mới > Dưới 35 tuổi"
    women = "women" in signs and "men" not in signs
    if each[-1:] == [frozenset({"men"})]:
        return ""
    while len(each) > 1 and each[-1] <= _OF_WHOM:
        each.pop()
    if "restore" in each[-1] and "admit" not in each[-1]:
        # "Công nhân vào CĐ > Ghi sót nay bổ sung": they came, and are none of the new.
        each = [(one - {"admit"}) | {"increase"} if "admit" in one else one for one in each]
    told = _way(each, _WAYS)
    way = told or _way(each[::-1], _TURNS)
    if _counts_unions(each[:-1]) or _opens_with_unions(path, signs):
        code = _of_unions(each[-1], way)
    else:
        code = _of_members(
            frozenset().union(*each), told, way, is_other=all(one <= _OTHER_WAY for one in each)
        )
    if code and women:
        code += "N"
    return code if code in codes else ""


def sign_of(code: str, packs: Packs) -> str:
    """Return "+" for a movement that adds to what its equation counts, "-" for one that takes."""
    base = code.removesuffix("N")
    for equation in packs.equations.values():
        if {code, base} & {*equation.increases}:
            return "+"
        if {code, base} & {*equation.decreases}:
            return "-"
    return ""


def _is_of_some(text: str, words: Vocabulary) -> bool:
    """Whether a heading under a movement says of whom it is told, and nothing of moving."""
    rest = [word for word in words_of(text) if word not in words.neutral]
    return any(map(str.isalpha, rest)) and not set(rest) <= _RESULT


def _are_members(above: Sequence[frozenset[str]]) -> bool:
    """Whether headings over a column speak of members who come or go: “ĐV giảm > Cán bộ …”."""
    signs = frozenset().union(*above)
    return "member" in signs and bool(signs & _MOVES)


def place_moved(path: Sequence[str], words: Vocabulary) -> str:
    """Return the movement of those who leave for the place of a transfer that tells no direction:
    C21 of “Thuyên chuyển trong tỉnh”; "" for any other heading."""
    signs = frozenset().union(*(_signs(text, words) for text in path))
    where = [place for place in ("inside", "outside") if place in signs]
    plain = len(where) == 1 and "transfer" in signs and signs <= _PLACE_MOVED
    return MOVED[where[0], "out"] if plain else ""


def is_certain(path: Sequence[str], words: Vocabulary) -> bool:
    """Whether every word of headings is a sign of the movement they tell, or says nothing.

    “Giải thể” is certain only under a heading that says who is counted: unions or members.
    """
    each = [_signs(text, words) for text in path]
    signs = frozenset().union(*each)
    rest = set(without_signs(path, words).split()) - words.neutral
    above = frozenset().union(*each[:-1])
    whose = (
        _counts_unions(each[:-1]) or _opens_with_unions(path, signs)
        or ("member" in above and above <= _MEMBERS_ALONE | _MOVES)
    )  # fmt: skip
    known = _CERTAIN | (_OF_UNIONS_ALONE if whose else set())
    if signs >= _BY_POLICY and (whose or "union" not in each[-1]):
        known |= _BY_POLICY
    plain = signs <= known and (whose or "admit" in signs or "new_union" not in signs)
    return plain and not any(map(str.isalpha, rest))


def is_turned(path: Sequence[str], code: str, words: Vocabulary) -> bool:
    """Whether a code tells of unions where the headings above count members, of members where
    they count unions, or of those who come where they count those who go."""
    above = [_signs(text, words) for text in path[:-1]]
    signs = frozenset().union(*above)
    if code in ("A05", "A06") or (code[0] == "B" and not code.endswith("M")):
        if "member" in _signs(path[-1], words):
            return True  # "ĐV của CĐCS bàn giao đi"
        members = "member" in signs and (_MOVES & signs or signs <= _MEMBERS_ALONE)
        return bool({"admit", "transfer"} & signs or members) and not _counts_unions(above)
    if code[0] != "C":
        return False
    way = _way(above, _WAYS)
    return _counts_unions(above) or (way == "in" and code[1] in "23") or (
        way == "out" and code[1] == "1")  # fmt: skip


def _counts_unions(above: Sequence[frozenset[str]]) -> bool:
    """Whether headings over a column speak of unions alone: “CĐCS giảm”, “CĐCS biến động”."""
    if any("member" in signs for signs in above):
        return False
    return any("union" in signs and signs <= _UNIONS_ALONE for signs in above)


def _opens_with_unions(path: Sequence[str], signs: frozenset[str]) -> bool:
    """Whether a heading counts unions in so many words: “Số CĐCS giải thể trong kỳ”."""
    if not path or "member" in signs:
        return False
    return _SO_MANY_UNIONS.match(" ".join(words_of(path[-1]))) is not None


def union_told(path: Sequence[str], words: Vocabulary) -> str:
    """Return the movement of unions that headings tell which speak of no member, "" for none."""
    each = [_signs(text, words) for text in path]
    signs = frozenset().union(*each)
    if signs & {"admit", "member", "women", "stop"}:
        return ""
    way = _way(each, _WAYS) or _way(each[::-1], _TURNS)
    return _of_unions(signs, way)


def tells_movement(text: str, words: Vocabulary) -> bool:
    """Whether words are signs of a movement of their own: “(nghỉ hưu, đi ngoài tỉnh)”."""
    return bool(_signs(text, words) & _TELLING)


def without_signs(path: Sequence[str], words: Vocabulary) -> str:
    """Return the words of headings that are signs of no movement."""
    pieces = longest_matches(
        [word for text in path for word in words_of(text)], words.signs, words.sign_starts
    )
    return " ".join(word for piece, said in pieces if said is None for word in piece)


def _signs(text: str, words: Vocabulary) -> frozenset[str]:
    """Return what the words of one heading are signs of, and the mark of its direction: (+)."""
    pieces = longest_matches(words_of(text), words.signs, words.sign_starts)
    found = {one for _piece, said in pieces if said is not None for one in said}
    if mark := _MARK.match(text):
        found.add("increase" if mark[1] == "+" else "decrease")
    return frozenset(found)


def _way(each: Sequence[frozenset[str]], said_by: Mapping[Way, str]) -> Way:
    """Return the direction the last of some headings tells that tells one: by nouns (tăng, giảm)
    or by verbs (đến, sang)."""
    for signs in each[::-1]:
        said = [way for way, sign in said_by.items() if sign in signs]
        if len(said) == 1:
            return said[0]
    return ""


def _of_members(signs: frozenset[str], told: Way, way: Way, *, is_other: bool) -> str:
    """Return the movement of members; `told` is the direction said in so many words, `way` that
    or the one of the verbs."""
    where = [place for place in ("inside", "outside") if place in signs]
    causes = {code for sign, code in _CAUSES.items() if sign in signs}
    ended = "budget" in signs or ("ended" in signs and "dissolve" not in signs)
    if "several" in signs and not signs & {"whole", "budget"}:
        return ""
    if causes:
        alone = len(causes) == 1 and told != "in" and not (
            signs & {"transfer", "admit", "dissolve", "restore"} or where or ended)  # fmt: skip
        return causes.pop() if alone else ""
    if ended or "dissolve" in signs:
        if "merge" in signs:
            return ""  # "CĐCS giải thể, sáp nhập": two of them at once
        if told == "in" or signs & {"admit", "restore"}:
            return ""
        return "C29" if ended else "C28"
    if "whole" in signs:
        return {"in": "C15", "out": "C27", "": ""}[way]
    if signs & {"restore", "repeated"} and "admit" not in signs:
        if "restore" in signs:
            return "C16" if told == "in" or (not told and "repeated" not in signs) else ""
        return "C30" if told != "in" else ""
    if where:
        if len(where) > 1 or not way or signs & {"admit", "new_union", "old_union"}:
            return ""
        return MOVED[where[0], way]
    is_other = (is_other and "other" in signs) or "review" in signs
    return _admitted(signs, way) or ({"in": "C16", "out": "C30", "": ""}[told] if is_other else "")


def _admitted(signs: frozenset[str], way: Way) -> str:
    if way == "out" or signs & {"transfer", "review"} or not (
        "admit" in signs or (way and signs & {"new_union", "old_union"})
    ):  # fmt: skip
        return ""
    if signs >= {"new_union", "old_union"}:
        return ""  # both at once are neither
    return "C12" if "new_union" in signs else "C11"


def _of_unions(leaf: frozenset[str], way: Way) -> str:
    """Return the movement of unions; of their members only those of the new ones are counted."""
    if "member" in leaf:
        return "B01M" if "new_union" in leaf and way != "out" else ""
    if leaf >= {"merge", "dissolve"}:
        return ""  # "CĐCS giải thể, sáp nhập": two of them at once
    for sign, code in _OF_UNIONS:
        if sign in leaf:
            return code
    if leaf & {"whole", "transfer"}:
        return {"in": "B07", "out": "B08", "": ""}[way]
    return "B01" if "new_union" in leaf and way != "out" else ""
