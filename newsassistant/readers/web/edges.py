"""What stands before, between and behind the paragraphs of an article is left out: labels, buttons,
credits of pictures, invitations to subscribe and to follow.

Lines that say who wrote or edited the article stay: they belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsassistant.readers.web.blocks import Block
from newsassistant.text.articles.headline import is_furniture

_LABEL = re.compile(
    r"(?:advert(?:s|isement|ising)?|(?:story )?continues? (?:reading|below)?\b.{0,40}|sponsored"
    r"|related(?: \w+){0,2}|trending(?: \w+)?|most (?:read|popular|viewed)"
    r"|(?:\d+ )?comments?(?: \(\d+\))?|you (?:may|might) also like|recommended(?: for you)?"
    r"|read (?:more|next|also)|more(?: on this)?"
    r"|(?:share|tweet|print|e-?mail|save|copy link|play|watch|listen)(?: this)?(?: \w+)?|loading"
    r"|see also|up next|what to read next|editors?['’] picks|leave a (?:comment|reply)"
    r"|skip advertisement|广告|分享|分享到|相关(?:阅读|新闻|报道|文章|推荐|链接)|推荐阅读|延伸阅读"
    r"|更多(?:新闻|精彩|内容|资讯)?|热门(?:推荐|评论|文章)|点击(?:查看|阅读)更多|加载中|返回(?:顶部|首页|列表)"
    r"|[（(【]?原(?:标题|標題)[：:].*|上一篇|下一篇|扫一扫|打印|评论|收藏|点赞|举报"
    r"|阅读全文|展开全文|查看原文)\s?(?:[.…:：>»›]|\.\.\.){0,3}",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?i)(?:\d+ )?(?:comments?|replies|responses)(?: \(?\d+\)?)?"
    r"|(?:leave|post|add) a (?:comment|reply)"
    r"|(?:热门|最新|网友|全部|精彩|熱門|網友)?(?:评论|跟帖|評論|留言)(?:列表|区)?[\d\s条人（）()]{0,10}"
    r"|(?:发表|發表)(?:评论|評論|留言)",
)
_CREDIT = re.compile(
    r"(?i)(?:[^.!?]{0,80}[/|]\s?)?(?:getty images?(?: \S+){0,2}|shutterstock|istock\S*|reuters|afp)"
    r"|(?:©|image (?:source|credit)|photo(?:graph)?(?:s| credit)?\s?(?:by|:)|credit:).{0,80}"
)
_INVITES = re.compile(
    r"(?i)\b(?:sign up|subscribe (?:to|now|today|here|for)|to subscribe|newsletters?"
    r"|follow (?:us|him|her|them|me|\w+) on"
    r"|like us on|join (?:us|our) |click here|download (?:the|our) app|all rights reserved"
    r"|have a tip|do you have a story|email (?:us|me) at|listen (?:live|back|to \w+ live)"
    r"|subject to copyright|follow \w+ on )"
    r"|关注.{0,12}(?:公众号|微信|微博)|(?:公众号|微信号)[：:]|扫(?:描|码|一扫)|二维码|未经.{0,8}(?:授权|许可|允许)"
    r"|转载(?:请|须|时)|版权(?:所有|归)|(?:特别|免责|版权)声明|不代表.{0,12}(?:观点|立场)|下载.{0,10}(?:客户端|APP)"
    r"|(?:更多|相关)(?:资讯|内容|新闻|报道)?.{0,4}(?:请|尽在|关注|点击)|举报(?:电话|邮箱)|欢迎(?:关注|订阅|扫码)"
)
_INVITATION = 320  # weight: what is longer is a paragraph that happens to speak of it
_LAST = 4  # blocks in which invitations are looked for
_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDS = ":：>»"


def without_edges(blocks: Sequence[Block], title: str) -> list[Block]:
    """The blocks without labels, the headline and what invites to something else."""
    kept = [block for block in _once(_before_comments(blocks)) if not _is_label(block)]
    same = _bare(title)
    first = next((place for place, block in enumerate(kept) if block.prose), len(kept))
    kept = [
        block
        for place, block in enumerate(kept)
        if not (_bare(block.text) == same and (place <= first or block.heading))
        and not (place < first and is_furniture(block.text))
        and not (place <= first and _invites(block) and len(kept) > _LAST)
    ]
    for block in kept[-_LAST:]:
        if _invites(block) and len(kept) > _LAST:
            kept.remove(block)
    while kept and _leads_nowhere(kept[-1]):
        kept.pop()
    return kept


def _before_comments(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks before the headline of the readers' comments, if most of the prose is there."""
    whole, prose = sum(block.prose for block in blocks), 0
    for place, block in enumerate(blocks):
        prose += block.prose
        if 2 * prose > whole and len(block.text) < 40 and _COMMENTS.fullmatch(block.text):
            return blocks[:place]
    return blocks


def _once(blocks: Sequence[Block]) -> Iterator[Block]:
    """Each paragraph once: pages repeat captions, and texts for narrow screens."""
    seen: set[str] = set()
    for block in blocks:
        if not block.prose or block.text not in seen:
            yield block
        seen.add(block.text)


def _is_label(block: Block) -> bool:
    return len(block.text) < 100 and bool(
        _LABEL.fullmatch(block.text) or _CREDIT.fullmatch(block.text)
    )


def _leads_nowhere(last: Block) -> bool:
    """True for a heading or a label without anything behind it, and for a date."""
    if last.heading or last.text[-1] in _ENDS:
        return True
    return _YEAR.search(last.text) is not None and is_furniture(last.text)


def _invites(block: Block) -> bool:
    return block.weight < _INVITATION and _INVITES.search(block.text) is not None


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
