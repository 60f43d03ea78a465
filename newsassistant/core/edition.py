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
    "train-missing": {
        "en": "The installed program does not train; a checkout of its source does.",
        "zh": "安装版程序不含训练功能，请使用源代码版本。",
    },
    "evaluate-missing": {
        "en": "The installed program does not measure styles; a checkout of its source does.",
        "zh": "安装版程序不含评测功能，请使用源代码版本。",
    },
}


def is_frozen() -> bool:
    """True for a program that an installer brought, with all that it needs in its folder."""
    return bool(getattr(sys, "frozen", False))


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
    return entry.get(language, entry.get("en", otherwise))
