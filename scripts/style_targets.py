"""What the starter's styles shall learn to write, made from articles without any model.

For each job a target is chosen or cut from what people wrote: the headline, or whole sentences of
the article that together best cover its headline and deck. So a small model learns to select
instead of to invent. Knows nothing of training.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from newsassistant.text.articles.article import words_of
from newsassistant.text.articles.sentences import sentences

_SMALL_WORDS = """
a about after all also an and any are as at be because been but by can could did do for from had
has have he her his how i if in into is it its just like may more most my no not of on one or other
our out over said she should so some such than that the their them there these they this those
through to today two up us was we were what when which who will with would you your
sen senator sens mr mrs ms dr rep
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_LEANING = re.compile(
    r"[\"'“‘]|(?:he|she|it|they|this|these|those|that|but|and|however|also|such|his|her|their)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\bI\b|\b(?:we|our|us|my)\b", re.IGNORECASE)
_HERALD = re.compile(
    r"\bfollowing (?:statement|letter|remarks|op-ed)\b|\bstatement (?:today )?on\b"
)
_STATED = re.compile(r"[.!][\"”’]?$")
_ADDRESS = re.compile(r"https?://|www\.|@\w|\b\d{3}[-.) ]+\d{3,4}-\d{4}\b")
_TITLE = re.compile(r"\bSens?\. ")
_STEM = 6  # letters by which two forms of a word are taken for one


@dataclass(frozen=True, slots=True)
class Recipe:
    """How many sentences of how many words make a target; `least` and `words` bound their sum.

    `early`: by how much a sentence is worth less than the one before it.
    """

    count: int
    words: int
    least: int = 0
    longest: int = 45
    early: float = 0.05
    marker: str = ""


ONE = Recipe(count=1, words=35, longest=35, early=0.2)
BULLETS = Recipe(count=3, words=110, longest=40, marker="- ")
PARAGRAPH = Recipe(count=8, words=165, least=85)


def shortened(article: str, words: int) -> str:
    """The beginning of an article, of at most `words` words; it ends with a whole sentence."""
    kept, left = [], words
    for paragraph in article.split("\n"):
        fitting = []
        for sentence in sentences(paragraph):
            left -= len(sentence.split())
            if left < 0:
                break
            fitting.append(sentence)
        kept.append(" ".join(fitting))
        if left < 0:
            break
    return "\n".join(kept).strip()


def headline(row: Mapping[str, str]) -> str:
    """The article's headline in a newspaper's manner: a senator's name without the title."""
    return _TITLE.sub("", row["title"]).strip()


def selection(row: Mapping[str, str], article: str, recipe: Recipe) -> str:
    """The sentences of `article` that best cover the row's headline and deck, in its order.

    Greedy: each adds most new words of the headline and deck, then of what the article repeats,
    a word. "" where too few sentences can stand alone.
    """
    wanted = _weights(f"{row['title']} {row['summary']}", article)
    candidates = {
        place: sentence
        for place, sentence in enumerate(_unquoted(article))
        if _may_stand(sentence, recipe.longest)
    }
    chosen: list[int] = []
    room = recipe.words
    while len(chosen) < recipe.count:
        gains = {
            place: _gain(sentence, wanted) / (1 + recipe.early * place)
            for place, sentence in candidates.items()
            if place not in chosen and len(sentence.split()) <= room
        }
        if not gains or max(gains.values()) <= 0:
            break
        best = max(gains, key=lambda place: (gains[place], -place))
        chosen.append(best)
        room -= len(candidates[best].split())
        for stem in _stems(candidates[best]):
            wanted.pop(stem, None)
    if len(chosen) < min(recipe.count, 3) or recipe.words - room < recipe.least:
        return ""
    picked = [recipe.marker + candidates[place] for place in sorted(chosen)]
    return ("\n" if recipe.marker else " ").join(picked)


def _weights(wanted: str, article: str) -> dict[str, float]:
    """What each word is worth: most one of the headline or deck, then one that is repeated."""
    weights: dict[str, float] = {}
    for stem, times in Counter(_stems(article)).items():
        if times > 1:
            weights[stem] = math.log2(times) / 2
    for stem in set(_stems(wanted)):
        weights[stem] = weights.get(stem, 0.0) + 3
    return weights


def _unquoted(article: str) -> list[str]:
    """The article's sentences; "" for one that begins within a quotation."""
    found = []
    for paragraph in article.split("\n"):
        opened = False
        for sentence in sentences(paragraph):
            found.append("" if opened else sentence)
            opened ^= sentence.count('"') % 2 == 1 or sentence.count("“") > sentence.count("”")
    return found


def _gain(sentence: str, wanted: Mapping[str, float]) -> float:
    """What a sentence adds; one that leans on another, or on who says it, is worth half."""
    found = sum(wanted.get(stem, 0) for stem in set(_stems(sentence)))
    leans = (
        _LEANING.match(sentence) or _FIRST_PERSON.search(sentence) or re.search('["“]', sentence)
    )
    return found * (0.5 if leans else 1.0) / math.sqrt(max(12, len(sentence.split())))


def _may_stand(sentence: str, longest: int) -> bool:
    """True for a whole statement: no heading, address, question or list of names."""
    words = sentence.split()
    if not 6 <= len(words) <= longest or not _STATED.search(sentence) or _ADDRESS.search(sentence):
        return False
    if (
        _HERALD.search(sentence)
        or sentence.count('"') % 2
        or sentence.count("(") != sentence.count(")")
    ):
        return False
    small = sum(word[0].islower() for word in words)
    return sentence[0].isupper() and 2 * small >= len(words)


def _stems(text: str) -> list[str]:
    words = (word.lower().removesuffix("'s").removesuffix("’s") for word in words_of(text))
    return [word[:_STEM] for word in words if word not in _SMALL]


Target = Callable[[Mapping[str, str], str], str]


def targets(
    rows: Sequence[Mapping[str, str]], words: int, target: Target, *, titled: bool = False
) -> list[dict[str, str]]:
    """Pairs to learn from: articles of at most `words` words, each with its target.

    `titled`: below their headlines, as they are pasted. Rows for which there is no target are
    left out.
    """
    made = []
    for row in rows:
        article = shortened(row["content"], words)
        if summary := target(row, article):
            content = f"{row['title']}\n{article}" if titled else article
            made.append({"content": content, "summary": summary, "source": row["source"]})
    return made
