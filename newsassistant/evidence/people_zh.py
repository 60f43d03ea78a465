"""Persons in Chinese text: a surname with what may be a given name, and what says so beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsassistant.evidence.characters import (
    DOUBLE_SURNAMES,
    FOREIGN,
    FUNCTION,
    NO_NAME,
    SURNAMES,
    WEAK_SURNAMES,
)
from newsassistant.evidence.marks import Span
from newsassistant.evidence.segment import Piece

_TITLES = (
    "先生|女士|总统|总理|主席|书记|部长|省长|市长|县长|局长|院长|校长|教授|博士|记者|主任|教练|队长|律师|医生|大使"
    "|司令|将军|发言人|董事长|总经理|经理|秘书长|会长|导演|演员|同志|老师|法官|议员|首相|国王|王子|公主|外长|行长|同学"
)
_SAYING = (
    "说|表示|指出|介绍|告诉|认为|称|强调|透露|坦言|回忆|解释|宣布|呼吁|[在向对][^，。]{0,10}(?:说|表示|时|中)"
    "|[和与、/][\u4e00-\u9fff]|等人|出席|率领|夫妇|一家|先后|获得|以[0-9]"
)
_BEHIND = re.compile(rf"(?:{_TITLES}|{_SAYING})")
_BEFORE = re.compile(
    rf"(?:{_TITLES}|名叫|名为|名字叫|选手|球员|小将|老将|名将|车手|组合|女友|男友|妻子|丈夫|儿子|女儿|父亲|母亲|被告人"
    r"|农民|村民|市民|居民|学者|专家|[\u4e00-\u9fff][长员师家手任官友记总授士]|的|岁的)\Z"
)


def is_person(text: str, word: Piece) -> bool:
    """True if a word that the list tags as a person stands like one."""
    name = word.text
    if len(name) > 3 or name[:2] in DOUBLE_SURNAMES:
        return name[:2] in DOUBLE_SURNAMES or all(map(FOREIGN.__contains__, name))
    if name[-1] in NO_NAME or name[0] not in SURNAMES:
        return False
    if len(name) == 3 and name[0] not in WEAK_SURNAMES:
        return True
    return stands_like_a_person(text, word.start, word.end)


def stands_like_a_person(text: str, start: int, end: int) -> bool:
    """True if a title stands beside [start:end], or somebody speaks."""
    if _BEHIND.match(text, end):
        return True
    found = _BEFORE.search(text, max(0, start - 6), start)
    return found is not None and found.group() != "的"


def people(text: str, words: Sequence[Piece]) -> Iterator[Span]:
    """Names that the list does not hold: a surname alone and one or two characters behind it."""
    number = 0
    while number < len(words):
        taken = _taken(text, words, number)
        if taken:
            yield Span(words[number].start, words[number + taken - 1].end)
        number += max(1, taken)


def _taken(text: str, words: Sequence[Piece], number: int) -> int:
    """How many pieces from `number` on are one person's name; 0 for none."""
    surname = words[number]
    if surname.text not in SURNAMES:
        return 0
    given = _given(words, number)
    if not given:
        return 0
    last = words[number + given]
    size = last.end - surname.end
    sure = size == 2 and given == 2 and surname.text not in WEAK_SURNAMES
    if sure or stands_like_a_person(text, surname.start, last.end):
        return given + 1
    return 0


def _given(words: Sequence[Piece], number: int) -> int:
    """How many pieces behind a surname may be the given name: two characters at most."""
    following = words[number + 1 : number + 3]
    if not following or following[0].start != words[number].end:
        return 0
    first = following[0]
    if first.text[-1] in FUNCTION or first.text[0] in FUNCTION:
        return 0
    if len(first.text) == 2:
        return 1
    if len(first.text) > 2:
        return 0
    if len(following) == 2 and len(following[1].text) == 1 and following[1].start == first.end:
        if following[1].text not in FUNCTION:
            return 2
    return 1
