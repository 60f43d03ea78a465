"""Which files ship: all that the program needs, nothing of the build machine."""

from __future__ import annotations

import pytest

from installer.contents import ships

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
)


@pytest.mark.parametrize("path", SHIP)
def test_what_the_program_needs_ships(path: str) -> None:
    assert ships(path)


@pytest.mark.parametrize("path", STAY)
def test_what_it_does_not_need_stays(path: str) -> None:
    assert not ships(path)
