"""`make installer-windows`: the setup for Windows in dist/, made on Linux."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from installer import environment, frozen, products
from installer.windows import checks, embeddable, folder, launchers, setup, signing, trial, wheels
from scripts.setup_env import ROOT, SetupError, exit_code, lacking, require_debian, run, say

TARGET = ROOT / "dist"
TOOLS = {
    launchers.COMPILER: "gcc-mingw-w64-x86-64",
    launchers.RESOURCES: "binutils-mingw-w64-x86-64",
    "makensis": "nsis",
}


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options; ends the program for wrong ones."""
    parser = argparse.ArgumentParser(prog="installer.windows", description=__doc__)
    parser.add_argument("--python", type=Path, help="python.org's embeddable zip for amd64, 3.13")
    parser.add_argument("--python-sha256", default="", help="its hash, as python.org gives it")
    parser.add_argument("--certificate", type=Path, help="sign with this PKCS #12 file")
    parser.add_argument("--password-file", type=Path, help=f"instead of ${signing.PASSWORD}")
    parser.add_argument("--timestamp-url", default="", help="who attests the time of the signature")
    parser.add_argument("--fast", action="store_true", help="compress less; for trials")
    parser.add_argument("--try", dest="tries", action="store_true", help="try it under Wine")
    return parser.parse_args(arguments)


def ensure_tools() -> None:
    """Install what it is made with, where that is possible; SetupError if it is missing."""
    require_debian(lacking(TOOLS), "make the setup")


def find_python(options: argparse.Namespace) -> embeddable.Embeddable:
    """The Python that was given, else the one for tests, from where pip finds packages."""
    if options.python is not None:
        return embeddable.read(options.python, options.python_sha256)
    say("without --python this is a build for tests")
    return embeddable.read(wheels.test_python(environment.program()))


def build(options: argparse.Namespace) -> Path:
    """The setup, made, checked and signed as the options say; raises SetupError."""
    ensure_tools()
    with frozen.timed("the environment"):
        environment.ensure()
    python = find_python(options)
    with frozen.timed("the packages"):
        site = wheels.ensure(environment.program())
    models = products.BUILD / "models"
    with frozen.timed("the starter"):
        run([str(environment.program()), "-m", "installer.starter", str(models)])
    with frozen.timed("the folder"):
        made = folder.build(python, site, models)
        found = checks.problems(made.folder, [str(ROOT)])
        if found:
            raise SetupError("\n".join(found))
    certificate = _certificate(options)
    if certificate is not None:
        for name in (launchers.WINDOW, launchers.CONSOLE):
            signing.sign(made.folder / name, certificate)
    packed = setup.build(made, TARGET, certificate, fast=options.fast)
    setup.describe(made, packed, is_signed=certificate is not None)
    return packed


def _certificate(options: argparse.Namespace) -> signing.Certificate | None:
    if options.certificate is None:
        return None
    signing.ensure_tool()
    file = options.certificate
    password = options.password_file
    return signing.Certificate(
        file.absolute(), password.absolute() if password else None, options.timestamp_url
    )


def make(options: argparse.Namespace) -> None:
    """Build, and try if asked to; raises SetupError."""
    packed = build(options)
    frozen.tell([packed])
    if options.tries and not trial.is_possible():
        say("not tried: Wine is not installed (on Debian: apt-get install wine64 wine)")
    elif options.tries:
        with frozen.timed("the trial under Wine"):
            trial.cycle(packed)


def main(arguments: Sequence[str]) -> int:
    """Build, and try if asked to; the exit code."""
    options = parse(arguments)
    return exit_code(lambda: make(options))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
