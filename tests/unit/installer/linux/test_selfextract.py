"""The self-extracting installer: install, upgrade and removal on a home folder with a hard name."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from installer.linux import selfextract, share

pytestmark = pytest.mark.skipif(
    os.name == "nt" or shutil.which("ldd") is None, reason="a Linux of its own kind"
)


@pytest.fixture
def unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What makeself unpacks, with a program that only speaks."""
    folder = tmp_path / "frozen"
    folder.mkdir()
    (folder / "newsassistant").write_text('#!/bin/sh\necho "started $*"\n')
    (folder / "newsassistant").chmod(0o755)
    (folder / "libours.so.1").write_bytes(b"")
    monkeypatch.setattr(selfextract, "STAGE", tmp_path / "unpacked")
    monkeypatch.setattr(share, "run", lambda command: None)
    for name in ("FONT", "FONT_LICENCE"):
        (tmp_path / name).write_text(name)
        monkeypatch.setattr(selfextract, name, tmp_path / name)
    return selfextract.stage(folder)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / 'Ann\'s $1 "home" 100% & co'
    (home / ".local" / "share" / "newsassistant").mkdir(parents=True)
    (home / ".local" / "share" / "newsassistant" / "history.sqlite3").write_text("chats")
    return home


def run(script: Path, home: Path, fonts: str = "Noto Sans CJK SC") -> str:
    """Run one of the scripts as a plain user with that home and Chinese fonts; what it said."""
    # `id` says that somebody else runs it: the tests may be root's.
    tools = home.parent / "tools"
    tools.mkdir(exist_ok=True)
    for name, said in (("id", "1000"), ("fc-list", fonts)):
        (tools / name).write_text(f"#!/bin/sh\necho {said}\n")
        (tools / name).chmod(0o755)
    path = f"{tools}:{os.environ['PATH']}"
    environment = {"HOME": str(home), "PATH": path, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["sh", str(script)], cwd=script.parent, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_installs_upgrades_and_leaves_the_users_own(unpacked: Path, home: Path) -> None:
    for _ in range(2):
        assert "is installed" in run(unpacked / "install.sh", home)
    program = home / ".local" / "opt" / "newsassistant" / "newsassistant"
    link = home / ".local" / "bin" / "newsassistant"
    said = subprocess.run([link, "gui"], capture_output=True, text=True).stdout
    assert said == "started gui\n"
    entry = home / ".local" / "share" / "applications" / "newsassistant.desktop"
    (line,) = [line for line in entry.read_text().splitlines() if line.startswith("Exec=")]
    assert line.endswith('/newsassistant" gui %f')
    assert unquoted(line) == str(program)

    assert "removed" in run(program.parent / "uninstall.sh", home)
    assert not (home / ".local" / "share" / "mime").exists()
    left = [path for path in home.rglob("*") if path.is_file() or path.is_symlink()]
    assert left == [home / ".local" / "share" / "newsassistant" / "history.sqlite3"]


def test_chinese_has_a_font_where_the_system_has_none(unpacked: Path, home: Path) -> None:
    ours = home / ".local" / "share" / "fonts" / "newsassistant"
    again = unpacked.with_name("again")
    shutil.copytree(unpacked, again, symlinks=True)

    run(unpacked / "install.sh", home, fonts="")
    assert (ours / "FONT").read_text() == "FONT"
    run(again / "install.sh", home, fonts="Ours")  # it is found now, and must stay
    assert (ours / "FONT").is_file()

    run(home / ".local" / "opt" / "newsassistant" / "uninstall.sh", home)
    assert not ours.parent.exists()


def test_no_font_comes_where_there_is_one(unpacked: Path, home: Path) -> None:
    run(unpacked / "install.sh", home)

    assert not (home / ".local" / "share" / "fonts").exists()


def test_an_upgrade_takes_away_what_only_the_old_version_had(unpacked: Path, home: Path) -> None:
    old = unpacked / "share" / "applications" / "old.desktop"
    old.write_text("")
    run(unpacked / "install.sh", home)
    assert (home / ".local" / "share" / "applications" / "old.desktop").is_file()

    old.unlink()
    run(unpacked / "install.sh", home)
    assert not (home / ".local" / "share" / "applications" / "old.desktop").exists()


@pytest.mark.skipif(shutil.which("update-mime-database") is None, reason="needs shared-mime-info")
def test_the_file_types_of_others_stay(unpacked: Path, home: Path) -> None:
    mime = home / ".local" / "share" / "mime"
    run(unpacked / "install.sh", home)
    assert "*.newschat" in (mime / "globs").read_text()
    text = (mime / "packages" / "newsassistant.xml").read_text()
    other = text.replace("newschat", "other").replace("vnd.newsassistant.chat", "x-other")
    (mime / "packages" / "other.xml").write_text(other)

    run(home / ".local" / "opt" / "newsassistant" / "uninstall.sh", home)

    assert (mime / "packages" / "other.xml").read_text() == other
    globs = (mime / "globs").read_text().splitlines()
    assert [line for line in globs if line[0] != "#"] == ["application/x-other+json:*.other"]
    assert [each.name for each in (mime / "application").iterdir()] == ["x-other+json.xml"]


def unquoted(line: str) -> str:
    """The program of an Exec line, as the desktop entry specification reads it."""
    text = line.removeprefix("Exec=").replace("\\\\", "\\")  # a string's escapes come first
    out, rest = "", text[1:]
    while not rest.startswith('"'):
        step = 2 if rest.startswith(("\\", "%%")) else 1
        out += rest[step - 1]
        rest = rest[step:]
    return out


def test_a_missing_library_is_named(
    unpacked: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = home.parent / "broken"
    tools.mkdir()
    lines = "".join(f"\\t{name} => not found\\n" for name in ("libxcb-cursor.so.0", "libours.so.1"))
    (tools / "ldd").write_text(f"#!/bin/sh\nprintf '{lines}'\n")
    (tools / "ldd").chmod(0o755)
    environment = {"HOME": str(home), "PATH": f"{tools}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", "./install.sh"], cwd=unpacked, env=environment, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "libxcb-cursor.so.0" in done.stdout
    assert "libours" not in done.stdout  # it is in the program's folder, and found by its own
    assert "apt install libdbus-1-3 " in done.stdout
    assert "@" not in done.stdout
    assert not (home / ".local" / "opt").exists()
