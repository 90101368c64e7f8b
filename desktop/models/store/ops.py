"""Operations: the hash-linked lines every change of an office consists of."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NoReturn

import msgspec

SAFE_INTEGER = 2**53 - 1
"""Largest whole number every JSON reader keeps exact (RFC 8259, section 6)."""
MOST_OF_A_CHAIN = 2**40
"""No machine writes as many lines; what a bundle tells of our own chain behind it is not so."""
DEEPEST = 64
"""How many lists and objects of an operation may lie in each other."""
MOST_NESTED = 10_000
"""How many there may be in all: a form of 300 columns has some 1,000, a line of brackets alone half
a million, each of which takes fifty times its room in memory."""

_ID_LENGTH = len('{"id":"') + 64 + len('",')
_HEX = frozenset("0123456789abcdef")
_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder().decode


class Op(msgspec.Struct, frozen=True, gc=False):
    """One assignment to one register, as it was signed for by its store.

    `raw` is the canonical line without its newline; `id` the SHA-256 (hex) of the canonical
    JSON without the id member. `hlc` compares as a string. `base` names the ops it replaces.
    """

    id: str
    stream: str
    store: str
    n: int
    prev: str | None
    step: str
    kind: str
    key: str
    field: str
    value: Any
    base: tuple[str, ...]
    hlc: str
    raw: bytes

    @property
    def register(self) -> tuple[str, str, str]:
        """The (kind, key, field) it assigns to."""
        return self.kind, self.key, self.field


class MalformedOp(ValueError):
    """A line that is not an operation; the text names what is wrong, for the log."""


class _Line(msgspec.Struct, frozen=True, gc=False):
    """The members every version has written, in the order a canonical line holds them.

    Encoding it again gives back the very bytes of a line that is canonical and has no others.
    """

    id: str
    base: tuple[str, ...]
    f: str
    hlc: str
    k: str
    kind: str
    n: int
    pack: str | None
    prev: str | None
    role: str | None
    step: str
    store: str
    stream: str
    v: Any
    wall: str | None
    who: str | None


def _refuse_fraction(_text: str) -> NoReturn:
    raise ValueError("numbers are whole")


_usual = msgspec.json.Decoder(_Line, float_hook=_refuse_fraction)
_again = msgspec.json.Encoder(order="deterministic")  # members of a struct as declared
_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"')
_LONG_NUMBER = re.compile(rb"[:,\[]-?[0-9]{16}")
_HEX_TEXT = re.compile(r"[0-9a-f]*")


def read_usual_ops(data: bytes) -> list[Op] | None:
    """Return the operations of whole lines, each ending in LF; None where one is not usual.

    Usual is what `read_op` would take and what holds just the members of this version: known
    without looking at each member by itself. None says nothing against the lines: `read_op`
    must look at each of them.
    """
    try:
        bodies = _usual.decode_lines(data)
        if (b"\\" in data and b"\\u0000" in data) or _again.encode_lines(bodies) != data:
            return None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return _usual_ops(bodies, data.split(b"\n")[:-1])


def _usual_ops(bodies: Sequence[_Line], lines: Sequence[bytes]) -> list[Op] | None:
    """Return the operations of canonical lines and what they decode to; None as above."""
    from hashlib import sha256

    clocks = [body.hlc for body in bodies]
    if set(map(len, clocks)) - {16} or _HEX_TEXT.fullmatch("".join(clocks)) is None:
        return None
    ops = []
    same = dict[str, str]().setdefault  # lines name few stores, steps, units: each is kept once
    for body, line in zip(bodies, lines, strict=True):
        if body.id != sha256(b"{" + line[_ID_LENGTH:]).hexdigest():
            return None
        value = body.v
        if type(value) is int:
            if not -SAFE_INTEGER <= value <= SAFE_INTEGER:
                return None
        elif type(value) is not str and value is not None and _LONG_NUMBER.search(line):
            return None
        # Quotes never compose with a mark beside them: the line is NFC when its texts are.
        if not (line.isascii() or unicodedata.is_normalized("NFC", line.decode())):
            return None
        if not 1 <= body.n <= SAFE_INTEGER:
            return None
        ops.append(
            Op(body.id, same(body.stream, body.stream), same(body.store, body.store), body.n,
               body.prev, same(body.step, body.step), same(body.kind, body.kind),
               same(body.k, body.k), same(body.f, body.f), value, body.base, body.hlc, line)
        )  # fmt: skip
    return ops


def seal(body: dict[str, Any]) -> tuple[str, bytes]:
    """Return (id, canonical line) of an operation's members; `body` holds no id.

    The line is `{"id":"…",` followed by the members sorted by name, UTF-8, no spaces.
    """
    canonical = _encode(body)
    op_id = _digest(canonical)
    return op_id, b'{"id":"' + op_id.encode() + b'",' + canonical[1:]


def _digest(content: bytes) -> str:
    from hashlib import sha256  # dear to load, and reading an office does without

    return sha256(content).hexdigest()


def make_op(body: dict[str, Any]) -> Op:
    """Seal the members and return the operation."""
    op_id, line = seal(body)
    return _op(op_id, body, line)


def read_op(line: bytes) -> Op:
    """Decode one line strictly.

    Raises MalformedOp when it is not canonical, its id does not match, a member is missing
    or of the wrong type, or text is not NFC. Unknown members stay in `raw`.
    """
    usual = read_usual_ops(line + b"\n")
    return usual[0] if usual and len(usual) == 1 else strict_op(line)


def strict_op(line: bytes) -> Op:
    """Return what `read_op` does, looking at each member by itself."""
    try:
        body = _decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise MalformedOp(f"not JSON: {error}") from None
    if not isinstance(body, dict):
        raise MalformedOp("not an object")
    op_id = body.pop("id", None)
    rest = b"{" + line[_ID_LENGTH:]
    if op_id != _digest(rest):
        raise MalformedOp("id does not match the content")
    if _encode(body) != rest:
        raise MalformedOp("not in canonical form")
    _check_values(body)
    try:
        return _op(op_id, body, line)
    except (KeyError, TypeError) as error:
        raise MalformedOp(f"member missing or of the wrong type: {error}") from None


def _op(op_id: str, body: dict[str, Any], line: bytes) -> Op:
    op = Op(
        id=op_id, stream=body["stream"], store=body["store"], n=body["n"], prev=body["prev"],
        step=body["step"], kind=body["kind"], key=body["k"], field=body["f"], value=body["v"],
        base=tuple(body["base"]), hlc=body["hlc"], raw=line,
    )  # fmt: skip
    texts = (op.stream, op.store, op.step, op.kind, op.key, op.field, op.hlc, *op.base)
    if not all(isinstance(text, str) for text in texts) or len(op.hlc) != 16:
        raise TypeError("text expected")
    if type(op.n) is not int or op.n < 1 or not isinstance(op.prev, str | None):
        raise TypeError("number or link")
    if not _HEX.issuperset(op.hlc) or not isinstance(body["base"], list):
        raise TypeError("clock reading or base")
    return op


def _check_values(value: Any) -> None:
    """Refuse what another reader could understand differently."""
    if isinstance(value, str):
        if "\0" in value or not unicodedata.is_normalized("NFC", value):
            raise MalformedOp("text is not NFC or holds NUL")
    elif isinstance(value, float):
        raise MalformedOp("numbers are whole")
    elif isinstance(value, int):
        if abs(value) > SAFE_INTEGER:
            raise MalformedOp("number out of range")
    elif isinstance(value, list):
        for item in value:
            _check_values(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            _check_values(name)
            _check_values(item)


def is_sound(value: Any) -> bool:
    """Return whether a value written now can be read again: see `_check_values`."""
    try:
        _check_values(value)
    except (MalformedOp, RecursionError):
        return False
    return not is_too_deep([value]) and nested_in(_encode(value)) < MOST_NESTED - 1


def nested_in(line: bytes) -> int:
    """Return how many lists and objects canonical JSON holds, those within texts left out."""
    found = line.count(b"[") + line.count(b"{")
    if found <= MOST_NESTED:
        return found  # enough to know
    bare = _TEXT.sub(b"", line)
    return bare.count(b"[") + bare.count(b"{")


def is_too_deep(value: Any) -> bool:
    """Tell whether lists and objects lie in each other more than `DEEPEST` times.

    Whether a decoder manages more depends on who calls it: what was taken in by one verb could
    stop another.
    """
    inside, depth = [value], 0
    while inside := [one for one in inside if isinstance(one, list | dict)]:
        depth += 1
        if depth > DEEPEST:
            return True
        inside = [
            inner for one in inside for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return False


def dump(value: Any) -> str:
    """Return a value as canonical JSON text, the form registers are compared in."""
    return _encode(value).decode()


def load(text: str | bytes) -> Any:
    """Return the value of canonical JSON text."""
    return _decode(text)


def member(line: bytes, name: str) -> Any:
    """Return one member of a stored line (wall, role, who, pack …), None when absent."""
    body = _decode(line)
    return body.get(name) if isinstance(body, dict) else None
