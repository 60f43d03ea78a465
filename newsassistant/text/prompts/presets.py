"""The jobs that came with the program, and what any job says to a model.

Knows nothing of the window's labels: those are translated there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from newsassistant.core.types import Language

BASE = "-"
"""As the style of a job: the base model writes it, whichever style is chosen."""

FIVE_HEADLINES, W5H1 = "five-headlines", "w5h1"
"""The jobs whose answers are shown as rows."""

_FIELD = re.compile(r"\{(language|length)\}")
_CHINESE = re.compile("[\u3400-\u9fff]")
_LANGUAGES: Mapping[tuple[bool, Language], str] = {
    (False, "en"): "English",
    (False, "zh"): "Chinese",
    (True, "en"): "英文",
    (True, "zh"): "中文",
}


@dataclass(frozen=True, slots=True)
class Preset:
    """One job: its instruction for articles in each language, its length, style and end.

    `chinese` "" is as `english`; in both `{language}` stands for the article's language and
    `{length}` for `length`: about how many words (in Chinese: characters) the answer shall have, 0
    where the settings say that. `name` "" is the translated one of a job that came with the
    program. `style` is a prefix id, BASE, or "" for the one that is chosen. The answer ends before
    the first of the texts in `stop`. The wording stands behind the article, so that all jobs share
    the article's KV cache.
    """

    id: str
    english: str
    chinese: str = ""
    length: int = 0
    name: str = ""
    style: str = ""
    stop: tuple[str, ...] = ()

    def instruction(self, language: Language) -> str:
        """The words for an article of that language."""
        words = self.chinese if language == "zh" and self.chinese else self.english
        values = {
            "language": _LANGUAGES[bool(_CHINESE.search(words)), language],
            "length": str(self.length),
        }
        return _FIELD.sub(lambda field: values[field[1]], words)  # what is put in is not read again

    @property
    def max_tokens(self) -> int:
        """The longest answer in tokens; 0 where the settings say that."""
        return tokens_for(self.length)

    @property
    def one_line(self) -> bool:
        """True where the answer ends at its first line break."""
        return "\n" in self.stop

    @property
    def names_length(self) -> bool:
        """True where the instruction cannot do without a length."""
        return "{length}" in self.english + self.chinese


def tokens_for(words: int) -> int:
    """The room for an answer of about so many words, or Chinese characters; 0 for 0."""
    return min(6 * words, 2 * words + 100)


_SUMMARIES = (
    Preset(
        "one-sentence",
        "Extract and present the main key point of the text above in one short sentence.",
        "用一句话概括上面这篇文章的要点。",
        length=20,
        stop=("\n",),
    ),
    Preset(
        "three-bullets",
        "List the three most important facts of the article above as bullet points.",
        "用三个要点列出上面这篇文章最重要的事实。",
        length=100,
    ),
    Preset(
        "150-words",
        "Provide a concise, objective summary of the text above in about {length} words.",
        "用大约{length}字客观、简明地概括上面这篇文章。",
        length=150,
    ),
    Preset(
        "headline",
        "Write a short headline for the news article above.",
        "为上面这篇新闻拟一个简短的标题。",
        length=10,
        stop=("\n",),
    ),
)
_MORE = (
    Preset(
        FIVE_HEADLINES,
        "Write five different headlines for the news article above, one a line, numbered 1 to 5.",
        "为上面这篇新闻拟五个不同的标题，每行一个，编号1到5。",
        length=70,
        style=BASE,
        stop=("\n6.", "\n6、"),
    ),
    Preset(
        W5H1,
        "Answer six questions about the news article above, one a line, each in a few words of "
        'the article. Begin the lines with "Who:", "What:", "When:", "Where:", "Why:" '
        'and "How:". Where the article does not say it, write "not stated".',
        "就上面这篇新闻回答六个问题，每行一个，尽量用原文的词句。各行依次以“何人：”“何事：”“何时：”"
        "“何地：”“为何：”“如何：”开头。文中没有说的，写“未提及”。",
        length=120,
        style=BASE,
    ),
    Preset(
        "outline",
        "Write an outline of the article above: a working title, then its main points as a "
        "numbered list, each with the facts that support it.",
        "为上面这篇文章写一份提纲：先写暂定标题，再用编号列出要点，并写出支持每个要点的事实。",
        length=150,
        style=BASE,
    ),
    Preset(
        "email",
        "Write a short e-mail to the news desk about the article above: a subject line, then in "
        "two or three sentences what happened and why it matters, then what is still open. Use "
        "only what the article says.",
        "就上面这篇文章给编辑部写一封简短的邮件：先写主题，再用两三句话说明发生了什么、"
        "为什么重要，最后写出尚不清楚的地方。只用文中的内容。",
        length=120,
        style=BASE,
    ),
)

PRESETS: Mapping[str, Preset] = MappingProxyType({preset.id: preset for preset in _SUMMARIES})
"""The kinds of summary, which styles are trained for."""
SHIPPED: Mapping[str, Preset] = MappingProxyType(
    {preset.id: preset for preset in (*_SUMMARIES, *_MORE)}
)
"""All jobs that came with the program, in the order in which it shows them."""
DEFAULT_PRESET = "three-bullets"


# --- what a conversation remembers ---------------------------------------------------------------


def key_of(preset: Preset) -> str:
    """What is stored with a request: the id and, unless that says it, the name as it is now."""
    shipped, languages = SHIPPED.get(preset.id), ("en", "zh")
    is_known = shipped is not None and all(
        preset.instruction(language) == shipped.instruction(language)  # type: ignore[arg-type]
        for language in languages
    )
    if is_known and not preset.name:
        return preset.id
    return f"{preset.id}:{preset.name or preset.id}"


def id_in(key: str) -> str:
    """The id in what `key_of` has made, "" for a typed question."""
    return key.partition(":")[0]


def name_in(key: str) -> str:
    """The name in what `key_of` has made, "" where the id says it."""
    return key.partition(":")[2]
