"""Work that reads much and keeps it, without the garbage collector looking through it all."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Let the collector of cycles rest within the block or, as a decorator, the function.

    A report of 10,000 units or a bundle's operations are hundreds of thousands of things that
    all stay: looking through them again and again as they grow took a third of the time and
    found nothing. What refers to nothing in a circle is still freed at once. Where the collector
    already rests, as in the window, nothing changes.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
