"""A conversation, or one of its answers -> the document that is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from newsassistant import __version__
from newsassistant.app.checking.record import record
from newsassistant.app.exporting.choice import Choice, Names, answers_of
from newsassistant.app.exporting.labels import NOTICE, filled, mark
from newsassistant.app.exporting.notes import copies
from newsassistant.app.exporting.sheet import (
    Answered,
    answer_group,
    article_group,
    export_group,
    moment,
)
from newsassistant.app.exporting.words import say
from newsassistant.core.errors import InputError
from newsassistant.core.types import Article
from newsassistant.store.chat_file import Chat, portable
from newsassistant.store.rows import StoredMessage
from newsassistant.text.articles.hidden import visible
from newsassistant.text.markup.blocks import plain_blocks
from newsassistant.text.prompts.parts import part_name
from newsassistant.writers.document import Document, Group, Section

if TYPE_CHECKING:
    from newsassistant.app.exporting.notes import Check

PROGRAM = f"News Assistant {__version__}"


def compose(
    chat: Chat, choice: Choice, names: Names, *, at: float, check: Check | None = None
) -> Document:
    """The document, with all texts cleaned of what cannot be seen; `at` is now, in Unix seconds.

    `check` compares a text with the article, None where nothing is to be checked.
    Raises InputError: "export-answer-missing", "export-nothing", "export-editor-missing".
    """
    chat, choice = portable(chat), _cleaned(choice)
    answers = _answers(chat.messages, choice)
    set_copies = copies((each.text for each in answers), check, choice.language)
    answers = [replace(each, copy=copy) for each, copy in zip(answers, set_copies, strict=True)]
    turns = [answers[0].answer] if choice.answer is not None else list(chat.messages)
    title = _title(chat, choice)
    models = list(dict.fromkeys(each.answer.model for each in answers if each.answer.model))
    label = filled(
        choice.label,
        editor=choice.editor,
        date=datetime.fromtimestamp(at).date().isoformat(),
        model=", ".join(models),
    )
    notice = NOTICE if choice.chinese else ""
    article = chat.article if choice.with_article else None
    export = partial(export_group, program=PROGRAM, at=at, label=label, notice=notice)
    sheet = tuple(_sheet(chat, answers, choice, names, export))
    english = replace(choice, language="en")  # the same words in every file for programs
    return Document(
        title=title,
        language=choice.language,
        created_at=at,
        program=PROGRAM,
        sections=tuple(_sections(turns, answers, article, choice, names)),
        author=choice.editor,
        notice=notice,
        label=label,
        sheet_heading=say("provenance", choice.language),
        sheet=sheet if choice.with_sheet else (),
        mark=_mark(answers, choice),
        record={
            "title": title,
            "language": choice.language,
            "exported_at": moment(at),
            "program": PROGRAM,
            "editor": choice.editor or None,
            "label": label or None,
            "notice": notice or None,
            "turns": [_turn(turn, answers) for turn in turns],
            "article": _article_record(article),
            "provenance": _sheet_record(_sheet(chat, answers, english, names, export))
            if choice.with_sheet
            else None,
        },
    )


def _cleaned(choice: Choice) -> Choice:
    return replace(
        choice,
        text=None if choice.text is None else visible(choice.text),
        editor=" ".join(visible(choice.editor).split()),
        label=visible(choice.label),
        producer=visible(choice.producer),
    )


def _answers(messages: Sequence[StoredMessage], choice: Choice) -> list[Answered]:
    """Those that are exported, each with the request before it; empty ones are not."""
    found: list[Answered] = []
    count, request = 0, None
    for message in messages:
        if message.role == "user":
            request = message
        else:
            count += part_name(message.preset) is None
            found.append(Answered(count, message, request, message.content))
    if choice.answer is not None:
        whole = [each for each in found if part_name(each.answer.preset) is None]
        if not 1 <= choice.answer <= len(whole):
            raise InputError("export-answer-missing", number=choice.answer, count=len(whole))
        only = whole[choice.answer - 1]
        found = [only if choice.text is None else replace(only, text=choice.text)]
    found = [each for each in found if each.text.strip()]
    if not messages or (choice.answer is not None and not found):
        raise InputError("export-nothing")
    return found


def _title(chat: Chat, choice: Choice) -> str:
    headline = chat.article.title if chat.article is not None else ""
    return chat.conversation.title or headline or say("conversation", choice.language)


# --- the text ------------------------------------------------------------------------------------


def _sections(
    turns: Sequence[StoredMessage],
    answers: Sequence[Answered],
    article: Article | None,
    choice: Choice,
    names: Names,
) -> Iterator[Section]:
    if choice.answer is not None:
        yield Section("", answers[0].copy.blocks, notes=answers[0].copy.notes)
    else:
        yield from _conversation(turns, answers, choice, names)
    if article is not None:
        yield Section(say("article", choice.language), plain_blocks(article.text))


def _conversation(
    turns: Sequence[StoredMessage], answers: Sequence[Answered], choice: Choice, names: Names
) -> Iterator[Section]:
    answered = {id(each.answer): each for each in answers}
    for turn in turns:
        if turn.role == "user":
            job = names.job(turn.preset) if turn.preset else say("question", choice.language)
            yield Section(job, plain_blocks(turn.content))
        elif (each := answered.get(id(turn))) is not None:
            style = names.styles.get(turn.prefix, turn.prefix)
            edited = say("edited-note", choice.language) if turn.written is not None else ""
            note = " · ".join(part for part in (turn.model, style, edited) if part)
            heading, copy = _heading(each, answers, choice), each.copy
            yield Section(heading, copy.blocks, note, copy.notes)


def _heading(answered: Answered, answers: Sequence[Answered], choice: Choice) -> str:
    name = part_name(answered.answer.preset)
    if name is not None:  # it was written on the way to the answer
        key = "part" if name.level == 1 else "parts-together"
        return say(key, choice.language, name.number, name.of)
    if len(answers_of(each.answer for each in answers)) == 1:
        return say("answer", choice.language)
    return say("answer-n", choice.language, answered.number)


def _sheet(
    chat: Chat,
    answers: Sequence[Answered],
    choice: Choice,
    names: Names,
    export: Callable[[Choice], Group],
) -> Iterator[Group]:
    if chat.article is not None:
        yield article_group(chat.article, choice.language)
    for answered in answers:
        heading = _heading(answered, answers, choice)
        yield answer_group(answered, chat.article, choice, names, heading)
    yield export(choice)


def _mark(answers: Sequence[Answered], choice: Choice) -> dict[str, str] | None:
    if not choice.chinese or not answers:
        return None
    return mark((answered.text for answered in answers), choice.producer)


# --- the same for programs -----------------------------------------------------------------------


def _turn(turn: StoredMessage, answers: Sequence[Answered]) -> dict[str, Any]:
    answered = {id(each.answer): each for each in answers}.get(id(turn))
    values: dict[str, Any] = {
        "role": turn.role,
        "text": turn.content if answered is None else answered.text,
        "at": moment(turn.created_at),
    }
    if turn.role == "assistant":
        values |= {"model": turn.model, "style": turn.prefix or None, "status": turn.status}
        values["edited"] = values["text"] != turn.by_model
    if answered is not None and answered.copy.examined is not None:
        found = record(answered.copy.examined, "en")
        values["checks"] = {"text": answered.copy.prose, **found}
    return values


def _article_record(article: Article | None) -> dict[str, Any] | None:
    if article is None:
        return None
    return {
        "title": article.title,
        "text": article.text,
        "language": article.language,
        "sha256": article.digest,
    }


def _sheet_record(sheet: Iterable[Group]) -> dict[str, Any]:
    """The facts by name; of answers a list."""
    facts = [(group.name, {fact.name: fact.value for fact in group.facts}) for group in sheet]
    found: dict[str, Any] = {name: values for name, values in facts if name != "answer"}
    return {**found, "answers": [values for name, values in facts if name == "answer"]}
