"""A mutant put into a process that has loaded the program already: its functions get other code.

Loading the program anew for each takes longer than most stories. What a mutant changes within
functions is put into those that are there; what it changes outside of them cannot be, for that
was run when its module was loaded.
"""

import gc
import importlib
import inspect
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

from tests.support.once import remove_folders

if TYPE_CHECKING:
    from tests.sync.mutants import Mutant

Swaps = list[tuple[FunctionType, CodeType]]
_OWN = (
    "co_code", "co_names", "co_varnames", "co_freevars", "co_cellvars", "co_flags", "co_argcount",
    "co_posonlyargcount", "co_kwonlyargcount", "co_name",
)  # fmt: skip
"""All that a code does, without the lines it stands in."""


def in_fork(run: Callable[[], Any]) -> Any:
    """Return what `run` returns in a forked process, as JSON brings it back; "! …": it raised."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            told = run()
        except BaseException as error:
            told = f"! {error!r}"
        finally:
            remove_folders()
            with os.fdopen(writing, "w") as pipe:
                json.dump(told, pipe)
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = json.loads(pipe.read())
    os.waitpid(child, 0)
    return told


def nursed(
    mutants: Sequence["Mutant"], load: Callable[[], object], judge: Callable[["Mutant"], Any]
) -> dict[str, Any]:
    """Return name → what `judge` returns of each mutant that can be put in after `load`.

    Each is judged in a fork of one process that has loaded everything.
    """

    def nurse() -> dict[str, Any]:
        load()
        for one in mutants:
            importlib.import_module(one.module)
        held = functions_held()
        found = {}
        for one in mutants:
            swaps = swaps_of(one, held.get(one.module, ()))
            if swaps is not None:
                found[one.name] = in_fork(lambda put=swaps, one=one: _judged(put, one, judge))
        return found

    told = in_fork(nurse)
    assert isinstance(told, dict), told
    return told


def _judged(swaps: Swaps, mutant: "Mutant", judge: Callable[["Mutant"], Any]) -> Any:
    for function, code in swaps:
        function.__code__ = code
    return judge(mutant)


def functions_held() -> dict[str, list[FunctionType]]:
    """Return module → all functions of it that anybody holds: methods and decorated ones too."""
    found: dict[str, list[FunctionType]] = {}
    for one in gc.get_objects():
        if type(one) is FunctionType:
            found.setdefault(one.__module__, []).append(one)
    return found


def swaps_of(mutant: "Mutant", held: Iterable[FunctionType]) -> Swaps | None:
    """Return the functions of those held that a mutant changes, each with its code then.

    None where it changes anything else of its module, or a function that nobody holds any more.
    """
    before, after = (
        compile(text, str(mutant.path), "exec", dont_inherit=True)
        for text in (mutant.path.read_text(encoding="utf-8"), mutant.text())
    )
    found: Swaps = []
    for old, new in _changed(before, after):
        mine = [one for one in held if old is not None and one.__code__ == old]
        if new is None or not mine or old.co_freevars != new.co_freevars:
            return None
        found += [(one, new) for one in mine]
    return found or None


def _changed(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType | None, CodeType | None]]:
    """Yield the functions that differ, both codes; nothing and nothing for what is run at once."""
    if not _alike(old, new):
        yield None, None
        return
    for was, now in zip(_codes(old), _codes(new), strict=True):
        if not was.co_flags & inspect.CO_OPTIMIZED:  # the body of a class
            yield from _changed(was, now)
        elif not _same(was, now):
            yield was, now


def _alike(old: CodeType, new: CodeType) -> bool:
    """Tell whether two codes do the same, whatever the codes within them do."""
    return (
        all(getattr(old, name) == getattr(new, name) for name in _OWN)
        and _values(old) == _values(new)
        and len(_codes(old)) == len(_codes(new))
    )


def _same(old: CodeType, new: CodeType) -> bool:
    return _alike(old, new) and all(map(_same, _codes(old), _codes(new)))


def _codes(code: CodeType) -> list[CodeType]:
    return [one for one in code.co_consts if isinstance(one, CodeType)]


def _values(code: CodeType) -> list[str]:
    """Return the constants as they are written: 1, 1.0 and True are equal, and not the same."""
    return [repr(one) for one in code.co_consts if not isinstance(one, CodeType)]
