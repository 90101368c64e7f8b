"""From an argument list to a verb and its values; global options may stand anywhere."""

from argparse import SUPPRESS, ArgumentParser, HelpFormatter, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from desktop.cli.leading import leading
from desktop.cli.usage import WrongUsage, in_vietnamese
from desktop.cli.values import file
from desktop.cli.verb import Verb
from desktop.i18n import _

PROGRAM = "socongdoan"


@dataclass(frozen=True, slots=True)
class Command:
    """A parsed command line; without a verb the window is wanted."""

    verb: Verb | None = None
    values: Namespace = field(default_factory=Namespace)
    store: Path | None = None
    json: bool = False
    help: str = ""


class _Parser(ArgumentParser):
    """An ArgumentParser that raises instead of leaving, in Vietnamese."""

    def error(self, message: str) -> NoReturn:
        raise WrongUsage(in_vietnamese(message), " ".join(self.format_usage().split()))


class _Formatter(HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _("Cách dùng: "))


def parse(arguments: Sequence[str], verbs: Mapping[str, Verb], unbuilt: Sequence[str]) -> Command:
    """Return the command that the arguments name. Raises WrongUsage."""
    store, json, rest = leading(arguments)
    if rest and rest[0] in ("-h", "--help"):
        return Command(help=overview(verbs))
    if not rest:
        return Command(store=store, json=json)
    verb = _verb(rest, verbs, unbuilt)
    parser = parser_of(verb)
    after = rest[len(verb.name.split()) :]
    if "-h" in after or "--help" in after:
        return Command(verb, help=parser.format_help())
    values = parser.parse_args(after)
    return Command(
        verb, values, getattr(values, "store", store), json or getattr(values, "json", False)
    )


def parser_of(verb: Verb) -> ArgumentParser:
    """Return the parser of one verb."""
    parser = _Parser(
        prog=f"{PROGRAM} {verb.name}", description=verb.help, formatter_class=_Formatter,
        add_help=False, allow_abbrev=False,
    )  # fmt: skip
    values = parser.add_argument_group(_("tham số"))
    for argument in verb.arguments:
        values.add_argument(*argument.names, **argument.options)
    common = parser.add_argument_group(_("chung"))
    common.add_argument(
        "--store", metavar="OFFICE", type=file, default=SUPPRESS, help=_("thư mục của sổ")
    )
    common.add_argument(
        "--json", action="store_true", default=SUPPRESS, help=_("trả lời bằng một đối tượng JSON")
    )
    common.add_argument(
        "-h", "--help", action="store_true", default=SUPPRESS, help=_("xem cách dùng")
    )
    return parser


def overview(verbs: Mapping[str, Verb]) -> str:
    """Return all verbs with a line each."""
    width = max(len(name) for name in verbs) + 2
    lines = [
        _("Cách dùng: {program} [--store OFFICE] LỆNH … [--json]").format(program=PROGRAM),
        _("Không có lệnh: mở cửa sổ chương trình. LỆNH --help: xem cách dùng của lệnh."),
        "",
        *(f"  {name:<{width}}{verb.help}" for name, verb in verbs.items()),
    ]
    return "\n".join(lines) + "\n"


def _verb(rest: Sequence[str], verbs: Mapping[str, Verb], unbuilt: Sequence[str]) -> Verb:
    two, one = " ".join(rest[:2]), rest[0]
    found = verbs.get(two) or verbs.get(one)
    if found is not None:
        return found
    if two in unbuilt or one in unbuilt:
        name = two if two in unbuilt else one
        raise WrongUsage(_("Lệnh “{name}” chưa có trong phiên bản này.").format(name=name))
    family = [name for name in verbs if name.startswith(f"{one} ")]
    if family:
        raise WrongUsage(_("Chọn một trong: {verbs}.").format(verbs=", ".join(family)))
    raise WrongUsage(
        _("Không có lệnh “{name}”. Xem các lệnh: {program} --help").format(
            name=one[:40], program=PROGRAM
        )
    )
