"""Running verbs in this process as the command line would, and small offices to run them on."""

import json
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from desktop.__main__ import main
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit

PERIOD = "2026-10"
SINCE = date(2025, 7, 1)
BASES = ("P-A-01", "P-A-02", "P-A-03")


@dataclass(frozen=True, slots=True)
class Run:
    """What a command did: exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on stdout, and nothing else there."""
        assert self.out.endswith("}\n"), self.out
        assert self.out.count("\n") == 1, self.out
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


def run(*arguments: object) -> Run:
    """Run a command."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    assert "Traceback" not in err.getvalue(), err.getvalue()
    return Run(code, out.getvalue(), err.getvalue())


def ask(store: Path, *arguments: object) -> dict[str, Any]:
    """Run a verb that must succeed and return its JSON."""
    done = run("--store", store, *arguments, "--json")
    assert (done.code, done.err) == (0, ""), done
    return done.json


def refused(*arguments: object) -> str:
    """Run a verb that must be refused and return its one sentence."""
    done = run(*arguments)
    assert done.code == 1, done
    assert done.out == "", done
    assert done.err.count("\n") == 1, done
    return done.err.strip()


def wrong(*arguments: object) -> str:
    """Run a command that is wrong usage and return what was said."""
    done = run(*arguments)
    assert (done.code, done.out) == (2, ""), done
    return done.err


@dataclass(frozen=True, slots=True)
class Pair:
    """A province's office and that of a commune below it with three base unions."""

    folder: Path
    province: Path
    commune: Path

    def figures(self, unit: str, **cells: object) -> str:
        """Type figures of a unit in the commune's office."""
        values = [f"{code}={value}" for code, value in cells.items()]
        told = ask(self.commune, "figures", "set", "--unit", unit, "--period", PERIOD, *values)
        return str(told["step"])

    def month(self, unit: str, members: int = 40) -> None:
        """Type a month of a base union that breaks no rule."""
        self.figures(unit, **sound_month(members))

    def lock(self, *forms: str) -> None:
        """Lock what was typed; nothing may stand in the way."""
        for form in forms or ("F1", "F3"):
            told = ask(
                self.commune, "return", "lock", "--form", form, "--period", PERIOD, "--reason",
                "Kỳ đầu",
            )  # fmt: skip
            assert told["locked"], told

    def send(self, name: str = "gói") -> Path:
        """Make a bundle for the province."""
        told = ask(self.commune, "bundle", "export", "--out", self.folder / name, "--yes")
        return Path(told["path"])


def sound_month(members: int = 40) -> Mapping[str, int]:
    """Return cells whose movement closes: opening less than the closing by two new members."""
    women = members // 2
    return {
        "A01": members + 5, "A01N": women + 2, "A03": members, "A03N": women,
        "C00": members - 2, "C00N": women - 1, "C11": 2, "C11N": 1,
    }  # fmt: skip


def make_pair(folder: Path) -> Pair:
    """Make both offices with the verbs that people use, and enrol one with the other."""
    pair = Pair(folder, folder / "tỉnh", folder / "phường A")
    ask(pair.province, "office", "new", "--name", "LĐLĐ tỉnh Thử", "--kind", "LDT")
    with Store.open(pair.province) as store:
        below = found_unit(
            store, name="Công đoàn phường A", kind="CDP", parent=store.own_unit, since=SINCE,
            code="P-A",
        )  # fmt: skip
        for code in BASES:
            found_unit(
                store, name=f"CĐCS {code}", kind="CDCS", parent=below, since=SINCE, code=code,
                ownership="NQD",
            )  # fmt: skip
    ask(pair.commune, "office", "new", "--name", "Công đoàn phường A", "--kind", "CDP")
    asked, granted = folder / "xin cấp.json", folder / "cấp.zip"
    digits = ask(pair.commune, "enrol", "request", "--out", asked)
    told = ask(pair.province, "enrol", "grant", asked, "--unit", "P-A", "--out", granted)
    assert told == digits
    ask(pair.commune, "enrol", "accept", granted)
    return pair
