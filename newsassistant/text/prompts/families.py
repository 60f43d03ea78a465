"""What each ChatGLM family's official chat does around the model: defaults, stops, clean-up.

Knows nothing of prompts or engines. A family goes by the kind of its tokenizer, "glm" is
GLM-4 and GLM-Edge, whose tokenizers are of the kind "bpe".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from newsassistant.text.tokenizers.tokenizer import Tokenizer


@dataclass(frozen=True, slots=True)
class GenerationDefaults:
    """How official chat() samples.

    `max_length` counts prompt and answer (models with a longer context use that). `fallback_id` is
    chosen when logits are not finite. The answer ends at any of `stop_tokens`.
    """

    max_length: int
    temperature: float
    top_p: float
    stop_tokens: tuple[str, ...]
    top_k: int = 50
    fallback_id: int = 5


FAMILY_DEFAULTS: Mapping[str, GenerationDefaults] = MappingProxyType(
    {
        "chatglm": GenerationDefaults(2048, 0.95, 0.7, ("<eop>",)),
        "chatglm2": GenerationDefaults(8192, 0.8, 0.8, ("</s>",)),
        "chatglm3": GenerationDefaults(8192, 0.8, 0.8, ("</s>", "<|user|>", "<|observation|>")),
        "glm": GenerationDefaults(
            8192, 0.8, 0.8, ("<|endoftext|>", "<|user|>", "<|observation|>"), fallback_id=198
        ),
    }
)


def stop_ids(family: str, tokenizer: Tokenizer) -> frozenset[int]:
    """The ids that end an answer; raises KeyError for what the tokenizer has not."""
    tokens = FAMILY_DEFAULTS[family].stop_tokens
    return frozenset(tokenizer.control_ids[token] for token in tokens)


@dataclass(frozen=True, slots=True)
class ResponsePart:
    """One message of a ChatGLM3-6B answer, as the official history keeps it."""

    metadata: str
    content: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A ChatGLM3-6B answer that names a tool in its first line; nothing is run or evaluated."""

    name: str
    content: str


_WIDE = str.maketrans(",!:;?", "，！：；？")
_BESIDE_CHINESE = re.compile("(?<=[\u4e00-\u9fff])[,!:;?]|[,!:;?](?=[\u4e00-\u9fff])")


def _dated(text: str) -> str:
    return text.replace("[[训练时间]]", "2023年")


def chatglm_response(text: str) -> str:
    """ChatGLM-6B: stripped, and full-width punctuation beside Chinese characters."""
    wide = _BESIDE_CHINESE.sub(lambda match: match.group().translate(_WIDE), _dated(text.strip()))
    return wide


def chatglm2_response(text: str) -> str:
    """ChatGLM2-6B: stripped."""
    return _dated(text.strip())


def response_parts(text: str) -> list[ResponsePart]:
    """The messages of a ChatGLM3-6B answer; the text before the first line break is metadata."""
    parts: list[ResponsePart] = []
    for message in text.split("<|assistant|>"):
        metadata, line_break, content = message.partition("\n")
        if not line_break:
            metadata, content = "", message
        parts.append(ResponsePart(metadata, content if metadata.strip() else content.strip()))
    return parts


def chatglm3_response(text: str) -> str | ToolCall:
    """ChatGLM3-6B: the last message, or the tool that it calls."""
    last = response_parts(text)[-1]
    if last.metadata.strip():
        return ToolCall(last.metadata.strip(), last.content)
    return _dated(last.content)


def process_response(family: str, text: str) -> str:
    """What chat shows of a whole answer; other generations' text stays as it is.

    A tool call without tools is an ordinary answer whose first line is not empty, and is kept.
    """
    if family == "chatglm":
        return chatglm_response(text)
    if family == "chatglm2":
        return chatglm2_response(text)
    if family != "chatglm3":
        return text
    answer = chatglm3_response(text)
    return answer if isinstance(answer, str) else f"{answer.name}\n{answer.content}"
