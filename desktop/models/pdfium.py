"""One lock for the PDF library, which may not be called from two threads at once."""

from threading import RLock

PDFIUM = RLock()
"""Held around every use of pypdfium2, from opening a document to closing it."""
