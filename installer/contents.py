"""What of a frozen program's files ships, decided by their names alone.

Knows no PyInstaller: the specs ask for each file that was collected. Paths are those inside the
program's folder, with "/".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

OPENVINO_LIBRARIES = (
    # Linux and macOS: libtbb.so.12, libtbb.12.dylib.
    *(
        f"lib{name}{ending}"
        for name in ("openvino", "openvino_ir_frontend", "tbb", "tbbmalloc")
        for ending in (".so.*", ".*.dylib")
    ),
    # Plugins end alike on both, by the processor's kind.
    "libopenvino_arm_cpu_plugin.so",
    "libopenvino_auto_plugin.so",
    "libopenvino_intel_cpu_plugin.so",
    # On macOS it asks for a library that no wheel has.
    "libtbbbind_2_5.so.*",
    "libhwloc.so.*",
)
"""What OpenVINO loads by these names from its own folder: nothing imports it, no tool finds it.

The readers of other formats (ONNX, TensorFlow, ...) and the plugins for graphics and neural
processors (60 MB) stay out: the program makes its own graphs, for the processor.
"""

_UNUSED_BY_ALL = (
    # OpenVINO imports its readers if it can, and each brings its libraries.
    "openvino.frontend.jax",
    "openvino.frontend.onnx",
    "openvino.frontend.paddle",
    "openvino.frontend.pytorch",
    "openvino.frontend.tensorflow",
    "openvino.tools",
    "openvino.torch",
    # Set-up's, or somebody's tests.
    *("numpy.f2py", "numpy.testing", "pip", "pkg_resources", "setuptools", "wheel"),
    *("lib2to3", "pydoc_data", "test", "tkinter", "turtle"),
    # GPL, and the terminal's editing does without it.
    "readline",
    # Name the machine on which Python itself was built.
    "_sysconfigdata__darwin_darwin",
    "_sysconfigdata__linux_x86_64-linux-gnu",
)
UNUSED_MODULES = (
    *_UNUSED_BY_ALL,
    # Training and measuring are in the training pack.
    *("accelerate", "jieba", "matplotlib", "nltk", "peft", "rouge_chinese", "rouge_score"),
    *("sacrebleu", "safetensors", "torch", "transformers"),
    # PyYAML's quick half: gguf wants PyYAML and writes nothing with it.
    "yaml._yaml",
)
"""Modules that are never frozen into the program, whoever imports them."""

UNUSED_IN_TRAINING = (
    *_UNUSED_BY_ALL,
    # The window is the program's.
    *("PySide6", "qasync", "shiboken6", "newsassistant.gui"),
    # What only compiled, exported or converted models want, other makers' tests, command lines.
    *("torch._inductor.codegen", "torch._inductor.fx_passes", "torch._inductor.kernel"),
    *("torch.contrib", "torch.utils.benchmark", "torch.utils.tensorboard", "networkx"),
    *(f"torch.testing._internal.{name}" for name in ("generated", "inductor_utils", "opinfo")),
    *(f"torch.testing._internal.common_{name}" for name in ("device_type", "methods_invocations")),
    *("transformers.cli", "transformers.pipelines", "huggingface_hub.cli", "accelerate.test_utils"),
    *("matplotlib.tests", "nltk.test", "sympy.physics", "sympy.testing"),
    *("jieba.analyse", "jieba.posseg"),
)
"""The same of the training pack."""

_USED_FAMILIES = frozenset(("auto", "bloom", "encoder_decoder", "glm"))
"""Of the 500 families of models in transformers: ours, and those that it or PEFT imports itself."""


def unused_families(names: Iterable[str]) -> list[str]:
    """The modules of the families in `transformers.models` that training never asks for."""
    unused = sorted(set(names) - _USED_FAMILIES)
    return [f"transformers.models.{name}" for name in unused]


_QT_LIBRARIES = frozenset(
    ("Core", "DBus", "Gui", "Network", "Svg", "WaylandClient", "Widgets", "XcbQpa")
)
_QT_LIBRARY = re.compile(r"(?:libQt6|Qt)(.+)")
_QT_PLUGINS = frozenset(
    (
        "iconengines/libqsvgicon",
        *(f"imageformats/libq{name}" for name in ("jpeg", "svg", "webp")),
        *(f"platforms/libq{name}" for name in ("cocoa", "offscreen", "wayland", "xcb")),
        "platforminputcontexts/libcomposeplatforminputcontextplugin",
        "platforminputcontexts/libibusplatforminputcontextplugin",
        # Not gtk3: it brings the build machine's GTK along.
        "platformthemes/libqxdgdesktopportal",
        "wayland-decoration-client/libadwaita",
        "wayland-decoration-client/libbradient",
        "wayland-shell-integration/libxdg-shell",
    )
)
_QT_TRANSLATIONS = ("qt_zh_*.qm", "qtbase_zh_*.qm")
_QT_MODULES = frozenset(("QtCore", "QtDBus", "QtGui", "QtNetwork", "QtSvg", "QtWidgets"))

_PYTHONS_LIBRARIES = re.compile(
    r"lib(python3|ssl|crypto|ffi|lzma|bz2|z|sqlite3|expat|uuid|mpdec)[.\d-]*\.(so|dylib)[.\d]*"
)
"""Of the system's libraries, those that Python's own modules load: other systems have others.

All else (X11, glib, fonts, the C++ library) must be the system's own.
"""


_UNUSED_PLACES = (
    *(f"torch/{name}/" for name in ("bin", "include", "lib/libshm_windows", "share", "test")),
    # A tagger, by names; segmenting by words has a dictionary.
    *(f"jieba/{name}/" for name in ("analyse", "lac_small", "posseg")),
    *(f"matplotlib/mpl-data/{name}/" for name in ("images", "plot_directive", "sample_data")),
    "nltk/test/",
)
# Torch does not start without it, though it would run it for data that processes share.
_ASKED_FOR_BY_TORCH = "torch/bin/torch_shm_manager"
_TORCHS_OWN_TESTS = ("libaoti_custom_ops", "libbackend_with_", "libjitbackend_", "libtorchbind_")


def ships(path: str) -> bool:
    """True for a collected file that belongs into the program's folder."""
    folder, _, name = path.rpartition("/")
    if not folder:
        is_library = ".so" in name or name.endswith(".dylib")
        return not is_library or bool(_PYTHONS_LIBRARIES.fullmatch(name))
    if path.startswith("PySide6/"):
        return _qt_ships(path.removeprefix("PySide6/"))
    if any(path.startswith(place) for place in _UNUSED_PLACES):
        return path == _ASKED_FOR_BY_TORCH
    if folder == "torch/lib":
        return not name.startswith(_TORCHS_OWN_TESTS)
    if folder == "openvino/libs":
        return any(fnmatchcase(name, pattern) for pattern in OPENVINO_LIBRARIES)
    if path.startswith("pip-"):  # of which only the version is asked, where it is
        return False
    return not (folder == "openvino" and name.endswith((".pyi", ".cmake")))


def ships_link(path: str, target: str) -> bool:
    """True for a collected link to `target`, which is a path like `path` for links at the top.

    Those are wanted on macOS: libraries look for each other at the top of the folder there.
    """
    return ships(target if "/" not in path and ".so" not in path else path)


def _qt_ships(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    if path.startswith("Qt/lib/"):
        # libQt6Core.so.6, or all of QtCore.framework
        library = path.split("/")[2].partition(".")[0]
        found = _QT_LIBRARY.fullmatch(library)
        return found is None or found[1] in _QT_LIBRARIES
    if folder.startswith("Qt/plugins"):
        return f"{folder.removeprefix('Qt/plugins/')}/{stem}" in _QT_PLUGINS
    if folder == "Qt/translations":
        return any(fnmatchcase(name, pattern) for pattern in _QT_TRANSLATIONS)
    if folder.startswith("Qt/"):
        return False
    return not stem.startswith("Qt") or stem in _QT_MODULES
