"""The setup's script, words and name; and that NSIS takes it, where NSIS is installed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from installer.windows import icon, launchers, setup, trial
from installer.windows.folder import Made
from installer.windows.signing import Certificate
from newsassistant import __version__
from scripts.setup_env import SetupError
from tests.unit.installer.windows.keys import is_signed

SCRIPT = (launchers.FILES / "setup.nsi").read_text(encoding="utf-8")
STRINGS = (launchers.FILES / "strings.nsh").read_text(encoding="utf-8").replace("\\\n", "")
CHINESE = re.compile("[\u4e00-\u9fff]")


def made(tmp_path: Path, *, release: bool = False) -> Made:
    folder = tmp_path / "app"
    (folder / "pkgs").mkdir(parents=True)
    (folder / "pkgs" / "a.pyc").write_bytes(b"x" * 1500)
    (folder / launchers.WINDOW).write_bytes(b"MZ")
    picture = tmp_path / "own.ico"
    # NSIS wants to read its header.
    picture.write_bytes(icon.pack({16: b"\x89PNG\r\n\x1a\n" + bytes(64)}))
    return Made(folder, picture, {"release": release, "python": {"version": "3.13.2"}})


def test_every_text_is_there_in_both_languages() -> None:
    found = re.findall(r'STRING (\w+)\s+"([^"]*)"\s+"([^"]*)"', STRINGS)

    assert len(found) == STRINGS.count("insertmacro STRING")
    for name, english, chinese in found:
        assert not CHINESE.search(english), name
        assert CHINESE.search(chinese), name
    names = {name for name, _, _ in found}
    assert names == set(re.findall(r"\$\((\w+)\)", SCRIPT))


def test_the_script_says_nothing_of_its_own() -> None:
    boxes = re.findall(r"MessageBox \S+ (\"[^\"]*\")", SCRIPT)

    assert boxes
    assert all(re.fullmatch(r'"\$(\(\w+\)|\w+)"', box) for box in boxes)
    assert "DetailPrint" not in SCRIPT


def test_the_script_removes_what_the_folder_holds_and_never_the_users() -> None:
    removed = re.findall(r'RMDir /r "(.*?)"', SCRIPT)

    assert {name for name in removed if name.startswith("$INSTDIR")} == {
        rf"$INSTDIR\{name}" for name in ("python", "pkgs", "licences")
    }
    data = r"$LOCALAPPDATA\${DATA}"
    assert {name for name in removed if name.startswith("$LOCAL")} == {
        rf"{data}\{name}" for name in ("Cache", "Logs", "crashes")
    }
    assert f'!define WINDOW "{launchers.WINDOW}"' in SCRIPT
    assert f'!define CONSOLE "{launchers.CONSOLE}"' in SCRIPT


def test_a_build_for_tests_is_named_so(tmp_path: Path) -> None:
    assert setup.file_name(True) == f"NewsAssistant-{__version__}-x64-setup.exe"
    assert "TEST" in setup.file_name(False)

    packed = tmp_path / setup.file_name(False)
    packed.write_bytes(b"MZ")
    facts = json.loads(
        setup.describe(made(tmp_path), packed, is_signed=False).read_text(encoding="utf-8")
    )
    assert facts["release"] is False
    assert facts["python"] == {"version": "3.13.2"}
    assert (facts["file"], facts["signed"], len(facts["sha256"])) == (packed.name, False, 64)


def test_the_size_is_that_of_all_files(tmp_path: Path) -> None:
    defined = setup.definitions(made(tmp_path), tmp_path / "out.exe")

    assert defined["KILOBYTES"] == "3"
    assert defined["NUMBERS"] == f"{__version__}.0"


def test_what_is_opened_with_the_program_is_given_back() -> None:
    told, gone = (
        re.findall(rf"!insertmacro {name} (\S+)", SCRIPT) for name in ("OPEN_WITH", "CLOSE_WITH")
    )
    assert told == gone == list(trial.ENDINGS)


def test_without_nsis_the_build_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SetupError, match="nsis"):
        setup.build(made(tmp_path), tmp_path)


def test_nsis_takes_the_script_without_a_warning(tmp_path: Path) -> None:
    if shutil.which("makensis") is None:
        pytest.skip("NSIS is not installed")
    packed = setup.build(made(tmp_path), tmp_path / "dist", fast=True)

    assert packed.name == setup.file_name(False)
    assert packed.read_bytes().startswith(b"MZ")


def test_the_uninstaller_and_the_setup_are_signed(tmp_path: Path, keys: Path) -> None:
    certificate = Certificate(keys / "own.pfx", keys / "password")
    packed = setup.build(made(tmp_path), tmp_path / "dist", certificate, fast=True)

    assert is_signed(packed, keys / "own.pem")
