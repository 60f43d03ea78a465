"""Draws the house from its imports, and measures it: what docs/architecture.md shows.

`python -m scripts.house` renews the picture in the page and
prints the measures; a test compares the picture with the code.
"""

from __future__ import annotations

import ast
import io
import statistics
import sys
import tokenize
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from scripts.setup_env import ROOT

PACKAGE = ROOT / "newsassistant"
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- drawn by scripts/house.py: {} -->", "<!-- end of the drawing -->"
FLOORS = (
    ("gui", "cli"),
    ("server",),
    ("app",),
    ("convert", "engine", "store", "download", "readers", "train", "writers"),
    ("evidence",),
    ("model", "text"),
    ("core",),
)
"""From the roof down; rooms on one floor do not know each other."""
WINDOW_FLOORS = (
    ("application",),
    ("program",),
    ("process",),
    ("shell",),
    ("compare",),
    ("evidence", "facts", "folder", "jobs", "models", "servers", "styles", "training"),
    ("article", "conversation", "export", "history", "settings"),
    ("opening", "private"),
    ("cards",),
    ("widgets",),
    ("look",),
)
"""The rooms of the window, in the same way."""

Edges = Mapping[str, frozenset[str]]


@cache
def modules() -> dict[str, Path]:
    """Name -> file of every module of the package."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports() -> Edges:
    """Module -> the modules of the package that it imports, wherever in the file."""
    known = modules()
    edges: dict[str, frozenset[str]] = {}
    for name, path in known.items():
        wanted = set(_imported(ast.parse(path.read_text(encoding="utf-8"))))
        edges[name] = frozenset(_module(target, known) for target in wanted) - {name, ""}
    return edges


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _module(target: str, known: Mapping[str, Path]) -> str:
    """The module that an import means: `a.b.name` may be a module or a name of `a.b`."""
    while target not in known and "." in target:
        target = target.rpartition(".")[0]
    return target if target in known else ""


def room_of(module: str) -> str:
    """The folder below the package, "" for the package's own files."""
    parts = module.split(".")
    return parts[1] if len(parts) > 2 else ""


def window_room_of(module: str) -> str:
    """The folder below `gui`, or a module of `gui` itself; "" for all that is outside."""
    parts = module.split(".")
    return parts[2] if parts[1:2] == ["gui"] and len(parts) > 2 else ""


def folder_of(module: str) -> str:
    """The folder of a module, as a dotted name; "" for the package's own files."""
    folder = module if modules()[module].name == "__init__.py" else module.rpartition(".")[0]
    return folder if "." in folder else ""


def edges_between(room: Callable[[str], str]) -> Edges:
    """Room -> the rooms that it imports from; `room` names a module's, "" for none."""
    edges: dict[str, set[str]] = defaultdict(set)
    for module, targets in imports().items():
        for target in targets:
            if room(module) and room(target) and room(module) != room(target):
                edges[room(module)].add(room(target))
    names = {room(module) for module in modules()} - {""}
    return {name: frozenset(edges[name]) for name in sorted(names)}


def circles(edges: Edges) -> list[list[str]]:
    """Groups of modules or rooms that import each other in a ring (Tarjan 1972)."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        numbers[name] = lowest[name] = len(numbers)
        stack.append(name)
        for target in sorted(edges[name]):
            if target not in numbers:
                visit(target)
                lowest[name] = min(lowest[name], lowest[target])
            elif target in stack:
                lowest[name] = min(lowest[name], numbers[target])
        if lowest[name] == numbers[name]:
            ring = [stack.pop()]
            while ring[-1] != name:
                ring.append(stack.pop())
            if len(ring) > 1:
                found.append(sorted(ring))

    for name in edges:
        if name not in numbers:
            visit(name)
    return sorted(found)


# --- the picture ---------------------------------------------------------------------------------


def drawing(floors: Sequence[Sequence[str]], room: Callable[[str], str]) -> str:
    """A Mermaid graph of rooms: a box a floor, the number of modules, an arrow an import."""
    counts = Counter(room(name) for name, path in modules().items() if path.name != "__init__.py")
    lines = ["```mermaid", "flowchart TB"]
    for number, floor in enumerate(floors):
        lines.append(f'  subgraph floor{number}[" "]')
        lines += [f'    {name}["{name} ({counts[name]})"]' for name in floor]
        lines.append("  end")
    for name, targets in edges_between(room).items():
        lines += [f"  {name} --> {target}" for target in sorted(targets)]
    return "\n".join([*lines, "```"])


def renew(page: str) -> str:
    """`page` with the pictures of today; raises ValueError for a page without a place for one."""
    for name, floors, room in (
        ("the house", FLOORS, room_of),
        ("the window", WINDOW_FLOORS, window_room_of),
    ):
        before, begin, rest = page.partition(BEGIN.format(name))
        _, end, after = rest.partition(END)
        if not begin or not end:
            raise ValueError(f"the page has no {BEGIN.format(name)} ... {END}")
        page = "\n".join([before + begin, drawing(floors, room), end + after])
    return page


# --- the measures --------------------------------------------------------------------------------


def measures() -> list[tuple[str, str]]:
    """What a visitor counts: modules, longest function and file, comments, fullest room."""
    files = {name: path.read_text(encoding="utf-8") for name, path in modules().items()}
    lengths = [len(text.splitlines()) for text in files.values()]
    functions = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for text in files.values()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    comments = sum(_comment_lines(text) for text in files.values())
    folders: dict[str, int] = defaultdict(int)
    for path in modules().values():
        folders[path.parent.relative_to(ROOT).as_posix()] += path.name != "__init__.py"
    fullest = max(folders, key=lambda folder: folders[folder])
    tests = sum(len(path.read_text("utf-8").splitlines()) for path in ROOT.glob("tests/**/*.py"))
    return [
        ("modules", str(len(files))),
        ("lines", str(sum(lengths))),
        ("longest file, lines", str(max(lengths))),
        ("functions", str(len(functions))),
        ("function, median and 95th percentile, lines", _middle_and_tail(functions)),
        ("longest function, lines", str(max(functions))),
        ("lines with a comment", f"{comments / sum(lengths):.1%}"),
        ("fullest folder", f"{fullest}: {folders[fullest]} modules"),
        ("rings of modules", str(len(circles(imports())))),
        ("rings of folders", str(len(circles(edges_between(folder_of))))),
        ("lines of tests a line of code", f"{tests / sum(lengths):.2f}"),
    ]


def _comment_lines(text: str) -> int:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return len({token.start[0] for token in tokens if token.type == tokenize.COMMENT})


def _middle_and_tail(values: list[int]) -> str:
    return f"{statistics.median(values):.0f}, {statistics.quantiles(values, n=20)[-1]:.0f}"


def main() -> int:
    """Renew the page and print the measures."""
    PAGE.write_text(renew(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    for name, value in measures():
        print(f"{name:45}{value}")
    for ring in circles(imports()) + circles(edges_between(folder_of)):
        print("ring:", " ".join(ring))
    return 0


if __name__ == "__main__":
    sys.exit(main())
