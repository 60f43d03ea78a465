"""The chat lets the model read what comes next, and asks for exactly that afterwards."""

from __future__ import annotations

from dataclasses import replace

from newsassistant.app.worker import ReadAhead
from newsassistant.core.types import HasRead, Progress
from tests.unit.app.chats import ARTICLE, OTHER, Desk


def ahead(desk: Desk) -> list[ReadAhead]:
    return [command for command in desk.worker.commands if isinstance(command, ReadAhead)]


def test_an_article_is_read_ahead_in_the_style_of_what_comes_next(desk: Desk) -> None:
    desk.styles = {"summary": "house", "question": ""}
    desk.service.expect(ARTICLE, "three-bullets", ((0, 7),))
    (summary,) = ahead(desk)
    desk.service.summarize(ARTICLE, "three-bullets", reads=((0, 7),))

    expected = replace(desk.job.prompt, conversation="")
    assert (summary.prompt, summary.style) == (expected, desk.job.style)
    desk.answers("Wind.")
    desk.service.expect(ARTICLE, "", ((0, 7),))
    question = ahead(desk)[-1]
    desk.service.ask("Who?", article=ARTICLE, reads=((0, 7),))
    *earlier, last = desk.job.prompt.messages
    assert question.prompt == replace(
        desk.job.prompt, messages=(*earlier, replace(last, content=""))
    )
    assert question.style is None


def test_another_article_is_read_ahead_for_a_conversation_of_its_own(desk: Desk) -> None:
    desk.service.ask("Who?", article=ARTICLE)
    desk.answers("They.")
    desk.service.expect(OTHER, "", None)

    prompt = ahead(desk)[-1].prompt
    assert (prompt.conversation, len(prompt.messages)) == ("", 1)


def test_reading_ahead_pauses_for_answers_and_goes_on_behind_the_last_that_waits(
    desk: Desk,
) -> None:
    desk.service.expect(OTHER, "headline", None)
    desk.service.handle(Progress(ahead(desk)[0].request_id, "reading", 1, 4))
    desk.service.ask("Who?", article=ARTICLE)
    assert ahead(desk)[0].cancel.cancelled
    assert desk.screen.read[-2:] == [250, None]
    desk.service.ask("When?", article=OTHER)
    desk.answers("They.")
    assert len(ahead(desk)) == 1
    desk.answers("Today.")
    assert len(ahead(desk)) == 2
    desk.service.handle(HasRead(ahead(desk)[1].request_id))
    assert desk.screen.read[-1] == 1000


def test_no_article_is_not_read(desk: Desk) -> None:
    desk.service.expect(ARTICLE, "headline", None)
    desk.service.expect(None, "", None)

    assert [command.cancel.cancelled for command in ahead(desk)] == [True]
