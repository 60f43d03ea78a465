"""What must hold of the program's folder before it becomes a setup; no Windows is needed for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from installer import checks
from installer.windows import pe

LIBRARIES = (".dll", ".pyd", ".exe")
# Where a library of the folder is found beside its own place: the programs' folder, Python's, and
# what the packages add themselves.
PLACES = (
    ".",
    "python",
    *(f"pkgs/{name}" for name in ("PySide6", "shiboken6", "openvino/libs")),
    *(f"pkgs/{name}.libs" for name in ("numpy", "sentencepiece")),
)
_OF_WINDOWS = (
    "advapi32 authz bcrypt bcryptprimitives cfgmgr32 comdlg32 crypt32 d3d11 d3d12 d3d9 dbghelp "
    "dnsapi dwmapi dwrite dxgi gdi32 icuuc imm32 iphlpapi kernel32 mpr msvcrt netapi32 ntdll "
    "ole32 oleaut32 pdh powrprof propsys psapi rpcrt4 secur32 setupapi shcore shell32 shlwapi "
    "ucrtbase uiautomationcore user32 userenv uxtheme version winhttp winmm wintrust "
    "ws2_32 wtsapi32"
)
OF_WINDOWS = frozenset(f"{name}.dll" for name in _OF_WINDOWS.split())
"""Part of each Windows from 10 on; icuuc.dll came with its release 1703."""
_SETS = re.compile(r"(api|ext)-ms-win-[\w-]+\.dll")


def unresolved(folder: Path) -> list[str]:
    """Libraries that something asks for and nobody brings: "file: library".

    A computer that has Microsoft's runtime from elsewhere, or Wine, does not show them.
    """
    shared = {path.name.lower() for place in PLACES for path in (folder / place).glob("*.dll")}
    return [
        f"{path.relative_to(folder).as_posix()}: {name}"
        for path in _libraries(folder)
        for name in pe.imports(path.read_bytes())
        if name not in shared
        and name not in OF_WINDOWS
        and not _SETS.fullmatch(name)
        and not (path.parent / name).is_file()
    ]


def _libraries(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in LIBRARIES)


def problems(folder: Path, words: Sequence[str]) -> list[str]:
    """Everything that is wrong with the folder, in words; `words` name the build machine."""
    found = [f"nobody brings: {name}" for name in unresolved(folder)]
    found += [f"names the build machine: {name}" for name in checks.leaks(folder, words)]
    found += [f"source: {path}" for path in folder.rglob("*.py")]
    return found
