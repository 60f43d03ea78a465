"""Archives of others: nothing leaves the folder, nothing that Windows reads otherwise."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from installer.windows import archives
from scripts.setup_env import SetupError


def archive(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name in names:
            made.writestr(name, name)
    return path


def test_files_are_written_as_they_are_named(tmp_path: Path) -> None:
    archives.unpack(archive(tmp_path / "a.whl", "x/__init__.py", "x/lib/y.dll", "x/e/"), tmp_path)

    assert (tmp_path / "x" / "lib" / "y.dll").read_text() == "x/lib/y.dll"
    assert not (tmp_path / "x" / "e").exists()


@pytest.mark.parametrize(
    "name",
    [
        "../out.py",
        "x/../../out.py",
        "/etc/out.py",
        "C:/out.py",
        "x/..\\out.py",
        "x//y.py",
        "x/y.py:stream",
        "x/nul.py",
        "x/COM1",
        "x/y. ",
        "x/y.",
        "x/\x07.py",
    ],
)
def test_a_path_that_is_not_what_it_seems_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "folder"
    with pytest.raises(SetupError, match="file called"):
        archives.unpack(archive(tmp_path / "a.whl", name), folder)
    assert not folder.exists()


def test_two_files_that_windows_takes_for_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="twice"):
        archives.unpack(archive(tmp_path / "a.whl", "x/Y.py", "x/y.py"), tmp_path / "folder")


def test_a_link_is_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("x/link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as made:
        made.writestr(info, "/etc/passwd")
    with pytest.raises(SetupError, match="link"):
        archives.unpack(tmp_path / "a.whl", tmp_path / "folder")


def test_an_archive_that_grows_without_bounds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 5)
    with pytest.raises(SetupError, match="more than"):
        archives.unpack(archive(tmp_path / "a.whl", "abc", "def"), tmp_path / "folder")
