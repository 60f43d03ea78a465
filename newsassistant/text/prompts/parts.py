"""What is said to a model for one part of a long article, and how such an answer is known again.

Knows nothing of how parts are made or shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsassistant.text.prompts.presets import BASE, Preset

# No job's id has a slash.
_KEY = re.compile(r"parts/([1-9]):([1-9][0-9]{0,5})/([1-9][0-9]{0,5})")


@dataclass(frozen=True, slots=True)
class PartName:
    """The `number`th, from 1, of `of` answers that each condense a part of an article.

    On `level` 1 the parts are of the article; on the next one they are summaries of the one before.
    """

    level: int
    number: int
    of: int

    @property
    def key(self) -> str:
        """What is stored with the answer in place of a preset."""
        return f"parts/{self.level}:{self.number}/{self.of}"


def part_name(key: str) -> PartName | None:
    """What `PartName.key` has made; None for the key of a job."""
    found = _KEY.fullmatch(key)
    return PartName(*map(int, found.groups())) if found else None


def part_job(name: PartName, words: int) -> Preset:
    """The job of condensing one part to about so many words, or Chinese characters."""
    number, of = name.number, name.of
    return Preset(
        name.key.partition(":")[0],
        "Summarise the text above in about {length} words: who did what, when and where, with the "
        f"names and numbers as written. It is part {number} of {of} of a long article. Write only "
        "the summary.",
        "用大约{length}字概括上面的文字：谁在何时何地做了什么，人名和数字照原文写。"
        f"这是一篇长文章的第{number}部分，共{of}部分。只写概括。",
        length=words,
        style=BASE,
    )
