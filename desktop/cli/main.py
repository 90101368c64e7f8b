"""Running one command: streams in UTF-8, answers on stdout, sentences on stderr, exit codes."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop import __version__
from desktop.cli.console import print_error, print_lines, safe_streams, silence_output
from desktop.i18n import _
from desktop.models.errors import Refusal

DONE, REFUSED, WRONG, INTERRUPTED = 0, 1, 2, 130
Window = Callable[[Path | None], int]


def main(argv: Sequence[str] | None = None, window: Window | None = None) -> int:
    """Do what the arguments say and return the exit code; `window` opens the program's window."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    safe_streams()
    try:
        return _answered(arguments, window)
    except KeyboardInterrupt:
        print_error(_("Đã dừng theo yêu cầu; việc dở dang không được ghi."))
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the answer has had enough; the work itself is done.
        silence_output()
        return DONE
    except Exception as error:
        from desktop.cli.mishap import told

        print_error(told(error))
        if isinstance(error, OSError):
            silence_output()  # what could not be written must not fail once more at exit
        return REFUSED


def _answered(arguments: list[str], window: Window | None) -> int:
    if arguments == ["--version"]:
        print_lines([f"socongdoan {__version__}"])
        return DONE
    from desktop.cli.leading import leading
    from desktop.cli.usage import WrongUsage

    try:
        store, json, rest = leading(arguments)
        if rest:
            return _verb(arguments)
        if window is None or json:
            raise WrongUsage(_("Chưa có lệnh. Xem các lệnh: socongdoan --help"))
        return window(store)
    except WrongUsage as wrong:
        print_error(wrong.message)
        if wrong.usage:
            print_error(wrong.usage)
        return WRONG
    except Refusal as refusal:
        print_error(str(refusal))
        return REFUSED


def _verb(arguments: list[str]) -> int:
    # Many modules, which a start of the window does without.
    from desktop.cli.parser import parse
    from desktop.cli.table import UNBUILT, verbs

    command = parse(arguments, verbs(), UNBUILT)
    if command.help:
        print_lines([command.help.rstrip()])
        return DONE
    from desktop.cli.running import run

    return run(command)
