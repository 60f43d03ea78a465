"""The six answers in an answer to the job of telling who, what, when, where, why and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

from newsassistant.text.prompts.answer_lines import plain_line, unquoted

Field = Literal["who", "what", "when", "where", "why", "how"]
FIELDS: tuple[Field, ...] = get_args(Field)
LEAST = 3
"""Answers of the six that a text must have to be one of this job."""

_CHINESE: Mapping[str, Field] = {
    **dict.fromkeys(("何人", "谁", "人物", "主体", "当事人"), "who"),
    **dict.fromkeys(("何事", "什么", "事件", "什么事", "发生了什么"), "what"),
    **dict.fromkeys(("何时", "时间", "什么时候", "什么时间"), "when"),
    **dict.fromkeys(("何地", "地点", "哪里", "在哪里", "何处", "什么地方"), "where"),
    **dict.fromkeys(("何故", "为何", "为什么", "原因", "何因"), "why"),
    **dict.fromkeys(("如何", "怎么", "怎样", "方式", "经过", "怎么样"), "how"),
}
_NAMES = "|".join((*FIELDS, *sorted(_CHINESE, key=len, reverse=True)))
_ASIDE = r"(?:\s*[(（][^()（）\n]{1,40}[)）])?"
_LABEL = re.compile(
    rf"({_NAMES}){_ASIDE}(?:\s*[:：|]\s*|(?:\s[^:?\n]{{1,60}})?[?？]\s*[:：]?\s*|\s+[-–—]\s+|\s*$)",
    re.IGNORECASE,
)
_INLINE = re.compile(rf"(?<![\w:：])({_NAMES}){_ASIDE}\s*[:：]\s*", re.IGNORECASE)
_UNSTATED = re.compile(
    r"(?:(?:it (?:is|was) )?not (?:\w+ )?(?:stated|mentioned|specified|given|provided|said|known"
    r"|clear|available|applicable|reported)\b|no information\b|the article does not\b"
    r"|未提|未说|未明|未交代|文中[未没]|[原全]文[未没]|没有(?:提|说|写)).*"
    r"|(?:(?:unknown|unclear|unspecified|none|n/?a|不详|未知|不明|无|暂无)[.。]?|[-–—/.]+)",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_UNSTATED = 60
_OTHER = re.compile(r"[A-Z]\w{1,15}:\s|[\u4e00-\u9fff]{2,4}：")  # a line with a label of its own


def five_ws(text: str, *, ended: bool = True) -> dict[Field, str]:
    """The answers so far in their usual order; none where the text is something else.

    `ended` False: more may follow, so that one answer is enough. Bulleted lines, and all below a
    question that stands alone, belong to the answer above them. Linear time.
    """
    found = _joined(_by_line(text))
    if len(found) < LEAST and ended:
        found = _joined(_inline(text))
    if len(found) < (LEAST if ended else 1):
        return {}
    return {field: found[field] for field in FIELDS if field in found}


def is_unstated(answer: str) -> bool:
    """True for "not stated", "unknown", and for nothing at all."""
    answer = unquoted(answer)
    if not answer:
        return True
    return len(answer) <= _LONGEST_UNSTATED and _UNSTATED.fullmatch(answer) is not None


def _by_line(text: str) -> Iterator[tuple[Field, str]]:
    field: Field | None = None
    alone = False  # the question stands in a line of its own
    for raw in text.split("\n"):
        row = raw.strip().strip("|") if raw.strip().startswith("|") else raw
        line = plain_line(row)
        if label := _LABEL.match(line.text):
            field, answer = _field(label[1]), _answer(line.text[label.end() :])
            alone = not answer
            yield field, answer
        elif field is not None and line.text and set(line.text) - set("-|: "):
            if _OTHER.match(line.text) or not (alone or line.inset or _is_bullet(raw)):
                field = None
            else:
                yield field, line.text


def _is_bullet(raw: str) -> bool:
    return raw.lstrip()[:2] in ("- ", "* ", "• ", "+ ")


def _inline(text: str) -> Iterator[tuple[Field, str]]:
    """All six in one paragraph."""
    labels = list(_INLINE.finditer(text))
    ends = [*(label.start() for label in labels[1:]), len(text)]
    for label, end in zip(labels, ends, strict=False):
        yield _field(label[1]), _answer(text[label.end() : end].strip(" \n;；,，|*"))


def _field(name: str) -> Field:
    for field in FIELDS:
        if field == name.lower():
            return field
    return _CHINESE[name]


def _answer(text: str) -> str:
    return plain_line(text.strip().strip("|")).text


def _joined(answers: Iterable[tuple[Field, str]]) -> dict[Field, str]:
    """One text a question; one that is answered again, after others, keeps its first answer."""
    found: dict[Field, list[str]] = {}
    last: Field | None = None
    for field, answer in answers:
        if field == last or field not in found or not any(found[field]):
            found.setdefault(field, []).append(answer)
            last = field
        else:
            last = None
    return {field: "\n".join(filter(None, lines)) for field, lines in found.items()}
