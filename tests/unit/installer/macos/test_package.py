"""The recipe for macOS, as far as it can be tried elsewhere: order, names and commands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from installer import frozen, licences
from installer.macos import __main__ as recipe
from installer.macos import package
from newsassistant import __version__
from scripts.setup_env import SetupError
from tests.systems import on_system

POSIX = pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
MACH_O = b"\xcf\xfa\xed\xfe and code"


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The commands that would have run; all files are in a folder of the test."""
    ran: list[list[str]] = []
    monkeypatch.setattr(package, "run", ran.append)
    monkeypatch.setattr(package, "STAGE", tmp_path / "dmg")
    monkeypatch.setattr(package, "ENTITLEMENTS", tmp_path / "entitlements.plist")
    return ran


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A bundle as PyInstaller leaves it."""
    app = tmp_path / "News Assistant.app"
    inside = app / "Contents"
    framework = inside / "Frameworks" / "Qt" / "QtCore.framework" / "Versions" / "A"
    for folder in (inside / "MacOS", inside / "Resources", framework):
        folder.mkdir(parents=True)
    for program in (inside / "MacOS" / "newsassistant", framework / "QtCore"):
        program.write_bytes(MACH_O)
    (inside / "Frameworks" / "libtbb.dylib").write_bytes(MACH_O)
    (inside / "Resources" / "text.txt").write_text("a text", encoding="utf-8")
    return app


@POSIX
def test_what_is_inside_is_signed_before_the_bundle(app: Path, commands: list[list[str]]) -> None:
    (app / "Contents" / "Frameworks" / "QtCore").symlink_to("Qt/QtCore.framework/Versions/A/QtCore")

    package.sign("Developer ID Application: A Newsroom", app)

    signed = [Path(command[-1]).name for command in commands]
    assert signed == ["QtCore", "libtbb.dylib", app.name, app.name]
    assert all("runtime" in command for command in commands[:-1])
    assert "--entitlements" in commands[-2]
    assert "--verify" in commands[-1]


def test_without_an_identity_it_is_sealed_all_the_same(
    app: Path, commands: list[list[str]]
) -> None:
    package.sign("", app)

    assert all(command[command.index("--sign") + 1] == "-" for command in commands[:-1])
    # Libraries of nobody in particular are refused by the hardened runtime.
    assert not any("runtime" in command for command in commands)


@POSIX
def test_the_image_holds_the_program_and_the_way_to_applications(
    app: Path, commands: list[list[str]], tmp_path: Path
) -> None:
    made = package.disk_image(tmp_path / "dist", app=app)

    assert made.name.startswith(f"NewsAssistant-{__version__}-")
    assert sorted(os.listdir(package.STAGE)) == ["Applications", app.name]
    assert [command[0] for command in commands] == ["hdiutil"]
    package.disk_image(tmp_path / "dist", "An Identity", app)
    assert commands[-1][0] == "codesign"
    package.notarise(made, "newsroom")
    assert [command[1] for command in commands[-2:]] == ["notarytool", "stapler"]


@POSIX
def test_a_bundle_gets_licences_and_names(
    app: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frozen, "FOLDER", tmp_path / "newsassistant")
    (tmp_path / "newsassistant" / licences.FOLDER).mkdir(parents=True)
    (tmp_path / "newsassistant" / licences.FOLDER / "INDEX.txt").write_text("all")

    package.complete(app)

    resources = app / "Contents" / "Resources"
    assert (resources / licences.FOLDER / "INDEX.txt").is_file()
    assert (resources / "zh-Hans.lproj" / "InfoPlist.strings").is_file()
    (app / "Contents" / "gone").symlink_to("nowhere")
    with pytest.raises(SetupError, match="lead nowhere: Contents/gone"):
        package.complete(app)


def test_a_program_that_does_not_work_ends_the_build(app: Path) -> None:
    with pytest.raises(SetupError):
        package.try_out(app)


def test_it_is_made_on_macos_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on_system(monkeypatch, recipe, "linux")

    assert recipe.main([]) == 1
    assert "on macOS only" in capsys.readouterr().err


def test_nothing_is_notarised_that_is_not_signed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on_system(monkeypatch, recipe, "darwin")

    assert recipe.main(["--profile", "newsroom"]) == 1
    assert "--identity" in capsys.readouterr().err
