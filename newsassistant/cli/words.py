"""What the terminal says besides errors and answers, in English and Chinese.

Knows nothing of when it is said; the words of errors are in `core.messages`.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping

from newsassistant.core.types import Language

WORDS: Mapping[str, Mapping[Language, str]] = {
    "preparing": {
        "en": "Preparing the starter model: {percent} %",
        "zh": "正在生成入门模型：{percent} %",
    },
    "loading": {"en": "Loading the model", "zh": "正在加载模型"},
    "prefill": {"en": "Reading: {done} of {total} tokens", "zh": "正在阅读：{done}/{total} 个词元"},
    "statistics": {
        "en": "{model}: read {prompt} tokens, first word after {ttft:.1f} s, "
        "wrote {completion} tokens at {speed:.1f} tokens/s, {reason}, seed {seed}.",
        "zh": "{model}：读入 {prompt} 个词元，{ttft:.1f} 秒后出首字，"
        "生成 {completion} 个词元，{speed:.1f} 词元/秒，{reason}，种子 {seed}。",
    },
    "stop": {"en": "complete", "zh": "完整"},
    "length": {"en": "ended by the length limit", "zh": "因长度上限而结束"},
    "cancelled": {"en": "stopped", "zh": "已停止"},
    "fitted": {
        "en": "Only the first {used} of {all} characters fit into the model and are used.",
        "zh": "文章共 {all} 个字符，模型只放得下并使用开头 {used} 个。",
    },
    "paste-article": {
        "en": "Paste the article, then press {keys}.",
        "zh": "请粘贴文章，然后按 {keys}。",
    },
    "chat-help": {
        "en": "Ask a question. clear: forget the conversation; stop or Ctrl-C: end an answer; "
        "exit: leave.",
        "zh": "请输入问题。clear：清空对话；stop 或 Ctrl-C：停止回答；exit：退出。",
    },
    "chat-cleared": {"en": "The conversation is forgotten.", "zh": "对话已清空。"},
    "chat-leave": {
        "en": "Type exit to leave, or press Ctrl-C again.",
        "zh": "输入 exit 退出，或再按一次 Ctrl-C。",
    },
    "no-models": {
        "en": "No model is installed yet; the starter model is made when it is first used.",
        "zh": "尚未安装模型；入门模型会在首次使用时生成。",
    },
    "verified": {
        "en": "{model}: all {count} files are as its manifest says.",
        "zh": "{model}：{count} 个文件全部与清单一致。",
    },
    "converting": {
        "en": "Converting: {percent} %, about {seconds} s left",
        "zh": "正在转换：{percent} %，约剩 {seconds} 秒",
    },
    "converted": {"en": "The model is in {path}.", "zh": "模型已存入 {path}。"},
    "no-tokenizer": {
        "en": "The checkpoint has no tokenizer files: the model can compute logits but not chat.",
        "zh": "检查点缺少分词器文件：模型只能计算 logits，不能对话。",
    },
    "stdin": {"en": "standard input", "zh": "标准输入"},
    "stdout": {"en": "standard output", "zh": "标准输出"},
}


def say(key: str, language: Language, **params: object) -> str:
    """The words for `key` filled with `params`; raises KeyError. Any thread."""
    return WORDS[key][language].format(**params)


def language_of_locale() -> Language:
    """ "zh" when the environment's locale is Chinese, else "en"; LC_ALL wins over LANG."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").strip()
        if value:
            return _language(value)
    return _language(locale.getlocale()[0] or "")


def _language(name: str) -> Language:
    # Windows writes "Chinese (Simplified)_China".
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"
