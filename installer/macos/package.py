"""The package for macOS: the frozen bundle completed, signed, put on a disk image and notarised.

A recipe that has never run: no Mac was at hand. It follows Apple's and PyInstaller's manuals; what
can be tried elsewhere (names, property lists, the order of signing, the commands) is tested.
"""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

from installer import checks, frozen, licences
from installer.macos import plist
from newsassistant import __version__
from scripts.setup_env import SetupError, run

APP = frozen.FOLDER.parent / plist.APP
STAGE = frozen.BUILD / "dmg"
ENTITLEMENTS = frozen.BUILD / "entitlements.plist"
# Of 64 bits, of 32, and for several processors; all as they stand in the file.
_MACH_O = (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


def complete(app: Path = APP) -> None:
    """Add the licences and the names to a bundle; raises SetupError if it does not work."""
    resources = app / "Contents" / "Resources"
    target = resources / licences.FOLDER
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(frozen.FOLDER / licences.FOLDER, target)
    for name, text in plist.names().items():
        (resources / name).parent.mkdir(exist_ok=True)
        (resources / name).write_text(text, encoding="utf-8")
    if nowhere := checks.dangling(app):
        raise SetupError(f"these lead nowhere: {', '.join(nowhere)}")


def try_out(app: Path = APP) -> None:
    """Run the self-test of a signed bundle; raises SetupError if it fails."""
    try:
        checks.self_test(app / "Contents" / "MacOS" / "newsassistant")
    except (RuntimeError, OSError) as error:
        raise SetupError(str(error)) from error


def code(app: Path) -> Iterator[Path]:
    """The files in a bundle that must be signed before it, the deepest first.

    To sign the program itself is to sign the bundle.
    """
    files = (path for path in (app / "Contents").rglob("*") if not path.is_symlink())
    for path in sorted(files, key=lambda path: (-len(path.parts), path)):
        if path.parent.name != "MacOS" and path.is_file() and _is_mach_o(path):
            yield path


def _is_mach_o(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in _MACH_O


def sign(identity: str = "", app: Path = APP) -> None:
    """Sign a bundle with a Developer ID, or without one so that it starts on this Mac only.

    A bundle that was changed does not start without any signature. Raises SetupError.
    """
    ENTITLEMENTS.write_bytes(plist.entitlements())
    options = ["--options", "runtime", "--timestamp"] if identity else []
    command = ["codesign", "--force", "--sign", identity or "-", *options]
    for path in code(app):
        run([*command, str(path)])
    run([*command, "--entitlements", str(ENTITLEMENTS), str(app)])
    run(["codesign", "--verify", "--deep", "--strict", str(app)])


def disk_image(target: Path, identity: str = "", app: Path = APP) -> Path:
    """Make the .dmg, with a link to Applications to drag the program to; raises SetupError."""
    shutil.rmtree(STAGE, ignore_errors=True)
    shutil.copytree(app, STAGE / app.name, symlinks=True)
    (STAGE / "Applications").symlink_to("/Applications")
    target.mkdir(exist_ok=True)
    made = target / f"NewsAssistant-{__version__}-{platform.machine()}.dmg"
    options = ("-volname", "News Assistant", "-format", "UDZO", "-ov")
    run(["hdiutil", "create", *options, "-srcfolder", str(STAGE), str(made)])
    if identity:
        run(["codesign", "--force", "--sign", identity, "--timestamp", str(made)])
    return made


def notarise(image: Path, profile: str) -> None:
    """Have Apple check a signed image, and fasten its answer to it; raises SetupError. Minutes.

    `profile` is what `xcrun notarytool store-credentials` called the account.
    """
    run(["xcrun", "notarytool", "submit", str(image), "--keychain-profile", profile, "--wait"])
    run(["xcrun", "stapler", "staple", str(image)])
