"""Who says an English quote: the words beside it that name a speaker, as they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass

_VERBS = (
    "said|says|say|told|tells|added|adds|asked|asks|wrote|writes|tweeted|tweets|posted"
    "|explained|explains|insisted|insists|warned|warns|claimed|claims|admitted|admits|replied"
    "|replies|announced|argued|argues|noted|notes|stated|states|declared|continued|recalled"
    "|recalls|suggested|suggests|described|described it as|joked|confirmed|agreed|agrees"
    "|concluded|commented|comments|responded|remarked|reiterated|stressed|urged|vowed|promised"
    "|predicted|pointed out|went on|thinks|conceded|acknowledged|observed|called|shouted|testified"
)
_VERB = re.compile(rf"\b(?P<verb>{_VERBS})\b")
_BEHIND = re.compile(
    rf"[,.]?[ \t]*(?:[a-z]+ly )?(?P<verb>{_VERBS}) (?P<who>(?!that\b|to\b|as\b).+)"
)
_ACCORDING = re.compile(r"[,.]?[ \t]*(?P<verb>according to) (?P<who>.+)")
_STOP = re.compile(
    r"[;:!?\"“”()\[\]]|,|\.(?=\s+[A-Z\"“]|\s*\Z)(?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)"
    r"(?<!\bDr\.)(?<!\bSt\.)(?<!\bGov\.)(?<!\bSen\.)(?<!\bRep\.)(?<!\bProf\.)(?<!\bGen\.)"
    r"|\s[-–—]\s|—|\s(?:in|on|at|after|before|when|while|who|whose|which|as|during|adding|to|by"
    r"|last|earlier|later|yesterday|today|tonight|this|through|about|following|outside|via|if"
    r"|speaking|recently|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_NAMED = re.compile(r"(?:[A-Z]|[a-z]{1,3}[A-Z])")
_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we"})
_ARTICLES = frozenset(
    {"the", "a", "an", "one", "another", "his", "her", "their", "its", "our", "my"}
)
_LEADS = re.compile(
    r"(?:in|on|at|after|before|during|while|when|as|although|though|speaking|asked|if|with|for"
    r"|meanwhile|however|later|earlier|then|since|by|from|last|this|also|according|yesterday|today"
    r"|but|and|yet|still|so|instead|despite|because|following|under|over|here|there|addressing"
    r"|writing|responding|referring|commenting|talking|to|of|within|once|until|through|nevertheless"
    r"|[a-z]{2,}ing|monday|tuesday|wednesday|thursday|friday|saturday|sunday|afterwards|besides|moreover)\b",
    re.I,
)
_JOINING = re.compile(
    r"\A(?:but|and|yet|so|then|also|meanwhile|while|that|however|as|where|who|whom)\s+", re.I
)
_ADVERBS = re.compile(
    r"(?:\s+(?:also|later|then|has|had|have|previously|earlier|once|further|again|himself|herself"
    r"|now|even|always|recently|reportedly|yesterday|today|who|would|could|[a-z]{3,}ly"
    r"|on [A-Z][a-z]+day|last [a-z]+))+\Z"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|be|being|is|are|to|not|n't|I'm|can|will|may|must)\Z")
_ASIDE = re.compile(r"\s(?:-|–|—)\s[^-–—]{1,120}\s(?:-|–|—)\s*|\s*\([^()]{1,60}\)")
_NO_SUBJECT = re.compile(r"\b(?:that|which|because|whether|if|than|what)\b")
_CLAUSE_END = re.compile(
    r"[;:!?\"“”\n]|(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bGov)(?<!\bSen)(?<!\bRep)"
    r"(?<!\bProf)(?<!\bGen)(?<!\b[A-Z])\.\s"
)
_ASIDE_END = re.compile(r"(?:of|from|in|at)\b")  # "Ann Reed, 21, of Ashford said"
_BEGINS = re.compile(r"(?:The|An?|But|And|In|On|At|That|This|These|Those)\b")
_CLOSE = re.compile(r"[:,]\s*\Z")
_LONGEST_SUBJECT = 14  # words
_LONGEST_PLAIN = 8  # words without a capital
_NEAR = 4  # words between a verb of saying and the clause that it leads to


@dataclass(frozen=True, slots=True)
class Speaker:
    """`who` and `verb` as written; both empty where nothing says it."""

    who: str = ""
    verb: str = ""

    def __bool__(self) -> bool:
        return bool(self.who)


NOBODY = Speaker()


def behind(after: str, *, inverted: bool = False) -> Speaker:
    """Who is named right after a quote: "said Jane Smith", "the mayor told the BBC".

    `inverted`: by "said Smith" only, as "Smith said" would begin another sentence.
    """
    for pattern in (_ACCORDING, _BEHIND):
        match = pattern.match(after)
        if match is not None:
            who = _cut(match["who"])
            if _is_somebody(who):
                return Speaker(who, match["verb"])
    clause = after.lstrip(",. \t")
    if inverted or _BEGINS.match(clause):
        return NOBODY
    stop = _CLAUSE_END.search(clause)
    return _subject(clause[: stop.start()] if stop else clause, first=True)


def before(clause: str) -> Speaker:
    """Who is named in the sentence before a quote that a comma or colon leads to."""
    return _subject(clause, first=False) if _CLOSE.search(clause) else NOBODY


def earlier(clause: str) -> Speaker:
    """Who is said to speak in the same sentence, at some distance: he said it was "a disgrace"."""
    return _subject(clause, first=False)


def _subject(clause: str, *, first: bool) -> Speaker:
    """The subject of a verb of saying, the `first` or the last one of a clause."""
    clause = _ASIDE.sub(" ", clause)
    verbs = list(_VERB.finditer(clause))
    for verb in verbs if first else reversed(verbs):
        subject = clause[: verb.start()].rstrip()
        if first and len(subject.split()) > _LONGEST_SUBJECT:
            return NOBODY
        if _PASSIVE.search(subject):
            continue
        who = _who(subject, first=first)
        if who:
            return Speaker(who, verb["verb"])
    return NOBODY


def _who(subject: str, *, first: bool) -> str:
    """The name or noun that begins the words before a verb, without what introduces it."""
    subject = _ADVERBS.sub("", f" {subject}").strip().lstrip("\"”’' ")
    if not first:  # after other clauses of the sentence
        for cut in reversed(list(_NO_SUBJECT.finditer(subject))):
            if not _is_relative(subject, cut):
                subject = subject[cut.end() :].strip()
                break
    pieces = [piece.strip() for piece in subject.split(",")]
    if first and _LEADS.match(pieces[0]):
        return ""
    last = _ADVERBS.sub("", f" {_JOINING.sub('', pieces[-1])}").strip()
    if len(pieces) > 2 and _ASIDE_END.match(last):
        last = pieces[-1] = ""
    if len(pieces) > 1 and last:  # nothing closes an aside: what stands before is no subject
        return last if _is_somebody(last) and not _LEADS.match(last) else ""
    while len(pieces) > 1 and (not pieces[0] or _leads(pieces[0])):
        pieces.pop(0)
    who = _JOINING.sub("", pieces[0]).strip()
    if len(pieces) > 1 and _NAMED.match(pieces[1]) and _is_a_post(who, first=first):
        who = f"{who}, {pieces[1]}"
    return who if _is_somebody(who) and not _LEADS.match(who) else ""


def _is_a_post(who: str, *, first: bool) -> bool:
    """True for "the mayor", whom a name between commas follows."""
    words = who.split()
    begins = bool(words) and words[0].lower() in _ARTICLES
    return (first and who[:1].islower()) or (begins and not any(map(_NAMED.match, words[1:])))


def _leads(piece: str) -> bool:
    """True for what stands before the subject of a sentence: "In a statement", "Asked why"."""
    bare = _JOINING.sub("", piece)
    if bare != piece:
        return not _is_somebody(bare) or _LEADS.match(bare) is not None
    return _LEADS.match(piece) is not None


def _is_relative(subject: str, cut: re.Match[str]) -> bool:
    """True for the word that begins an aside, "the office that works with them", not a clause."""
    if cut[0] not in {"that", "which"}:
        return False
    ahead = subject[: cut.start()].split()[-_NEAR:]
    return not any(_VERB.fullmatch(word) or word == "adding" for word in ahead)


def _cut(words: str) -> str:
    stop = _STOP.search(words)
    return (words[: stop.start()] if stop else words).strip().rstrip(".")


def _is_somebody(who: str) -> bool:
    words = who.split()
    if not words or len(words) > _LONGEST_SUBJECT:
        return False
    if words[0].lower() in _PRONOUNS:
        return len(words) == 1
    if _VERB.search(who) and not _NAMED.match(words[-1]):
        return False
    return (
        words[0].lower() in _ARTICLES
        or any(_NAMED.match(word) for word in words)
        or (words[0].islower() and len(words) <= _LONGEST_PLAIN)
    )
