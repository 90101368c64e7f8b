"""The console: always UTF-8, and never a second error while telling the first."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from io import TextIOWrapper


def safe_streams() -> None:
    """Make stdout and stderr UTF-8 whatever the locale; odd file names come out escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            with suppress(OSError, ValueError):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines to stdout and hand them over at once; raises OSError when that fails."""
    if sys.stdout is None:  # a windowed start on Windows has no console
        return
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def print_error(sentence: str) -> None:
    """Print one line to stderr; without a reader there is nobody to tell."""
    if sys.stderr is None:
        return
    with suppress(OSError, ValueError):
        sys.stderr.write(" ".join(sentence.splitlines()) + "\n")
        sys.stderr.flush()


def silence_output() -> None:
    """Point stdout to nowhere, so that closing it at exit does not fail again."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
