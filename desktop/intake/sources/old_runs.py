"""Runs typed in fonts from before Unicode, converted one paragraph at a time."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from desktop.intake.source import Line, Run, Source, trim
from desktop.intake.sources.old_encodings import Encoding, convert, guess

OldRun = tuple[str, bool, bool, Encoding | None, bool]  # text, bold, italic, encoding, capitals
_SAMPLE = 1_500
_MARKS = re.compile("[áàåãäâéèúüëêùøûõïÁÀÅÃÄÂÉÈÚÜËÊÙØÛÕÏ]")
_MARKED = re.compile("[aeouyôöAEOUYÔÖ]$")
_UNICODE_ONLY = re.compile(r"[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")


def converted(runs: Sequence[OldRun]) -> list[Run]:
    """Return the runs in Unicode.

    A run that already holds letters only Unicode has is left as it is, whatever its font.
    """
    if not any(run[3] for run in runs):
        return [Run(text, bold, italic) for text, bold, italic, _encoding, _caps in runs]
    found: list[Run] = []
    for (bold, italic, encoding, capitals), group in groupby(_with_marks(runs), key=_look):
        text = "".join(run[0] for run in group)
        if encoding and not _UNICODE_ONLY.search(text):
            text = convert(text, encoding, capitals=capitals)
        elif capitals and encoding:
            text = text.upper()
        found.append(Run(text, bold, italic))
    return found


def _look(run: OldRun) -> tuple[bool, bool, Encoding | None, bool]:
    return run[1:]


def _with_marks(runs: Sequence[OldRun]) -> list[OldRun]:
    """A VNI letter's mark may begin the next run: give it back to its letter."""
    kept: list[OldRun] = []
    for run in runs:
        text = run[0]
        follows = bool(kept) and run[3] == kept[-1][3] == "vni"
        if follows and _MARKED.search(kept[-1][0]) and _MARKS.match(text):
            kept[-1] = (kept[-1][0] + text[0], *kept[-1][1:])
            text = text[1:]
        kept.append((text, *run[1:]))
    return kept


def mended_source(source: Source) -> Source:
    """Return a source converted when its text, not its fonts, tells an old encoding."""
    encoding = guess("\n".join(line.text for line in source.lines[:_SAMPLE]))
    if encoding is None:
        return _without_soft_hyphens(source)
    return replace(source, lines=tuple(_mended(line, encoding) for line in source.lines))


def _without_soft_hyphens(source: Source) -> Source:
    """They are no letters in Unicode; in TCVN3 they are ư, so they stay until now."""
    if not any("\u00ad" in run.text for line in source.lines for run in line.runs):
        return source
    return replace(
        source,
        lines=tuple(
            replace(
                line,
                runs=trim(replace(run, text=run.text.replace("\u00ad", "")) for run in line.runs),
            )
            for line in source.lines
        ),
    )


def _mended(line: Line, encoding: Encoding) -> Line:
    if _UNICODE_ONLY.search(line.text):
        return line
    runs = [(run.text, run.bold, run.italic, encoding, False) for run in line.runs]
    label = convert(line.label, encoding) if line.label else line.label
    return replace(line, runs=trim(converted(runs)), label=label)
