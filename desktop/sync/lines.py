"""The operations inside a bundle: every line canonical, or the bundle is refused."""

import re
from collections.abc import Iterable

from desktop.models.store.keys import LOCAL
from desktop.models.store.ops import SAFE_INTEGER, MalformedOp, Op, read_op
from desktop.sync.layout import MAX_LINE
from desktop.sync.messages import BundleRefusal

_HLC = re.compile(r"[0-9a-f]{16}")
_ID = re.compile(r"[0-9a-f]{64}")
_LAST_HLC = "e677d21fdbffffff"  # the end of the year 9999: nothing can stand above for ever
_MAX_TEXT = 500


def parse_ops(data: bytes) -> list[Op]:
    """Return the operations of ops.jsonl in the order they stand. Refuses E_CONTENT."""
    if data and not data.endswith(b"\n"):
        raise BundleRefusal("E_CONTENT", "last line has no end")
    lines = data.split(b"\n")[:-1]
    ops = [_parsed(number, line) for number, line in enumerate(lines, 1)]
    if len({op.id for op in ops}) != len(ops):
        raise BundleRefusal("E_CONTENT", "an operation occurs twice")
    return ops


def write_ops(lines: Iterable[bytes]) -> bytes:
    """Return ops.jsonl of these raw lines, byte for byte."""
    return b"".join(line + b"\n" for line in lines)


def _parsed(number: int, line: bytes) -> Op:
    if len(line) > MAX_LINE:
        raise BundleRefusal("E_CONTENT", f"line {number}: {len(line)} bytes")
    try:
        op = read_op(line)
        _check_members(op)
    except (MalformedOp, ValueError, TypeError, RecursionError) as error:
        raise BundleRefusal("E_CONTENT", f"line {number}: {error}") from error
    return op


def _check_members(op: Op) -> None:
    """Refuse what no install would write and what could poison a fold or a clock."""
    if type(op.n) is not int or not 0 <= op.n <= SAFE_INTEGER:
        raise MalformedOp("n")
    if _HLC.fullmatch(op.hlc) is None or op.hlc > _LAST_HLC:
        raise MalformedOp("hlc")
    if op.prev is not None and _ID.fullmatch(op.prev) is None:
        raise MalformedOp("prev")
    if any(_ID.fullmatch(replaced) is None for replaced in op.base):
        raise MalformedOp("base")
    if op.stream == LOCAL or not op.stream:
        raise MalformedOp("a local stream never travels")
    if max(map(len, (op.stream, op.store, op.step, op.kind, op.key, op.field))) > _MAX_TEXT:
        raise MalformedOp("a name is too long")
