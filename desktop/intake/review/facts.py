"""Corrections of what was read from rows: targets, assignments, head fields and lists."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Final

from desktop.i18n import _
from desktop.intake.facts.quantities import quantities
from desktop.intake.reading import Field, Target
from desktop.intake.review.edits import each, squeezed
from desktop.intake.review.rows import AUTHORED, State
from desktop.models.errors import Refusal

COMPARATORS: Final = ("=", ">=", ">", "<=", "<", "range")
_TEXTS: Final = ("unit", "stage", "basis", "population", "denominator", "per", "for_unit")


def set_field(state: State, name: str, value: str) -> State:
    """Correct a field of the head; an empty value takes it away."""
    clean = squeezed(value)
    fields = dict(state.fields)
    before = fields.get(name)
    if clean:
        fields[name] = Field(clean, before.span if before else None, AUTHORED)
    else:
        fields.pop(name, None)
    return replace(state, fields=fields, seen=state.seen | {name})


def accept_field(state: State, name: str) -> State:
    """Agree with a field as it was read."""
    return replace(state, seen=state.seen | {name})


def set_list(state: State, name: str, lines: Iterable[str]) -> State:
    """Correct one of the lists, line by line; known lines keep their place in the source."""
    known = {field.value: field for field in state.lists[name]}
    clean = (squeezed(line) for line in lines)
    found = tuple(known.get(text) or Field(text, None, AUTHORED) for text in clean if text)
    return replace(state, lists={**state.lists, name: found})


def set_target(state: State, row_id: str, number: int, values: Mapping[str, str | None]) -> State:
    """Correct fields of a row's target; what is named is taken as sure.

    Raises Refusal for a value that is no number, or an unknown comparator.
    """
    row = state.row(row_id)
    if not 0 <= number < len(row.targets):
        return state
    changed = _changed(row.targets[number], values)
    targets = (*row.targets[:number], changed, *row.targets[number + 1 :])
    return each(state, [row_id], lambda one: replace(one, targets=targets))


def drop_target(state: State, row_id: str, number: int) -> State:
    """Say that a figure is no target; the text keeps it."""
    kept = tuple(t for n, t in enumerate(state.row(row_id).targets) if n != number)
    return each(state, [row_id], lambda one: replace(one, targets=kept))


def add_target(state: State, row_id: str) -> State:
    """Make a target of the next figure of a row that is none yet (0 where there is none)."""
    row = state.row(row_id)
    known = {(target.value, target.unit) for target in row.targets}
    read = quantities(row.block.text)
    found = next((q for q in read if (q.value, q.unit) not in known), None)
    made = Target(
        text=row.block.text,
        value=found.value if found else "0",
        value_max=found.value_max if found else None,
        comparator=found.comparator if found else "=",
        unit=found.unit if found else "",
        stage=None, basis=None, block=0, span=row.block.span, confidence=AUTHORED,
        printed=found is not None,
    )  # fmt: skip
    return each(state, [row_id], lambda one: replace(one, targets=(*one.targets, made)))


def set_hand(state: State, hand_id: str, values: Mapping[str, str | None]) -> State:
    """Correct who an assignment names ("unit") and in what role ("role")."""
    hands = []
    for one in state.hands:
        if one.id == hand_id:
            unit = squeezed(values.get("unit") or "") or one.read.unit
            role = values.get("role") or one.read.role
            if role not in ("chủ trì", "phối hợp"):
                raise _not_known(role)
            one = replace(one, read=replace(one.read, unit=unit, role=role))  # type: ignore[arg-type]
        hands.append(one)
    return replace(state, hands=tuple(hands))


def hand_items(state: State, hand_id: str, items: Iterable[str]) -> State:
    """Say which rows an assignment means."""
    meant = tuple(dict.fromkeys(item for item in items if any(r.id == item for r in state.rows)))
    hands = tuple(replace(one, items=meant) if one.id == hand_id else one for one in state.hands)
    return replace(state, hands=hands)


def drop_hand(state: State, hand_id: str) -> State:
    """Say that nothing is handed out here; the text stays."""
    return replace(state, hands=tuple(one for one in state.hands if one.id != hand_id))


def drop_fact(state: State, name: str) -> State:
    """Say that a duty or deadline ("duties:3") is none; the text stays."""
    return replace(state, gone=state.gone | {name})


def _changed(target: Target, values: Mapping[str, str | None]) -> Target:
    for name, given in values.items():
        value = squeezed(given or "")
        if name in ("value", "value_max"):
            number = _number(value) if value else None
            if name == "value" and number is None:
                raise _not_known(value)
            target = replace(target, **{name: number})  # type: ignore[arg-type]
        elif name == "comparator":
            if value not in COMPARATORS:
                raise _not_known(value)
            target = replace(target, comparator=value)  # type: ignore[arg-type]
        elif name == "indicator":
            target = replace(target, indicator=value or None, indicator_sure=AUTHORED)
        elif name in _TEXTS:
            empty = "" if name == "unit" else None
            target = replace(target, **{name: value or empty})  # type: ignore[arg-type]
    if target.comparator != "range":
        target = replace(target, value_max=None)
    elif target.value_max is None:
        target = replace(target, value_max=target.value)
    return replace(target, confidence=AUTHORED)


def _number(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise _not_known(text) from None
    if not value.is_finite() or value < 0 or len(text) > 40:
        raise _not_known(text)
    return f"{value.normalize():f}"


def _not_known(value: str) -> Refusal:
    return Refusal(
        _("Không hiểu “{value}”.").format(value=value[:40]),
        next_step=_("Ghi lại giá trị rồi thử lần nữa."), code="E_FIX",
    )  # fmt: skip
