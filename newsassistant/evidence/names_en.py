"""Names in an English answer: words with a capital that the article does not have.

It knows no names. A word is taken for one by its capital and, first in a sentence, by not being an
ordinary word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Compared, Mark, MarkKind, Strength, Why
from newsassistant.evidence.reading.lists import words
from newsassistant.evidence.reading.plain import folded
from newsassistant.evidence.reading.spans import Span, sentence_spans
from newsassistant.evidence.words.english import Word, bare, is_known, words_of
from newsassistant.evidence.words.peoples import GROUP
from newsassistant.evidence.words.word_lists import english_words

_LONG, _LEAST = 4, 4
_SKIPPED = words(
    "mr mrs ms miss dr prof professor sir dame lord lady rev sgt capt col gen lt jr sr i im",
    "ive ill id january february march april may june july august september october november",
    "december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday",
    "thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun one two three",
    "four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety",
    "hundred thousand million billion trillion first second third fourth fifth sixth seventh",
    "eighth ninth tenth am pm bst gmt est ad bc ok tv ceo mp mps fc afc phd hq pc dna",
)
_OF = re.compile(" of (?:the )?")
_PARTICLES = re.compile(
    " (?:de|del|della|der|di|da|dos|du|van|von|den|la|le|bin|ibn|al|el|ul)"
    "(?: (?:la|las|los|den|der|al|el))?[ -]"
)
_ASKING = words("who whom whose what which when where why how")
_OPENERS = frozenset("\"“‘'([:•–—*#-")


@dataclass(frozen=True, slots=True)
class _Token:
    word: Word
    capital: bool
    first: bool


def names(text: str, index: Index) -> Iterator[Compared]:
    """The names of an answer; marked are the runs of their words that the article has not got."""
    for runs in _names(text):
        marks = [mark for run in runs for mark in _of_run(text, run, index)]
        span = _span(runs)
        yield Compared.of(MarkKind.NAME, span.start, span.end, *marks)


def names_in(text: str) -> Iterator[Span]:
    """Where the names of an English text stand, as `names` looks at them."""
    for runs in _names(text):
        yield _span(runs)


def _span(runs: Sequence[list[_Token]]) -> Span:
    """From the first to the last word that a name has its capital for."""
    named = [token.word for run in runs for token in run if not _needs_none(token)]
    return Span(named[0].start, named[-1].end)


def _names(text: str) -> Iterator[list[list[_Token]]]:
    """The runs of each name: "Bank of England" and "Ursula von der Leyen" have two."""
    for sentence in sentence_spans(text):
        name: list[list[_Token]] = []
        for run in _runs(text, _tokens(text, sentence)):
            if all(map(_needs_none, run)):
                continue
            if name and not _goes_on(text, name[-1], run):
                yield name
                name = []
            name.append(run)
        if name:
            yield name


def _goes_on(text: str, last: list[_Token], run: list[_Token]) -> bool:
    """True where only "of" or "de" stands between; "of" behind a common noun: Bank, House."""
    start, end = last[-1].word.end, run[0].word.start
    if end - start > 9:
        return False
    if _PARTICLES.fullmatch(text, start, end):
        return True
    common = (folded(token.word.text) in english_words() for token in last)
    return _OF.fullmatch(text, start, end) is not None and all(common)


def _needs_none(token: _Token) -> bool:
    """True for a word whose capital does not make it a name."""
    plain = folded(bare(token.word.text))
    if plain in _SKIPPED or len(plain) < 2 or not plain.isalpha():
        return True
    if plain in _ASKING and not token.word.text.isupper():  # the WHO is one
        return True
    return token.first and _is_ordinary(plain, token.word.text)


def _tokens(text: str, sentence: Span) -> list[_Token]:
    """The words of a sentence; in a line in title case each stands as if it were the first."""
    found = words_of(text, sentence.start, sentence.end)
    long = [word for word in found[1:] if len(word.text) >= _LONG]
    title = len(long) >= _LEAST and 4 * sum(w.text[0].isupper() for w in long) > 3 * len(long)
    tokens = []
    for number, word in enumerate(found):
        before = text[max(sentence.start, word.start - 2) : word.start]
        opened = bool(_OPENERS & set(before)) and not (before[-1:] == "-" and before[:1].isalnum())
        ended = number > 0 and _ends_sentence(before, found[number - 1])
        first = title or number == 0 or opened or ended
        tokens.append(_Token(word, word.text[0].isupper(), first))
    return tokens


def _ends_sentence(before: str, last: Word) -> bool:
    """True behind a full stop that may end a sentence: "flew with El Al. Previously"."""
    short = folded(last.text) in _SKIPPED or len(last.text) == 1
    return before[:1] in (".", "!", "?") and not short


def _runs(text: str, tokens: list[_Token]) -> Iterator[list[_Token]]:
    """Words with a capital that touch each other."""
    run: list[_Token] = []
    for token in [*tokens, None]:
        if token is not None and token.capital and _follows(text, run, token):
            run.append(token)
            continue
        if run:
            yield run
        run = [token] if token is not None and token.capital else []


def _follows(text: str, run: list[_Token], token: _Token) -> bool:
    """True if only a space or hyphen stands between a word and the name before it."""
    return bool(run) and text[run[-1].word.end : token.word.start] in (" ", "-", ". ", " & ")


def _of_run(text: str, run: list[_Token], index: Index) -> Iterator[Mark]:
    missing = [token for token in run if _is_missing(token, index)]
    if not missing:
        return
    if len(missing) > 1 and _initials(run) in index.acronyms:
        first, last = run[0].word, run[-1].word
        yield _mark(text, first.start, last.end, Strength.ELSEWHERE, Why.NAME_SPELLED_OUT)
        return
    start, end = missing[0].word.start, missing[0].word.end
    for token in missing[1:]:
        if text[end : token.word.start] not in (" ", "-", ". ", " & "):
            yield _mark(text, start, end, Strength.ABSENT, Why.NAME_ABSENT)
            start = token.word.start
        end = token.word.end
    yield _mark(text, start, end, Strength.ABSENT, Why.NAME_ABSENT)


def _initials(run: list[_Token]) -> str:
    return "".join(token.word.text[0] for token in run).lower()


def _is_missing(token: _Token, index: Index) -> bool:
    word = token.word
    if _needs_none(token) or is_known(word, index.words):
        return False
    return not _is_acronym(word.text, folded(bare(word.text)), index)


def _is_ordinary(plain: str, written: str) -> bool:
    """True for a word that needs no capital, unless it is written in capitals throughout."""
    if written.isupper() and len(written) > 1 and len(written) < 6:
        return False
    known = english_words()
    if plain in known or plain.endswith("ly"):
        return True
    ends = (("s", ""), ("es", ""), ("d", ""), ("ed", ""), ("ing", ""), ("ing", "e"), ("ise", "ize"))
    return any(plain.endswith(end) and plain[: -len(end)] + put in known for end, put in ends)


def _is_acronym(written: str, plain: str, index: Index) -> bool:
    """True for the initials of a name of the article: NHS, U.S., MPs."""
    bare = written.replace(".", "").removesuffix("'s").removesuffix("’s")
    core = bare.removesuffix("s")
    if not (core.isupper() and 2 <= len(core) <= 7):
        return False
    return any(each.lower() in index.initials for each in (bare, core)) or (
        GROUP.get(plain, -1) in index.words.groups
    )


def _mark(text: str, start: int, end: int, strength: Strength, why: Why) -> Mark:
    return Mark(start, end, MarkKind.NAME, strength, text[start:end], why)
