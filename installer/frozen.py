"""Freezes a program, the same on all systems: environment, starter, PyInstaller, checks.

Nothing here is of one package or another; those are in a folder a system.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from installer import checks, environment, licences, products
from installer.products import MAIN, Product
from newsassistant import __version__
from scripts.setup_env import ROOT, SetupError, lacking, require_debian, run, say

BUILD = products.BUILD
FOLDER = MAIN.folder
PROGRAM = MAIN.program
VERSION = __version__
# Where Pythons are on every machine alike, which tells nothing of this one.
PUBLIC = ("/usr", "/Library/Frameworks/Python.framework/")


@contextmanager
def timed(words: str) -> Iterator[None]:
    """Say what is done, and how long it took."""
    started = time.monotonic()
    yield
    say(f"{words}: {time.monotonic() - started:.0f} s")


def tell(made: Iterable[Path]) -> None:
    """Print what was made, and how large it is."""
    for path in made:
        print(f"{path.relative_to(ROOT).as_posix()}  {path.stat().st_size / 1e6:.1f} MB")


def ensure_tools() -> None:
    """Install what freezing needs of a Debian; SetupError if that is not possible."""
    if not sys.platform.startswith("linux"):
        return
    missing = lacking({"objdump": "binutils", "readelf": "binutils"})
    missing += environment.lacks_of_system_python()
    require_debian(sorted(set(missing)), "freeze the program")


def freeze() -> Path:
    """The folder of the frozen program, made anew, checked and tried; raises SetupError."""
    ensure_tools()
    with timed("the environment"):
        python = environment.ensure()
    with timed("the starter"):
        run([str(python), "-m", "installer.starter", str(BUILD / "models")])
    collect(MAIN, python)
    with timed("the self-test"):
        try:
            checks.self_test(PROGRAM)
        except (RuntimeError, OSError) as error:
            raise SetupError(str(error)) from error
    return FOLDER


def collect(product: Product, python: Path) -> None:
    """Let PyInstaller make the folder; add the licences and check it. Raises SetupError."""
    with timed(f"freezing {product.name}"):
        run([str(python), "-m", "PyInstaller", *_options(product), str(product.spec)])
    with timed("licences and checks"):
        add_licences(product, python)
        check(product, python)


def _options(product: Product) -> list[str]:
    places = ("--distpath", str(product.folder.parent), "--workpath", str(BUILD / "work"))
    return ["--noconfirm", "--clean", "--log-level", "ERROR", *places]


def facts_of(python: Path) -> dict[str, str]:
    """`version`, `stdlib` and `base` (the folder it was installed into) of a Python."""
    code = (
        "import json, platform, sys, sysconfig; print(json.dumps(dict("
        "version=platform.python_version(), base=sys.base_prefix,"
        "stdlib=sysconfig.get_path('stdlib'))))"
    )
    said = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True)
    facts = json.loads(said.stdout)
    return {name: str(value) for name, value in facts.items()}


def add_licences(product: Product, python: Path) -> None:
    """Put the licence texts beside the program; raises SetupError if one is missing."""
    facts = facts_of(python)
    site = environment.site_packages(product)
    pyinstaller = next(site.glob("pyinstaller-*.dist-info"))
    bootloader = pyinstaller / "licenses" / "COPYING.txt"
    components = [
        licences.Component(
            product.name, VERSION, "Apache-2.0", (ROOT / "LICENSE", ROOT / "NOTICE")
        ),
        licences.python(Path(facts["stdlib"]), facts["version"]),
        licences.Component(
            "pyinstaller-bootloader",
            pyinstaller.stem.split("-")[1],
            "GPL-2.0-or-later with the exception for what it starts",
            (bootloader,),
        ),
        *licences.packages(site, product),
    ]
    if sys.platform.startswith("linux"):
        # Python's own library is Python's.
        system = (path for path in product.inside.glob("lib*.so*") if "python" not in path.name)
        components += licences.of_system(system)
        components += [licences.gomp()] if product.torch else []
    licences.write(components, product.folder / licences.FOLDER)


def check(product: Product, python: Path) -> None:
    """Raises SetupError for anything in the folder that must not ship."""
    base = facts_of(python)["base"]
    words = [str(ROOT), *([] if base.startswith(PUBLIC) else [base])]
    run([str(python), "-m", "installer.checks", str(product.folder), *words])
