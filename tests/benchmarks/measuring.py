"""What a measurement is, and the table of all of them."""

import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measured:
    """One line: ours beside the baseline, in `unit`; `aim` is in words, `met` whether reached."""

    what: str
    ours: float
    unit: str
    bare: float | None = None
    aim: str = ""
    met: bool | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours divided by the baseline."""
        return self.ours / self.bare if self.bare else None


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample's offices, and how long each first import of a full bundle took."""

    folder: Path
    imports: Sequence[tuple[Path, float]]


def median_ms(run: Callable[[], object], times: int, *, warm: int = 1) -> float:
    """Return the median duration of a call in milliseconds."""
    for _round in range(warm):
        run()
    return statistics.median(once_ms(run) for _round in range(times))


def turns_ms(
    ours: Callable[[], object], bare: Callable[[], object], times: int, *, warm: int = 1
) -> tuple[float, float]:
    """Return the medians of both, taking turns so that the machine's mood hits both alike."""
    pairs = [(once_ms(ours), once_ms(bare)) for _round in range(warm + times)][warm:]
    return statistics.median(a for a, _b in pairs), statistics.median(b for _a, b in pairs)


def once_ms(run: Callable[[], object]) -> float:
    """Return the duration of one call in milliseconds."""
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) * 1000


def table(measured: Sequence[Measured]) -> str:
    """Return the Markdown table."""
    lines = ["| what | ours | bare | ratio | aim | |", "|---|---:|---:|---:|---|---|"]
    for one in measured:
        bare = "" if one.bare is None else f"{_number(one.bare)} {one.unit}"
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}×"
        verdict = {True: "met", False: "**not met**", None: ""}[one.met]
        aim = f"{one.aim}: {verdict}" if one.aim and verdict else one.aim
        cells = (one.what, f"{_number(one.ours)} {one.unit}", bare, ratio, aim, one.note)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def machine() -> str:
    """Return what kind of machine this is, without names."""
    import os

    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}"
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
