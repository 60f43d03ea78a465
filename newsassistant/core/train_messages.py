"""The words of errors about training and its data, in English and Chinese; see `messages`.

Knows nothing of where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping

TRAIN_ERRORS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "train-missing": {
        "en": (
            "Training needs the package {package}.",
            "Install the extra: pip install 'newsassistant[train]'.",
        ),
        "zh": (
            "训练需要软件包 {package}。",
            "请安装附加组件：pip install 'newsassistant[train]'。",
        ),
    },
}
