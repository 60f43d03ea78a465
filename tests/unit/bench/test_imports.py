"""`make bench` works where only its own packages are: no pytest, and every peer may be missing."""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path

from packaging.utils import canonicalize_name

from scripts.setup_env import OPTIONAL, PURPOSES
from tests.unit.test_requirements import pins

ROOT = Path(__file__).resolve().parents[3]
# For `make train-setup`, which brings torch.
OF_TRAINING = {"train_six_b"}

IMPORT_ALL = """
import importlib, importlib.abc, json, pkgutil, sys
blocked = set(json.loads(sys.argv[1]))
class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in blocked:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
import tests.bench
names = [found.name for found in pkgutil.iter_modules(tests.bench.__path__)]
names = [name for name in names if name not in sys.argv[2:]]
for name in names:
    importlib.import_module(f"tests.bench.{name}")
print(json.dumps(names))
"""


def not_installed() -> list[str]:
    """Top-level modules of packages that are here but not in the lists that must succeed."""
    lists = set(PURPOSES["bench"]) - set(OPTIONAL["bench"])
    packages = {"newsassistant", "pip", *(name for found in lists for name in pins(f"{found}.txt"))}
    modules = importlib.metadata.packages_distributions()
    return [
        module
        for module, names in modules.items()
        if packages.isdisjoint(canonicalize_name(name) for name in names)
    ]


def test_every_module_can_be_imported() -> None:
    blocked = not_installed()
    assert {"pytest", "hypothesis", "_pytest"} <= set(blocked)

    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, json.dumps(blocked), *OF_TRAINING],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert {"__main__", "contestants", "switch", "six_b"} <= set(json.loads(done.stdout))
