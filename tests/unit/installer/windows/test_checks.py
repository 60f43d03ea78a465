"""A library that nobody brings is found without Windows."""

from __future__ import annotations

from pathlib import Path

from installer.windows import checks
from tests.unit.installer.windows.test_pe import library


def put(path: Path, *linked: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(library(list(linked), []))


def test_a_library_that_nobody_brings_is_found(tmp_path: Path) -> None:
    put(tmp_path / "msvcp140.dll", "KERNEL32.dll", "api-ms-win-crt-heap-l1-1-0.dll")
    put(tmp_path / "python" / "python313.dll", "VCRUNTIME140.dll")
    libraries = tmp_path / "pkgs" / "openvino" / "libs"
    put(libraries / "openvino.dll", "MSVCP140.dll", "tbb12.dll", "python313.dll")
    put(tmp_path / "pkgs" / "PySide6" / "plugins" / "platforms" / "q.dll", "Qt6Gui.dll")
    put(tmp_path / "pkgs" / "PySide6" / "Qt6Gui.dll", "ICUUC.dll", "own.dll")
    put(tmp_path / "pkgs" / "PySide6" / "own.dll")

    assert checks.unresolved(tmp_path) == [
        "pkgs/openvino/libs/openvino.dll: tbb12.dll",
        "python/python313.dll: vcruntime140.dll",
    ]
    put(libraries / "tbb12.dll")
    put(tmp_path / "vcruntime140.dll")
    assert checks.problems(tmp_path, ["/builder"]) == []


def test_source_and_paths_of_the_build_machine_are_found(tmp_path: Path) -> None:
    (tmp_path / "left.py").write_text("x = '/builder/tree'", encoding="utf-8")
    found = checks.problems(tmp_path, ["/builder/tree"])

    assert len(found) == 2
    assert "names the build machine: left.py: /builder/tree" in found
