"""Headings as offices shorten them, written out before their words are looked up."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from desktop.intake.figures.wording.vocabulary import Phrases
from desktop.models.phrases import longest_matches
from desktop.models.text import fold, nfc

_MOVED: Final = re.compile(
    r"(?<!\w)(?:c|ch)\s?\.\s*(?=(?:đến|đi)(?!\w))"
    r"|(?<!\w)ch\s?\.\s*(?=(?:về|sang|ra|vào|công tác|sinh hoạt|shcđ)(?!\w))",
    re.IGNORECASE,
)
_ALL_OF: Final = re.compile(
    r"\(\s*(?:kể |gồm |bao gồm |tính )?cả\s"
    r"(?![^()]*(?:chuyển|kết nạp|cđcs|thôi việc|nghỉ việc|giải thể|từ trần|chết|khác))[^()]*\)",
    re.IGNORECASE,
)  # fmt: skip
"""“Tổng số lao động (cả HĐ thời vụ)” are all of them; “Nghỉ việc (kể cả chuyển đi)” are two."""
_OF_WHICH: Final = re.compile(
    r"(?<![\w(.])tr\.?\s?đ\.?\s*:?\s+(?=(?:số|nữ|nam|đv|đoàn|đảng|là|cb|lđ|nlđ|cnlđ|cnvclđ|người)\b)",
    re.IGNORECASE,
)
"""“Trđ ĐV nữ” are some of those before it; “(trđ)” behind words is money."""
_CARRIED_OUT: Final = re.compile(
    r"(?<!\w)(?:(?:số\s+)?(?:TH|th|T/H|Th\.\s?hiện|Th\.h)|(?:KQ|Kq)(?:TH)?|thực tế|TT)"
    r"(?=\s+(?:tháng|quý|kỳ|trong|năm|đến|tới|hết|tính đến|ngày|lũy kế|luỹ kế|cùng kỳ|[TQ]\s?\d"
    r"|\d{1,2}\s?[/.-]\s?\d))(?!\s+trong tỉnh)"
)
"""“TH tháng 10”, “TH 31/10/2026” are “thực hiện”, beside a plan; “TH Hải Lăng” is a school."""
_ALONE: Final = re.compile(
    r"(?<!\w)(?:chỉ\s+)?(?:(?:của|tính)\s+)?riêng\s+"
    r"(?=(?:trong\s+)?(?:tháng|quý|kỳ|[TQ]\s?\d))", re.IGNORECASE,
)  # fmt: skip
"""“Riêng tháng 10”, beside what was counted since the year began."""
_LENGTH: Final = re.compile(
    r"(?<!\w)(?:(?:từ|đủ)\s+\d{1,2}\s*(?:tháng|năm)(?=\s+trở\s+(?:lên|xuống))"
    r"|(?:trên|dưới|hạn|HĐ|HĐLĐ|hợp đồng|hợp đồng lao động)\s+\d{1,2}\s*(?:tháng|năm)"
    r"(?!\s*(?:đầu|cuối|năm|\d|/)))(?!\w)", re.IGNORECASE,
)  # fmt: skip
"""“HĐ từ 6 tháng trở lên”, “HĐ 12 tháng”: how long a contract is, no time of figures."""
_TERM: Final = re.compile(
    r"[(\[]?\s*(?<!\w)(?:(?:khóa|khoá)\s*(?:[IVXLC]{1,6}|\d{1,2})(?!\w)[\s,:–-]*"
    r"(?:(?:NK|nhiệm kỳ|nhiệm kì)\s*)?(?:20\d\d\s*[-–]\s*(?:20)?\d\d(?!\d))?"
    r"|(?:NK|nhiệm kỳ|nhiệm kì)\s*20\d\d\s*[-–]\s*(?:20)?\d\d(?!\d))\s*[)\]]?", re.IGNORECASE,
)  # fmt: skip
"""“BCH nhiệm kỳ 2023-2028”, “khóa XIII”: for which years somebody was elected, no period."""
_BOTH: Final = re.compile(r"\(?\s*(?:gồm |cả )*nam\s*(?:\+|,|&|và|lẫn)\s*nữ\s*\)?", re.IGNORECASE)
"""“(nam + nữ)”, “cả nam và nữ” are all of them."""
_DAY: Final = re.compile(
    r"(?:(?<=\bhoạt động )|(?<=\bhđ )|(?<=\bnữ công )|(?<=\bquà )|(?<=\bniệm )|(?<=\bmừng )"
    r"|(?<=\blễ )|(?<=\bhoạt động \()|(?<=\bhđ \()|(?<=\bnữ công \()|(?<=\bnữ \()"
    r"|(?<=\bquà \()|(?<=\bdịp )|(?<=\bnhân ngày )|(?<=\bngày lễ )|(?<=3 và )|(?<=3, )|(?<=3 - )"
    r"|(?<=/10, )|(?<=/10 và )|(?<=/6, )|(?<=/6 và )|(?<=/7, )|(?<=/7 và ))"
    r"(8|20|1|28|27)\s?[/-]\s?(3|10|6|7)(?![\d/-])", re.IGNORECASE,
)  # fmt: skip
_PERIOD_AND_SINCE: Final = re.compile(
    r"((?:tháng|quý|kỳ)\s*(?:này|[\d/ivx]+))(?:\s*năm)?(?:\s*[/-]?\s*\d{4})?"
    r"(?:\s*(?:và|[,;+&–-])\s*)+(?:số\s*)?(?:cộng\s*)?l[uũ][yỹ]\s*kế\b"
    r"(?:(?:\s*(?:từ|đầu|năm|đến|hết|tháng|quý|ngày|này|nay|kỳ|báo|cáo)\b|\s*[\d/.–-]+)*)",
    re.IGNORECASE,
)
"""“Tháng 11 và lũy kế 11 tháng 2026” over a table that holds columns of both."""
_COMPARED: Final = re.compile(
    r"\(?\s*(?:có\s+)?so(?:\s+sánh)?(?:\s+với)?\s+(?:số\s+)?cùng kỳ[^)]*\)?", re.IGNORECASE
)
"""“(so cùng kỳ)” in a title: the table holds columns of both."""
_OF_WHICH_WORDS: Final = frozenset({
    "trong do", "tr do", "tr.do", "tr.d", "trd", "tr d", "t.do", "tdo", "t do", "td", "trg do",
    "trong do co", "gom", "bao gom", "chia ra",
})  # fmt: skip
_A_PART: Final = re.compile(
    rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in sorted(_OF_WHICH_WORDS))})(?!\w)"
)
_PLACE_IN_ROW: Final = re.compile(
    r"(?<=\s)\(\s*[a-zđ]?\d{1,2}\s*\)\s*$|(?<=\s)\([a-zđ]\)\s*$", re.I
)
"""“Giảm khác (c7)” ends with what its column is called."""
_PAPER: Final = re.compile(
    r"(?:\(\s*(?:theo\s+)?|\btheo\s+)(?:kl|cv|nq|nđ|kết luận|công văn|nghị quyết|nghị định)"
    r"\s*(?:số\s*)?\d{2,}(?:[/-][\w/-]*)?\s*\)?", re.IGNORECASE,
)  # fmt: skip
"""“(KL 157)”, “theo CV 4133” name the paper something follows, and count nothing."""
_ENDED: Final = re.compile(
    r"(?<!\w)(?:(?:kết thúc|chấm dứt|dừng|ngừng|thôi|hết)\s+(?:hoạt động|tổ chức)|kết thúc hđ"
    r"|nsnn|hcsn|hành chính|sắp xếp)(?!\w)", re.IGNORECASE,
)  # fmt: skip
_REFORM: Final = re.compile(
    r"\(?(?:kể )?(?:từ|sau)\s+(?:ngày\s+)?(?:0?1|30)[/.-]0?[67][/.-]2025\)?"
    r"|(?<=sắp xếp)\s+(?:năm\s+)?2025(?!\d)", re.IGNORECASE,
)  # fmt: skip
"""The day from which unions of public bodies were ended tells which those are, not when."""
_BY_WHOM: Final = re.compile(
    r"(?<=\w)\s+(?:của|do)\s+(?:UBKT|BCH|BTV|ủy ban kiểm tra|ban chấp hành)"
    r"(?:\s+(?:CĐCS|CĐ|công đoàn))?(?:\s+(?:thực hiện|tổ chức|tiến hành|chủ trì))?\s*$",
    re.IGNORECASE,
)  # fmt: skip
_DONE: Final = re.compile(
    r"(?:tổng )?(?:số )?(?:cuộc|lượt|buổi|vụ|đợt|lớp|hội nghị)\b", re.IGNORECASE
)
"""“Số cuộc giám sát của UBKT” are told with who did it, and count no members of it."""
_MEASURED: Final = re.compile(
    r"(?<=\()\s*(?:đvt|đ\.v\.t|đơn vị tính|đơn vị|đv tính|dvt)\s*[.:]*\s*:\s*(?=\w)"
    r"|(?<=\()\s*(?:đvt|đ\.v\.t|đơn vị tính|đv tính|dvt)\s+(?=\w)",
    re.IGNORECASE,
)
"""“(ĐVT: người)” says no more than “(người)”."""
_COUNTED_UP_TO: Final = re.compile(r"(?<!\w)ĐV(?=\s+tính\s+(?:đến|tới)(?!\w))", re.IGNORECASE)
"""“Tổng ĐV tính đến 31/10” are members, no “ĐV tính”."""
_HOW_MANY: Final = re.compile(
    r"^\s*(?:hiện(?:\s+(?:nay|tại))?,?\s+)?(?:(?:đơn vị|công ty|cty|trường|cơ quan|cơ sở|cđcs|"
    r"công đoàn)(?:\s+(?:anh/chị|anh chị|bạn|mình|ta))?\s+)?(?:hiện(?:\s+(?:nay|tại))?\s+)?"
    r"(?:đang\s+)?có\s+(?:tất cả\s+|tổng cộng\s+)?bao nhiêu\s+", re.IGNORECASE,
)  # fmt: skip
"""“Hiện đơn vị có bao nhiêu lao động?” asks for their number."""
_NUMBERED: Final = re.compile(
    r"\s*(?:\(\s*(?:\d{1,2}|[a-zđ]|[ivxIVX]{1,4})\s*\)\s*(?=[^\W\d_]{2}|[^\W\d_][./])"
    r"|(?:[a-zđ]|[ivx]{1,4})\s*\)\s*(?=[^\W\d_]{2})|[IVX]{1,4}\s*[./)]\s+(?=\w)"
    r"|[a-ik-mo-rv-z]\s*[./]\s+(?=[A-ZĐÀ-Ỹ])"
    r"|\d{1,2}\s*(?:[.)]\s*|[/:–-]\s+)(?=[^\W\d_]{2}|[^\W\d_][./]))"
)
"""“(e) Nữ”, “d. Số buổi”, “IV. Tăng”, “12. Tổng”: what numbers the heading."""
_TERM_OF_SUM: Final = r"\s*(?:[IVX]{1,4}|\d{1,2}|[a-zđ])(?!\w)"
_SUM: Final = rf"(?:{_TERM_OF_SUM}\s*=)?{_TERM_OF_SUM}(?:\s*[+–-]{_TERM_OF_SUM})+"
"""What a figure is made of, by the numbers of rows or columns: “I+II-III”, “4=1+2-3”."""
_NUMBERED_BEHIND: Final = re.compile(
    r"(?<=[\w)])(?<!tháng)(?<!quý)(?<!năm)(?<!ngày)\s*"
    r"(?:\(\s*[a-zđ]?\d{1,2}(?:\s*=[\s\d()+–-]+)?\s*\)|\[\s*[a-zđ]?\d{1,2}\s*\]"
    rf"|\((?=[^()]*[+=]){_SUM}\s*\)|[=:](?=[^=:]*\+){_SUM})\s*$",
    re.IGNORECASE,
)
_LOOSE: Final = re.compile(r"(?<=[(\[])\s+|\s+(?=[)\]])")
"""“( đ )” is “(đ)”."""
_YES_OR_NO: Final = re.compile(
    r"\(\s*(?:có\s*[:=]?\s*1|1\s*[:=]?\s*(?:là\s*)?có)\b[^()]*\)", re.IGNORECASE
)
"""“(có: 1, không: 0)” says how a cell is filled."""
_DECISION: Final = re.compile(
    r"\s*(?:số|ngày)\s+(?:QĐ|quyết định)(?!\w).*", re.IGNORECASE | re.DOTALL
)
"""“Số QĐ kết nạp” is the number of a paper."""
_RUNNING: Final = re.compile(r"\s*N(?:o|O|°)\s*[.:]?\s*")
_GLUED: Final = re.compile(
    r"(?:cbql|cb|cc|vc|cnv|cn|nvyt|nv|gv|ng|bs|ys|dd|qn|hd)+(?:hdld|nld|ld|vc|cnv|nv|gv)"
)
_PASSES: Final = 3
_TERMS: Final = (
    "chuyển đến", "chuyển đi", "chuyển về", "trong tỉnh", "ngoài tỉnh", "thôi việc", "nghỉ việc",
    "mất việc", "nghỉ hưu", "kết nạp", "lao động", "công đoàn", "công chức", "viên chức",
    "công nhân", "đầu kỳ", "cuối kỳ", "trong kỳ", "đầu tháng", "cuối tháng", "trong tháng",
    "đầu quý", "cuối quý", "trong quý", "đầu năm", "cuối năm", "tổng số", "tổng cộng",
    "cán bộ", "từ trần", "giải thể", "thành lập", "sáp nhập", "tuyên truyền", "thăm hỏi",
    "đối thoại", "kiểm tra", "giám sát", "tập huấn", "trợ cấp",
)  # fmt: skip
_DOTTED: Final = re.compile(
    rf"(?<![\w.])([^\W\d_]{{1,3}})\.\s?({'|'.join(sorted({t.split()[1] for t in _TERMS}))})(?!\w)",
    re.IGNORECASE,
)
"""“Ch.đến”, “th.việc”: the first letters of a term's first word before its second."""


_NAME_OF_A_FIELD: Final = re.compile(
    r"(?<=[A-Z])(?=(?:Nu|Nam)(?![a-z]))|(?<=[A-Z]{2})(?=[A-Z][a-z]+)"
)
"""“SoLDNu”, “TongDVNu”: where the next word of a field begins behind a shortened one."""


def spread(text: str) -> str:
    """Return a heading with the names of programs and its shortest words told apart.

    "TongLaoDong" are three words; "C. đến" is a movement, not a line's letter; in "hoạt động
    20/10" stands a feast, not the day the count was made.
    """
    found = nfc(text)
    if _RUNNING.fullmatch(found):
        return "stt"
    if _DECISION.fullmatch(found):
        return "số quyết định"
    found = _COUNTED_UP_TO.sub("đoàn viên", _HOW_MANY.sub("số ", found))
    found = without_numbering(_YES_OR_NO.sub(" ", _PAPER.sub(" ", found)))
    if len(bare := _TERM.sub(" ", found).strip()) > 1:
        found = bare
    found = _ALONE.sub("", _CARRIED_OUT.sub("thực hiện", found))
    found = _LENGTH.sub("thời hạn", _DOTTED.sub(_term, found))
    if _DONE.match(found):
        found = _BY_WHOM.sub("", found)
    if _ENDED.search(found):
        found = _REFORM.sub(" ", found)
    if " " not in found.strip():
        found = _NAME_OF_A_FIELD.sub(" ", found) if found.isascii() else found
        found = "".join(f" {char}" if at and char.isupper() and found[at - 1].islower() else char
                        for at, char in enumerate(found))  # fmt: skip
    found = _MOVED.sub(
        "chuyển ", _ALL_OF.sub(" ", _BOTH.sub(" ", _OF_WHICH.sub("trong đó ", found)))
    )
    return _DAY.sub(r"\1 \2", _PLACE_IN_ROW.sub(" ", found))


def _term(found: re.Match[str]) -> str:
    """Return a term told by the first letters of its first word, where there is but one such."""
    begun, second = found[1].lower(), found[2].lower()
    terms = [one for one in _TERMS if one.startswith(begun) and one.split()[1] == second]
    return terms[0] if len(terms) == 1 else found[0]


def without_numbering(text: str) -> str:
    """Return a heading without what numbers it, a measure in brackets without what announces it:
    “g) Nữ (ĐVT: người)”."""
    found = _NUMBERED.match(text)
    bare = _NUMBERED_BEHIND.sub("", text[found.end() :] if found else text)
    return _LOOSE.sub("", _MEASURED.sub("", bare))


def is_of_which(text: str) -> bool:
    """Tell whether a heading only says that parts follow: “Trong đó”, “Chia ra”."""
    return fold(text).strip(" :.") in _OF_WHICH_WORDS


def tells_part(text: str) -> bool:
    """Tell whether a heading says that a column is a part of another: “trong đó: đảng viên”."""
    return _A_PART.search(fold(text)) is not None


def of_period_alone(text: str) -> str:
    """Return words over many columns that tell of the period and of all since, as the period's.

    Which column is of which its own heading says.
    """
    if "kế" not in text.lower():
        return text

    def own(found: re.Match[str]) -> str:
        return " ".join((found[1], *re.findall(r"\b\d{4}\b", found[0])[:1]))

    return _PERIOD_AND_SINCE.sub(own, nfc(text))


def without_comparison(text: str) -> str:
    """Return a title without “(so cùng kỳ)”, which tells of columns beside the period's."""
    return _COMPARED.sub(" ", text)


def written_out(words: Sequence[str], same: Phrases, starts: Mapping[str, int]) -> list[str]:
    """Return words with those of one meaning said alike: "KN ở CĐCS cũ" as the catalogue does."""
    found = list(words)
    for _pass in range(_PASSES):
        said = [one for piece, full in longest_matches(found, same, starts)
                for one in (piece if full is None else full)]  # fmt: skip
        if said == found:
            break
        found = said
    return found


def worker_runs(
    pieces: Sequence[tuple[tuple[str, ...], tuple[str, ...] | None]],
) -> frozenset[int]:
    """Return which pieces of a heading together name those who work: "CC, VC, NLĐ".

    Offices list them in any order and number; a lone "viên chức" are some of them.
    """
    found: set[int] = set()
    run: list[int] = []
    for at, (piece, said) in enumerate((*pieces, (("",), None))):
        if said is None and _GLUED.fullmatch(piece[0]):
            found.add(at)
            run.append(at)
        elif said is not None and {"worker", "worker_part"} & set(said):
            run.append(at)
        elif run and piece == ("va",):
            continue
        else:
            if len(run) > 1:
                found.update(run)
            run = []
    return frozenset(found)
