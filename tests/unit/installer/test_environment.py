"""The build environment: a Python of its own, made anew only when what it holds must change."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from installer import environment
from installer.products import MAIN, TRAINING, Product
from scripts.setup_env import SetupError, requirement_file


@pytest.fixture
def product(tmp_path: Path) -> Product:
    """The program, with an environment elsewhere."""
    return replace(MAIN, venv=tmp_path / "venv")


@pytest.fixture
def ran(product: Product, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have run."""
    commands: list[list[str]] = []

    def run(command: list[str]) -> None:
        commands.append(command)
        product.venv.mkdir(exist_ok=True)

    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "run", run)
    monkeypatch.setattr(environment, "base_python", lambda: "python")
    return commands


def test_it_is_made_once(product: Product, ran: list[list[str]]) -> None:
    environment.ensure(product)
    assert ran[0][:3] == ["python", "-m", "venv"]
    installs = ran[1:]
    assert len(installs) == len(environment.lists(product))
    assert all({"--no-deps", "--require-hashes"} <= set(command) for command in installs)
    assert all(command[0] == str(environment.program(product)) for command in installs)

    ran.clear()
    environment.ensure(product)
    assert ran == []


def test_torch_comes_last_and_without_a_hash(product: Product, ran: list[list[str]]) -> None:
    environment.ensure(replace(TRAINING, venv=product.venv))

    *listed, torch = ran[1:]
    assert {command[-1] for command in listed} >= {
        str(requirement_file("train")),
        str(requirement_file("evaluate")),
    }
    assert "--require-hashes" not in torch
    assert "--only-binary" in torch
    assert Path(torch[-1]).name == "torch.in"


def test_another_python_or_list_makes_it_anew(
    product: Product, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.ensure(product)
    old = product.venv / "old"
    old.write_text("x")
    ran.clear()
    monkeypatch.setattr(environment, "base_python", lambda: "python3.14")

    environment.ensure(product)

    assert ran[0][0] == "python3.14"
    assert not old.exists()
    assert environment.mark("python", TRAINING) != environment.mark("python", MAIN)


def test_its_packages_are_found(product: Product) -> None:
    with pytest.raises(SetupError, match="holds no packages"):
        environment.site_packages(product)
    site = product.venv / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True)

    assert environment.site_packages(product) == site


def test_what_the_systems_python_lacks_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "SYSTEM_PYTHON", tmp_path / "none")
    assert environment.lacks_of_system_python() == []

    # A Python that is new enough, and was built without what freezing takes.
    bare = "import importlib.util, sysconfig\nimportlib.util.find_spec = lambda name: None\n"
    bare += "sysconfig.get_config_var = lambda name: 'libnone.so.1'\n"
    (tmp_path / "sitecustomize.py").write_text(bare)
    monkeypatch.setattr(environment, "SYSTEM_PYTHON", Path(sys.executable))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    name = f"python3.{sys.version_info[1]}"
    assert environment.lacks_of_system_python() == [f"{name}-venv", f"lib{name}"]
