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
    "evaluate-missing": {
        "en": (
            "Evaluation needs the package {package}.",
            "Install the extra: pip install 'newsassistant[evaluate]'.",
        ),
        "zh": (
            "评测需要软件包 {package}。",
            "请安装附加组件：pip install 'newsassistant[evaluate]'。",
        ),
    },
    "data-empty": {
        "en": (
            "{path} has no row that can be used.",
            "Give a file of JSON lines, each with an article and its summary.",
        ),
        "zh": (
            "{path} 中没有可用的数据行。",
            "请提供 JSON Lines 文件，每行包含一篇文章及其摘要。",
        ),
    },
    "data-column": {
        "en": (
            "{path} has no column {column}; its columns are: {columns}.",
            "Name the columns with --prompt-column, --response-column and --history-column.",
        ),
        "zh": (
            "{path} 没有名为 {column} 的列，现有的列：{columns}。",
            "请用 --prompt-column、--response-column 和 --history-column 指定列名。",
        ),
    },
    "data-invalid": {
        "en": (
            "{path}, line {line}: {detail}.",
            "Correct the line, or take it out, and try again.",
        ),
        "zh": (
            "{path} 第 {line} 行：{detail}。",
            "请改正或删去该行后重试。",
        ),
    },
}
