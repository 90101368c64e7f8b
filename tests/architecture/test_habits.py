"""Habits that keep the program small and safe: file length, SQL text, labels, no singletons."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import Module, parse, program

LONGEST = 500
EXECUTE = {"execute", "executemany", "executescript"}
# Calls that, at module level, open or build something the whole process would share.
SHARED = {"open", "connect", "Store", "QApplication", "Thread", "ThreadPoolExecutor", "Client"}
ANSWERED = {"do": 1, "gather": 2, "job": 2}
"""A desk's verbs, and which of their arguments is called once they are done."""
HEARD = {"on_done", "on_refusal", "on_cancelled"}
WHILE_OPEN = "self.while_open("
ASKING = "class A(Dialog):\n    def f(self):\n        self._desk.do(write, {})"


def too_long(module: Module) -> Iterator[str]:
    lines = module.text.count("\n")
    if lines > LONGEST:
        yield f"{module.place} has {lines} lines"


def sql_from_pieces(module: Module) -> Iterator[str]:
    """SQL is a literal; only text spelled out in the same module and counted marks are put in."""
    if module.name == "desktop.models.store.schema":
        return
    for call in _calls(module):
        if isinstance(call.func, ast.Attribute) and call.func.attr in EXECUTE and call.args:
            for piece in _pieces(call.args[0]):
                if not _is_constant(piece, module):
                    yield f"{module.place}:{call.lineno} puts {ast.unparse(piece)} into SQL"


def bare_labels(module: Module) -> Iterator[str]:
    """A QLabel guesses at rich text; the factory in ui/widgets makes it show text as it is."""
    if module.within("desktop.ui") and not module.within("desktop.ui.widgets"):
        for call in _calls(module):
            if _name(call) == "QLabel":
                yield f"{module.place}:{call.lineno} makes a QLabel itself"


def singletons(module: Module) -> Iterator[str]:
    for statement in module.tree.body:
        value = getattr(statement, "value", None)
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr) and value is not None:
            for call in (node for node in ast.walk(value) if isinstance(node, ast.Call)):
                if _name(call) in SHARED:
                    yield f"{module.place}:{call.lineno} calls {_name(call)} at import"


def answers_to_the_closed(module: Module) -> Iterator[str]:
    """What a dialog asked for may come once it was closed: `while_open` drops it then."""
    classes = (node for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef))
    dialogs = [one for one in classes if "Dialog" in map(ast.unparse, one.bases)]
    for call in (node for dialog in dialogs for node in ast.walk(dialog)):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        place = ANSWERED.get(call.func.attr, 0)
        if place and ast.unparse(call.func.value).rpartition(".")[2].strip("_") == "desk":
            heard = [*call.args[place : place + 1],
                     *(one.value for one in call.keywords if one.arg in HEARD)]  # fmt: skip
            for answer in heard:
                if "self." in (told := ast.unparse(answer)) and not told.startswith(WHILE_OPEN):
                    yield f"{module.place}:{call.lineno} answers {told} when it may be closed"


RULES = [too_long, sql_from_pieces, bare_labels, singletons, answers_to_the_closed]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_module_breaks_the_habit(rule) -> None:
    broken = [found for module in program() for found in rule(module)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (too_long, "desktop.models.store.store", "a = 1\n" * 501),
        (sql_from_pieces, "desktop.models.store.store", 'db.execute(f"SELECT {column} FROM t")'),
        (sql_from_pieces, "desktop.models.store.store", 'db.execute("SELECT " + column)'),
        (
            sql_from_pieces,
            "desktop.models.store.store",
            'def f(table):\n    for table in TABLES:\n        db.execute("DROP " + table)',
        ),
        (sql_from_pieces, "desktop.models.store.store", 'db.executemany("DROP %s" % table, rows)'),
        (sql_from_pieces, "desktop.models.store.store", 'db.execute("DROP {}".format(table))'),
        (bare_labels, "desktop.ui.pages.today", "label = QLabel(text)"),
        (bare_labels, "desktop.ui.pages.today", "label = QtWidgets.QLabel(text)"),
        (singletons, "desktop.models.store.store", "STORE = Store.open(folder)"),
        (singletons, "desktop.models.store.store", "DB: object = sqlite3.connect('x')"),
        (answers_to_the_closed, "desktop.ui.a", ASKING.format("self._show")),
        (answers_to_the_closed, "desktop.ui.a", ASKING.format("lambda _v: self._show(1)")),
        (answers_to_the_closed, "desktop.ui.a", ASKING.format("done, on_refusal=self._no")),
    ],
)
def test_the_habit_sees_a_breach(rule, name: str, text: str) -> None:
    assert list(rule(parse(name, text)))


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (sql_from_pieces, "desktop.models.store.store", 'db.execute("SELECT ?", (a,))'),
        (
            sql_from_pieces,
            "desktop.models.store.store",
            'db.execute(f"SELECT 1 FROM {CELL_TABLE}")',
        ),
        (sql_from_pieces, "desktop.models.store.store", "db.execute(sql, arguments)"),
        (
            sql_from_pieces,
            "desktop.models.store.store",
            'for table in TABLES:\n    db.execute("DROP " + table)',
        ),
        (
            sql_from_pieces,
            "desktop.models.store.store",
            'marks = ",".join("?" * 3)\ndb.execute(f"SELECT 1 WHERE a IN ({marks})")',
        ),
        (sql_from_pieces, "desktop.models.store.schema", 'db.execute(f"CREATE TABLE {name}")'),
        (bare_labels, "desktop.ui.widgets.labels", "label = QLabel()"),
        (singletons, "desktop.models.store.store", "def f():\n    return Store.open(folder)"),
        (answers_to_the_closed, "desktop.ui.a", ASKING.format("self.while_open(self._show)")),
        (answers_to_the_closed, "desktop.ui.a", ASKING.format("lambda _done: tell()")),
    ],
)
def test_the_habit_lets_pass(rule, name: str, text: str) -> None:
    assert not list(rule(parse(name, text)))


def _calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    """Return `Store` for Store(…) and Store.open(…), `connect` for sqlite3.connect(…)."""
    target = call.func
    if isinstance(target, ast.Attribute):
        owner = target.value
        if isinstance(owner, ast.Name) and owner.id in SHARED:
            return owner.id
        return target.attr
    return target.id if isinstance(target, ast.Name) else ""


def _pieces(sql: ast.expr) -> Iterator[ast.expr]:
    """Yield what is put into an SQL text by f-string, +, % or format; nothing for a plain one."""
    if isinstance(sql, ast.JoinedStr):
        yield from (part.value for part in sql.values if isinstance(part, ast.FormattedValue))
    elif isinstance(sql, ast.BinOp) and isinstance(sql.op, ast.Mod):
        yield sql.right
    elif isinstance(sql, ast.BinOp):
        for side in (sql.left, sql.right):
            if isinstance(side, ast.BinOp | ast.JoinedStr):
                yield from _pieces(side)
            elif not isinstance(side, ast.Constant):
                yield side
    elif isinstance(sql, ast.Call) and _name(sql) == "format":
        yield from (*sql.args, *(keyword.value for keyword in sql.keywords))


def _is_constant(piece: ast.expr, module: Module) -> bool:
    """Tell whether a piece can only be text that the module itself spells out."""
    if _is_spelled_out(piece):
        return True
    if not isinstance(piece, ast.Name):
        return False
    bound = list(_bindings(piece.id, module))
    return bool(bound) and all(value is not None and _is_spelled_out(value) for value in bound)


def _is_spelled_out(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=str()):
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.isupper()
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return all(_is_spelled_out(part) for part in parts)
        case ast.IfExp(body=one, orelse=other):
            return _is_spelled_out(one) and _is_spelled_out(other)
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join"), args=[marks]):
            return isinstance(marks, ast.BinOp) and isinstance(marks.op, ast.Mult)
    return False


def _bindings(name: str, module: Module) -> Iterator[ast.expr | None]:
    """Yield what a name is bound to anywhere in the module; None for what cannot be known."""
    for node in ast.walk(module.tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                yield value
            case (
                ast.For(target=ast.Name(id=bound), iter=value)
                | ast.comprehension(target=ast.Name(id=bound), iter=value)
            ) if bound == name:
                yield value
            case ast.arg(arg=bound) if bound == name:
                yield None
