"""The two programs that a user starts: their resources, and the modules that they name."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from installer.windows import icon, launchers
from installer.windows.embeddable import LIBRARY
from newsassistant import __version__


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    asked: list[list[str]] = []
    monkeypatch.setattr(launchers, "run", asked.append)
    monkeypatch.setattr(icon, "write", lambda target, work: target.write_bytes(b"icon"))
    launchers.compile_all(tmp_path, tmp_path / "work")
    return asked


def test_windows_tells_the_two_names_apart() -> None:
    assert launchers.WINDOW.lower() != launchers.CONSOLE.lower()


def test_only_one_has_a_console(commands: list[list[str]]) -> None:
    compiled = {Path(c[-1]).name: c for c in commands if c[0] == launchers.COMPILER}

    assert set(compiled) == {launchers.WINDOW, launchers.CONSOLE}
    assert "-mwindows" in compiled[launchers.WINDOW]
    assert "-mconsole" in compiled[launchers.CONSOLE]
    assert "-DWINDOWED" not in compiled[launchers.CONSOLE]


def test_the_resources_have_the_version_and_both_languages(
    tmp_path: Path, commands: list[list[str]]
) -> None:
    text = (tmp_path / "work" / "launcher.rc").read_text(encoding="utf-8")

    assert "@" not in text
    assert f"FILEVERSION {launchers.commas()}\n" in text
    assert launchers.commas().startswith(__version__.replace(".", ","))
    assert launchers.commas().count(",") == 3
    assert '"FileDescription", "新闻助手"' in text


def test_the_manifest_asks_for_what_the_program_needs(
    tmp_path: Path, commands: list[list[str]]
) -> None:
    root = ElementTree.parse(tmp_path / "work" / "launcher.manifest").getroot()
    said = {element.tag.rpartition("}")[2]: element for element in root.iter()}

    assert said["requestedExecutionLevel"].get("level") == "asInvoker"
    assert said["dpiAwareness"].text == "PerMonitorV2, PerMonitor"
    assert (said["longPathAware"].text, said["activeCodePage"].text) == ("true", "UTF-8")


def test_the_launcher_loads_what_ships() -> None:
    source = (launchers.FILES / "launcher.c").read_text(encoding="utf-8")
    options = re.search(r"OPTIONS\[\] = \{(.*)\}", source)

    assert options is not None
    assert options[1] == 'L"-I", L"-X", L"utf8", L"-m", L"start"'
    assert rf"\\python\\{LIBRARY}" in source
    assert "LOAD_LIBRARY_SEARCH_DEFAULT_DIRS" in source
