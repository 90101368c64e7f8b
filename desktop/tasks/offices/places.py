"""Where the office lies when nobody names a folder: the window and the verbs agree on it."""

from pathlib import Path

from desktop.models.store.places import default_folder


def default_office() -> Path:
    """Return the folder of this computer's office.

    It is the data folder itself where an office lies there, else the folder `office` in it,
    so that samples, demonstrations and logs lie beside it.
    """
    home = default_folder()
    return home if (home / "office.db").is_file() else home / "office"
