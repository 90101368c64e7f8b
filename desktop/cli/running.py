"""Running a verb that was understood, and printing its answer."""

import json
import stat
from argparse import Namespace
from pathlib import Path

from desktop.cli.console import print_error, print_lines
from desktop.cli.parser import Command
from desktop.cli.usage import WrongUsage
from desktop.cli.values import file
from desktop.cli.verb import Context, Verb
from desktop.i18n import _
from desktop.models.errors import Refusal


def run(command: Command) -> int:
    """Run the command's verb; returns the exit code. Raises Refusal and WrongUsage."""
    assert command.verb is not None
    _refuse_pipes(command.verb, command.values)
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


_EACH_FOR_ITSELF = "bundle import"
"""Answers for every file given, whatever it is."""
_SECRETS = ("--key", "--passphrase-file", "--password-file")
"""May come from another program, which a pipe stands for."""


def _refuse_pipes(verb: Verb, values: Namespace) -> None:
    """Refuse E_READ to read a pipe, which is waited for, or a device, which may have no end."""
    for one in verb.arguments if verb.name != _EACH_FOR_ITSELF else ():
        name = one.names[0]
        if one.options.get("type") is not file or name == "--out" or name in _SECRETS:
            continue
        told = getattr(values, name.lstrip("-").replace("-", "_"), None)
        for path in told if isinstance(told, list) else [told]:
            if isinstance(path, Path) and _is_endless(path):
                raise Refusal(
                    _("{file} không phải tệp trên ổ đĩa, không đọc được.").format(file=path.name),
                    next_step=_("Chép nội dung ra một tệp rồi chọn tệp đó."), code="E_READ",
                )  # fmt: skip


def _is_endless(path: Path) -> bool:
    try:
        kind = path.stat().st_mode
    except OSError:
        return False  # who opens it tells why
    return not (stat.S_ISREG(kind) or stat.S_ISDIR(kind))


def _office(given: Path | None) -> Path:
    if given is not None:
        return given
    from desktop.tasks.offices.places import default_office

    return default_office()


def _say(line: str) -> None:
    print_lines([line])


def _quiet(_line: str) -> None:
    """With `--json` nothing but the answer is printed."""
