"""What differs between two versions of a story, in words: for the clipboard, commands, a question.

Nothing of it needs a model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from newsassistant.app.checking.words import counted, in_a_row
from newsassistant.core.types import Language
from newsassistant.evidence.marks import Mark, MarkKind
from newsassistant.evidence.versions import Change, Versions

LONGEST_REQUEST = 4_000
"""Characters of changes that a question to the model has; more would leave the article no room."""

_KINDS: Mapping[MarkKind, Mapping[Language, str]] = {
    MarkKind.NUMBER: {"en": "numbers", "zh": "数字"},
    MarkKind.DATE: {"en": "dates", "zh": "日期"},
    MarkKind.NAME: {"en": "names", "zh": "名称"},
    MarkKind.QUOTE: {"en": "quotes", "zh": "引语"},
}
_CHANGES: Mapping[Change, Mapping[Language, str]] = {
    Change.NEW: {"en": "New", "zh": "新增"},
    Change.CHANGED: {"en": "Changed", "zh": "改动"},
    Change.REMOVED: {"en": "Removed", "zh": "删除"},
}
_REQUEST: Mapping[Language, str] = {
    "en": "Below is what changed from an older version of this story to a newer one. Put the "
    "changes into two or three sentences for the editor. Use nothing else.",
    "zh": "下面列出这篇报道的新版本相对旧版本的改动。请用两三句话向编辑说明，不要添加其他内容。",
}


def summary(versions: Versions, language: Language) -> str:
    """One line: "3 sentences new, 2 changed, 1 removed; 2 numbers and 1 name new"."""
    if versions.is_same():
        return (
            "两个版本的句子相同。" if language == "zh" else "Both versions have the same sentences."
        )
    parts = [
        _sentences(versions, language),
        _figures(versions.added, language, new=True),
        _figures(versions.removed, language, new=False),
    ]
    if language == "zh":
        return "；".join(filter(None, parts)) + "。"
    return "; ".join(filter(None, parts)) + "."


def _sentences(versions: Versions, language: Language) -> str:
    counts = {change: versions.count(change) for change in Change}
    if language == "zh":
        told = [f"{_CHANGES[c]['zh']} {count} 句" for c, count in counts.items() if count]
        return "，".join(told)
    told = [f"{count} {_CHANGES[c]['en'].lower()}" for c, count in counts.items() if count]
    if not told:
        return ""
    count, _, change = told[0].partition(" ")
    noun = "sentence" if count == "1" else "sentences"
    return ", ".join([f"{count} {noun} {change}", *told[1:]])


def _figures(marks: Iterable[Mark], language: Language, *, new: bool) -> str:
    counts = Counter(mark.kind for mark in marks)
    told = counted(counts, language)
    if not told:
        return ""
    if language == "zh":
        return f"{'新出现' if new else '不再出现'} {'、'.join(told)}"
    return f"{in_a_row(told)} {'new' if new else 'gone'}"


def change_lines(versions: Versions, language: Language) -> Iterator[str]:
    """A line for each change, and at the end the numbers, dates, names and quotes."""
    colon = "：" if language == "zh" else ": "
    for each in versions.sentences:
        old = _line(versions.old[each.old.start : each.old.end]) if each.old else ""
        new = _line(versions.new[each.new.start : each.new.end]) if each.new else ""
        words = " → ".join(filter(None, (old, new)))
        yield f"{_CHANGES[each.change][language]}{colon}{words}"
    for marks, new_ones in ((versions.added, True), (versions.removed, False)):
        for kind in MarkKind:
            texts = dict.fromkeys(_line(mark.text) for mark in marks if mark.kind is kind)
            if texts:
                yield f"{_heading(kind, language, new=new_ones)}{colon}{_listed(texts, language)}"


def _heading(kind: MarkKind, language: Language, *, new: bool) -> str:
    plural = _KINDS[kind][language]
    if language == "zh":
        return f"{'新出现的' if new else '不再出现的'}{plural}"
    return f"{'New' if new else 'Gone'} {plural}"


def _listed(texts: Iterable[str], language: Language) -> str:
    return ("；" if language == "zh" else "; ").join(texts)


def change_list(versions: Versions, language: Language) -> str:
    """All of it as plain text, for the clipboard."""
    return "\n".join([summary(versions, language), "", *change_lines(versions, language)]).strip()


def request(versions: Versions, language: Language) -> str:
    """A question that has the model word the changes; they are cut where they are many."""
    lines: list[str] = []
    length = 0
    for line in change_lines(versions, language):
        length += len(line) + 1
        if length > LONGEST_REQUEST:
            lines.append("…")
            break
        lines.append(line)
    return "\n".join([_REQUEST[language], "", *lines])


def _line(text: str) -> str:
    return " ".join(text.split())
