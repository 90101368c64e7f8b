"""Operations: one canonical line, one id."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.store.ops import (
    MalformedOp,
    Op,
    make_op,
    read_op,
    read_usual_ops,
    seal,
    strict_op,
)
from desktop.models.text import nfc

BODY = {
    "base": [], "f": "A03", "hlc": "0" * 16, "k": "2026-10|u", "kind": "cell", "n": 1,
    "pack": "core@1", "prev": None, "role": "office", "step": "s", "store": "st",
    "stream": "office", "v": 42, "wall": "2026-11-02T08:00:00", "who": "p",
}  # fmt: skip
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(nfc)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@given(values, texts)
def test_a_line_read_back_is_the_same_operation(value: object, key: str) -> None:
    op = make_op({**BODY, "v": value, "k": key})
    again = read_op(op.raw)
    assert again == op
    assert again.value == value


def test_the_id_is_the_hash_of_the_sorted_members_without_it() -> None:
    op = make_op(BODY)
    body = json.loads(op.raw)
    assert body.pop("id") == op.id
    plain = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(plain.encode()).hexdigest() == op.id


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line.replace(b"42", b"43"),
        lambda line: line.replace(b'"v":42', b'"v": 42'),
        lambda line: line + b" ",
        lambda line: line[:-1],
        lambda line: b"[]",
        lambda line: b"\xff" + line,
    ],
)
def test_a_changed_line_is_refused(spoil: object) -> None:
    with pytest.raises(MalformedOp):
        read_op(spoil(make_op(BODY).raw))  # type: ignore[operator]


@pytest.mark.parametrize("value", [1.5, 2**53, "e\u0302\u0301", "a\0b", {"a": [2**60]}], ids=repr)
def test_values_another_reader_could_misread_are_refused(value: object) -> None:
    with pytest.raises(MalformedOp):
        read_op(make_op({**BODY, "v": value}).raw)


def test_a_line_without_a_member_is_refused() -> None:
    body = {name: value for name, value in BODY.items() if name != "hlc"}
    with pytest.raises(KeyError):
        make_op(body)


def _judged(line: bytes) -> Op | None:
    try:
        return strict_op(line)
    except MalformedOp:
        return None


@given(values, texts, st.binary(max_size=3), st.integers(0, 600), st.integers(0, 8))
def test_lines_read_at_once_are_those_read_one_by_one(
    value: object, key: str, junk: bytes, place: int, cut: int
) -> None:
    line = make_op({**BODY, "v": value, "k": key}).raw
    spoiled = line[:place] + junk + line[place + cut :]
    usual = read_usual_ops(spoiled + b"\n" + line + b"\n")
    if usual is None:
        assert read_usual_ops(line + b"\n") in (None, [strict_op(line)])
    else:
        assert usual == [_judged(spoiled), strict_op(line)]


@pytest.mark.parametrize(
    "changed",
    [
        {"v": 1.5}, {"v": 2**53}, {"v": -(2**53)}, {"v": [{"a": 2**53}]}, {"v": [2**64 + 1]},
        {"v": "a\0b"}, {"v": "e\u0302\u0301"}, {"v": {"e\u0302\u0301": 1}}, {"k": "a\0"},
        {"n": 0}, {"n": 2**53}, {"n": True}, {"n": "1"}, {"prev": 7}, {"base": [7]},
        {"hlc": "0" * 15}, {"hlc": "G" * 16}, {"hlc": "0" * 16 + "\n"}, {"pack": 2**60},
        {"who": 1.5}, {"role": {"a": 2**70}}, {"base": None},
    ],
    ids=repr,
)  # fmt: skip
def test_what_a_strict_reader_refuses_is_never_usual(changed: dict[str, object]) -> None:
    _op_id, line = seal({**BODY, **changed})
    assert read_usual_ops(line + b"\n") is None
    with pytest.raises(MalformedOp):
        strict_op(line)


def test_members_of_a_newer_version_are_read_one_by_one() -> None:
    _op_id, line = seal({**BODY, "zz": 1})
    assert read_usual_ops(line + b"\n") is None
    assert read_op(line).raw == line


def test_a_plain_figure_is_read_at_once() -> None:
    lines = [make_op({**BODY, "v": value}).raw for value in (0, -5, None, "Lê Chân", {"a": 12})]
    usual = read_usual_ops(b"".join(line + b"\n" for line in lines))
    assert usual == [strict_op(line) for line in lines]


def test_what_lines_say_alike_is_kept_once() -> None:
    lines = [make_op({**BODY, "store": "a store", "n": n}).raw + b"\n" for n in (1, 2)]
    first, second = read_usual_ops(b"".join(lines)) or ()
    assert first.store is second.store
    assert first.key is second.key
