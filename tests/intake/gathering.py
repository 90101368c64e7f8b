"""The documents that reading is tested on: the repository's own, and a folder named by hand."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from desktop.intake.documents import read_document
from desktop.intake.reading import Reading

CORPUS = Path(__file__).parent / "corpus"
SUFFIXES = (".txt", ".md")


def own_documents() -> list[Path]:
    """The repository's documents, all with an answer under `gold/`."""
    return sorted(path for path in CORPUS.iterdir() if path.suffix in SUFFIXES)


@cache
def reading_of(path: Path) -> Reading:
    """Read a document that no test changes; each process reads it once."""
    return read_document(path)


def other_documents() -> list[Path]:
    """Documents of the folder named in SOCONGDOAN_CORPUS, none when it is not set."""
    folder = os.environ.get("SOCONGDOAN_CORPUS")
    if not folder:
        return []
    return sorted(path for path in Path(folder).iterdir() if path.suffix in SUFFIXES)


def gold(path: Path) -> dict[str, Any]:
    """The hand-made answer for one of the repository's documents."""
    text = (path.parent / "gold" / f"{path.stem}.json").read_text(encoding="utf-8")
    answer: dict[str, Any] = json.loads(text)
    return answer


def own_files() -> list[Path]:
    """Documents in other formats than text, with their answers under `files/gold/`."""
    return sorted(path for path in (CORPUS / "files").iterdir() if path.is_file())
