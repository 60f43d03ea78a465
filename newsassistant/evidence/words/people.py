"""Persons in Chinese text: a surname with what may be a given name, and what says so beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsassistant.evidence.reading.spans import Span
from newsassistant.evidence.words.characters import DOUBLE_SURNAMES, FOREIGN, NO_NAME
from newsassistant.evidence.words.given_names import likeness
from newsassistant.evidence.words.segment import Piece

_SURE, _LIKELY, _SHORT = 6.5, 4.5, 4.0
_SURE_SHORT = 7.0
_LISTED = 2.0  # the word list has it already
_TITLES = (
    "先生|女士|总统|总理|主席|书记|部长|省长|市长|县长|局长|院长|校长|教授|博士|记者|主任|教练|队长|律师|医生|大使"
    "|司令|将军|发言人|董事长|总经理|经理|秘书长|会长|导演|演员|同志|老师|法官|议员|首相|国王|王子|公主|外长|行长|同学"
)
_SAYING = (
    "说|表示|指出|介绍|告诉|认为|称|强调|透露|坦言|回忆|解释|宣布|呼吁|[在向对][^，。]{0,10}(?:说|表示|时|中)"
    "|[和与、/][\u4e00-\u9fff]|等人|出席|率领|夫妇|一家|先后|获得|以[0-9]"
)
_BEHIND = re.compile(rf" ?(?:{_TITLES}|{_SAYING})")
_BEFORE = re.compile(
    rf"(?:{_TITLES}|名叫|名为|名字叫|选手|球员|小将|老将|名将|车手|组合|女友|男友|妻子|丈夫|儿子|女儿|父亲|母亲|被告人"
    r"|农民|村民|市民|居民|学者|专家|[\u4e00-\u9fff][长员师家手任官友记总授士]|的|岁的) ?\Z"
)


def is_person(text: str, word: Piece) -> bool:
    """True if a word that the list tags as a person stands like one."""
    name = word.text
    if len(name) > 3 or name[:2] in DOUBLE_SURNAMES:
        return name[:2] in DOUBLE_SURNAMES or all(map(FOREIGN.__contains__, name))
    alike = likeness(name) + _LISTED
    if len(name) == 3 and name[-1] not in NO_NAME and alike >= _SURE:
        return True
    enough = _SHORT
    return alike >= enough and stands_like_a_person(text, word.start, word.end)


def stands_like_a_person(text: str, start: int, end: int) -> bool:
    """True if a title stands beside [start:end], or somebody speaks."""
    if _BEHIND.match(text, end):
        return True
    found = _BEFORE.search(text, max(0, start - 7), start)
    return found is not None and found.group().strip() != "的"


def named_in(text: str, words: Sequence[Piece]) -> frozenset[str]:
    """The persons of a text whose names have three characters."""
    listed = (word.text for word in words if word.tag == "r" and len(word.text) == 3)
    found = (text[span.start : span.end] for span in people(text, words))
    return frozenset(name for name in (*listed, *found) if len(name) == 3)


def people(text: str, words: Sequence[Piece]) -> Iterator[Span]:
    """Names that the list does not hold: a surname alone and one or two characters behind it."""
    taken = -1
    for number, word in enumerate(words):
        if len(word.text) == 1 and word.start >= taken:
            size = _size(text, words, number)
            if size:
                taken = word.start + size
                yield Span(word.start, taken)


def _size(text: str, words: Sequence[Piece], number: int) -> int:
    """How many characters from the surname `words[number]` on are a person's name; 0 for none."""
    start = words[number].start
    run = "".join(word.text for word in _following(words, number))[:3]
    if len(run) == 3 and _ends_at(words, number, start + 3):
        alike = likeness(run)
        if alike >= _SURE or (alike >= _LIKELY and stands_like_a_person(text, start, start + 3)):
            return 3
    if len(run) >= 2 and likeness(run[:2]) >= _SURE_SHORT and _ends_at(words, number, start + 2):
        return 2
    likely = len(run) >= 2 and likeness(run[:2]) >= _SHORT
    return 2 if likely and stands_like_a_person(text, start, start + 2) else 0


def _following(words: Sequence[Piece], number: int) -> list[Piece]:
    """The piece and up to two more that touch it."""
    found = [words[number]]
    for word in words[number + 1 : number + 3]:
        if word.start != found[-1].end:
            break
        found.append(word)
    return found


def _ends_at(words: Sequence[Piece], number: int, place: int) -> bool:
    return any(word.end == place for word in words[number + 1 : number + 3])
