"""The operations inside a bundle: every line canonical, or the bundle is refused."""

import re
from collections.abc import Iterable, Iterator

from desktop.models.clock import LAST_HLC
from desktop.models.store.keys import LOCAL
from desktop.models.store.ops import (
    DEEPEST,
    MOST_NESTED,
    SAFE_INTEGER,
    MalformedOp,
    Op,
    is_too_deep,
    load,
    nested_in,
    read_op,
    read_usual_ops,
)
from desktop.sync.layout import MAX_LINE
from desktop.sync.messages import BundleRefusal

_HLC = re.compile(r"[0-9a-f]{16}")
_ID = re.compile(r"[0-9a-f]{64}")
_MAX_TEXT = 500
_NESTING = (dict, list)
_BLOCK = 256 * 1024


def parse_ops(data: bytes) -> list[Op]:
    """Return the operations of ops.jsonl in the order they stand. Refuses E_CONTENT."""
    if data and not data.endswith(b"\n"):
        raise BundleRefusal("E_CONTENT", "last line has no end")
    ops: list[Op] = []
    for block in _blocks(data):
        too_long = len(block) > _BLOCK + MAX_LINE  # refused below, before it is decoded
        usual = None if too_long or nested_in(block) > MOST_NESTED else read_usual_ops(block)
        if usual is None:
            lines = block.split(b"\n")[:-1]
            ops += [_parsed(number, line) for number, line in enumerate(lines, len(ops) + 1)]
        else:
            _check_block(usual, len(ops))
            ops += usual
    if len({op.id for op in ops}) != len(ops):
        raise BundleRefusal("E_CONTENT", "an operation occurs twice")
    return ops


def write_ops(lines: Iterable[bytes]) -> bytes:
    """Return ops.jsonl of these raw lines, byte for byte."""
    return b"".join(line + b"\n" for line in lines)


def _blocks(data: bytes) -> Iterator[bytes]:
    """Yield whole lines, some hundreds at a time: what is decoded stands in memory twice."""
    begin = 0
    while begin < len(data):
        end = data.find(b"\n", min(begin + _BLOCK, len(data) - 1)) + 1
        yield data[begin:end]
        begin = end


def _check_block(ops: list[Op], before: int) -> None:
    """Check the members of many operations; only what might be wrong is looked at alone."""
    prev = None
    for number, op in enumerate(ops, before + 1):
        # Behind its own predecessor, replacing nothing, in a short line: nothing to measure.
        # Of the members every version has, only the value can hold lists and objects in each other.
        if (
            op.prev != prev
            or op.base
            or len(op.raw) > _MAX_TEXT
            or op.hlc > LAST_HLC
            or op.stream == LOCAL
            or not op.stream
            or (type(op.value) in _NESTING and _may_be_deep(op.raw))
        ):
            _refuse_unsound(number, op)
        prev = op.id


def _refuse_unsound(number: int, op: Op) -> None:
    if len(op.raw) > MAX_LINE:
        raise BundleRefusal("E_CONTENT", f"line {number}: {len(op.raw)} bytes")
    try:
        _check_members(op)
    except (MalformedOp, ValueError, RecursionError) as error:
        raise BundleRefusal("E_CONTENT", f"line {number}: {error}") from error


def _parsed(number: int, line: bytes) -> Op:
    if len(line) > MAX_LINE:
        raise BundleRefusal("E_CONTENT", f"line {number}: {len(line)} bytes")
    if nested_in(line) > MOST_NESTED:
        raise BundleRefusal("E_CONTENT", f"line {number}: more than {MOST_NESTED} lists or objects")
    try:
        op = read_op(line)
        _check_members(op)
    except (MalformedOp, ValueError, TypeError, RecursionError) as error:
        raise BundleRefusal("E_CONTENT", f"line {number}: {error}") from error
    return op


def _may_be_deep(line: bytes) -> bool:
    return line.count(b"[") + line.count(b"{") > DEEPEST


def _check_members(op: Op) -> None:
    """Refuse what no install would write and what could poison a fold or a clock."""
    if type(op.n) is not int or not 0 <= op.n <= SAFE_INTEGER:
        raise MalformedOp("n")
    if _HLC.fullmatch(op.hlc) is None or op.hlc > LAST_HLC:
        raise MalformedOp("hlc")
    if op.prev is not None and _ID.fullmatch(op.prev) is None:
        raise MalformedOp("prev")
    if any(_ID.fullmatch(replaced) is None for replaced in op.base):
        raise MalformedOp("base")
    if _may_be_deep(op.raw) and is_too_deep(load(op.raw)):
        raise MalformedOp(f"more than {DEEPEST} lists or objects in each other")
    if op.stream == LOCAL or not op.stream:
        raise MalformedOp("a local stream never travels")
    if max(map(len, (op.stream, op.store, op.step, op.kind, op.key, op.field))) > _MAX_TEXT:
        raise MalformedOp("a name is too long")
