"""The sentence of each mark, in both languages: what was compared, never what is true or false."""

from __future__ import annotations

from newsassistant.core.types import Language
from newsassistant.evidence.marks import Mark, Why

_WORDS: dict[Why, dict[Language, str]] = {
    Why.NUMBER_ABSENT: {"en": "This number is not in the article.", "zh": "文章中没有这个数字。"},
    Why.UNIT_DIFFERS: {
        "en": "The article has {found} with another unit, or of another thing.",
        "zh": "文章中的 {found} 单位不同，或指另一事物。",
    },
    Why.SIGN_DIFFERS: {
        "en": "The sign and the word beside this number disagree with the article.",
        "zh": "这个数字的正负号与旁边的词同文章不一致。",
    },
    Why.AMOUNT_ABSENT: {
        "en": "No number of this size is in the article.",
        "zh": "文章中没有这样大小的数字。",
    },
    Why.CODE_ABSENT: {"en": "This name is not in the article.", "zh": "文章中没有这个名称。"},
    Why.SCORE_ABSENT: {
        "en": "The article has both numbers, but not as one result.",
        "zh": "文章中有这两个数字，但不是同一个比分。",
    },
    Why.FACTOR_ABSENT: {
        "en": "The article does not say so; work it out from its numbers.",
        "zh": "文章没有这样说，请用其中的数字核算。",
    },
    Why.ROUNDED_FROM: {"en": "Rounded from {found}.", "zh": "由 {found} 取约数而来。"},
    Why.DATE_ABSENT: {"en": "This date is not in the article.", "zh": "文章中没有这个日期。"},
    Why.DATE_DIFFERS: {
        "en": "This date is not in the article; it has {found}.",
        "zh": "文章中没有这个日期，有的是 {found}。",
    },
    Why.TIME_ABSENT: {"en": "This time is not in the article.", "zh": "文章中没有这个时间。"},
    Why.NAME_ABSENT: {"en": "This name is not in the article.", "zh": "文章中没有这个名称。"},
    Why.SEAT_DIFFERS: {
        "en": "The article has {found} with this name.",
        "zh": "文章中与这个名字相连的是 {found}。",
    },
    Why.NAME_SPELLED_OUT: {
        "en": "The article has the initials only.",
        "zh": "文章中只有这个名称的缩写。",
    },
    Why.QUOTE_ABSENT: {
        "en": "These words are not in the article.",
        "zh": "文章中没有这些原话。",
    },
    Why.QUOTE_ALTERED: {
        "en": "The article's words are: {found}",
        "zh": "文章的原话是：{found}",
    },
    Why.QUOTE_SPELLED_OUT: {
        "en": "The article has the same words with contractions.",
        "zh": "文章中是同样的话，只是用了缩略形式。",
    },
}


def sentence(mark: Mark, language: Language) -> str:
    """What is to be said of a mark."""
    return _WORDS[mark.why][language].format(found=mark.found)
