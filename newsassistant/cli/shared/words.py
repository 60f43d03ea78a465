"""What the terminal says besides errors and answers, in English and Chinese.

Knows nothing of when it is said; the words of errors are in `core.messages`.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping

from newsassistant.cli.shared.evaluate_words import EVALUATE_WORDS
from newsassistant.cli.shared.history_words import HISTORY_WORDS
from newsassistant.cli.shared.prefix_words import PREFIX_WORDS
from newsassistant.core.types import Language

WORDS: Mapping[str, Mapping[Language, str]] = {
    "preparing": {
        "en": "Preparing the starter model: {percent} %",
        "zh": "正在生成入门模型：{percent} %",
    },
    "calibrating": {
        "en": "Measuring how this model runs best here (once): {done} of {total}",
        "zh": "正在测量该模型在本机的最佳运行方式（仅一次）：{done}/{total}",
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
    "read-as": {
        "en": "{path} was read as {encoding}, which is not certain. Name another with --encoding.",
        "zh": "{path} 按 {encoding} 读取，但不能确定。可用 --encoding 指定其他编码。",
    },
    "read-damaged": {
        "en": "{path} was read as {encoding}; places that could not be read: {places}. "
        "Name another encoding with --encoding.",
        "zh": "{path} 按 {encoding} 读取，有 {places} 处无法读取。可用 --encoding 指定其他编码。",
    },
    "window-raised": {
        "en": "The window is open already and has come to the front. --new-window opens another.",
        "zh": "窗口已打开，现已置于最前。使用 --new-window 可另开一个窗口。",
    },
    "paste-article": {
        "en": "Paste the article, then press {keys}.",
        "zh": "请粘贴文章，然后按 {keys}。",
    },
    "chat-help": {
        "en": "Ask a question. clear: forget the conversation; stop or Ctrl-C: end an answer; "
        "style NAME, style base: change the house style; exit: leave.",
        "zh": "请输入问题。clear：清空对话；stop 或 Ctrl-C：停止回答；"
        "style 名称、style base：切换写作风格；exit：退出。",
    },
    "chat-style": {
        "en": "Answers are written in the house style {name} from now on.",
        "zh": "此后的回答使用写作风格 {name}。",
    },
    "chat-base": {
        "en": "Answers are the base model's from now on.",
        "zh": "此后的回答来自基础模型。",
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
    "model-damaged": {
        "en": "{model} cannot be used. {reason}",
        "zh": "{model} 无法使用。{reason}",
    },
    "verified": {
        "en": "{model}: all {count} files are as its manifest says.",
        "zh": "{model}：{count} 个文件全部与清单一致。",
    },
    "converting": {
        "en": "Converting: {percent} %, about {seconds} s left",
        "zh": "正在转换：{percent} %，约剩 {seconds} 秒",
    },
    "tune-report": {
        "en": "{rows} rows, {used} can be used, {held_out} of them are held out.",
        "zh": "共 {rows} 行，可用 {used} 行，其中留出 {held_out} 行用于评估。",
    },
    "tune-source_tokens": {
        "en": "Articles: median {median}, 95 % up to {p95}, longest {max} tokens.",
        "zh": "文章：中位数 {median}，95 % 不超过 {p95}，最长 {max} 个词元。",
    },
    "tune-target_tokens": {
        "en": "Summaries: median {median}, 95 % up to {p95}, longest {max} tokens.",
        "zh": "摘要：中位数 {median}，95 % 不超过 {p95}，最长 {max} 个词元。",
    },
    "tune-cut": {
        "en": "{count} rows are too long and will be cut: lines {lines}.",
        "zh": "{count} 行过长，将被截断：第 {lines} 行。",
    },
    "tune-duplicates": {
        "en": "{count} articles stand there twice: lines {lines}.",
        "zh": "{count} 篇文章重复：第 {lines} 行。",
    },
    "tune-empty": {
        "en": "{count} rows without text are left out: lines {lines}.",
        "zh": "{count} 行没有文字，已略去：第 {lines} 行。",
    },
    "tune-missing": {
        "en": "{count} rows without the columns are left out: lines {lines}.",
        "zh": "{count} 行缺少所需的列，已略去：第 {lines} 行。",
    },
    "tune-bad": {
        "en": "{count} rows cannot be read and are left out: lines {lines}.",
        "zh": "{count} 行无法读取，已略去：第 {lines} 行。",
    },
    "tune-bad-row": {"en": "Line {line}: {detail}.", "zh": "第 {line} 行：{detail}。"},
    "tune-read": {
        "en": "Read as {schemas}, in {encoding}.",
        "zh": "按以下格式读取：{schemas}；编码：{encoding}。",
    },
    "data-encoding": {
        "en": "The encoding was taken to be {encoding}, which is not certain: look at a row.",
        "zh": "编码按 {encoding} 处理，但不能确定，请抽查一行。",
    },
    "tune-unsupported": {
        "en": "{count} summaries hold numbers that are not in their article: lines {lines}.",
        "zh": "{count} 条摘要含有原文未见的数字：第 {lines} 行。",
    },
    "tune-start": {
        "en": "Training {trainable} numbers from step {step} to {steps}: {device}, {precision} "
        "(bf16 units: {units}), {processes} processes of {threads} threads.",
        "zh": "训练 {trainable} 个参数，第 {step} 步到第 {steps} 步：{device}，{precision}"
        "（bf16 单元：{units}），{processes} 个进程，每个 {threads} 线程。",
    },
    "tune-step": {
        "en": "Step {step} of {steps}: loss {loss:.3f}, about {minutes} min left",
        "zh": "第 {step}/{steps} 步：损失 {loss:.3f}，约剩 {minutes} 分钟",
    },
    "tune-eval": {
        "en": "Step {step}: evaluation loss {loss:.4f}.",
        "zh": "第 {step} 步：评估损失 {loss:.4f}。",
    },
    "tune-checkpoint": {
        "en": "Step {step}: checkpoint saved.",
        "zh": "第 {step} 步：已保存检查点。",
    },
    "tune-done": {"en": "The result is in {path}.", "zh": "结果已存入 {path}。"},
    "converted": {
        "en": "The model is in {path}. Its family is {family}.",
        "zh": "模型已存入 {path}。所属系列：{family}。",
    },
    "style-inside": {
        "en": "A house style is inside too: `newsassistant prefixes add {source}` adds it.",
        "zh": "检查点中还有写作风格：可用 `newsassistant prefixes add {source}` 添加。",
    },
    "style-added": {
        "en": "The house style inside the checkpoint is installed too; its id is {prefix}.",
        "zh": "检查点中的写作风格也已安装，标识为 {prefix}。",
    },
    "style-not-added": {
        "en": "A house style is inside the checkpoint, but cannot be used. {reason}",
        "zh": "检查点中有写作风格，但无法使用。{reason}",
    },
    "no-tokenizer": {
        "en": "The checkpoint has no tokenizer files: the model can compute logits but not chat.",
        "zh": "检查点缺少分词器文件：模型只能计算 logits，不能对话。",
    },
    "downloading": {
        "en": "Fetching: {percent} %, about {seconds} s left",
        "zh": "正在下载：{percent} %，约剩 {seconds} 秒",
    },
    "copying": {
        "en": "Copying: {percent} %, about {seconds} s left",
        "zh": "正在复制：{percent} %，约剩 {seconds} 秒",
    },
    "offer": {
        "en": "{name}: {size} to fetch from {host}; it will need about {need} of memory.",
        "zh": "{name}：需从 {host} 下载 {size}，运行约需 {need} 内存。",
    },
    "no-licence": {
        "en": "{host} shows no licence text for this model; read it on the authors' pages first.",
        "zh": "{host} 未提供该模型的许可全文，请先到作者的页面阅读。",
    },
    "fetched-before": {
        "en": "{size} of it are here already; the download goes on from there.",
        "zh": "本机已有 {size}，将从此处继续下载。",
    },
    "ask-download": {
        "en": "Do you agree to the licence, and shall it be fetched? y or n:",
        "zh": "是否同意许可并开始下载？请输入 y 或 n：",
    },
    "ask-remove": {
        "en": "Delete the model {model} and all its files? y or n:",
        "zh": "是否删除模型 {model} 及其全部文件？请输入 y 或 n：",
    },
    "nothing-done": {"en": "Nothing was done.", "zh": "未执行任何操作。"},
    "installed": {
        "en": "The model {model} is installed. Its family is {family}.",
        "zh": "模型 {model} 已安装。所属系列：{family}。",
    },
    "removed": {"en": "The model {model} is removed.", "zh": "模型 {model} 已移除。"},
    "tight": {
        "en": "{model} needs {need} of memory, {free} are free: close other programs first.",
        "zh": "{model} 需要 {need} 内存，现有 {free} 可用：请先关闭其他程序。",
    },
    "hopeless": {
        "en": "{model} needs {need} of memory, but this computer has only {total}.",
        "zh": "{model} 需要 {need} 内存，而本机只有 {total}。",
    },
    **EVALUATE_WORDS,
    **HISTORY_WORDS,
    **PREFIX_WORDS,
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
