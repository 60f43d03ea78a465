"""The jobs a journalist asks for by name, in the words that the model reads.

Knows nothing of the window's labels: those are translated there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from newsassistant.core.types import Language


@dataclass(frozen=True, slots=True)
class Preset:
    """One job: its instruction in each language, and the longest answer in tokens.

    The wording stands behind the article, so that all jobs share the article's KV cache; a
    `one_line` answer ends at its first line break.
    """

    id: str
    english: str
    chinese: str
    max_tokens: int
    one_line: bool = False

    def instruction(self, language: Language) -> str:
        """The words for an article of that language."""
        return self.chinese if language == "zh" else self.english


_ALL = (
    Preset(
        "one-sentence",
        "Extract and present the main key point of the text above in one short sentence.",
        "用一句话概括上面这篇文章的要点。",
        max_tokens=120,
        one_line=True,
    ),
    Preset(
        "three-bullets",
        "List the three most important facts of the article above as bullet points.",
        "用三个要点列出上面这篇文章最重要的事实。",
        max_tokens=300,
    ),
    Preset(
        "150-words",
        "Provide a concise, objective summary of the text above in about 150 words.",
        "用大约150字客观、简明地概括上面这篇文章。",
        max_tokens=400,
    ),
    Preset(
        "headline",
        "Write a short headline for the news article above.",
        "为上面这篇新闻拟一个简短的标题。",
        max_tokens=60,
        one_line=True,
    ),
)

PRESETS: Mapping[str, Preset] = MappingProxyType({preset.id: preset for preset in _ALL})
DEFAULT_PRESET = "three-bullets"
