"""Who says a Chinese quote: the words beside it that name a speaker, as they are written."""

from __future__ import annotations

import re

from newsassistant.evidence.reading.speakers_en import NOBODY, Speaker

_VERBS = (
    "告诉记者|告诉|对记者说|表示|指出|介绍|认为|强调|透露|坦言|回忆|解释|宣布|呼吁|写道|问道|回答"
    "|笑称|笑言|直言|感叹|感慨|坦承|承认|补充|评价|质疑|反问|留言|分析|提醒|批评|大赞|回应"
    "|答道|喊道|叹道|要求|期待|宣称|声称|自称|寄语|笑道|说|称|问"
)
_WHO = r"(?P<who>[\u4e00-\u9fff·•A-Za-z0-9、《》（）() \-]{1,60}?)"
_END = r"(?:道|说|过|到|着|称)?"
_BEFORE = re.compile(rf"\A\s*{_WHO}(?P<verb>{_VERBS}){_END}(?:了)?\s*(?P<mark>[：:，,]?)\s*\Z")
_BEHIND = re.compile(rf"[，,—\s]*{_WHO}(?P<verb>{_VERBS}){_END}(?=[，,。：:；;！!？?\s]|\Z)")
_EARLIER = re.compile(rf"\A{_WHO}(?P<verb>{_VERBS}){_END}[，,：:]")
_CLAUSE = re.compile(r"[。！？”；\n]|[，,：:](?=[^，,：:]*\S[^，,：:]*\Z)")
_SENTENCE = re.compile(r"[。！？\n]")
_LEADS = re.compile(
    r"^(?:据了解|据悉|据|对此|对于此事|同时|此外|另外|随后|其中|目前|日前|近日|昨日|昨天|今天|今日"
    r"|当天|当日|当时|如今|然而|而且|不过|但是|但|而|并且|因此|所以|之后|后来|最后|最终|首先"
    r"|\d{1,4}[年月日时](?:\d{1,2}[月日时分])*(?:上午|下午|晚|凌晨)?|记者获悉)+[，,]?"
)
_TAILS = re.compile(
    r"(?:还|则|也|并|又|再|就|曾|都|却|均|仍|在会上|随后|日前|近日|昨日|昨天|今天|当天|当时|这样"
    r"|向记者|对记者|对本报记者|向本报记者|向媒体|对媒体|如此|\d{1,2}日|(?:笑|哭|激动|高兴|兴奋|自豪"
    r"|无奈|坚定|动情|明确|深情)(?:着|地)?|进一步|一再|多次|公开|特别|曾经|已经"
    r"|在[^，的]{1,12}|接受[^，]{1,24}(?:时|中)"
    r"|[\u4e00-\u9fff]{2}地|则?(?:挽|拉|握|指|看|望|拿|捧|举|抱|摸|笑|哭)着[^，]{0,24}"
    r"|通过[^，]{0,16}(?:研究|分析|比较|调查)|(?:接过|听完|看完|听了|看了|得知)[^，]{0,24}"
    r"|(?:回应|谈到|谈及|提到|说到|说起|出席|参加|回答)[^，]{0,24}(?:时|中|后))+$"
)
_NOT_WHO = re.compile(
    r"^(?:[等的之和与及或、又却但转]|像|正如|如|正像|所谓|俗话|常言|古人)|(?:像|正如).*所$|(?:时|文中|之后|之际)$"
)
_NOBODY = frozenset(
    {"", "可以", "可", "都", "被", "所", "据", "有", "即", "也", "人", "就是", "来"}
)


def behind(after: str) -> Speaker:
    """Who is named right after a quote: ”余凌云说。"""
    return _speaker(_BEHIND.match(after))


def before(text: str) -> Speaker:
    """Who is named right before a quote: 余凌云表示：“ ; `text` ends where the quote begins."""
    place = 0
    for cut in _CLAUSE.finditer(text):
        if text[cut.end() :].strip():
            place = cut.end()
    clause = text[place:]
    found = _speaker(_BEFORE.match(clause))
    if found or place == 0:
        return found
    lone = re.match(rf"\s*(?P<verb>{_VERBS})(?:道)?[：:，,]?\s*\Z", clause)
    return _speaker(_BEFORE.match(text[_last_sentence(text) :])) if lone else NOBODY


def earlier(text: str) -> Speaker:
    """Who speaks in the sentence that a quote stands in: 声明说，演习“极具挑衅性质”."""
    return _speaker(_EARLIER.match(text[_last_sentence(text) :]))


def _last_sentence(text: str) -> int:
    ends = [cut.end() for cut in _SENTENCE.finditer(text)]
    return ends[-1] if ends else 0


def _speaker(match: re.Match[str] | None) -> Speaker:
    if match is None:
        return NOBODY
    who = re.sub(r"\s*[（(][^（）()]*[）)]?", "", match["who"]).strip()
    who = _LEADS.sub("", who)
    former = None
    while who != former:
        former, who = who, _TAILS.sub("", who).strip()
    who = _LEADS.sub("", who).strip()
    if who in _NOBODY or _NOT_WHO.search(who):
        return NOBODY
    return Speaker(who, match["verb"])
