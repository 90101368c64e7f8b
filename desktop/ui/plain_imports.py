"""Importing without the toolkit's look into every module's source.

The toolkit puts its own function in the place of `__import__` to serve `from __feature__
import …`, which this program never uses. For each module imported after it, that function
reads the whole source file to see whether it names the toolkit: a tenth of the time a start
takes. What it had replaced is put back.
"""

import builtins

import PySide6.QtCore  # noqa: F401  the toolkit replaces the function when it is first imported


def restore() -> None:
    """Put back the import function that was there before; do nothing where it still is."""
    before = getattr(builtins, "__orig_import__", None)
    if before is not None:
        builtins.__import__ = before
