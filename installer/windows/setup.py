"""Packs the program's folder into one setup program for Windows, with NSIS."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from installer import frozen
from installer.windows import launchers, signing
from installer.windows.folder import Made
from installer.windows.signing import Certificate
from newsassistant import __version__
from scripts.setup_env import SetupError, run

SCRIPT = launchers.FILES / "setup.nsi"
# The other stubs are 32-bit programs, or know no Unicode.
TARGET = "Target amd64-unicode"
SMALL = ("SetCompressor /SOLID lzma", "SetCompressorDictSize 64")
FAST = ("SetCompressor zlib",)


def file_name(is_release: bool) -> str:
    """The setup's name; that of a build for tests says so."""
    mark = "" if is_release else "-TEST"
    return f"NewsAssistant-{__version__}-x64{mark}-setup.exe"


def kilobytes(folder: Path) -> int:
    """The size of what is installed, as Windows' list of programs shows it."""
    return sum(-(-path.stat().st_size // 1024) for path in folder.rglob("*") if path.is_file())


def definitions(made: Made, out: Path) -> Mapping[str, str]:
    """What the script is told."""
    return {
        "VERSION": __version__,
        "NUMBERS": launchers.commas().replace(",", "."),
        "FOLDER": str(made.folder),
        "FILES": str(launchers.FILES),
        "ICON": str(made.icon),
        "KILOBYTES": str(kilobytes(made.folder)),
        "OUT": str(out),
    }


def build(
    made: Made, target: Path, certificate: Certificate | None = None, *, fast: bool = False
) -> Path:
    """Make the setup in the folder `target`, signed with its uninstaller if there is a certificate.

    `fast`: less compressed. Raises SetupError.
    """
    if shutil.which("makensis") is None:
        raise SetupError("makensis is needed; on Debian: apt-get install nsis")
    target.mkdir(exist_ok=True)
    out = target / file_name(bool(made.facts["release"]))
    defined = [f"-D{name}={value}" for name, value in definitions(made, out).items()]
    said = [f"-X{line}" for line in (TARGET, *(FAST if fast else SMALL))]
    environment = {}
    if certificate is not None:
        defined.append(f'-DSIGN="{sys.executable}" -m installer.windows.signing')
        environment = certificate.environment()
    # In the folder where this runs, so that Python finds the module that signs.
    options = ("-NOCD", "-V2", "-WX", "-INPUTCHARSET", "UTF8")
    command = ["makensis", *options, *said, *defined, str(SCRIPT)]
    with frozen.timed(out.name):
        run(command, **environment)
    if certificate is not None:
        signing.sign(out, certificate)
    return out


def describe(made: Made, setup: Path, *, is_signed: bool) -> Path:
    """Write beside a setup what it is, what it was made of, and its hash; the file."""
    facts = {
        **made.facts,
        "file": setup.name,
        "sha256": hashlib.sha256(setup.read_bytes()).hexdigest(),
        "signed": is_signed,
    }
    target = setup.with_suffix(".json")
    text = json.dumps(facts, indent=1, ensure_ascii=False)
    target.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return target
