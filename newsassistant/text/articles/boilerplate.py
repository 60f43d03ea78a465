"""Which lines of an article are none of it: invitations, buttons, credits of pictures, copyright.

English and Chinese. A line that may carry news is never one: only what a whole short line says
counts, or how it begins, and the first line is the headline. Linear time; pure, any thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsassistant.core.types import Span

LONGEST_LABEL = 99  # characters, of what is one as a whole
LONGEST = 240  # of what is known by how it begins
MOST_CHARS_OF_TAIL = 110  # of a line that only names another article
_FIRST_LINES = 5  # lines in which a source, or a date, belongs to the article


def _any_of(*words: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile("|".join(words), flags)


_RELATED = (
    r"related(?: (?:internet )?(?:articles?|stor(?:y|ies)|coverage|content|links?|topics?|reading"
    r"|news|posts?|videos?|information|tags|images|searches|pages|items|documents))?"
)
_OTHERS_EN = (
    rf"(?:{_RELATED}|trending(?: now| today| stories| news)?|most (?:read|popular|viewed)"
    r"|you (?:may|might) also like|recommended(?: for you)?|read (?:more|next|also)|see also"
    r"|up next|what to read next|editors?['’] picks|more(?: on this| stories| news)?)"
)
_OTHERS_ZH = (
    r"(?:相关(?:阅读|新闻|报道|文章|推荐|链接)|推荐阅读|延伸阅读|热门(?:推荐|文章)|猜你喜欢"
    r"|往期(?:回顾|推荐))"
)
_MARKS = r"\s?(?:[.…:：>»›]|\.\.\.){0,3}"
_LABEL = _any_of(
    rf"(?:{_OTHERS_EN}|{_OTHERS_ZH}){_MARKS}",
    r"(?:advert(?:s|isement|ising)?|sponsored|skip advertisement|loading)" + _MARKS,
    r"(?:story |article )?continues? (?:reading|below|after)\b.{0,40}",
    r"(?:share|tweet|print|e-?mail|save|copy link|play|watch|listen)"
    r"(?: (?:this|article|story|page|post|now|live|video|audio|later|link))*" + _MARKS,
    r"[（(【]?原(?:标题|標題)[：:].*",
    r"(?:广告|分享|分享到|更多(?:新闻|精彩|内容|资讯)?|热门评论|点击(?:查看|阅读)更多|加载中|返回(?:顶部|首页|列表)"
    r"|上一篇|下一篇|扫一扫|打印|评论|收藏|点赞|举报|阅读全文|展开全文|查看原文)" + _MARKS,
    flags=re.IGNORECASE,
)
_BUTTON = re.compile(
    r"(?:(?:related|trending)(?: \w+){0,2}|(?:share|tweet|print|e-?mail|save|copy link|play|watch"
    r"|listen)(?: this)?(?: \w+)?)" + _MARKS,
    re.IGNORECASE,
)
_COMMENTS = _any_of(
    r"(?:\d+ )?(?:comments?|replies|responses)(?: \(?\d+\)?)?" + _MARKS,
    r"(?:leave|post|add) a (?:comment|reply)" + _MARKS,
    r"(?:热门|最新|网友|全部|精彩|熱門|網友)?(?:评论|跟帖|評論|留言)(?:列表|区)?[\d\s条人（）()]{0,10}",
    r"(?:发表|發表)(?:评论|評論|留言)",
    flags=re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:[^.!?]{0,80}[/|]\s?)?(?:getty images?(?: \S+){0,2}|shutterstock|istock\S*|reuters|afp)"
    r"|(?:©|image (?:source|credit)|photo(?:graph)?(?:s| credit)?\s?(?:by|:)|credit:).{0,80}",
    re.IGNORECASE,
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


def is_button(text: str) -> bool:
    """True for a button, a heading of other articles or a picture's credit on a web page.

    What a page sets as a paragraph of its own need not be one where a text is pasted.
    """
    return len(text) <= LONGEST_LABEL and bool(
        _LABEL.fullmatch(text) or _BUTTON.fullmatch(text) or _CREDIT.fullmatch(text)
    )


def is_comments(text: str) -> bool:
    """True for the heading of the readers' comments."""
    return _COMMENTS.fullmatch(text) is not None


def invites(text: str) -> bool:
    """True where a text invites to follow or subscribe, or says what may be done with it.

    Paragraphs of news do so too: it depends on where that stands.
    """
    return _INVITES.search(text) is not None


# --- lines of an article --------------------------------------------------------------------------

_NETWORK = (
    r"(?:facebook|twitter|x|whats ?app|linked ?in|reddit|pinterest|telegram|messenger|instagram"
    r"|threads|bluesky|mastodon|flipboard|tumblr|snapchat|tik ?tok|you ?tube|wechat|weibo|line"
    r"|e-?mail|print|copy link|link copied|微信(?:好友)?|朋友圈|微博|新浪微博|QQ(?:空间|好友)?"
    r"|豆瓣|复制链接|邮件|打印)"
)
_NETWORKS = re.compile(rf"(?i){_NETWORK}(?:[\s,，、|·•/]+(?:and )?{_NETWORK})*")
_NAMES = r"(?:[A-Z][\w.'’-]*\s?){1,5}"
_AGENCY = (
    r"(?:Reuters|REUTERS|AFP|AP|EPA(?:-EFE)?|PA(?: Wire| Media)?|Xinhua|Bloomberg"
    r"|Getty(?: Images)?|Alamy(?: Stock Photo)?|Shutterstock|Unsplash|Pexels"
    r"|(?:The )?Associated Press|Pool|Anadolu(?: Agency)?|Zuma(?: Press)?|Rex|Handout|iStock"
    r"|Wikimedia(?: Commons)?|NASA|CNN)"
)
_PICTURE = (
    r"(?:AP )?(?:[Ff]ile )?(?:[Pp]hoto|[Pp]icture|[Ii]mage|[Pp]hotograph|[Ii]llustration"
    r"|[Gg]raphic|[Vv]ideo|PHOTO|IMAGE|VIDEO)s?(?: (?:[Cc]redits?|[Ss]ources?))?"
)
_PICTURE_ZH = (
    r"(?:图片?|摄影|攝影|供图|制图|图源|图文|视频|资料图片?|题图|封面图)(?:来源|提供|版权)?"
)
_OF_PICTURES = _any_of(
    rf"[(\[]?{_NAMES}(?:/|\||\bvia\s)\s?{_AGENCY}(?:\s?[/|]\s?{_NAMES}){{0,3}}[)\]]?\.?",
    rf"[(\[]?(?:AP Photo|{_AGENCY})(?:\s?[/|]\s?{_NAMES}){{1,3}}[)\]]?\.?",
    r"[(\[]?(?:REUTERS|AP(?: Photo)?|EPA(?:-EFE)?|Alamy|Xinhua)[)\]]?",
    rf"[(\[]?{_PICTURE}(?:\s?[:/]\s?| (?:by|courtesy of|provided by) )[^.!?]{{2,80}}[)\]]?\.?",
    r"[(\[]?(?:File|Stock|Handout|Courtesy) (?:photo|image|picture)[)\]]?\.?",
    rf"[（(【\[]?{_PICTURE_ZH}\s?[:：/]\s?[^。！？]{{1,40}}[）)】\]]?",
    r"[（(]?.{0,12}?(?:记者|通讯员)\s?[\u4e00-\u9fff·]{2,4}\s?摄(?:影(?:报道)?)?[）)]?",
    r"[（(]?[\u4e00-\u9fff·]{2,4}\s+摄(?:影)?[）)]?",
    r"[（(](?:资料图片?|网络图|示意图|效果图|图文无关|来源[:：].{1,20})[）)]",
    r"资料图片?|图源网络|图片来自网络|视觉中国(?:\s?供图)?|东方\s?IC",
)
_CREW = (
    r"(?:(?:责任|本文|网络|执行|值班|文字|新媒体|版面|实习|美术|当值)?编辑|责编|编审|校对|审核|审校|审读"
    r"|[初复终]审|监制|总?主编|美编|排版|统筹|值班主任|责任編輯|編輯)"
)
_ONE = r"[\u4e00-\u9fffA-Za-z_\d·]{1,12}"
_EDITED = _any_of(
    rf"{_CREW}\s?[:：/／丨|]\s?{_ONE}(?:[\s、，,；;|丨/]+(?:{_CREW}\s?[:：/／]?\s?)?{_ONE}){{0,8}}",
    rf"[（(【\[]\s?{_CREW}\s?[:：/／丨|]?\s?{_ONE}"
    rf"(?:[\s、，,；;|丨/]+(?:{_CREW}\s?[:：/／]?\s?)?{_ONE}){{0,8}}\s?[）)】\]]",
    r"\(?(?:(?:Additional )?[Rr]eporting|Writing|Compiled) by .{2,160}[;,] ?[Ee]diting by .{2,80}",
    r"\(?Edit(?:ed|ing) by [A-Z].{1,80}",
    r"\(?(?:Additional )?[Rr]eporting by [A-Z][^.]{1,80}[).]{0,2}",
    r"Our Standards:.{0,80}|Reuters Staff",
)
_SOURCE = re.compile(
    r"[（(【\[]?(?:本文|文章|稿件|内容|素材|综合|消息)?(?:来源|來源|出处|转自|转载自)\s?[:：]\s?"
    r"[^。！？]{1,30}[）)】\]]?"
)
_RIGHTS = _any_of(
    r"(?:copyright\b|©|\(c\))[\s©]*(?:\(c\)\s*)?(?:19|20)\d\d\b.{0,160}",
    r".{0,120}\ball rights reserved\b.{0,60}|©.{1,80}",
    r"this (?:material|content|article|story) (?:may not be (?:published|reproduced|copied)"
    r"|is protected by copyright|is subject to copyright)\b.{0,200}",
    r"(?:republished|reprinted) with permission.{0,100}",
    r"[【\[（(]?[^。！？]{0,24}(?:专稿|独家稿件|原创稿件)[，,、]?(?:转载|未经|版权|请勿).{0,30}",
    r"(?:以上|以下|本文).{0,12}(?:信息|内容)?仅供参考.{0,80}|《[^》]{1,20}》版权作品.{0,80}",
    r"(?:本文|本稿件?|本站|本网|凡本网|凡注明)[^。！？]{0,60}"
    r"(?:未经.{0,6}(?:授权|许可)|(?:不得|谢绝)转载|转载请|不代表|文责自负|版权归).{0,160}",
    r"[【\[（(]?(?:如需|欢迎)?转载[^。！？]{0,20}(?:注明|授权|许可|联系).{0,60}",
    r"[【\[（(]?未经[^。！？]{0,20}(?:授权|许可|允许|同意).{0,30}(?:转载|摘编|镜像).{0,40}",
    r"[【\[（(]?引用请注明.{0,40}",
    r"[【\[（(]?(?:特别|免责|版权|郑重)声明\s?[:：】\]）)].{0,220}|版权所有.{0,60}",
    r"(?:如|若)有?侵权[^。]{0,12}(?:删|联系).{0,30}",
    flags=re.IGNORECASE,
)
_OURS = (
    r"(?:newsletters?|news alerts?|alerts?|e-?mails?|inbox|podcasts?|notifications?|mailing list"
    r"|briefings?|app|updates|channel|subscri\w+|account|digests?|for free|top stories|headlines)"
)
_SOMEBODY = r"(?:us|me|him|her|them|(?-i:[A-Z@])[\w@'’.]*(?: (?-i:[A-Z@])[\w@'’.]*){0,4})"
_LEGAL = (
    r"(?:privacy policy|terms(?: of (?:use|service)| and conditions)|cookies?(?: policy)?"
    r"|contact(?: us)?|about(?: us)?|advertise(?: with us)?|sitemap|help|accessibility)"
)
_BEGINS = (
    rf"(?:sign|signing) up\b.{{0,100}}\b{_OURS}\b",
    rf"subscribe\b.{{0,100}}\b{_OURS}\b",
    r"(?:want|looking for|get|receive|enjoy(?:ing|ed)?)\b.{0,120}\b"
    r"(?:inbox|newsletters?|sign up|subscribe|news alerts)\b",
    r"(?:sign up|subscribe|register|log in|sign in)(?: (?:now|here|today|free|for free))?[.!]?$",
    r"already (?:a|have an?) (?:subscriber|member|account|registered)\b",
    r"(?:create|get) (?:a|your|an) (?:free )?account\b|become a (?:member|subscriber)\b",
    r"support (?:our|independent|local|quality) journalism\b",
    rf"(?:follow|like|find|join) {_SOMEBODY} on {_NETWORK}\b|follow us\b",
    r"(?:join|follow) our (?:whatsapp|telegram|channel|facebook|community|conversation)\b",
    r"(?:share|tweet|post|pin) (?:this|on|via|to|with)\b(?: [\w-]+){0,3}"
    rf"(?:[\s,|]+{_NETWORK})*$",
    r"(?:download|get) (?:our|the)(?: free)?(?: [\w.]+){0,4} app\b",
    r"click (?:here|to|on the)\b|tap here\b",
    r"(?:read|see|watch|listen)(?: (?:more|also|next|now|live|here|this))?: ",
    rf"(?:{_OTHERS_EN}|also read|also see|must read|don['’]t miss|more from [\w ]{{1,30}})\s?[:|]",
    r"listen to this (?:article|story|post)\b.{0,40}$",
    r"(?:scroll|swipe) (?:down )?(?:to|for)\b|skip to\b|(?:back|go) to top",
    r"(?:show|view|load|hide|post|join the) (?:all )?(?:\d+ )?"
    r"(?:comments?|more|conversation|discussion)$",
    r"advertisement\s?[-–—|:]",
    r"\d{1,2}[ -]min(?:ute)?s?(?:['’]s)? read$|(?:text|font) size\b",
    r"(?:have|got) (?:a|any) (?:news )?(?:tips?|story|stories|question|confidential)\b.{0,160}@",
    r"(?:do you have|have you got) (?:a|any) (?:story|tip|news)\b",
    r"(?:contact|e-?mail) (?:us|the (?:author|newsroom|reporter|editor|writer))\b.{0,80}@",
    r"(?:we|this (?:web)?site) uses? cookies\b",
    rf"(?:privacy policy|terms of (?:use|service)|cookie policy)(?:[\s|·•,/&]+{_LEGAL})*$",
)
_BEGINS_ZH = (
    r"(?:长按|扫描|扫码|扫一扫|识别|微信扫).{0,16}(?:二维码|关注|扫码|公众号|小程序|阅读|下载).{0,30}$",
    r"(?:欢迎|敬请|请|点击|一键|马上|立即|快来).{0,6}(?:关注|订阅|搜索)[^，。！？；]{0,20}"
    r"(?:公众号|微信|微博|客户端|视频号|抖音号|头条号|频道)[^。；]{0,24}[。！!]?$",
    r"(?:关注|订阅)[^，。！？；]{0,20}(?:公众号|视频号|头条号|抖音号|官方微博|官方微信|客户端)"
    r"[^。；]{0,16}[。！!]?$",
    r"(?:欢迎|敬请)(?:关注|订阅|扫码|投稿|转发|分享|留言).{0,40}$",
    r"(?:微信)?(?:公众号|微信号|视频号)\s?[:：].{1,30}$",
    r"点击(?:上方|下方|左下角|此处|这里|查看|阅读|进入|图片|链接|“|「|下载|关注|收听|观看)[^，。]{0,30}$",
    r"(?:点|戳)(?:这里|此|我)?.{0,6}(?:阅读原文|在看|点赞|分享).{0,16}$",
    r"(?:喜欢|觉得)[^。]{0,16}(?:点个赞|点个?[“\"]?在看|点赞支持|请转发|请分享|就?分享给).{0,16}$",
    r"(?:分享|转发)(?:到|至|给)[^，。！？]{0,30}$",
    r"(?:点赞|在看|收藏|转发|评论|分享)(?:[\s、|·/]+(?:点赞|在看|收藏|转发|评论|分享|举报))+$",
    r"(?:下载|打开)[^，。！？]{0,16}(?:客户端|APP|App)[^，。]{0,12}$",
    r"更多[^。！？，]{0,12}(?:资讯|信息|详情|内容|精彩|新闻|报道|消息)[，,]?"
    r"(?:请|尽在|关注|点击|登录|访问).{2,50}$",
    r"(?:相关|推荐|延伸|更多|热门|精彩|猜你喜欢|往期)(?:阅读|新闻|报道|文章|推荐|链接|回顾|内容|专题)?\s?"
    r"[:：>》].{1,80}$",
    r"(?:上|下)一[篇页](?:\s?[:：].{1,60})?$",
    r"(?:新闻|爆料|报料|广告)热线\s?[:：].{3,60}$|(?:投稿|爆料)(?:邮箱|信箱|微信)\s?[:：].{3,60}$",
    r"(?:商务|广告)合作\s?[:：].{3,60}$|违法和不良信息举报.{3,60}$",
    r".{0,6}ICP[备证].{0,30}$|.{0,4}公网安备.{0,30}$",
    r"阅读(?:原文|全文|更多).{0,4}$|(?:展开|显示|查看|加载)(?:全文|更多|全部|剩余).{0,10}$",
)
_BULLET = r"(?:[-*•▸►➤>»▼▽↓↑●◆■\U0001f300-\U0001faff] ?){0,3}"
_INVITATION = re.compile(
    rf"{_BULLET}(?:(?i:please )?(?i:{'|'.join(_BEGINS)})"
    rf"|[【\[（(“\"]?(?:{'|'.join(_BEGINS_ZH)}))"
)
_OTHERS = re.compile(rf"(?i)(?:{_OTHERS_EN}|{_OTHERS_ZH}).{{0,40}}")
_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "…", '."', ".”", "。”", "；", ";")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    end: int


def boilerplate(text: str) -> tuple[Span, ...]:
    """The lines of a clean text that are none of the article, without their line breaks."""
    lines = list(_lines(text))
    found = [number > 0 and is_boilerplate(line.text) for number, line in enumerate(lines)]
    for number in range(_FIRST_LINES, len(lines)):
        found[number] = found[number] or _SOURCE.fullmatch(lines[number].text) is not None
    _take_networks(lines, found)
    _take_tail(lines, found)
    if all(found[1:]):  # of what is nothing but that, somebody wants to know something
        return ()
    return tuple(
        (line.start, line.end) for line, is_one in zip(lines, found, strict=True) if is_one
    )


def is_boilerplate(line: str) -> bool:
    """True for a line that is none of an article wherever in it that stands; not its first."""
    if len(line) <= LONGEST_LABEL:
        whole = (_LABEL, _COMMENTS, _CREDIT, _OF_PICTURES)
        if any(pattern.fullmatch(line) for pattern in whole) or _shares(line):
            return True
    return len(line) <= LONGEST and bool(
        _INVITATION.match(line) or _EDITED.fullmatch(line) or _RIGHTS.fullmatch(line)
    )


def _lines(text: str) -> Iterator[_Line]:
    """The lines that hold something, without the spaces at their ends."""
    place = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if line:
            start = place + raw.index(line)
            yield _Line(line, start, start + len(line))
        place += len(raw) + 1


def _shares(line: str) -> bool:
    """True for a row of networks; of one alone nothing can be said."""
    found = _NETWORKS.fullmatch(line)
    return found is not None and len(re.findall(_NETWORK, line, re.IGNORECASE)) > 2


def _take_networks(lines: Sequence[_Line], found: list[bool]) -> None:
    """Networks that stand in lines of their own, below a line that asks to share."""
    for number in range(1, len(lines)):
        if found[number - 1] and _NETWORKS.fullmatch(lines[number].text):
            found[number] = True


def _take_tail(lines: Sequence[_Line], found: list[bool]) -> None:
    """The headlines of other articles: all that stands to the end below a heading of such."""
    for number in range(len(lines) - 1, 0, -1):
        line = lines[number]
        if found[number] and _OTHERS.fullmatch(line.text):
            found[number:] = [True] * (len(lines) - number)
        elif not found[number] and (
            len(line.text) > MOST_CHARS_OF_TAIL or line.text.endswith(_SENTENCE_ENDS)
        ):
            return
