"""The rules of the house that a program can check: layers, sizes, test files, clean text."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from scripts.quick import its_tests

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "newsassistant"
MODULES = sorted(PACKAGE.rglob("*.py"))
CHECKED = [
    *MODULES,
    *sorted((ROOT / "scripts").glob("*.py")),
    *sorted((ROOT / "installer").rglob("*.py")),
]
LONGEST_FUNCTION = 60
LONGEST_FILE = 500
MOST_MODULES = 20

# The borders at which nothing may escape: the engine's loop, the command line, the window's hook.
CATCH_ALL = (
    *("app/worker.py", "cli/main.py", "gui/shell/crash.py"),
    *("core/outside.py", "download/transport.py"),
    *("app/batch/sharing.py", "server/answering.py", "server/app.py", "server/gate.py"),
)

# Put together so that this file does not hold what it looks for.
LEAKS = re.compile(
    "|".join(
        (
            "pypi" + r"\.org",
            "python" + "hosted",
            "npm" + "js",
            "deb" + r"\.debian",
            "/ro" + "ot/",
            "/wo" + "rk/",
            r"/home/[a-z]",
            r"[A-Z]:\\Users",
            "TO" + "DO",
            "FIX" + "ME",
            "type: ig" + r"nore(?!\[)",
        )
    )
)
# The licence text is not ours; the hash lists are machine-made and checked by a test of their own.
NOT_SCANNED = re.compile(r"^(LICENSE|requirements/.*\.txt)$")


def name_of(path: Path) -> str:
    """The path as the messages show it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_the_layers_hold() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_the_window_starts_without_heavy_imports() -> None:
    if not (PACKAGE / "gui" / "application.py").is_file():
        pytest.skip("newsassistant.gui.application does not exist yet")
    code = (
        "import sys, newsassistant.gui.application; "
        "print(sorted({'openvino', 'torch', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


def test_functions_are_short() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}: {length} lines"
        for path in CHECKED
        for node in functions(path)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]

    assert long == []


def test_files_are_short() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in CHECKED}

    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_every_module_says_what_it_does() -> None:
    assert [name_of(path) for path in CHECKED if not ast.get_docstring(tree(path))] == []


def test_every_module_has_its_test_file() -> None:
    modules = [path for path in CHECKED if path.name not in ("__init__.py", "__main__.py")]

    assert [
        its_tests(name_of(path))
        for path in modules
        if not (ROOT / its_tests(name_of(path))).is_file()
    ] == []


# What lies beside the package in a checkout, and inside it when installed.
BESIDE = ("newsassistant.requirements", "newsassistant.resources")


def test_every_folder_is_installed() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    folders = {".".join(path.parent.relative_to(ROOT).parts) for path in MODULES}

    assert set(listed["packages"]) - set(BESIDE) == folders


def test_folders_are_rooms() -> None:
    """What a folder holds can be seen at once."""
    sizes = Counter(path.parent for path in CHECKED if path.name != "__init__.py")

    assert {name_of(path): n for path, n in sizes.items() if n > MOST_MODULES} == {}


def catches_all(node: ast.AST) -> bool:
    """True for a handler of every exception, unless it only cleans up and raises it again."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    last = node.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    broad = ("Exception", "BaseException")
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in broad) for kind in caught)


def test_only_the_borders_catch_everything() -> None:
    inside = [path for path in MODULES if path.relative_to(PACKAGE).as_posix() not in CATCH_ALL]
    found = [
        f"{name_of(path)}:{getattr(node, 'lineno', 0)}"
        for path in inside
        for node in ast.walk(tree(path))
        if catches_all(node)
    ]

    assert found == []


# Who may read without `core.files` and `core.outside`: these two, and what reads only what the
# program or the system wrote (resources, /proc, a tokenizer that the library has just made).
READS_ITSELF = {
    "core/files.py",
    "core/outside.py",
    "core/settings.py",
    "app/machine/memory.py",
    "engine/execution.py",
    "engine/plans.py",
    "gui/look/theme.py",
    "text/tokenizers/bpe_definition.py",
    "text/tokenizers/tokenizer.py",
}


def test_what_is_read_from_outside_goes_through_the_bounded_readers() -> None:
    """A pipe, a file of many gigabytes or a number of many digits stops there, not in a reader."""
    decoders = {("json", "loads"), ("json", "load"), ("tomllib", "loads"), ("tomllib", "load")}
    found = []
    for path in MODULES:
        if path.relative_to(PACKAGE).as_posix() in READS_ITSELF:
            continue
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            whole = node.func.attr in ("read_text", "read_bytes") and owner != "files"
            if whole or (owner, node.func.attr) in decoders:
                found.append(f"{name_of(path)}:{node.lineno} {node.func.attr}")

    assert found == []


def test_nothing_runs_what_it_reads() -> None:
    risky = {"eval", "exec", "compile"}
    calls = [
        f"{name_of(path)}:{node.lineno} {node.func.id}"
        for path in CHECKED
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in risky
    ]
    imports = [
        f"{name_of(path)}:{node.lineno}"
        for path in CHECKED
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import) and {"pickle", "marshal"} & {a.name for a in node.names}
    ]

    assert calls + imports == []


def test_no_test_moves_the_whole_process_to_another_system() -> None:
    """A window's timer runs beside every test; ``tests.systems.on_system`` moves one module."""
    moved = re.compile(r"""setattr\((sys, "platform"|"[\w.]*sys\.platform")""")
    found = [
        name_of(path)
        for path in (ROOT / "tests").rglob("*.py")
        if moved.search(path.read_text("utf-8"))
    ]

    assert found == []


def tracked_texts() -> Iterator[tuple[str, str]]:
    """(name, text) of every text file that git knows, or skip where this is no checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in listed.stdout.decode().split("\0"):
        if not name or NOT_SCANNED.match(name) or not (ROOT / name).is_file():
            continue
        data = (ROOT / name).read_bytes()
        if b"\0" not in data:
            yield name, data.decode("utf-8")


def test_no_file_names_an_index_or_a_machine() -> None:
    leaks = [
        f"{name}:{number}: {found.group()}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := LEAKS.search(line))
    ]

    assert leaks == []
