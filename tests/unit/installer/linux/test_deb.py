"""The Debian package: its layout and description; dpkg-deb makes a small one where it is there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from installer.linux import deb, share
from newsassistant import __version__

DEBIAN = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg")
POSIX = pytest.mark.skipif(os.name == "nt", reason="links and modes of POSIX")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frozen folder with a program, a library and a text."""
    folder = tmp_path / "newsassistant"
    (folder / "_internal").mkdir(parents=True)
    (folder / "newsassistant").write_text("#!/bin/sh\necho started\n")
    (folder / "newsassistant").chmod(0o700)
    (folder / "_internal" / "lib.so").write_bytes(b"x" * 3000)
    (folder / "_internal" / "lib.so").chmod(0o711)
    monkeypatch.setattr(deb, "STAGE", tmp_path / "stage")
    monkeypatch.setattr(deb, "ROOT", tmp_path)
    monkeypatch.setattr(share, "run", lambda command: None)
    return folder


@POSIX
def test_the_layout_is_readable_to_everybody(folder: Path) -> None:
    root = deb.stage(folder)

    modes = {
        path.relative_to(root).as_posix(): path.stat().st_mode & 0o777
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink()
    }
    programs = {name for name, mode in modes.items() if mode == 0o755}
    assert programs == {"usr/lib/newsassistant/newsassistant"}
    assert set(modes.values()) == {0o755, 0o644}
    assert (
        os.readlink(root / "usr" / "bin" / "newsassistant") == "../lib/newsassistant/newsassistant"
    )
    assert "usr/share/doc/newsassistant/copyright" in modes


def test_the_oldest_supported_system_is_not_refused() -> None:
    asked = "libx11-6, libx11-xcb1 (>= 2:1.8.4), libxcb1 (>= 1.8)"

    assert deb.loosened(asked) == "libx11-6, libx11-xcb1, libxcb1 (>= 1.8)"


def test_the_changelog_has_the_version() -> None:
    lines = deb.changelog(deb.MAIN).splitlines()

    assert lines[0].startswith(f"newsassistant ({__version__}) ")
    assert lines[-1].startswith(" -- ")


@DEBIAN
def test_a_package_is_made(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deb, "dependencies", lambda root: "libc6")

    made = deb.build(folder, tmp_path / "dist")

    said = subprocess.run(["dpkg-deb", "-f", str(made)], capture_output=True, text=True, check=True)
    assert f"Version: {__version__}\n" in said.stdout
    assert f"Depends: {deb.FONTS}, libc6\n" in said.stdout
    subprocess.run(["dpkg-deb", "-x", str(made), str(tmp_path / "x")], check=True)
    program = tmp_path / "x" / "usr" / "bin" / "newsassistant"
    assert subprocess.run([program], capture_output=True, text=True).stdout == "started\n"


@DEBIAN
@pytest.mark.skipif(shutil.which("dpkg-shlibdeps") is None, reason="needs dpkg-dev")
def test_dependencies_are_found(tmp_path: Path) -> None:
    (tmp_path / "DEBIAN").mkdir()
    shutil.copyfile("/bin/sh", tmp_path / "program")

    found = deb.dependencies(tmp_path)

    assert found.startswith("libc6 (>= ")
