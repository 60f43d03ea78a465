"""What `newsassistant evaluate` says, in English and Chinese; see `words`.

Knows nothing of when it is said.
"""

from __future__ import annotations

from collections.abc import Mapping

from newsassistant.core.types import Language

EVALUATE_WORDS: Mapping[str, Mapping[Language, str]] = {
    "evaluate-skipped": {
        "en": "Rows that cannot be used, left out: {count} (line {lines}).",
        "zh": "{count} 行无法使用，已略去：第 {lines} 行。",
    },
    "evaluate-resumed": {
        "en": "{style}: {count} of {rows} summaries were made before and are kept.",
        "zh": "{style}：{rows} 篇摘要中有 {count} 篇已经生成，直接沿用。",
    },
    "evaluate-anew": {
        "en": "{style}: model, style, texts or options are others than before, so all summaries "
        "are made anew; the former ones are in {path}.",
        "zh": "{style}：模型、风格、文字或选项与之前不同，将全部重新生成；之前的结果在 {path}。",
    },
    "evaluate-progress": {
        "en": "{style}: {done} of {rows} summaries, about {minutes} min left",
        "zh": "{style}：第 {done}/{rows} 篇摘要，约剩 {minutes} 分钟",
    },
    "evaluate-scoring": {
        "en": "{style}: {done} of {rows} summaries scored",
        "zh": "{style}：已评分 {done}/{rows} 篇",
    },
    "evaluate-cut": {
        "en": "{style}: articles too long, of which the beginning was used: {count}.",
        "zh": "{style}：{count} 篇文章过长，只使用了开头部分。",
    },
    "evaluate-unfinished": {
        "en": "{style}: summaries that ended at the length limit: {count}.",
        "zh": "{style}：{count} 篇摘要因长度上限而结束。",
    },
    "evaluate-stopped": {
        "en": "Stopped. What is done is in {path}; the same command goes on from there.",
        "zh": "已停止。已完成的部分在 {path}，再次运行同一命令即可继续。",
    },
    "evaluate-done": {
        "en": "Summaries and scores are in {path}.",
        "zh": "摘要和评分在 {path}。",
    },
}
