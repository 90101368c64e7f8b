"""The program's source files as syntax trees, and what each imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Module:
    """One source file: dotted name, path, lines and syntax tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """The path below the repository, for messages."""
        return str(self.path.relative_to(REPO))

    def within(self, package: str) -> bool:
        """Tell whether this is the package or a module below it."""
        return self.name == package or self.name.startswith(package + ".")


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name, absolute; `line` is where, `deferred` tells it is not at start."""

    target: str
    line: int
    deferred: bool


def parse(name: str, text: str, path: Path = REPO / "example.py") -> Module:
    """Return source text as a module, to try a rule on."""
    return Module(name, path, text, ast.parse(text))


@cache
def program() -> tuple[Module, ...]:
    """Return every module of the program."""
    return tuple(
        parse(_dotted(path), path.read_text(encoding="utf-8"), path)
        for path in sorted((REPO / "desktop").rglob("*.py"))
    )


def imports(module: Module) -> Iterator[Import]:
    """Yield every import of a module, in functions and type-checking blocks too."""
    yield from _imports(module.tree, module, deferred=False)


def _imports(node: ast.AST, module: Module, *, deferred: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, child.lineno, deferred)
        elif isinstance(child, ast.ImportFrom):
            base = _base(child, module)
            for alias in child.names:
                yield Import(f"{base}.{alias.name}", child.lineno, deferred)
        elif not isinstance(child, ast.expr):  # no expression holds a statement
            yield from _imports(child, module, deferred=deferred or _defers(child))


def _base(node: ast.ImportFrom, module: Module) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    if module.path.name != "__init__.py":
        parts = parts[:-1]
    parts = parts[: len(parts) - (node.level - 1)]
    return ".".join([*parts, *([node.module] if node.module else [])])


def _defers(node: ast.AST) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return True
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _dotted(path: Path) -> str:
    parts = path.relative_to(REPO).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
