"""The program's folder: what is put where, and what was it made of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from installer import licences
from installer.licences import Component
from installer.windows import bytecode, folder, launchers
from installer.windows.contents import RUNTIME
from installer.windows.embeddable import Embeddable
from newsassistant import __version__
from scripts.setup_env import ROOT, SetupError
from tests.unit.installer.windows.test_pe import version_resource

FILES = {
    "python313.dll": b"the library",
    "python313.zip": b"modules",
    "python313._pth": b"python313.zip\r\n.\r\n",
    "python.exe": b"MZ",
    "LICENSE.txt": b"Take it.",
    "vcruntime140.dll": version_resource(14, 42, 1, 0),
}
PYTHON = Embeddable(FILES, "3.13.2", "python.zip", "ab" * 32, False)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Packages: Qt with Microsoft's runtime, and one with tests."""
    site = tmp_path / "site"
    for name in ("PySide6/QtCore.pyd", "PySide6/Qt6Quick.dll", "p/__init__.py", "p/tests/t.py"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(name.encode())
    for name in RUNTIME:
        (site / "PySide6" / name).write_bytes(version_resource(14, 44, 1, 0) + b"newer")
    return site


@pytest.fixture
def made(tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> folder.Made:
    monkeypatch.setattr(folder, "FOLDER", tmp_path / "app")
    monkeypatch.setattr(folder, "WORK", tmp_path / "work")
    monkeypatch.setattr(folder, "COMPILED_IN", ())
    monkeypatch.setattr(launchers, "compile_all", lambda target, work: work / "own.ico")
    monkeypatch.setattr(bytecode, "compile_folder", lambda target, python: None)
    package = Component("p", "1.2", "MIT", (ROOT / "LICENSE",))
    monkeypatch.setattr(licences, "packages", lambda place: iter([package]))
    models = tmp_path / "models"
    (models / "starter").mkdir(parents=True)
    (models / "starter" / "manifest.json").write_text("{}", encoding="utf-8")
    (tmp_path / "app" / "of_earlier").mkdir(parents=True)
    return folder.build(PYTHON, site, models)


def test_python_finds_what_ships_and_nothing_else(made: folder.Made) -> None:
    python = made.folder / "python"
    paths = (python / "python313._pth").read_bytes().decode().splitlines()

    assert paths == ["python313.zip", ".", r"..\pkgs"]
    assert (python.joinpath(*paths[2].split("\\")) / "p" / "__init__.py").is_file()
    assert not (python / "python.exe").exists()


def test_the_program_comes_with_its_resources_and_the_starter(made: folder.Made) -> None:
    packages = made.folder / "pkgs"

    assert (packages / "newsassistant" / "cli" / "main.py").is_file()
    assert (packages / "start.py").is_file()
    assert (packages / "newsassistant" / "resources" / "icons" / "app" / "app.svg").is_file()
    assert (packages / "newsassistant/resources/models/starter/manifest.json").is_file()
    assert not (packages / "p" / "tests").exists()
    assert not (packages / "PySide6" / "Qt6Quick.dll").exists()
    assert not (made.folder / "of_earlier").exists()


def test_microsofts_runtime_lies_beside_the_programs_once(made: folder.Made) -> None:
    assert {path.name for path in made.folder.glob("*.dll")} == set(RUNTIME)
    assert (made.folder / "vcruntime140.dll").read_bytes().endswith(b"newer")
    assert not (made.folder / "python" / "vcruntime140.dll").exists()
    assert not (made.folder / "pkgs" / "PySide6" / "msvcp140.dll").exists()


def test_a_missing_runtime_ends_the_build(tmp_path: Path, site: Path) -> None:
    (site / "PySide6" / "concrt140.dll").unlink()
    with pytest.raises(SetupError, match=r"concrt140\.dll"):
        folder.add_runtime((site / "PySide6",), tmp_path / "app")


def test_it_says_what_it_was_made_of(made: folder.Made) -> None:
    facts = json.loads((made.folder / "build.json").read_text(encoding="utf-8"))

    assert facts == made.facts
    assert (facts["version"], facts["release"]) == (__version__, False)
    assert facts["python"] == {"version": "3.13.2", "source": "python.zip", "sha256": "ab" * 32}
    assert facts["packages"] == {"p": "1.2"}
    index = (made.folder / "licences" / "INDEX.txt").read_text(encoding="utf-8")
    assert "microsoft-visual-c++-runtime 14.44.1.0" in index
    assert "python 3.13.2: PSF-2.0" in index
