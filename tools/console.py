"""How `dev` speaks: Vietnamese first, English after, always on stderr.

Stdout belongs to the program that is started, whose answer may be JSON.
"""

import io
import sys


class Stop(Exception):
    """Something only a person can put right; told in two languages, then exit 1."""

    def __init__(self, vietnamese: str, english: str) -> None:
        super().__init__(english)
        self.vietnamese = vietnamese
        self.english = english


def say(vietnamese: str, english: str) -> None:
    """Tell the person at the keyboard one thing, in both languages."""
    print(f"{vietnamese}\n  ({english})", file=sys.stderr, flush=True)


def make_streams_safe() -> None:
    """Let Vietnamese through on consoles whose code page lacks it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
