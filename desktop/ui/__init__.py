"""The window: the only package that knows the toolkit."""

from desktop.ui import plain_imports

plain_imports.restore()
