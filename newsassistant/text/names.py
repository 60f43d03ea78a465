"""The names in a summary that its article does not have.

Names are told by their capitals, so this is for English and its like; Chinese has none. It knows
no dictionary: it is a measure for comparing models, and no proof for one sentence.
"""

from __future__ import annotations

import re

from newsassistant.core.types import Language
from newsassistant.text.articles.sentences import sentences

_WORD = re.compile(r"[^\W\d_]+(?:[-.][^\W\d_]+)*")
_LONG = 4  # letters; shorter words are small in many styles of headlines
_LEAST = 4  # words of a line that can be told to be in title case


def unsupported_names(summary: str, article: str, language: Language) -> list[str]:
    """Each name of `summary`, as written there, with a word that `article` lacks; each once.

    A sentence's first word and lines in title case are not looked at: their capitals tell
    nothing. Linear time; any thread.
    """
    if language == "zh":
        return []
    known = {word.lower() for word in _words(article)}
    missing: list[str] = []
    for sentence in sentences(summary):
        for name in _names(sentence):
            if any(word.lower() not in known for word in name):
                missing.append(" ".join(name))
    return list(dict.fromkeys(missing))


def _names(sentence: str) -> list[list[str]]:
    """Runs of capitalised words, the sentence's first word left out."""
    words = _words(sentence)
    long = [word for word in words[1:] if len(word) >= _LONG]
    if len(long) >= _LEAST and 4 * sum(word[0].isupper() for word in long) > 3 * len(long):
        return []
    names: list[list[str]] = []
    apart = True
    for word in words[1:]:
        if not word[0].isupper() or word == "I":
            apart = True
        elif apart:
            names.append([word])
            apart = False
        else:
            names[-1].append(word)
    return names


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
