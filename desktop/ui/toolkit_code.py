"""The toolkit's own modules, compiled once.

Its library carries fourteen modules as source text and compiles them in every process, which takes
a sixth of the toolkit's first import. Their code is kept as that of any other module: in a file
beside this one's (where PYTHONPYCACHEPREFIX says), found again by what the source says. Whatever
is wrong with that file, or with writing it, costs that time again and nothing else.
"""

import __future__

import builtins
import marshal
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path
from types import CodeType
from typing import Any

_Kept = dict[tuple[str, int], tuple[bytes, CodeType]]
"""File name and flags of a compilation → hash of its source, its code."""
_INHERITED = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)


@contextmanager
def compiled_once(file: Path | None = None) -> Iterator[None]:
    """Within, what is compiled as a whole module from bytes is taken from the file, or put there.

    The file defaults to the place of this module's own code.
    """
    place = file or Path(cache_from_source(__file__)).with_suffix(".toolkit")
    kept, compiling = _read(place), builtins.compile
    new: _Kept = {}

    def compile_or_take(source: Any, filename: Any, mode: str, *more: Any, **named: Any) -> Any:
        if mode != "exec" or more or named or not isinstance(source, bytes):
            return compiling(source, filename, mode, *more, **named)
        flags = sys._getframe(1).f_code.co_flags & _INHERITED  # as compile() itself would inherit
        key, now = (str(filename), flags), source_hash(source)
        before = kept.get(key)
        if before is not None and before[0] == now:
            return before[1]
        code = compiling(source, filename, mode, flags, dont_inherit=True)
        new[key] = now, code
        return code

    builtins.compile = compile_or_take  # type: ignore[assignment]
    try:
        yield
    finally:
        builtins.compile = compiling
    if new and not sys.dont_write_bytecode:
        _write(place, kept | new)


def _read(file: Path) -> _Kept:
    """Return what is kept; nothing where a power cut left a part of it, or another Python's."""
    try:
        raw = file.read_bytes()
        head = len(MAGIC_NUMBER) + 4
        if raw[:head] == MAGIC_NUMBER + _sum_of(raw[head:]):
            # No more and no less trusted than the modules' own code, which lies beside it.
            kept: _Kept = marshal.loads(raw[head:])  # noqa: S302
            return kept
    except (OSError, EOFError, ValueError, TypeError):
        pass
    return {}


def _write(file: Path, kept: _Kept) -> None:
    body = marshal.dumps(kept)
    new = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            new.write_bytes(MAGIC_NUMBER + _sum_of(body) + body)
            new.replace(file)
        except OSError:
            new.unlink(missing_ok=True)


def _sum_of(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(4, "little")
