"""Wrong usage, told in Vietnamese; argparse itself speaks English only."""

import re
from collections.abc import Callable
from typing import Final

from desktop.i18n import _


class WrongUsage(Exception):
    """The command cannot be understood; `usage` shows how it is written."""

    def __init__(self, message: str, usage: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.usage = usage


def in_vietnamese(message: str) -> str:
    """Return argparse's complaint as a Vietnamese sentence."""
    name, _sep, rest = message.removeprefix("argument ").partition(": ")
    if message.startswith("argument ") and rest:
        names = name.split("/")  # "-o/--out", "--figure/--indicator": the one help shows
        return _about(next((one for one in names if one.startswith("--")), names[-1]), rest)
    for pattern, sentence in _WHOLE:
        found = re.match(pattern, message, re.DOTALL)
        if found:
            return sentence(found[1])
    return _("Lệnh viết chưa đúng.")


def _about(name: str, complaint: str) -> str:
    if complaint.startswith("expected"):
        return _("{name} cần có giá trị đi kèm.").format(name=name)
    if complaint.startswith("ignored explicit argument"):
        return _("{name} không nhận giá trị.").format(name=name)
    choice = re.match(r"invalid choice: (.*) \(choose from (.*)\)$", complaint)
    if choice:
        return _("{name} không nhận {value}; chọn một trong: {choices}.").format(
            name=name, value=choice[1], choices=choice[2].replace("'", "")
        )
    return _("{name}: {complaint}.").format(name=name, complaint=complaint.removesuffix("."))


_WHOLE: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    (
        r"the following arguments are required: (.*)",
        lambda names: _("Còn thiếu: {names}.").format(names=names),
    ),
    (
        r"unrecognized arguments: (.*)",
        lambda names: _("Không hiểu: {names}.").format(names=names),
    ),
)
