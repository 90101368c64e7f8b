"""What bundles brought, counted as a person counts: activities and returns, not their fields."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import split_cell_key, split_return_key
from desktop.models.store.ops import load, member
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, vi_number

MOST_PERIODS = 3
"""Periods named in one line of news."""
_ACCEPTED = '"state":"accepted"'
"""As canonical JSON writes it; within a text its quotes would be escaped."""


class Verdict(NamedTuple):
    """The last words a bundle brought on so many returns of a form and period.

    They were accepted, or sent back for a `reason` (that of the last of them). `at` is when they
    were taken in (ISO).
    """

    bundle: str
    form: str
    period: str
    accepted: bool
    returns: int
    reason: str
    at: str


def verdicts_since(reader: Reader, since: str) -> list[Verdict]:
    """Return what came about our returns from a moment on, a return counted once per bundle."""
    last: dict[tuple[str, str], tuple[Any, ...]] = {}
    for said in reader.rows(
        "SELECT op.bundle, leaf.key, leaf.field, instr(leaf.value, ?) > 0,"
        " CASE WHEN instr(leaf.value, ?) > 0 THEN '' ELSE leaf.value END,"
        " op.accepted_at FROM leaf JOIN op ON op.store = leaf.store AND op.id = leaf.op"
        " WHERE leaf.kind = 'review' AND leaf.winner = 1 AND leaf.value <> 'null'"
        " AND op.bundle IS NOT NULL AND op.accepted_at >= ?",
        (_ACCEPTED, _ACCEPTED, since),
    ):
        known = last.get(said[:2])
        if known is None or int(known[2]) < int(said[2]):
            last[said[:2]] = said
    alike: dict[tuple[str, str, bool], list[tuple[Any, ...]]] = {}
    for said in last.values():
        alike.setdefault((said[0], said[1].rpartition("|")[0], said[3]), []).append(said)
    return [_verdict(listed[-1], len(listed)) for listed in alike.values()]


def _verdict(said: tuple[Any, ...], count: int) -> Verdict:
    bundle, key, _revision, accepted, value, at = said
    _unit, form, period = split_return_key(key)
    reason = "" if accepted else str(load(value).get("reason", ""))
    return Verdict(bundle, form, period, bool(accepted), count, reason, at)


def brought(reader: Reader, bundles: Iterable[str], verdicts: list[Verdict]) -> dict[str, str]:
    """Return bundle → its contents in words ("2 báo cáo đã chốt, 12 hoạt động").

    Bundles that brought nothing but receipts are not in it.
    """
    counts: dict[str, dict[str, int]] = {}
    for bundle in bundles:
        for kind, n in reader.rows(
            "SELECT kind, count(DISTINCT key) FROM op WHERE bundle = ? GROUP BY kind", (bundle,)
        ):
            counts.setdefault(bundle, {})[kind] = n
    for verdict in verdicts:
        kinds = counts.setdefault(verdict.bundle, {})
        slot = "accepted" if verdict.accepted else "returned"
        kinds[slot] = kinds.get(slot, 0) + verdict.returns
    return {
        bundle: ", ".join(_contents(reader, bundle, kinds)) or _("nội dung khác")
        for bundle, kinds in counts.items()
    }


def _contents(reader: Reader, bundle: str, counts: Mapping[str, int]) -> Iterator[str]:
    words = {
        "submit": _("{n} báo cáo đã chốt"),
        "accepted": _("duyệt {n} báo cáo"),
        "returned": _("trả lại {n} báo cáo để sửa"),
        "activity": _("{n} hoạt động"),
        "issued_plan": _("{n} văn bản đã ban hành"),
        "target": _("{n} chỉ tiêu"),
        "period": _("{n} kỳ đột xuất"),
        "unit": _("thông tin {n} đơn vị"),
        "event": _("{n} sự kiện tổ chức"),
        "pack": _("{n} gói mẫu"),
    }
    for kind, text in words.items():
        if counts.get(kind):
            yield text.format(n=vi_number(counts[kind]))
        if kind == "returned" and counts.get("closing"):
            yield from _closings(reader, bundle)
    if counts.get("enrol"):
        yield from _keys(reader, bundle)


def _closings(reader: Reader, bundle: str) -> Iterator[str]:
    """Yield which periods a bundle closes, and which it opens again, by its last words on each."""
    last: dict[tuple[str, str], tuple[str, bool]] = {}
    for key, field, raw in reader.rows(
        "SELECT key, field, raw FROM op WHERE bundle = ? AND kind = 'closing'", (bundle,)
    ):
        said, hlc = member(raw, "v"), str(member(raw, "hlc"))
        if isinstance(said, dict) and last.get((key, field), ("", False))[0] < hlc:
            last[key, field] = hlc, said.get("state") == "closed"
    for closed, told in ((True, _("khóa sổ {periods}")), (False, _("mở lại {periods}"))):
        found = {split_cell_key(key)[1] for (key, _f), (_hlc, is_closed) in last.items()
                 if is_closed == closed}  # fmt: skip
        if found:
            named = [_title(reader, period) for period in sorted(found, reverse=True)]
            more = len(named) - MOST_PERIODS
            periods = ", ".join(named[:MOST_PERIODS])
            periods += _(" và {n} kỳ khác").format(n=more) if more > 0 else ""
            yield told.format(periods=periods)


def _keys(reader: Reader, bundle: str) -> Iterator[str]:
    """Yield how many machines a bundle says are ended, and how many it tells of otherwise."""
    ended, told = set[str](), set[str]()
    for key, field in reader.rows(
        "SELECT key, field FROM op WHERE bundle = ? AND kind = 'enrol'", (bundle,)
    ):
        (ended if field == "revoked" else told).add(key)
    if ended:
        yield _("thu hồi khóa của {n} máy").format(n=vi_number(len(ended)))
    if told - ended:
        yield _("cấp phép {n} máy").format(n=vi_number(len(told - ended)))


def _title(reader: Reader, period: str) -> str:
    try:
        return lowered(parse_period(period, reader.packs.schemes).title)
    except Refusal:
        return period
