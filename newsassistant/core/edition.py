"""How this program came here, and what its advice is for that reason.

The only place that tells a checkout, an installed package and a frozen program apart. Who installed
the latter by a double-click has neither source nor Python: it is told no command.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

Extra = Literal["train", "evaluate"]
TRAINING_PACK = "newsassistant-training"
"""The frozen program that trains and scores for a frozen News Assistant, and its folder's name."""
_MAIN = "newsassistant"
_CHECKOUT = Path(__file__).resolve().parents[2]


# code of an error -> language -> what to do; the others are the same everywhere
_ADVICE: Mapping[str, Mapping[str, str]] = {
    "window-unavailable": {
        "en": "Install the system's library that is named here, then start again.",
        "zh": "请安装上述系统库，然后重新启动。",
    },
    "model-damaged": {
        "en": "Remove the model and add it again; for the starter, install News Assistant again.",
        "zh": "请移除该模型后重新添加；若是入门模型，请重新安装 News Assistant。",
    },
    "memory-hopeless": {
        "en": "Choose a smaller model, or install it again with int4 weights.",
        "zh": "请选择较小的模型，或以 int4 权重重新安装。",
    },
    "starter-missing": {
        "en": "Install News Assistant again.",
        "zh": "请重新安装 News Assistant。",
    },
    "starter-hash": {
        "en": "Install News Assistant again.",
        "zh": "请重新安装 News Assistant。",
    },
    "checkpoint-pointer": {
        "en": "Download the file itself.",
        "zh": "请下载文件本身。",
    },
    "store-damaged": {
        "en": "A copy was kept beside it. Put one of the backups in {backups} back: Settings, "
        "Backups….",
        "zh": "已在旁边保留副本。请恢复 {backups} 中的一个备份：在“设置”里选择“备份…”。",
    },
    "store-unsupported": {
        "en": "Install News Assistant again.",
        "zh": "请重新安装 News Assistant。",
    },
    "server-missing": {
        "en": "Run the server where News Assistant runs from its source.",
        "zh": "请在从源码运行 News Assistant 的环境中运行服务器。",
    },
    # In the training pack itself: `app.training.pack` sees to it that no other program asks.
    "train-missing": {
        "en": "Install the training pack again.",
        "zh": "请重新安装训练包。",
    },
    "evaluate-missing": {
        "en": "Install the training pack again.",
        "zh": "请重新安装训练包。",
    },
}


# The training pack is made for Linux alone so far: on other systems there is none to install.
_WITHOUT_PACK: Mapping[str, str] = {
    "en": "There is none for this system yet; train on Linux, or from the program's source.",
    "zh": "本系统暂无训练包；请在 Linux 上训练，或使用程序的源代码版本。",
}


def is_frozen() -> bool:
    """True for a program that an installer brought, with all that it needs in its folder."""
    return bool(getattr(sys, "frozen", False))


def needs_pack() -> bool:
    """True for a frozen program that leaves training and scoring to the training pack."""
    return is_frozen() and Path(sys.executable).stem != TRAINING_PACK


def pack_folder() -> Path:
    """Where a frozen program looks for the training pack: beside its own folder."""
    return Path(sys.executable).resolve().parent.with_name(TRAINING_PACK)


def package_with_resources(package: Path) -> Path:
    """The package folder whose resources are used: `package` itself, but for the training pack.

    That brings none, and uses those of the program that it is installed beside.
    """
    if not is_frozen() or needs_pack():
        return package
    main = Path(sys.executable).resolve().parent.with_name(_MAIN)
    return main / package.relative_to(Path(sys.executable).resolve().parent)


def can_install() -> bool:
    """True if the running Python can install packages by itself: it has pip. Any thread."""
    return not is_frozen() and find_spec("pip") is not None


def install_command(extra: Extra) -> str:
    """What to type in a terminal for the packages of an extra, "" if nothing can be."""
    if is_frozen():
        return ""
    if (_CHECKOUT / "scripts" / "tasks.py").is_file():
        if sys.platform == "win32":
            return f'cd /d "{_CHECKOUT}" && python -m scripts.tasks train-setup'
        return f"make -C {shlex.quote(str(_CHECKOUT))} train-setup"
    return f"{shlex.quote(sys.executable)} -m pip install 'newsassistant[{extra}]'"


def advice(code: str, language: str, otherwise: str) -> str:
    """What to do about an error: `otherwise`, unless a frozen program has other advice.

    Unknown languages read English, as in `core.messages`. Any thread.
    """
    if not is_frozen():
        return otherwise
    entry = _ADVICE.get(code, {})
    if code == "pack-missing" and sys.platform != "linux":
        entry = _WITHOUT_PACK
    return entry.get(language, entry.get("en", otherwise))
