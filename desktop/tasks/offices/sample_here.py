"""The sample on this computer: made once beside the real office, opened again afterwards."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from desktop.tasks.offices.offices import FIRST_OF_SAMPLE, sample_folder
from desktop.tasks.sample.sample import make_sample

SEED: Final = 1
_WHOLE: Final = "whole"
"""A file written last: without it the sample was cut short and is made again."""


def sample_office() -> Path | None:
    """Return the sample's office to open first, None while there is no whole sample."""
    folder = sample_folder()
    first = folder / FIRST_OF_SAMPLE
    whole = (folder / _WHOLE).is_file() and (first / "office.db").is_file()
    return first if whole else None


def make_sample_here(today: date, progress: Callable[[str], None] = lambda _text: None) -> Path:
    """Make the sample and return the office to open first; one that is there is kept.

    What `progress` raises (a person who does not want to wait) ends it, and nothing of the
    sample is left. Raises Refusal when the folder cannot be written.
    """
    known = sample_office()
    if known is not None:
        return known
    folder = sample_folder()
    shutil.rmtree(folder, ignore_errors=True)
    try:
        make_sample(folder, SEED, today, progress)
        (folder / _WHOLE).touch()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder / FIRST_OF_SAMPLE
