"""How long an article is and how much of it a model can read, as a journalist counts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from newsassistant.core.types import Article, Language, Measured
from newsassistant.text.articles.article import count_units
from newsassistant.text.articles.spans import first, read_text


@dataclass(frozen=True, slots=True)
class Length:
    """`units` are characters of a Chinese article, words of any other, as far as it is read.

    `room` is about how many the model can read; of an article that is too long, how many it will.
    """

    language: Language
    units: int
    room: int

    @classmethod
    def of(cls, article: Article, measured: Measured) -> Length:
        """The length of an article whose tokens were counted."""
        text, reads = article.text, measured.reads
        units = count_units(read_text(text, reads), article.language)
        if measured.tokens > measured.room:
            fitting = first(reads, measured.fit_chars, len(text))
            room = count_units(read_text(text, fitting), article.language)
        else:
            room = max(units, _rounded(units * measured.room // max(1, measured.tokens)))
        return cls(article.language, units, room)

    def share_words(self) -> str:
        """For example "310 of 4,700 words"."""
        if self.language == "zh":
            words = QCoreApplication.translate("Lengths", "{0} of {1} characters")
        else:
            words = QCoreApplication.translate("Lengths", "{0} of {1} words")
        return words.format(f"{self.units:,}", f"{self.room:,}")

    def amount_words(self, units: int) -> str:
        """For example "310 words", in what this article is counted in."""
        if self.language == "zh":
            words = QCoreApplication.translate("Lengths", "{0} characters")
        else:
            words = QCoreApplication.translate("Lengths", "{0} words")
        return words.format(f"{units:,}")


def _rounded(number: int) -> int:
    """To two digits: an estimate from one article's tokens is not better than that."""
    step: int = 10 ** max(0, len(str(number)) - 2)
    return number // step * step
