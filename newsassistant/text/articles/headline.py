"""The headline of an article, if its first line is one.

Half a sentence, a byline, a label, a date, a list's first item or a speech is none; a question may
be one.
"""

from __future__ import annotations

import re

from newsassistant.text.articles.layout import ends_sentence, is_item, is_spoken, unwrap

HEADLINE_CHARS = 160
QUESTION_CHARS = 120
_LOOK_AHEAD = 8  # lines: as many show whether the first one was broken at a fixed width

# Words that no headline ends with.
_OPEN_ENDS = frozenset(
    re.findall(
        r"\w+",
        "a an the of to in on at by for from with and or but nor as than that which who whose into"
        " over under about after before between against its his her their our my your this these"
        " those is are was were be been has have had will would could should may might must not no"
        " very if when while where because der die das den dem des ein eine und oder von zu mit für"
        " im am le la les de du des et ou un une el los las del y",
    )
)
_NAME = r"(?:(?:de|von|van|al|bin|el)\s)?[A-Z][\w.'’-]*"
_NAMES = rf"{_NAME}(?:\s{_NAME}){{0,2}}"
_BYLINE = re.compile(
    rf"(?:(?:(?:words|text|story|report|written|reported)\s)?by:?\s+|BY\s+){_NAMES}"
    rf"(?:,?\s(?:and|und|et|y|&)\s{_NAMES}|,\s{_NAMES})*(?:\s+(?:in|at)\s+{_NAMES})?(?:[,|/–—-].*)?"
    r"|(?:本报|新华社|中新社|央视)?(?:实习)?(?:记者|编辑|作者|撰文|文|图|摄影|責編|责编|责任编辑|来源|來源|记者报道)"
    r"(?:[：:／/|丨\s].*|\s*[\u4e00-\u9fff·]{2,4}(?:报道|報道|摄|文)?)"
    r"|[⊙◎○].*|\S{0,8}记者\s[\u4e00-\u9fff·\s]{2,10}|[\u4e00-\u9fff·]{2,4}\s\S{2,5}(?:报道|報道)"
    r"|[\u4e00-\u9fff]{1,4}",  # a name, a section
    re.IGNORECASE,
)
_BY_NAME = re.compile(r"(?:[A-Za-z]+\s)?[Bb][Yy]:?\s+[A-Z]|[^A-Za-z]")
_SHOUT = re.compile(r"[A-Z]{2,12}(?:\s(?:NEWS|NOW|STORY|IN|ALERT|UPDATE|ONLY))?[:!.]?")
_LABEL = re.compile(
    r"(?:(?:just in|breaking(?: news)?|exclusive|updated?|live|analysis|opinion|comment|watch|video"
    r"|audio|developing|advertisement|advert|sponsored|related|menu|home|search|subscribe|sign in"
    r"|log in|register|print|e-?mail|share|save|listen|comments?|read more|more|back|close|news"
    r"|press release|for immediate release|embargoed.*|top stor(?:y|ies)|photo|image|caption"
    r"|getty images?|reuters|associated press|ap|afp|dpa|transcript|webvtt|editor['’]s note)[:!]?"
    r"|(?:share|print|e-?mail|save|bookmark|copy|send|comment on|listen to|read|watch|gift)"
    r" (?:this|the) (?:article|story|page|link|post|video|episode|full (?:article|story))\b.*"
    r"|share (?:on|via|with|to)\b.*|skip to (?:main )?content|(?:follow|contact|support) us\b.*"
    r"|(?:sign up|subscribe) (?:to|for)\b.*|image (?:source|caption|credit).*|photo(?:graph)?s?:.*"
    r"|media caption.*|\d+ (?:comments?|shares?|min(?:ute)?s?(?: read| ago)?|hours? ago|days? ago)"
    r"|last (?:updated|modified)\b.*|(?:first )?published:?\s.*\d.*|updated:?\s.*\d.*"
    r"|快讯|突发|独家|分享|分享到.*|打印|广告|评论|收藏|首页|返回|专题|直播|导读|摘要|更新|原标题.*"
    r"|快訊|獨家|列印|廣告|評論|首頁)",
    re.IGNORECASE,
)
_TIMED = re.compile(r"[\[(<]\s*\d{1,2}:\d{2}|\d{1,2}:\d{2}:\d{2}|\d{1,2}:\d{2}\s*(?:$|[-–—>])")
_DATE_WORD = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?|(?:mon|tues?|wed(?:nes)?|thu"
    r"(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?|am|pm|a\.m\.|p\.m\.|gmt|bst|utc|cet|est|edt|et|pst|at|on"
    r"|\d{1,4}(?:st|nd|rd|th)?|[\d:./-]+|\d{1,4}年|\d{1,2}月|\d{1,2}日|\d{4}年\d{1,2}月(?:\d{1,2}日)?"
    r"|(?:星期|周|週)[一二三四五六日天]|\d{1,2}月\d{1,2}日",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"\b(?:[A-Z]\.){2,}$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")


def headline_of(text: str) -> str:
    """The first line of a clean text when it reads as a headline and something follows; or ""."""
    head = "\n".join(text.split("\n", _LOOK_AHEAD + 1)[: _LOOK_AHEAD + 1])
    first, _, rest = head.partition("\n")
    if not rest.strip() or len(first) > HEADLINE_CHARS or not _reads_as_headline(first, rest):
        return ""
    return first if unwrap(head).partition("\n")[0] == first else ""


def _reads_as_headline(line: str, rest: str) -> bool:
    if ends_sentence(line) and not (_is_question(line) or _ABBREVIATION.search(line)):
        return False
    words = line.split()
    if line[-1:] in ",，、-–—" or (words and words[0].isalpha() and words[0].islower()):
        return False
    if len(words) > 1 and words[-1].strip("“”\"'").lower() in _OPEN_ENDS:
        return False
    if rest[:1].islower():  # no empty line between: the sentence goes on
        return False
    return not (is_furniture(line) or is_item(line) or _is_transcript(line, rest))


def is_furniture(line: str) -> bool:
    """True for what stands around articles: bylines, labels, buttons, dates, times, addresses."""
    line = line.strip()
    if not any(char.isalpha() for char in line):
        return True
    if _LABEL.fullmatch(line) or _SHOUT.fullmatch(line) or _TIMED.match(line):
        return True
    if _ADDRESS.fullmatch(line) or _is_byline(line):
        return True
    return _is_date(line) or _is_dateline(line)


def _is_date(line: str) -> bool:
    words = re.split(r"[\s,|·]+", line.strip("()[] "))
    return all(_DATE_WORD.fullmatch(word) for word in words if word)


def _is_dateline(line: str) -> bool:
    """A place, a comma and a date with the name of its month or day."""
    place, comma, date = line.rstrip(" –—-").partition(",")
    if not comma or len(place.split()) > 3 or not any(char.isalpha() for char in date):
        return False
    return _is_date(re.sub(r"\([^)]*\)", "", date))


def _is_byline(line: str) -> bool:
    # Small letters tell "By accident, a village ..." from "By Ann Roe".
    match = _BYLINE.fullmatch(line)
    return match is not None and len(line) <= 90 and _BY_NAME.match(line) is not None


def _is_question(line: str) -> bool:
    """One question and nothing else."""
    body = line.rstrip("\"'”’」』")
    if body[-1:] not in ("?", "？") or len(line) > QUESTION_CHARS:
        return False
    return not re.search(r"[.!?]\s|[。！？]", body[:-1])


def _is_transcript(line: str, rest: str) -> bool:
    """A speaker's words with those of another soon after; or a question's in an interview."""
    if re.match(r"(?:[QA]|问|答|問)\s?[:：]", line):
        return True
    following = [other for other in rest.split("\n") if other.strip()][:4]
    spoken = sum(is_spoken(other) and not is_furniture(other) for other in following)
    return is_spoken(line) and spoken >= min(2, len(following))
