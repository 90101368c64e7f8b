"""What a verb is: its name, its arguments, and a function from a context to an answer."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from desktop.cli.values import words
from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.models.store.reader import Reader
    from desktop.models.store.store import Store


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument; `options` are passed on to argparse."""

    names: tuple[str, ...]
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb tells: one JSON object, and short lines for a person.

    `problem` is a sentence for stderr that goes with exit code 1 and an answer all the same;
    only verbs that answer for several things at once have one.
    """

    json: Mapping[str, Any]
    lines: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What a verb runs with: its arguments, the office's folder, and where progress goes."""

    args: Namespace
    folder: Path
    say: Callable[[str], None]

    @contextmanager
    def writing(self) -> "Iterator[Store]":
        """Open the office for writing. Raises Refusal where there is none or it is in use."""
        from desktop.models.store.store import Store

        store = Store.open(self.folder)
        try:
            yield store
        finally:
            store.close()

    @contextmanager
    def reading(self) -> "Iterator[Reader]":
        """Open the office for reading only."""
        from desktop.models.store.reader import Reader

        with Reader.open_reader(self.folder) as reader:
            yield reader

    def has_office(self) -> bool:
        """Tell whether the folder holds an office."""
        return (self.folder / "office.db").is_file()

    def is_agreed(self) -> bool:
        """Tell whether what cannot be undone may be done.

        A person at a terminal writes `--yes` for it. No verb asks: a script, whose input or output
        is no terminal, goes on as it always did.
        """
        return self.args.yes or not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout))

    def refuse_unagreed(self, told: Sequence[str] = ()) -> NoReturn:
        """Say what a verb would do, and refuse to do it before the person has agreed."""
        from desktop.models.errors import Refusal

        for line in told:
            self.say(line)
        raise Refusal(
            _("Chưa làm gì: việc này không hoàn tác được."),
            next_step=_("Nếu đồng ý, chạy lại lệnh và thêm --yes."), code="E_CONSENT",
        )  # fmt: skip

    def today(self) -> date:
        """Return today as Vietnam counts it."""
        from desktop.models.clock import SystemClock

        return SystemClock().now().date()


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the command line; `name` may be two words ("plan list")."""

    name: str
    help: str
    run: Callable[[Context], Answer]
    arguments: tuple[Argument, ...] = field(default=())


def given(name: str, text: str, convert: Callable[[str], Any] = words, **more: Any) -> Argument:
    """Declare a positional argument, shown in capitals."""
    return Argument((name,), {"metavar": name.upper(), "help": text, "type": convert, **more})


def option(name: str, text: str, convert: Callable[[str], Any] = words, **more: Any) -> Argument:
    """Declare an option with a value."""
    shown = name.lstrip("-").replace("-", "_").upper()
    return Argument((name,), {"metavar": shown, "help": text, "type": convert, **more})


def needed(name: str, text: str, convert: Callable[[str], Any] = words, **more: Any) -> Argument:
    """Declare an option that may not be left out."""
    return option(name, text, convert, required=True, **more)


def switch(name: str, text: str) -> Argument:
    """Declare an option without a value."""
    return Argument((name,), {"help": text, "action": "store_true"})
