"""The provenance sheet: where an article and an answer come from, and what a person changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from newsassistant.app.checking.words import told
from newsassistant.app.exporting.changes import changes, edits
from newsassistant.app.exporting.choice import Choice, Names
from newsassistant.app.exporting.notes import EMPTY, Copy
from newsassistant.app.exporting.words import say
from newsassistant.core.places import name_in, place_in
from newsassistant.core.types import Article, Language
from newsassistant.store.rows import StoredMessage
from newsassistant.text.articles.spans import chars_of, left_out, spans_of
from newsassistant.text.markup.rewording import shown_lines
from newsassistant.writers.document import Fact, Group


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, the request before it (None: nobody knows), and its text as it is exported.

    `number` counts the answers of the conversation from 1. `copy` is the text as it is set.
    """

    number: int
    answer: StoredMessage
    request: StoredMessage | None
    text: str
    copy: Copy = EMPTY


def moment(seconds: float) -> str:
    """A time as the sheet tells it: of this computer, with its distance from UTC."""
    return datetime.fromtimestamp(seconds).astimezone().isoformat(" ", "seconds")


def article_group(article: Article, language: Language) -> Group:
    """What is known of the article."""
    origin = article.origin
    found = {
        "title": article.title,
        "sha256": article.digest,
        "length": say("characters", language, len(article.text)),
        "source": origin.source,
        "place": origin.place,
        "author": origin.author,
        "date": origin.date.replace("T", " "),
        "encoding": origin.encoding,
        "came-in": say(f"way-{origin.way}", language),
        "came-in-at": moment(origin.at) if origin.at else "",
        "by-hand": say("edited-since" if origin.edited else "not-edited", language),
    }
    return Group("article", say("article", language), _facts(found, language))


def answer_group(
    answered: Answered, article: Article | None, choice: Choice, names: Names, heading: str
) -> Group:
    """What is known of an answer."""
    language, answer, request = choice.language, answered.answer, answered.request
    style = names.styles.get(answer.prefix, answer.prefix)
    examined = answered.copy.examined
    key = request.preset if request is not None else answer.preset
    found = {
        "job": names.job(key) if key else say("typed-question", language),
        "instruction": request.content if request is not None else "",
        "asked-at": moment(request.created_at) if request is not None else "",
        "answered-at": moment(answer.created_at),
        "model": name_in(answer.model),
        "answered-by": place_in(answer.model),
        **_model_facts(answer.model, names),
        "style": _named(style, answer.prefix) or say("base", language),
        **_chance_facts(answer, language),
        "read": _read(answer, article, language),
        "ended": say(f"ended-{answer.status}", language),
        "text-sha256": hashlib.sha256(answer.by_model.encode("utf-8", "replace")).hexdigest(),
        "text-edited": edited_words(answer.by_model, answered.text, choice),
        "edits": told_edits(answer, answered.text),
        "checked": told(examined, language) if examined is not None else "",
    }
    return Group("answer", heading, _facts(found, language))


def export_group(choice: Choice, *, program: str, at: float, label: str, notice: str) -> Group:
    """What is known of the file."""
    language = choice.language
    found = {
        "exported-at": moment(at),
        "program": program,
        "editor": choice.editor,
        "label": label,
        "notice": notice,
    }
    return Group("file", say("file", language), _facts(found, language))


def edited_words(before: str, after: str, choice: Choice) -> str:
    """Whether a person changed an answer, who, and how much of it."""
    found = changes(before, after)
    if found is None:
        return say("as-written", choice.language)
    counts = (found.changed, found.total, found.added)
    if choice.editor.strip():
        return say("edited-by", choice.language, *counts, choice.editor.strip())
    return say("edited", choice.language, *counts)


def told_edits(answer: StoredMessage, text: str) -> str:
    """What was put into an answer in the window and is in the exported text, as "“old” → “new”"."""
    if answer.written is None:
        return ""
    seen = shown_lines(text)
    found = edits(answer.written, answer.content)
    return "; ".join(edit.told() for edit in found if edit.new in seen)


def _read(answer: StoredMessage, article: Article | None, language: Language) -> str:
    """What the model was given of the article."""
    if article is None:
        return say("read-none", language)
    length = len(article.text)
    spans = spans_of(answer.reads, length)
    if not left_out(answer.reads, length):
        return say("read-all", language)
    if not spans:
        return say("read-nothing", language)
    chars = chars_of(answer.reads, length)
    if len(spans) == 1 and spans[0][0] == 0:
        return say("read-part", language, chars, length)
    return say("read-parts", language, chars, length, len(spans))


def _model_facts(label: str, names: Names) -> dict[str, str]:
    """Of a model that is still installed under the name that answered."""
    for model in names.models:
        if label == f"{model.name} · {model.weights}":
            return {"model-id": model.id, "model-fingerprint": model.fingerprint}
    return {}


def _chance_facts(answer: StoredMessage, language: Language) -> dict[str, str]:
    """What has to be the same for the same words to come again."""
    usage = answer.usage
    if usage is None or usage.temperature is None:
        unknown = say("not-recorded", language)
        seed = str(usage.seed) if usage is not None and usage.seed else unknown
        return {"temperature": unknown, "seed": seed}
    seed = str(usage.seed) if usage.temperature > 0 else say("unused", language)
    return {"temperature": f"{usage.temperature:g}", "seed": seed}


def _named(name: str, key: str) -> str:
    return f"{name} ({key})" if name != key else name


def _facts(found: dict[str, str], language: Language) -> tuple[Fact, ...]:
    return tuple(_each(found, language))


def _each(found: dict[str, str], language: Language) -> Iterator[Fact]:
    for name, value in found.items():
        if value:
            yield Fact(name, say(name, language), value)
