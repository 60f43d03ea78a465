"""The build environment: a Python of its own, made anew only when what it holds must change."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer import environment
from scripts.setup_env import SetupError


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have run."""
    commands: list[list[str]] = []

    def run(command: list[str]) -> None:
        commands.append(command)
        environment.VENV.mkdir(exist_ok=True)

    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / "venv")
    monkeypatch.setattr(environment, "STAMP", tmp_path / "venv" / "stamp")
    monkeypatch.setattr(environment, "run", run)
    monkeypatch.setattr(environment, "base_python", lambda: "python")
    return commands


def test_it_is_made_once(ran: list[list[str]]) -> None:
    environment.ensure()
    assert ran[0][:3] == ["python", "-m", "venv"]
    installs = ran[1:]
    assert len(installs) == len(environment.LISTS)
    assert all({"--no-deps", "--require-hashes"} <= set(command) for command in installs)
    assert all(command[0] == str(environment.program()) for command in installs)

    ran.clear()
    environment.ensure()
    assert ran == []


def test_another_python_or_list_makes_it_anew(
    ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.ensure()
    old = environment.VENV / "old"
    old.write_text("x")
    ran.clear()
    monkeypatch.setattr(environment, "base_python", lambda: "python3.14")

    environment.ensure()

    assert ran[0][0] == "python3.14"
    assert not old.exists()


def test_its_packages_are_found(ran: list[list[str]]) -> None:
    with pytest.raises(SetupError, match="holds no packages"):
        environment.site_packages()
    site = environment.VENV / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True)

    assert environment.site_packages() == site
