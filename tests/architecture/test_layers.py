"""Imports point downward, Qt stays in the interface, and starting stays light."""

import subprocess
import sys
from collections.abc import Iterator, Mapping

import pytest

from tests.architecture.tree import REPO, Import, Module, imports, parse, program

# Lower number, lower layer. A module imports only its own package and lower layers.
LAYERS = {
    "desktop.__main__": 7,
    "desktop.app": 6,
    "desktop.ui": 5,
    "desktop.cli": 5,
    "desktop.tasks": 4,
    "desktop.intake": 3,
    "desktop.documents": 3,
    "desktop.reports": 3,
    "desktop.sync": 3,
    "desktop.formats": 2,
    "desktop.models": 1,
    "desktop.i18n": 0,
}
# Within a large package: a part imports only itself and parts of a lower number; what is not
# named has 0.
PARTS = {
    "desktop.models": {
        "packs": 1, "store": 2, "units": 3, "activities": 3, "figures": 4, "outline": 4,
        "entry": 6, "register": 5, "plans": 5, "agenda": 6,
    },
    "desktop.models.figures": {"sums": 1, "checks": 2, "returns": 3},
    "desktop.intake": {
        "structure": 1, "sources": 2, "facts": 2, "suited": 2, "work": 3, "figures": 3,
        "issued_rows": 4, "issued_copies": 5, "issued_remarks": 5, "issued_order": 5,
        "issued_form": 6,
        "assemble": 3, "fragment": 4, "documents": 4, "review": 5,
    },
    "desktop.intake.figures": {
        "sheets": 1, "wording": 2, "names": 3, "result": 4, "heads": 5, "rows": 6,
        "indicators": 7, "form_codes": 7, "at_home": 8, "other_sheets": 8, "other_forms": 8,
        "many_sheets": 9, "reading": 10,
    },
    "desktop.ui.pages.plans": {
        "comparing": 1, "life": 1, "listing": 1, "programme": 1, "targets": 1, "writing": 1,
        "editor": 2, "review": 3, "received": 4, "deeds": 4, "plans_page": 5,
    },
}  # fmt: skip
STORE_LIBRARIES = {"sqlite_utils", "msgspec", "platformdirs"}
HEAVY = {
    "docx", "httpx", "lxml", "nacl", "openpyxl", "pypdfium2", "reportlab", "sqlite_utils",
    "xlsxwriter",
}  # fmt: skip
PAGES = "desktop.ui.pages"


def package_of(name: str) -> str:
    """Return the layered package or module that a dotted name belongs to; "" outside."""
    parts = name.split(".")
    if parts[0] != "desktop":
        return ""
    return ".".join(parts[:2])


def upward(module: Module) -> Iterator[Import]:
    own = package_of(module.name)
    for found in imports(module):
        other = package_of(found.target)
        if other in LAYERS and other != own and LAYERS[other] >= LAYERS.get(own, 0):
            yield found


def upward_within(module: Module) -> Iterator[Import]:
    for package, parts in PARTS.items():
        if not module.within(package) or module.name == package:
            continue
        own = _part(module.name, package, parts)
        for found in imports(module):
            inside = found.target.startswith(package + ".")
            other = _part(found.target, package, parts) if inside else own
            if other != own and parts.get(other, 0) >= parts.get(own, 0):
                yield found


def _part(name: str, package: str, parts: Mapping[str, int]) -> str:
    """Return the part of its package a module belongs to; "" beside them."""
    part = name.removeprefix(package + ".").partition(".")[0]
    return part if part in parts else ""


def qt_outside_the_interface(module: Module) -> Iterator[Import]:
    if not module.within("desktop.ui"):
        yield from (found for found in imports(module) if _top(found) in {"PySide6", "shiboken6"})


def foreign_to_models(module: Module) -> Iterator[Import]:
    allowed = sys.stdlib_module_names | STORE_LIBRARIES | {"desktop"}
    if module.within("desktop.models"):
        yield from (found for found in imports(module) if _top(found) not in allowed)


def pages_in_pages(module: Module) -> Iterator[Import]:
    """A page is a module or a package right below `desktop/ui/pages`."""
    own = _page(module.name)
    if own:
        yield from (
            found
            for found in imports(module)
            if _page(found.target) not in {"", own} and _is_module(found.target)
        )


def heavy_at_start(module: Module) -> Iterator[Import]:
    yield from (found for found in imports(module) if _top(found) in HEAVY and not found.deferred)


RULES = [
    upward,
    upward_within,
    qt_outside_the_interface,
    foreign_to_models,
    pages_in_pages,
    heavy_at_start,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_module_breaks_the_import_rule(rule) -> None:
    broken = [
        f"{module.place}:{found.line} imports {found.target}"
        for module in program()
        for found in rule(module)
    ]
    assert not broken, "\n".join(broken)


def test_every_package_has_its_layer() -> None:
    packages = {package_of(module.name) for module in program()} - {"desktop"}
    assert packages <= set(LAYERS)


def test_every_folder_of_modules_is_a_package() -> None:
    """A folder without `__init__.py` is left out when the program is packed."""
    folders = {module.path.parent for module in program()}
    bare = [
        str(folder.relative_to(REPO)) for folder in folders if not (folder / "__init__.py").exists()
    ]
    assert not bare, sorted(bare)


def test_starting_loads_neither_qt_nor_heavy_libraries() -> None:
    code = "import sys, desktop.__main__; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPO, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "desktop" in loaded
    assert not loaded & (HEAVY | {"PySide6", "shiboken6"})


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (upward, "desktop.models.store.store", "from desktop.sync import bundles"),
        (upward, "desktop.models.store.store", "def f():\n    from desktop import sync"),
        (upward, "desktop.sync.merge", "from desktop.reports import f1"),
        (upward, "desktop.i18n", "import desktop.models.text"),
        (upward, "desktop.cli.verbs", "from desktop.ui.shell import Shell"),
        (
            qt_outside_the_interface,
            "desktop.tasks.trial.story",
            "from PySide6.QtCore import QObject",
        ),
        (foreign_to_models, "desktop.models.store.store", "import httpx"),
        (upward_within, "desktop.models.store.store", "from desktop.models.plans import plans"),
        (
            upward_within,
            "desktop.ui.pages.plans.programme.tab",
            "from desktop.ui.pages.plans.editor import tabs",
        ),
        (upward_within, "desktop.ui.pages.plans.words", "from desktop.ui.pages.plans import life"),
        (
            upward_within,
            "desktop.models.figures.sums.rollup",
            "from desktop.models.figures.checks import rules",
        ),
        (pages_in_pages, "desktop.ui.pages.today", "from desktop.ui.pages.plans import Plans"),
        (pages_in_pages, "desktop.ui.pages.today", "from . import plans"),
        (heavy_at_start, "desktop.formats.xlsx", "import xlsxwriter"),
        (heavy_at_start, "desktop.formats.xlsx", "class A:\n    from lxml import etree"),
    ],
)
def test_the_rule_sees_a_breach(rule, name: str, text: str, monkeypatch) -> None:
    monkeypatch.setattr("tests.architecture.test_layers._is_module", lambda name: True)
    assert list(rule(parse(name, text)))


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (upward, "desktop.sync.merge", "from desktop.models.store.store import Store"),
        (upward, "desktop.sync.merge", "from .heads import Head\nfrom desktop.i18n import _"),
        (heavy_at_start, "desktop.formats.xlsx", "def write():\n    import xlsxwriter"),
        (heavy_at_start, "desktop.formats.xlsx", "if TYPE_CHECKING:\n    import xlsxwriter"),
        (foreign_to_models, "desktop.models.store.store", "import sqlite3, msgspec"),
    ],
)
def test_the_rule_lets_pass(rule, name: str, text: str) -> None:
    assert not list(rule(parse(name, text)))


def _top(found: Import) -> str:
    return found.target.partition(".")[0]


def _page(name: str) -> str:
    if not name.startswith(PAGES + "."):
        return ""
    return name.removeprefix(PAGES + ".").partition(".")[0]


def _is_module(name: str) -> bool:
    """Tell a page from a helper that the package itself defines in `__init__`."""
    names = {module.name for module in program()}
    return ".".join(name.split(".")[:4]) in names
