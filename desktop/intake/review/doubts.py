"""What a person should look at: doubtful rows and fields, the least sure first, and why."""

from dataclasses import dataclass
from typing import Final

from desktop.i18n import _
from desktop.intake.reading import Span, Target
from desktop.intake.review.rows import Hand, Row, State

SURE: Final = 0.9
SURE_TARGET: Final = 0.7
SURE_INDICATOR: Final = 0.5
FIELDS: Final = (
    "parent", "issuer", "number", "place", "date", "doc_type", "subject",
    "signer.authority", "signer.title", "signer.name",
)  # fmt: skip
_WANTED: Final = frozenset({"issuer", "number", "date", "doc_type", "subject"})
_FIELD: Final = "field:"


Known = dict[str, tuple[Row, list[Hand], "Doubt | None"]]
"""Row → the row, its assignments and what was doubtful about it."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One place to look at: `row` or `field`, how sure it is (0 to 1), a sentence per reason."""

    row: str
    field: str
    sure: float
    reasons: tuple[str, ...]
    span: Span | None

    @property
    def id(self) -> str:
        """The row's id, or "field:" and the field's name."""
        return self.row or _FIELD + self.field


def doubts(state: State, known: Known | None = None) -> list[Doubt]:
    """Return what is to be looked at, the least sure first, then as it is printed.

    `known` remembers what was found for rows that have not changed since.
    """
    hands: dict[str, list[Hand]] = {}
    for hand in state.hands:
        hands.setdefault(hand.row, []).append(hand)
    found = [one for name in FIELDS if (one := _of_field(state, name))]
    known = {} if known is None else known
    for row in state.rows:
        given = hands.get(row.id, [])
        before = known.get(row.id)
        if before is None or before[0] is not row or before[1] != given:
            before = known[row.id] = (row, given, _of_row(row, given))
        if before[2] is not None:
            found.append(before[2])
    return sorted(found, key=lambda one: (one.sure, one.span.first if one.span else 0))


def field_reason(state: State, name: str) -> str:
    """Return why a field should be looked at; "" when it need not."""
    if name in state.seen:
        return ""
    found = state.fields.get(name)
    if found is None:
        return _("Không thấy trong văn bản; điền nếu có.") if name in _WANTED else ""
    if found.confidence >= SURE:
        return ""
    if found.span is None:
        return _("Suy từ chỗ khác trong văn bản, không in thành chữ.")
    return _("Chưa chắc, so lại với văn bản.")


def row_reasons(row: Row, hands: list[Hand]) -> tuple[str, ...]:
    """Return why a row should be looked at, a short sentence each."""
    if row.seen or row.dropped or row.in_head:
        return ()
    found: list[str] = []
    block = row.block
    if block.confidence < SURE:
        found.append(_label_reason(row) if row.is_item else _("Không rõ đoạn này bắt đầu ở đâu."))
    found += [reason for target in row.targets if (reason := target_reason(target))]
    found += [reason for hand in hands if (reason := hand_reason(hand))]
    found += row.notes
    return tuple(dict.fromkeys(found))


def target_reason(target: Target) -> str:
    """Return why a target should be looked at; "" when it need not."""
    if target.confidence < SURE_TARGET:
        return _("Con số {value}: chưa chắc là chỉ tiêu.").format(value=_figure(target))
    if target.indicator and target.indicator_sure < SURE_INDICATOR:
        return _("Chỉ tiêu {value}: chưa chắc tính theo {code}.").format(
            value=_figure(target), code=target.indicator
        )
    return ""


def hand_reason(hand: Hand) -> str:
    """Return why an assignment should be looked at; "" when it need not."""
    if hand.read.refs and not hand.items:
        refs = ", ".join(hand.read.refs)
        return _("Giao việc “{refs}”: không tìm thấy mục đó.").format(refs=refs)
    return ""


def _of_field(state: State, name: str) -> Doubt | None:
    reason = field_reason(state, name)
    if not reason:
        return None
    found = state.fields.get(name)
    sure, span = (found.confidence, found.span) if found else (0.0, None)
    return Doubt("", name, sure, (reason,), span)


def _of_row(row: Row, hands: list[Hand]) -> Doubt | None:
    reasons = row_reasons(row, hands)
    if not reasons:
        return None
    sure = [row.block.confidence] if row.block.confidence < SURE else []
    sure += [target.confidence for target in row.targets if target_reason(target)]
    sure += [0.5 for hand in hands if hand_reason(hand)]
    sure += [0.8 for _note in row.notes]
    return Doubt(row.id, "", min(sure), reasons, row.block.span)


def _label_reason(row: Row) -> str:
    label = row.block.label
    if not row.block.printed:
        return _("Nhãn “{label}” do Word tự đánh, không liền với mục trước.").format(label=label)
    if row.block.confidence <= 0.5:
        return _("Nhãn “{label}” không theo thứ tự các mục trước.").format(label=label)
    return _("Trước nhãn “{label}” thiếu một mục.").format(label=label)


def _figure(target: Target) -> str:
    value = target.value.replace(".", ",")
    if target.value_max:
        value += "–" + target.value_max.replace(".", ",")
    return f"{value}%" if target.unit == "%" else f"{value} {target.unit}".strip()
