"""Which tests belong to what changed, and how many of them run within a minute."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scripts import house, quick
from scripts.quick import Choice, choose, its_tests, wanted
from scripts.setup_env import ROOT, SetupError

NAMES = ("core.files", "text.load", "gui.look.theme", "app.chat")
FILES = {
    f"newsassistant.{name}": ROOT / "newsassistant" / f"{name.replace('.', '/')}.py"
    for name in NAMES
}
EDGES = {
    "newsassistant.core.files": frozenset[str](),
    "newsassistant.text.load": frozenset({"newsassistant.core.files"}),
    "newsassistant.gui.look.theme": frozenset({"newsassistant.core.files"}),
    "newsassistant.app.chat": frozenset({"newsassistant.text.load"}),
}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit on main, which holds the file "old.py"."""
    monkeypatch.setattr(quick, "ROOT", tmp_path)
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "old.py")
    return tmp_path


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.hooksPath=none")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, name: str) -> None:
    (folder / name).write_text("1", encoding="utf-8")
    git(folder, "add", name)
    git(folder, "commit", "-q", "-m", name)


def test_what_is_not_committed_has_changed(checkout: Path) -> None:
    commit(checkout, "other.py")
    (checkout / "old.py").write_text("2", encoding="utf-8")
    (checkout / "新.py").write_text("1", encoding="utf-8")

    assert set(quick.changed_files()) == {"old.py", "新.py"}


def test_on_main_the_last_commit_has_changed(checkout: Path) -> None:
    commit(checkout, "second.py")
    commit(checkout, "third.py")

    assert quick.changed_files() == ["third.py"]


def test_on_a_branch_all_its_commits_have_changed(checkout: Path) -> None:
    git(checkout, "switch", "-q", "-c", "work")
    commit(checkout, "second.py")
    commit(checkout, "third.py")

    assert set(quick.changed_files()) == {"second.py", "third.py"}


def test_outside_of_a_checkout_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    with pytest.raises(SetupError, match="git ls-files"):
        quick.changed_files()


def test_changed_tests_come_first_then_those_of_the_module_then_those_of_its_importers() -> None:
    changed = ["newsassistant/core/files.py", "tests/unit/app/test_chat.py", "README.md"]

    assert wanted(changed, EDGES, FILES) == [
        "tests/unit/app/test_chat.py",
        "tests/unit/core/test_files.py",
        "tests/unit/text/test_load.py",
        "tests/gui/look/test_theme.py",
    ]


def test_who_imports_only_an_importer_is_no_dependant() -> None:
    assert "tests/unit/app/test_chat.py" not in wanted(
        ["newsassistant/core/files.py"], EDGES, FILES
    )


def test_scripts_have_tests_too_and_helpers_of_tests_have_none() -> None:
    changed = [
        "scripts/quick.py",
        "installer/frozen.py",
        "tests/gui/pages.py",
        "tests/unit/model/golden.json",
    ]

    assert wanted(changed, EDGES, FILES) == [
        "tests/unit/installer/test_frozen.py",
        "tests/unit/scripts/test_quick.py",
    ]


def test_the_tests_of_every_module_of_this_house_are_found() -> None:
    files = house.modules()
    paths = [path.relative_to(ROOT).as_posix() for path in files.values()]
    modules = [path for path in paths if path.split("/")[-1] not in ("__init__.py", "__main__.py")]

    assert [path for path in modules if not (ROOT / its_tests(path)).is_file()] == []


def test_it_takes_what_ends_in_time_and_names_the_rest() -> None:
    seconds = {"a": 30.0, "b": 90.0, "c": 20.0}

    assert choose(["a", "b", "c", "new"], seconds, 55.0) == Choice(["a", "c", "new"], ["b"])


def test_the_first_runs_however_long_it_takes() -> None:
    assert choose(["b", "a"], {"b": 90.0, "a": 1.0}, 60.0) == Choice(["b"], ["a"])


@pytest.mark.parametrize("text", [None, "", "[]", "{"])
def test_without_known_times_there_are_none(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick, "KEPT_SECONDS", tmp_path / "seconds")
    if text is not None:
        (tmp_path / "seconds").write_text(text, encoding="utf-8")

    assert quick.known_seconds() == {}


def test_times_are_where_pytest_keeps_them(pytestconfig: pytest.Config) -> None:
    if getattr(pytestconfig, "cache", None) is None:
        pytest.skip("pytest keeps no cache")
    assert pytestconfig.cache is not None
    assert pytestconfig.rootpath == ROOT
    kept = pytestconfig.cache._getvaluepath("newsassistant/seconds")
    assert kept == quick.KEPT_SECONDS


def test_it_chooses_for_the_work_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "changed_files", lambda: ["newsassistant/core/no_more.py"])
    assert quick.chosen(2) == Choice([], [])

    monkeypatch.setattr(quick, "changed_files", lambda: ["newsassistant/core/only_one.py"])
    assert "tests/unit/core/test_only_one.py" in quick.chosen(2).taken
