"""Importing the toolkit, without what it does over again in every process.

The toolkit puts its own function in the place of `__import__` to serve `from __feature__
import …`, which this program never uses. For each module imported after it, that function
reads the whole source file to see whether it names the toolkit: a tenth of the time a start
takes. What it had replaced is put back. Its own modules are compiled once.
"""

import builtins

from desktop.ui.toolkit_code import compiled_once

with compiled_once():
    # The toolkit replaces the function when it is first imported.
    import PySide6.QtCore  # noqa: F401


def restore() -> None:
    """Put back the import function that was there before; do nothing where it still is."""
    before = getattr(builtins, "__orig_import__", None)
    if before is not None:
        builtins.__import__ = before
