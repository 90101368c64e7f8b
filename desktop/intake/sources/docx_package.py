"""A .docx opened safely: bounded unpacking, no entities, no macros run, clear refusals."""

import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from desktop.intake.sources import files
from desktop.intake.sources.ole_file import locked

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_PART = 24_000_000
# Each opening and closing costs a hundred bytes once it is taken apart.
_MAX_TAGS = 1_500_000
_MAX_TOTAL = 400_000_000
_MAX_ENTRIES = 8_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Package:
    """The XML parts of a .docx file. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            self._names = set(self._zip.namelist())
            self._check()
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, KeyError):
            raise files.broken() from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def _check(self) -> None:
        check_archive(self._zip)
        if "word/document.xml" not in self._names:
            raise files.unsupported("zip")

    def names(self, prefix: str) -> list[str]:
        """Return the names of the parts that begin so, sorted."""
        return sorted(name for name in self._names if name.startswith(prefix))

    def part(self, name: str) -> "_Element | None":
        """Return the root of a part, None when there is no such part."""
        if name not in self._names:
            return None
        from lxml import etree

        try:
            if self._zip.getinfo(name).file_size > _MAX_PART:
                raise files.too_large()
            with self._zip.open(name) as stream:
                data = stream.read(_MAX_PART + 1)
            if len(data) > _MAX_PART or data.count(b"<") > _MAX_TAGS:
                raise files.too_large()
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                remove_comments=True, remove_pis=True,
            )  # fmt: skip
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if "Excessive depth" in str(error):
                raise files.too_deep() from None
            raise files.broken() from None
        except (zipfile.BadZipFile, EOFError, OSError, ValueError):
            raise files.broken() from None
        except (NotImplementedError, RuntimeError, zlib.error):
            raise files.broken() from None
        if root.getroottree().docinfo.doctype:
            raise files.broken()
        return root


def check_archive(archive: zipfile.ZipFile) -> None:
    """Raise `Refusal` for an archive with a password or one that unpacks without end."""
    entries = archive.infolist()
    if len(entries) > _MAX_ENTRIES or sum(e.file_size for e in entries) > _MAX_TOTAL:
        raise files.too_large()
    if any(entry.flag_bits & 1 for entry in entries):
        raise locked()


def attribute(node: "_Element | None", path: str, name: str = "val") -> str | None:
    """Return w:name of the child at `path` ("w:pPr/w:jc" written "pPr/jc"), None if absent."""
    if node is None:
        return None
    found = node.find("/".join(W + step for step in path.split("/"))) if path else node
    return None if found is None else found.get(W + name)


def flag(node: "_Element | None", path: str) -> bool | None:
    """Return an on/off property: None when it is not set."""
    if node is None:
        return None
    found = node.find("/".join(W + step for step in path.split("/")))
    if found is None:
        return None
    return found.get(W + "val", "true") not in ("0", "false", "off", "none")
