"""What a check found, in a few words of both languages: of what was compared, and not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from newsassistant.core.types import Language
from newsassistant.evidence.marks import MarkKind, Strength

if TYPE_CHECKING:
    from newsassistant.app.checking.examined import Examined

SHOWN = 6
"""Marks whose words are listed."""

_KINDS: Mapping[MarkKind, tuple[str, str, str]] = {  # one and many in English, and in Chinese
    MarkKind.NUMBER: ("1 number", "{0} numbers", "{0} 个数字"),
    MarkKind.DATE: ("1 date", "{0} dates", "{0} 个日期"),
    MarkKind.NAME: ("1 name", "{0} names", "{0} 个名称"),
    MarkKind.QUOTE: ("1 quote", "{0} quotes", "{0} 处引语"),
}

_ALARMS: Mapping[Strength, tuple[str, str, str]] = {  # of one and of many in English, in Chinese
    Strength.ABSENT: (
        "{0} is not in the article",
        "{0} are not in the article",
        "{0}原文未见",
    ),
    Strength.ELSEWHERE: (
        "{0} differs from the article",
        "{0} differ from the article",
        "{0}与原文不同",
    ),
}


def told(examined: Examined, language: Language) -> str:
    """All on one line, as "5 numbers, 3 names; 1 name is not in the article"."""
    compared = counted(examined.compared(), language)
    if not compared:
        return {"en": "no numbers, dates, names or quotes", "zh": "没有数字、日期、名称和引语"}[
            language
        ]
    if language == "zh":
        return f"{'、'.join(compared)}；{missing(examined, language) or '原文均有'}"
    return f"{', '.join(compared)}; {missing(examined, language) or 'all are in the article'}"


def missing(examined: Examined, language: Language) -> str:
    """How many of each kind are not in the article, or differ from what it has; "" for none."""
    said = [_said(examined, strength, language) for strength in _ALARMS]
    return ("；" if language == "zh" else "; ").join(filter(None, said))


def _said(examined: Examined, strength: Strength, language: Language) -> str:
    found = examined.count(lambda mark: mark.strength is strength)
    kinds = counted(found, language)
    if not kinds:
        return ""
    one, several, chinese = _ALARMS[strength]
    words = in_a_row(kinds, language)
    if language == "zh":
        return chinese.format(words)
    return (one if found.total() == 1 else several).format(words)


def listed(examined: Examined) -> str:
    """The words themselves that are not in the article, or the first of them; "" for none."""
    words = [" ".join(mark.text.split()) for mark in examined.alarms]
    return "; ".join([*words[:SHOWN], *(["…"] if len(words) > SHOWN else [])])


def in_a_row(words: Sequence[str], language: Language = "en") -> str:
    """Counted kinds with commas between them, and an "and" before the last."""
    comma, last = ("、", "和 ") if language == "zh" else (", ", " and ")
    return last.join([comma.join(words[:-1]), words[-1]] if words[1:] else words)


def counted(counts: Mapping[MarkKind, int], language: Language) -> list[str]:
    """The kinds that there are any of, each with its number."""
    return [
        forms[2 if language == "zh" else int(counts[kind] > 1)].format(f"{counts[kind]:,}")
        for kind, forms in _KINDS.items()
        if counts.get(kind)
    ]
