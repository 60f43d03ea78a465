"""`make installer-training`: the training pack as a .deb and a .run, in dist/.

Neither brings a menu entry or a command: the program that it belongs to finds it.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from installer import training
from installer.linux import deb, packages, selfextract, share
from installer.products import MAIN, TRAINING
from newsassistant import __version__
from scripts.setup_env import exit_code

PACKAGE = deb.Package(
    TRAINING.name,
    "train house styles for News Assistant",
    (
        "What News Assistant needs to train a style on a newsroom's own articles",
        "and summaries, and to score one: PyTorch and its companions. Nothing of",
        "it is started by itself; the page Train a style finds it.",
    ),
    f"{MAIN.name} (= {__version__})",
    # Torch's and transformers' sources, which nobody runs as scripts, and matplotlib's own fonts.
    tags=("wrong-path-for-interpreter", "unusual-interpreter", "duplicate-font-file"),
)
# A third of the time that the program's level takes, for 7 % more.
LEVEL = 2
SCRIPTS = {"install.sh": "install-training.sh", "uninstall.sh": "uninstall-training.sh"}


def stage_run(folder: Path) -> Path:
    """Lay out what the .run unpacks: the pack and its scripts."""
    root = selfextract.STAGE.with_name("run-training")
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(folder, root / "program", symlinks=True)
    for name, source in SCRIPTS.items():
        share.put(root / name, share.stamped(source, share.stamps("")))
        (root / name).chmod(0o755)
    return root


def build(folder: Path) -> list[Path]:
    """Both packages of a frozen folder; raises SetupError."""
    root = deb.lay_out(PACKAGE, folder)
    deb.open_to_all(root)
    made = [deb.pack(PACKAGE, root, packages.TARGET, LEVEL)]
    shutil.rmtree(root)  # a gigabyte
    root = stage_run(folder)
    title = "News Assistant, training pack"
    made.append(selfextract.pack(root, packages.TARGET, TRAINING.name, title, LEVEL))
    shutil.rmtree(root)
    return made


def main(arguments: Sequence[str]) -> int:
    """Build all; `--keep` takes the frozen folder that is there. The exit code."""
    keeps = "--keep" in arguments
    return exit_code(lambda: packages.make(TRAINING, training.freeze, build, keeps=keeps))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
