"""What the terminal says of house styles, in English and Chinese; `words` joins it to the rest."""

from __future__ import annotations

from collections.abc import Mapping

from newsassistant.core.types import Language

STYLE_WORDS: Mapping[str, Mapping[Language, str]] = {
    "no-prefixes": {
        "en": "No house style is installed yet; `newsassistant prefixes add PATH` installs one.",
        "zh": "尚未安装写作风格；可用 newsassistant prefixes add PATH 安装。",
    },
    "prefix-damaged": {
        "en": "{prefix} cannot be used. {reason}",
        "zh": "{prefix} 无法使用。{reason}",
    },
    "prefix-installed": {
        "en": "The house style {name} is installed; its id is {prefix}.",
        "zh": "写作风格 {name} 已安装，标识为 {prefix}。",
    },
    "prefix-exported": {
        "en": "The house style is in {path}. Whoever gets the file can compare its SHA-256:",
        "zh": "写作风格已导出到 {path}。收到文件的人可以核对其 SHA-256：",
    },
    "prefix-package": {
        "en": "The file's SHA-256 is {package}; compare it with what its sender says.",
        "zh": "文件的 SHA-256 为 {package}，请与发送者核对。",
    },
    "prefix-signed": {
        "en": "Signed off by {name} on {date}.{remark}",
        "zh": "{name} 于 {date} 签发。{remark}",
    },
    "prefix-removed": {
        "en": "The house style {prefix} is removed.",
        "zh": "写作风格 {prefix} 已移除。",
    },
    "prefix-renamed": {
        "en": "The house style {prefix} is now called {name}.",
        "zh": "写作风格 {prefix} 现名为 {name}。",
    },
    "ask-remove-prefix": {
        "en": "Delete the house style {name} and its files? y or n:",
        "zh": "是否删除写作风格 {name} 及其文件？请输入 y 或 n：",
    },
    "field-id": {"en": "id", "zh": "标识"},
    "field-name": {"en": "name", "zh": "名称"},
    "field-source": {"en": "comes from", "zh": "来源"},
    "field-base": {"en": "made for", "zh": "所属模型"},
    "field-weights": {"en": "weights", "zh": "权重指纹"},
    "field-length": {"en": "length", "zh": "长度"},
    "field-size": {"en": "size", "zh": "大小"},
    "field-licence": {"en": "licence", "zh": "许可"},
    "field-language": {"en": "language", "zh": "语言"},
    "field-notes": {"en": "notes", "zh": "说明"},
    "field-signed": {"en": "signed off", "zh": "签发"},
    "field-package": {"en": "SHA-256 of the file", "zh": "文件的 SHA-256"},
    "field-made": {"en": "made", "zh": "制作时间"},
    "field-training": {"en": "training", "zh": "训练"},
    "field-fits": {"en": "fits", "zh": "适用于"},
    "field-misfit": {"en": "does not fit", "zh": "不适用于"},
    "prefix-length": {
        "en": "{length} tokens; real ones at positions from {offset}",
        "zh": "{length} 个词元；正文位置从 {offset} 开始",
    },
    "not-known": {"en": "not known", "zh": "未知"},
    "no-installed-model": {"en": "no installed model", "zh": "没有已安装的模型"},
    "source-newsassistant": {"en": "News Assistant", "zh": "News Assistant"},
    "source-peft": {"en": "PEFT prefix tuning", "zh": "PEFT 前缀微调"},
    "source-chatglm-ptuning-v2": {
        "en": "the official P-Tuning v2 of ChatGLM",
        "zh": "ChatGLM 官方 P-Tuning v2",
    },
}
