"""Run all measurements, or those named: `python -m tests.benchmarks [start commit …]`.

`load [--scale N] [--growth BUNDLES]` is one by itself: a generated province of any size.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from desktop.sync.importer import import_bundle
from desktop.tasks import moment
from desktop.tasks.sample import sample
from tests.benchmarks import (
    commit,
    editor,
    entering,
    figures_import,
    imports,
    load,
    pdf,
    reading,
    repaint,
    rules,
    start,
    workbook,
    year,
)
from tests.benchmarks.measuring import Measured, Sample, machine, table

BENCHES: dict[str, Callable[[Sample], Sequence[Measured]]] = {
    "start": start.measure,
    "commit": commit.measure,
    "repaint": repaint.measure,
    "entering": entering.measure,
    "rules": rules.measure,
    "editor": editor.measure,
    "pdf": pdf.measure,
    "workbook": workbook.measure,
    "year": year.measure,
    "reading": reading.measure,
    "imports": imports.measure,
    "figures_import": figures_import.measure,
}


def main(names: Sequence[str]) -> int:
    """Measure and print the table; the answer is the exit code."""
    if names and names[0] == "load":
        return load.main(names[1:])
    unknown = set(names) - set(BENCHES)
    if unknown:
        print(f"no such measurement: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    begun = time.monotonic()
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="so-cong-doan-") as folder:
        made = make_sample(Path(folder) / "sample", moment.today())
        for name in names or BENCHES:
            print(f"… {name}", file=sys.stderr, flush=True)
            measured += BENCHES[name](made)
    print(f"{date.today():%Y-%m-%d}, {machine()}; {time.monotonic() - begun:.0f} s in all\n")
    print(table(measured))
    return 0


def make_sample(folder: Path, today: date) -> Sample:
    """Make the sample; time the province's first import from each commune on the way."""
    taken: dict[str, tuple[Path, float]] = {}

    def timed(store: Any, path: Path) -> object:
        if store.folder.name != "province" or path.parent.parent.parent.name in taken:
            return import_bundle(store, path)
        begun = time.perf_counter()
        result = import_bundle(store, path, backup=None)
        taken[path.parent.parent.parent.name] = (path, time.perf_counter() - begun)
        return result

    kept, sample.import_bundle = sample.import_bundle, timed
    try:
        sample.make_sample(folder, today=today)
    finally:
        sample.import_bundle = kept
    # the sample was made aside and stands in its place only now
    made = [(folder.joinpath(*path.parts[-4:]), seconds) for path, seconds in taken.values()]
    return Sample(folder, made)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
