"""Importing after the toolkit costs what importing costs, nothing on top."""

import subprocess
import sys

LOOKS = """
import inspect
looked = []
real = inspect.getsource
inspect.getsource = lambda thing: looked.append(thing) or real(thing)
import desktop.ui
looked.clear()
import colorsys
print(len(looked))
"""


def test_no_source_is_read_for_a_module_imported_after_the_toolkit() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOKS], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "0"
