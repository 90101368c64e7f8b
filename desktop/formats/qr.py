"""The QR code of a text of digits, as dark and light modules."""

from typing import Any, Final

QUIET: Final = 4
"""Light modules around a code (ISO/IEC 18004, 5.3.8)."""

Modules = tuple[tuple[bool, ...], ...]


def modules(digits: str) -> Modules:
    """Return the rows of a code with numeric mode and error correction M; True is dark.

    The smallest version that holds the digits is taken. Raises ValueError for other characters
    and for more digits than any code holds.
    """
    from reportlab.graphics.barcode import qrencoder

    if not (digits.isascii() and digits.isdecimal()):
        raise ValueError("digits only")
    code: Any = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(qrencoder.QRNumber(digits))
    code.make()
    return tuple(tuple(bool(dark) for dark in row) for row in code.modules)


def dark_runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Return (first, length) of each run of dark modules in a row."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs
