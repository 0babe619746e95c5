"""The shape of the code: imports run one way, and folders, modules and functions stay small."""

import ast
from collections import defaultdict
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("rag", "ingest", "evals", "ui")
FLOORS = (
    ("rag.structure", "rag.errors", "rag.urls", "rag.private_files"),
    ("rag.types",),
    ("rag.events", "rag.settings", "rag.language", "rag.formatting"),
    ("rag.models",),
    ("rag.library", "rag.verification", "rag.testing"),
    ("rag.search",),
    ("rag.answering",),
    ("rag.dossier",),
    ("rag",),
    ("ingest",),
    ("evals",),
    ("ui",),
)
"""From the ground up: a room imports rooms of lower floors, and nothing of its own floor."""

FRAMEWORKS = {"fastapi", "gradio", "starlette", "uvicorn"}
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
FOLDERS = sorted({path.parent for path in MODULES})
LONGEST_MODULE = 350
LONGEST_FUNCTION = 50
MOST_MODULES = 15


def name_of(path: Path) -> str:
    """The module's name, a package's without `__init__`."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


NAMES = {name_of(path) for path in MODULES}
TREES = {name_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


@cache
def imports(name: str) -> frozenset[str]:
    """Names of the modules that a module imports when it runs."""
    tree = TREES[name]
    only_for_types = {
        id(inside)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inside in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in only_for_types:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (named & NAMES) or {node.module}
    return frozenset(found)


def floor_of(name: str) -> tuple[int, str]:
    """The floor and the room of a module; the longest room's name that it begins with counts."""
    rooms = {room: floor for floor, names in enumerate(FLOORS) for room in names}
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        room = ".".join(parts[:length])
        # Any other module directly in rag would have to be given a floor.
        if room in rooms and (room != "rag" or name == "rag"):
            return rooms[room], room
    raise AssertionError(f"{name} is in no room")


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    docstring = function.body[0] if ast.get_docstring(function) else None
    lines = (function.end_lineno or 0) - function.lineno + 1
    return lines - ((docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0)


@pytest.mark.parametrize("name", TREES)
def test_imports_run_downwards(name: str) -> None:
    floor, room = floor_of(name)
    for imported in imports(name) & set(TREES):
        below, other = floor_of(imported)
        assert below < floor or other == room, f"{name} imports {imported}"


def test_no_imports_go_round() -> None:
    graph = {name: (imports(name) & set(TREES)) - {name} for name in TREES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"imports go round: {error.args[1]}")


@pytest.mark.parametrize("name", TREES)
def test_nothing_imports_the_tests_and_services_no_framework(name: str) -> None:
    roots = {imported.split(".")[0] for imported in imports(name)}
    assert "tests" not in roots
    if name.startswith(("ui.service", "ui.schema", "ui.messages", "rag", "ingest", "evals")):
        assert not roots & FRAMEWORKS
        assert not any(imported.startswith("ui.web") for imported in imports(name))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
    for node in ast.walk(TREES[name_of(path)]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert length(node) <= LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_folders_are_small(folder: Path) -> None:
    assert len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) <= MOST_MODULES


@pytest.mark.parametrize("name", TREES)
def test_no_name_is_bound_twice(name: str) -> None:
    """The second of two texts of one name would silently take the place of the first."""
    bound: dict[str, int] = defaultdict(int)
    for node in TREES[name].body:
        if isinstance(node, ast.Assign):
            targets = [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            targets = [node.target.id]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            targets = [node.name]
        else:
            targets = []
        for target in targets:
            bound[target] += 1
    assert [target for target, count in bound.items() if count > 1] == []
