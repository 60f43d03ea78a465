"""The words of an exported file, in English and Chinese; the window's own are translated there."""

from __future__ import annotations

from collections.abc import Mapping

from newsassistant.core.types import Language

_WORDS: Mapping[str, tuple[str, str]] = {
    # --- headings ---
    "article": ("Article", "文章"),
    "answer": ("Answer", "回答"),
    "answer-n": ("Answer {0}", "回答 {0}"),
    "part": ("Part {0} of {1}", "第 {0}/{1} 部分"),
    "parts-together": ("Parts drawn together, {0} of {1}", "部分汇总 {0}/{1}"),
    "question": ("Question", "提问"),
    "conversation": ("Conversation", "对话"),
    "provenance": ("Provenance", "来源说明"),
    "file": ("This file", "本文件"),
    # --- the article ---
    "title": ("Title", "标题"),
    "sha256": ("SHA-256", "SHA-256"),
    "length": ("Length", "长度"),
    "characters": ("{0} characters", "{0} 个字符"),
    "source": ("Source", "来源"),
    "place": ("File or address", "文件或网址"),
    "author": ("Author", "作者"),
    "date": ("Date of the article", "文章日期"),
    "encoding": ("Read as", "读取编码"),
    "came-in": ("Came in", "进入方式"),
    "came-in-at": ("Came in at", "进入时间"),
    "way-typed": ("typed", "键入"),
    "way-pasted": ("pasted", "粘贴"),
    "way-opened": ("opened from a file", "从文件打开"),
    "way-dropped": ("dropped on the window", "拖入窗口"),
    "way-fetched": ("fetched from its address", "从网址获取"),
    "way-sample": ("a sample that came with the program", "程序附带的示例"),
    "way-": ("not written down", "未记录"),
    "by-hand": ("Edited by hand", "人工改动"),
    "edited-since": ("yes, after it came in", "是，进入后改动过"),
    "not-edited": ("no", "否"),
    # --- an answer ---
    "job": ("Job", "任务"),
    "typed-question": ("a typed question", "键入的问题"),
    "instruction": ("Instruction", "指令"),
    "asked-at": ("Asked at", "提问时间"),
    "answered-at": ("Answered at", "回答时间"),
    "model": ("Model", "模型"),
    "answered-by": ("Answered by another computer", "由其他计算机作答"),
    "model-id": ("Model, id here", "模型（本机标识）"),
    "model-fingerprint": ("Model, fingerprint", "模型指纹"),
    "style": ("House style", "风格"),
    "base": ("none, the base model", "无（基础模型）"),
    "temperature": ("Temperature", "温度"),
    "seed": ("Seed", "随机种子"),
    "unused": ("not used: always the likeliest word", "未使用：始终取最可能的词"),
    "not-recorded": ("not written down", "未记录"),
    "read": ("Read of the article", "阅读范围"),
    "read-all": ("all of it", "全文"),
    "read-part": (
        "its first {0} of {1} characters",
        "全文 {1} 个字符中的前 {0} 个",
    ),
    "read-parts": (
        "{0} of {1} characters (parts: {2})",
        "全文 {1} 个字符中的 {0} 个，分为 {2} 段",
    ),
    "read-nothing": ("nothing of it", "未阅读"),
    "read-none": ("there was no article", "没有文章"),
    "ended": ("The answer", "回答状态"),
    "ended-done": ("complete", "完整"),
    "ended-length": ("cut at the length limit", "因长度上限而截断"),
    "ended-stopped": ("stopped before its end", "中途停止"),
    "ended-failed": ("failed before its end", "中途失败"),
    "text-sha256": ("SHA-256 of the model's text", "模型原文的 SHA-256"),
    "text-edited": ("Text", "文字"),
    "edits": ("Edited by the user", "用户改动"),
    "edited-note": ("edited by the user", "经用户改动"),
    "as-written": ("as the model wrote it", "与模型所写一致"),
    "edited": (
        "edited before the export: {0} of {1} sentences changed or removed, {2} new",
        "导出前经人工编辑：{1} 句中 {0} 句改动或删除，新增 {2} 句",
    ),
    "edited-by": (
        "edited by {3} before the export: {0} of {1} sentences changed or removed, {2} new",
        "导出前由 {3} 编辑：{1} 句中 {0} 句改动或删除，新增 {2} 句",
    ),
    "checked": ("Checked against the article", "与文章核对"),
    # --- quotes and facts ---
    "quotes-of": ("Quotes: {0}", "引语：{0}"),
    "facts-of": ("Facts: {0}", "事实清单：{0}"),
    "speaker-unknown": ("speaker not clear", "说话人不明"),
    "at-place": ("paragraph {0}, sentence {1}", "第 {0} 段第 {1} 句"),
    "numbers": ("Numbers", "数字"),
    "dates": ("Dates", "日期"),
    "names": ("Names", "名称"),
    "fact": ("In the article", "原文"),
    "sentence": ("Sentence", "所在句"),
    "where": ("Place", "段落.句"),
    # --- the export ---
    "exported-at": ("Exported at", "导出时间"),
    "program": ("Program", "程序"),
    "editor": ("Editor", "编辑"),
    "label": ("Label", "标签"),
    "notice": ("AI label", "人工智能标识"),
}


def say(key: str, language: Language, *values: object) -> str:
    """The words of `key`, with `values` in their places; raises KeyError for an unknown one."""
    return _WORDS[key][language == "zh"].format(*values)
