"""`make installer-macos`: freezes the program, and makes a disk image of it in dist/.

It has never run: no Mac was at hand. See `package` and docs/install.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from installer import environment, frozen
from installer.macos import package, plist
from scripts.setup_env import ROOT, SetupError, exit_code, run, say

TARGET = ROOT / "dist"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make installer-macos ARGS=...", description=__doc__)
    parser.add_argument("--identity", default="", help="a Developer ID Application to sign with")
    parser.add_argument("--profile", default="", help="notarytool's profile; needs --identity")
    return parser


def build(identity: str, profile: str) -> None:
    """All steps; those of Apple only as far as they can be had. Raises SetupError."""
    if sys.platform != "darwin":
        raise SetupError("the package for macOS can be made on macOS only")
    if profile and not identity:
        raise SetupError("Apple notarises only what is signed: name the --identity too")
    python = environment.ensure()
    run([str(python), "-m", "installer.icons", "--icns", str(frozen.BUILD / plist.ICON)])
    frozen.freeze()
    package.complete()
    package.sign(identity)
    package.try_out()
    made = package.disk_image(TARGET, identity)
    if profile:
        package.notarise(made, profile)
    else:
        say("not notarised: Gatekeeper will not open it by a double-click elsewhere")
    frozen.tell([made])


def main(arguments: Sequence[str]) -> int:
    """Build; the exit code."""
    options = _parser().parse_args(arguments)
    return exit_code(lambda: build(options.identity, options.profile))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
