"""What both commands for Linux do: a frozen folder, packages of it in dist/, and what is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from installer import frozen
from installer.linux import deb, selfextract
from installer.products import Product
from scripts.setup_env import ROOT, lacking, require_debian, say, succeeds

TARGET = ROOT / "dist"
TOOLS = {
    "dpkg-shlibdeps": "dpkg-dev",
    "lintian": "lintian",
    "makeself": "makeself",
    "xz": "xz-utils",
}


def ensure_tools() -> None:
    """Install what packages are made with, where that is possible; SetupError if it is missing."""
    missing = lacking(TOOLS)
    if not selfextract.FONT.is_file():
        missing.append(selfextract.FONT_PACKAGE)
    # dpkg-shlibdeps asks which package brings each of the system's libraries.
    known = succeeds(["dpkg", "-s", *selfextract.LIBRARIES])
    if missing or not known:
        require_debian([*missing, *selfextract.LIBRARIES], "make the packages")


def make(
    product: Product,
    freeze: Callable[[], Path],
    pack: Callable[[Path], list[Path]],
    *,
    keeps: bool,
) -> None:
    """Pack the product's folder, the .deb first; raises SetupError.

    It is frozen anew by `freeze` unless it is there and `keeps`.
    """
    ensure_tools()
    with frozen.timed(f"all of {product.name}"):
        is_there = keeps and product.program.is_file()
        made = pack(product.folder if is_there else freeze())
    for complaint in deb.check(made[0]):
        say(complaint)
    frozen.tell(made)
