"""The packages for Windows: downloaded by the pinned lists, hashes checked, unpacked as they are.

No code of theirs runs, so that any system can do it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from installer import products
from installer.windows import archives
from installer.windows.embeddable import SERIES, TEST_SOURCE
from scripts.setup_env import SetupError, digest, requirement_file, run

BUILD = products.BUILD / "windows"
WHEELS = BUILD / "wheels"
SITE = BUILD / "site"
STAMP = BUILD / "site.stamp"
PLATFORM = "win_amd64"
TEST_LIST = "windows-test"


def mark() -> str:
    """Changes whenever the packages must be fetched anew."""
    return "\n".join(digest(requirement_file(name)) for name in products.MAIN.lists)


def ensure(python: Path) -> Path:
    """The folder of the unpacked packages, as a `site-packages`; raises SetupError.

    `python`: one with pip in it.
    """
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == mark():
        return SITE
    for folder in (WHEELS, SITE):
        shutil.rmtree(folder, ignore_errors=True)
    for name in products.MAIN.lists:
        run([str(python), "-m", "pip", "download", *_options(), "-r", str(requirement_file(name))])
    for wheel in sorted(WHEELS.glob("*.whl")):
        archives.unpack(wheel, SITE)
    if any(SITE.glob("*.data")):
        raise SetupError("a wheel has files for other folders (.data)")
    STAMP.write_text(mark(), encoding="utf-8")
    return SITE


def test_python(python: Path) -> Path:
    """The archive that builds for tests take Python from; raises SetupError."""
    folder = BUILD / "python"
    # Its set-up runs to tell its name, so its hash is checked before that.
    words = ("--quiet", "--no-deps", "--no-build-isolation", "--require-hashes")
    source = ("--no-binary=:all:", "-r", str(requirement_file(TEST_LIST)))
    run([str(python), "-m", "pip", "download", *words, *source, "--dest", str(folder)])
    return folder / TEST_SOURCE


def _options() -> list[str]:
    words = ("--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:")
    version = ".".join(map(str, SERIES))
    target = ("--platform", PLATFORM, "--python-version", version, "--implementation", "cp")
    return [*words, *target, "--dest", str(WHEELS)]
