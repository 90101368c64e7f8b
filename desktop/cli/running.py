"""Running a verb that was understood, and printing its answer."""

import json
from pathlib import Path

from desktop.cli.console import print_error, print_lines
from desktop.cli.parser import Command
from desktop.cli.usage import WrongUsage
from desktop.cli.verb import Context
from desktop.i18n import _


def run(command: Command) -> int:
    """Run the command's verb; returns the exit code. Raises Refusal and WrongUsage."""
    assert command.verb is not None
    context = Context(command.values, _office(command.store), _quiet if command.json else _say)
    try:
        answer = command.verb.run(context)
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("desktop."):
            raise
        raise WrongUsage(
            _("Lệnh “{name}” chưa có trong phiên bản này.").format(name=command.verb.name)
        ) from error
    if command.json:
        print_lines([json.dumps(answer.json, ensure_ascii=False)])
    else:
        print_lines(answer.lines)
    if answer.problem:
        print_error(answer.problem)
        return 1
    return 0


def _office(given: Path | None) -> Path:
    if given is not None:
        return given
    from desktop.tasks.offices.places import default_office

    return default_office()


def _say(line: str) -> None:
    print_lines([line])


def _quiet(_line: str) -> None:
    """With `--json` nothing but the answer is printed."""
