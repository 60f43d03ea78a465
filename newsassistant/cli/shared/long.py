"""A long article for a command: read in parts, the summaries of which take its place.

Main thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newsassistant.app.long.estimate import estimate, speeds_of
from newsassistant.app.long.plan import Plan, Summary, WholeStep, next_step, plan_of
from newsassistant.app.turns import params_for
from newsassistant.cli.shared.session import Answer, Session
from newsassistant.core.errors import PromptError
from newsassistant.core.types import Article, Message, Prompt, Reads, Usage

_NAME = "parts"  # of one conversation: what was read of a part makes room for the next one


@dataclass(frozen=True, slots=True)
class Condensed:
    """What is left to read, of it `reads`, and in how many parts the article was.

    `stopped`: by the user.
    """

    article: Article
    reads: Reads
    parts: int
    stopped: Answer | None = None


def condensed(
    session: Session, article: Article, reads: Reads, wants_stop: Callable[[], bool]
) -> Condensed:
    """The article itself where `reads` of it fits, else the summaries of its parts.

    What is done is told on stderr.

    Raises NewsAssistantError: PromptError("article-too-long") where no parts help.
    """
    measured = session.engine.measure(article, reads)
    if measured.tokens <= measured.room:
        return Condensed(article, reads, 1)
    plan = plan_of(article, measured)
    if plan is None:
        raise PromptError("article-too-long", tokens=measured.tokens, room=measured.room)
    _say_what_it_takes(session, plan)
    done: list[Summary] = []
    usages: list[Usage] = []
    while not isinstance(step := next_step(article, reads, plan, done), WholeStep):
        task = Message("user", step.job.instruction(article.language))
        prompt = Prompt((task,), step.text, None, _NAME)
        params = params_for(session.model, step.job)
        session.console.say("part", number=step.name.number, of=step.name.of)
        answer = session.answer(prompt, params, lambda text: None, wants_stop)
        if answer.reason == "cancelled":
            return Condensed(article, reads, len(plan.parts), answer)
        text = answer.text.strip()
        if not text:
            raise PromptError("part-empty", number=step.name.number, of=step.name.of)
        done.append(Summary(step.name.level, step.span, text, answer.usage.completion_tokens))
        usages.append(answer.usage)
        if len(done) == 1:
            _say_what_it_takes(session, plan, usages, done)
    return Condensed(step.text, None, len(plan.parts))


def _say_what_it_takes(
    session: Session, plan: Plan, usages: Sequence[Usage] = (), done: Sequence[Summary] = ()
) -> None:
    found = estimate(plan, session.model, speeds_of(usages, session.model.execution), done)
    if not done:
        session.console.say("parts", parts=found.parts, megabytes=round(found.memory / 1e6))
    if found.seconds:
        session.console.say("parts-time", minutes=max(1, round(found.seconds / 60)))
