"""Legal bases: the "Căn cứ …", "Thực hiện …" clauses of the opening."""

import re
from collections.abc import Sequence

from desktop.intake.structure.blocks import Draft
from desktop.intake.structure.labels import parse
from desktop.intake.words import any_of, plain, squeeze, tables

# Where the clause ends and the issuer begins to speak: ", Ban Thường vụ … xây dựng".
_SPEAKS = r"(?:,|\.|;|:|-|–)?\s+(?=(?:nay,?\s+)?{collective}\b)"
_ACTS = re.compile(
    r"\b(?:xay dung|ban hanh|trien khai|huong dan|to chuc|de ra|bao cao|thong bao|"
    r"yeu cau|de nghi|quyet dinh|lap|phat dong|dinh huong|cu the hoa|quy dinh|giao|"
    r"kinh trinh|trinh|ke hoach|thong nhat)\b"
)
_MAX_TEXT = 10_000
_FIRST_ITEMS = 3
_MAX_TITLE = 70
_TITLE = re.compile(
    r"^(?:cac |nhung )?(?:can cu|co so)\s*(?:$|:|phap ly|de |xay dung|lap |thuc hien|ban hanh|va )"
)
_LIST = re.compile(r"\bnhu sau\b|\bsau day\b|\bsau:\s*$|\bke hoach\b[^;]{0,80}:\s*$")
_PURPOSE = re.compile(r",\s*(?:nham|de)\s")
_CITES = re.compile(
    r"\bso:?\s*\d|\d+\s*[-/]\s*[a-z]{2,}|\bluat\b|\bdieu le\b|\bnghi quyet\b|"
    r"\bke hoach\b|\bchuong trinh\b|\bquyet dinh\b|\bchi thi\b|\bhuong dan\b|"
    r"\bchi dao\b|\bchuc nang\b|\btinh hinh\b|\bnhiem vu\b|\bcong van\b|\bthong bao\b|"
    r"\bquy che\b|\bnghi dinh\b|\bthong tu\b|\bke hoach\b|\bket luan\b|\bchi tieu\b|"
    r"\bde an\b|\bphuong huong\b|\bquy dinh\b|\bchu truong\b|\bchu de\b"
)


# The word of decision after the last clause, on a line of its own or joined to it.
_RESOLVES = re.compile(r"[\s,;.]*\b(?:QUYẾT ĐỊNH|QUYẾT NGHỊ)\s*:?\s*$")
_NUMBERED = re.compile(r"\bso:?\s*\d|\d+\s*[-/]\s*[a-z]{2,}|\d/[a-z]")
_NAMED = re.compile(
    r"\bluat\b|\bdieu le\b|\bnghi quyet\b|\bke hoach\b|\bchuong trinh\b|\bquyet dinh\b|"
    r"\bchi thi\b|\bhuong dan\b|\bchi dao\b|\bcong van\b|\bthong bao\b|\bquy che\b|"
    r"\bnghi dinh\b|\bthong tu\b|\bket luan\b|\bde an\b|\bquy dinh\b|\bphuong huong\b|"
    r"\bcong dien\b|\bthoa thuan\b"
)
_INNER = re.compile(
    r"(?<=[a-z0-9”\")])[.;]\s+"
    r"(?=(?:can cu|thuc hien|trien khai thuc hien|tiep tuc thuc hien|theo)\b)"
)


def basis_part(body: Sequence[Draft]) -> list[Draft]:
    """Return the paragraphs of a first item like "I. CĂN CỨ XÂY DỰNG KẾ HOẠCH"."""
    heads = [index for index, draft in enumerate(body) if draft.is_item][:_FIRST_ITEMS]
    for index in heads:
        title = body[index].text
        if len(title) > _MAX_TITLE or not _TITLE.match(plain(title)):
            continue
        part: list[Draft] = []
        for draft in body[index + 1 :]:
            if draft.is_item and draft.depth <= body[index].depth:
                break
            part.append(draft)
        return part
    return []


def basis_clauses(opening: Sequence[Draft]) -> list[tuple[str, Draft]]:
    """Return the clauses with the paragraph each stands in.

    A paragraph gives clauses when it begins with a word of basis; it is split at ";" and
    cut where the issuing body becomes the subject of the sentence.
    """
    found: list[tuple[str, Draft]] = []
    running = False
    for draft in opening:
        if len(draft.text) > _MAX_TEXT:
            continue
        text = _RESOLVES.sub("", draft.text)
        label = parse(text)
        if label and (label[0].is_bullet or label[0].family in ("decimal", "lower")):
            text = text[label[0].end :].strip()
        text = text[_inner_start(text) :]
        if not found and _TITLE.match(plain(text)) and text.rstrip().endswith(":"):
            running = True  # "Căn cứ pháp lý:", the papers below it
            continue
        running = _opens(text, further=bool(found)) or (running and bool(label) and _cites(text))
        if not running:
            continue
        clauses = _clauses(text)
        found.extend((clause, draft) for clause in clauses)
        running = text.rstrip().endswith((";", ","))
    return found


def _opens(text: str, *, further: bool = False) -> bool:
    """Whether a paragraph begins with a clause of basis: "Căn cứ …", or "Thực hiện …" with a
    document named before the issuer speaks. "Thực hiện tốt nhiệm vụ." is a task. `further`
    says that a clause came before: then one sentence that names a document is the next.
    """
    bare = plain(text).lstrip(' *-–+“"')
    if re.match(r"can cu\b|xet\b", bare):
        return True
    if not re.match(any_of(tables().basis_words) + r"\b", bare):
        return False
    parts = _split(text)
    clause, stopped = _until_speaker(parts[0], last=len(parts) == 1)
    named = plain(clause)
    if _NUMBERED.search(named):
        return True
    goes_on = stopped or len(parts) > 1 or text.rstrip().endswith((",", ";", ":"))
    if re.match(r"(?:theo|xet) de nghi cua\b", bare):
        return goes_on or further
    alone = further and not re.search(r"[.;]\s+\S", text)
    return (goes_on or alone) and bool(_NAMED.search(named))


def _inner_start(text: str) -> int:
    """Return where a clause begins after a first sentence of circumstances, else 0."""
    bare = plain(text)
    if re.match(any_of(tables().basis_words) + r"\b", bare.lstrip(' *-–+“"')):
        return 0
    for found in _INNER.finditer(bare):
        rest = text[found.end() :]
        parts = _split(rest)
        if _opens(rest) and _until_speaker(parts[-1], last=True)[1]:
            return found.end()
    return 0


def _cites(text: str) -> bool:
    return bool(_CITES.search(plain(text)))


def _clauses(text: str) -> list[str]:
    parts: list[str] = []
    depth_safe = _split(text)
    for index, part in enumerate(depth_safe):
        clause, stopped = _until_speaker(part, last=index == len(depth_safe) - 1)
        clause = squeeze(clause).strip(" ;,").removesuffix(".")
        clause = re.sub(r"^(?:và|và căn cứ)\s+(?=[A-ZĐ])", "", clause)
        if len(clause) > 8 and (index == 0 or _cites(clause) or _opens(clause)):
            parts.append(clause)
        if stopped:
            break
    return parts


def _split(text: str) -> list[str]:
    """Split at semicolons, and at full stops before another word of basis."""
    bare = plain(text)
    cuts = [0]
    pattern = re.compile(r";\s*|(?<=[a-z0-9”\")])\.\s+(?=can cu\b|thuc hien\b|theo\b|xet\b)")
    quoted = 0
    for found in pattern.finditer(bare):
        quoted = text.count("“", 0, found.start()) - text.count("”", 0, found.start())
        if quoted > 0:
            continue
        cuts.append(found.end())
    return [text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _until_speaker(part: str, *, last: bool) -> tuple[str, bool]:
    """Return the clause up to where the issuer speaks, and whether it does."""
    bare = plain(part)
    collective = any_of(tables().collectives)
    if re.match(r"\s*(?:nay,?\s+)?" + collective + r"\b", bare) and _ACTS.search(bare):
        return "", True
    purpose = _PURPOSE.search(bare)
    for found in re.finditer(_SPEAKS.replace("{collective}", collective), bare):
        mark = found[0].strip()
        if mark not in (",", ".", ":") or not part[found.end() : found.end() + 1].isupper():
            continue
        ahead = part[: found.start()]
        if ahead.count("“") > ahead.count("”") or len(ahead) < 12:
            continue
        rest = bare[found.end() :]
        if mark == "." or (_ACTS.search(rest) and (last or _LIST.search(rest))):
            end = found.start()
            return part[: min(end, purpose.start()) if purpose else end], True
    if purpose and last:
        return part[: purpose.start()], True
    stop = re.search(r"(?<=[a-z0-9”\")])\.\s+(?=[^\W\d_])", bare)
    if stop and part[stop.end() : stop.end() + 1].isupper() and stop.start() > 30:
        return part[: stop.start()], True
    return part, False
