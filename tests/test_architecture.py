"""The rules that keep the program easy to change, each a test that says it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
QT = ("PySide6", "shiboken6")

# What each layer may import of ours. A new module at the top has to find its place here.
MAY_IMPORT = {
    "leaflet": set[str](),
    "highlight": {"leaflet"},
    "library": {"leaflet", "highlight"},  # words are folded and sections marked for the search
    "render": {"leaflet", "highlight"},
    "ui": {"leaflet", "highlight", "library", "render"},
    "paths": {"leaflet"},
    "settings": set[str](),
    "settings_file": {"leaflet", "open_request", "settings"},
    "rollout": {"open_request", "paths", "settings", "settings_file"},
    "open_request": set[str](),
    "instance": {"open_request", "paths"},
    "notices": set[str](),
    "preflight": set[str](),
}
CONSTRUCT_ACROSS_LAYERS = {"app", "cli", "commands", "launch", "__main__"}
KNOW_QT = {"ui", "app"}
CORE_TESTS = ("tests/leaflet", "tests/highlight", "tests/library", "tests/render")

FORBID_QT = f"""
import sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {QT!r}:
            raise ModuleNotFoundError("No module named " + repr(name), name=name)
sys.meta_path.insert(0, NoQt())
"""


@dataclass(frozen=True)
class Module:
    """A source file of the program."""

    path: Path

    @property
    def name(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def layer(self) -> str:
        """The folder or module directly below the package; empty for the package itself."""
        return self.name.partition(".")[2].partition(".")[0]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    def imports(self) -> Iterator[str]:
        """Full names of all that is imported anywhere in the file."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                prefix = "." * node.level + (node.module or "")
                yield from (f"{prefix}.{alias.name}" for alias in node.names)


MODULES = [Module(path) for path in sorted((ROOT / "viewer").rglob("*.py"))]


def test_every_module_has_its_place_in_the_house() -> None:
    layers = {"", *MAY_IMPORT, *CONSTRUCT_ACROSS_LAYERS}
    assert [module.name for module in MODULES if module.layer not in layers] == []


def test_a_layer_imports_only_the_layers_below_it_and_only_app_and_cli_reach_across() -> None:
    found = [
        f"{module.name} imports {name}"
        for module in MODULES
        if module.layer not in CONSTRUCT_ACROSS_LAYERS
        for name in module.imports()
        if name.partition(".")[0] == "viewer"
        and name.split(".")[1]
        not in {module.layer, "__version__", *MAY_IMPORT.get(module.layer, set())}
    ]
    assert found == []


def test_the_window_knows_nothing_of_the_command_line() -> None:
    known = [name for m in MODULES if m.layer == "app" for name in m.imports()]
    assert [name for name in known if name.startswith(("viewer.cli", "viewer.commands"))] == []


def test_imports_are_written_in_full() -> None:
    found = [m.name for m in MODULES if any(name.startswith(".") for name in m.imports())]
    assert found == []


def test_qt_appears_in_ui_and_app_and_nowhere_else() -> None:
    found = [
        f"{module.name} imports {name}"
        for module in MODULES
        if module.layer not in KNOW_QT
        for name in module.imports()
        if name.partition(".")[0] in QT
    ]
    assert found == []


def test_the_core_imports_with_pyside6_absent() -> None:
    core = [module.name for module in MODULES if module.layer not in KNOW_QT]
    lines = [f"import {name}" for name in core if name != "viewer.__main__"]
    result = run_python("-c", "\n".join([FORBID_QT, *lines, "import viewer.__main__"]))
    assert result.returncode == 0, result.stderr


def test_the_core_passes_its_tests_with_pyside6_absent() -> None:
    tests = [name for name in CORE_TESTS if any((ROOT / name).glob("test_*.py"))]
    tests += sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/test_cli*.py"))
    # pytest-qt is told to stay away; its one setting is then unknown, which is only a warning.
    # How long a hostile file takes does not depend on Qt. That a law holds is shown where Qt is at
    # hand; here, that it does so without Qt.
    options = ["-q", "-p", "no:pytest-qt", "-p", "no:cacheprovider", "-k", "not longer_than"]
    options += ["--hypothesis-profile", "few"]
    run = f"import pytest\nsys.exit(pytest.main({[*options, *tests]!r}))"
    program = "\n".join([FORBID_QT, run])
    result = run_python("-c", program)
    assert result.returncode == 0, f"\n{result.stdout[-4000:]}\n{result.stderr[-2000:]}"


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def is_guard(node: ast.stmt) -> bool:
    """Whether this is ``if TYPE_CHECKING:``, ``if __name__ == ...`` or asks for the platform."""
    return isinstance(node, ast.If) and ast.unparse(node.test).startswith(
        ("TYPE_CHECKING", "__name__ ==", "sys.platform", "sys.version_info")
    )


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_importing_a_module_does_nothing_but_define() -> None:
    harmless = (
        *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign),
    )
    found = [
        f"{module.name}, line {node.lineno}: {ast.unparse(node)[:60]}"
        for module in MODULES
        for node in module.tree.body
        if not isinstance(node, harmless) and not is_guard(node) and not is_text(node)
    ]
    assert found == []


MUTATING_METHODS = {
    *("append", "extend", "insert", "add", "update", "setdefault", "pop", "popitem"),
    *("remove", "discard", "clear", "sort", "reverse", "appendleft"),
}
CACHES = {"cache", "lru_cache"}


def test_there_is_no_module_level_state() -> None:
    found = [f"{module.name}, {place}" for module in MODULES for place in state(module.tree)]
    assert found == []


def state(tree: ast.Module) -> list[str]:
    """Where a module keeps something that can change while the program runs."""
    return [*empty_containers(tree), *changes(tree, top_names(tree))]


def top_names(tree: ast.Module) -> set[str]:
    return {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


def empty_containers(tree: ast.Module) -> Iterator[str]:
    """Top-level names for containers that are empty, and so can only be meant to be filled."""
    empty = {"[]", "{}", "set()", "dict()", "list()", "deque()", "OrderedDict()"}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            value = ast.unparse(node.value)
            if value in empty or value.startswith("defaultdict("):
                yield f"line {node.lineno}: {ast.unparse(node)}"


def changes(tree: ast.Module, names: set[str]) -> Iterator[str]:
    """Places that change a top-level name or what it stands for, or that keep results for ever."""
    for node in ast.walk(tree):
        changed = False
        if isinstance(node, ast.Global):
            changed = True
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            changed = node.func.attr in MUTATING_METHODS and named(node.func.value) in names
        elif isinstance(node, ast.Subscript | ast.Attribute):
            changed = not isinstance(node.ctx, ast.Load) and named(node.value) in names
        elif isinstance(node, ast.FunctionDef):
            decorators = {ast.unparse(each).partition("(")[0] for each in node.decorator_list}
            changed = bool({each.rpartition(".")[2] for each in decorators} & CACHES)
        if changed:
            yield f"line {getattr(node, 'lineno', 0)}: {ast.unparse(node)[:60]}"


def named(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize(
    "source",
    [
        *("seen = []", "seen: dict[str, int] = {}", "seen = defaultdict(list)"),
        *("T = [1]\ndef f():\n    T.append(2)", "T = {1: 2}\ndef f():\n    T[3] = 4"),
        *("T = {1: 2}\ndef f():\n    del T[1]", "T = 1\ndef f():\n    global T\n    T = 2"),
        *("T = object()\ndef f():\n    T.x = 1", "@functools.lru_cache(maxsize=1)\ndef f(): ..."),
    ],
)
def test_state_of_a_module_is_recognised(source: str) -> None:
    assert state(ast.parse(source))
