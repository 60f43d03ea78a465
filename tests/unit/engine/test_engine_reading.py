"""The real engine reads ahead: a request then feeds what is new, and no answer changes by it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from newsassistant.core.errors import PromptError
from newsassistant.core.types import Article, CancelToken, Message, Prompt
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.layout import CausalLayout
from newsassistant.engine.snapshots import Snapshots
from tests.exact import EXACT_HALF_CACHE, exact_engine
from tests.unit.engine.conftest import FixedChunk, runtime_of
from tests.unit.engine.test_engine import BODY, LIST, ask, nothing

ARTICLE = Article(BODY * 2, "Wind power grows", "en", "a")
SUMMARY = Prompt((LIST,), ARTICLE)
UNKNOWN = Message("user", "")
WHO = Message("user", "Who is in it?")
FEW = 24  # ids of a question with what the template puts around it; the article has 100


def read(engine: OpenVinoEngine, prompt: Prompt) -> list[tuple[int, int]]:
    """Read ahead; the progress."""
    told: list[tuple[int, int]] = []
    engine.read(prompt, CancelToken(), lambda done, total: told.append((done, total)))
    return told


def new_tokens(engine: OpenVinoEngine, prompt: Prompt) -> int:
    """Ids that the answer to `prompt` has to feed."""
    _, done = ask(engine, prompt, max_tokens=4)
    return done.usage.prompt_tokens - done.usage.reused_tokens


def with_turns(prompt: Prompt, answer: str, question: Message) -> Prompt:
    return replace(prompt, messages=(*prompt.messages, Message("assistant", answer), question))


def test_what_was_read_ahead_is_not_read_again(engine: OpenVinoEngine) -> None:
    text, first = ask(engine, SUMMARY)
    runtime_of(engine).reset()
    told = read(engine, SUMMARY)
    again, done = ask(engine, SUMMARY)

    length = first.usage.prompt_tokens - 1
    assert told[0] == (0, length)
    assert told[-1] == (length, length)
    assert (again, done.usage.reused_tokens) == (text, length)


def test_another_job_reads_its_instruction_only(engine: OpenVinoEngine) -> None:
    read(engine, SUMMARY)

    assert new_tokens(engine, Prompt((Message("user", "Write a headline."),), ARTICLE)) < FEW


def test_before_a_question_all_but_the_question_is_read(engine: OpenVinoEngine) -> None:
    prompt = replace(SUMMARY, conversation="7")
    answer, _ = ask(engine, prompt)
    runtime_of(engine).reset()
    told = read(engine, with_turns(prompt, answer, UNKNOWN))

    assert told[-1][1] > len(runtime_of(engine).fed) - 4
    assert new_tokens(engine, with_turns(prompt, answer, WHO)) < FEW


def test_an_answer_is_not_given_up_for_reading_ahead(engine: OpenVinoEngine) -> None:
    prompt = replace(SUMMARY, conversation="7")
    answer, _ = ask(engine, prompt)
    fed = list(runtime_of(engine).fed)
    for wish in (prompt, SUMMARY, Prompt((Message("user", "Headline."),), ARTICLE)):
        assert read(engine, wish) == []

    assert list(runtime_of(engine).fed) == fed
    assert new_tokens(engine, with_turns(prompt, answer, WHO)) < FEW


def test_conversations_about_one_article_keep_their_turns(engine: OpenVinoEngine) -> None:
    first, second = (replace(SUMMARY, conversation=name) for name in "12")
    answer, _ = ask(engine, first)
    question = with_turns(first, answer, WHO)
    ask(engine, question)

    assert new_tokens(engine, second) == 1  # a copy of what they share
    follow_up = with_turns(question, ask(engine, question)[0], Message("user", "When?"))
    assert new_tokens(engine, follow_up) < FEW
    assert new_tokens(engine, replace(follow_up, messages=(*question.messages[:2], WHO))) == 1


def test_an_answer_again_and_an_earlier_question_changed_feed_what_is_new(
    engine: OpenVinoEngine,
) -> None:
    prompt = replace(SUMMARY, conversation="7")
    answer, _ = ask(engine, prompt)
    question = with_turns(prompt, answer, WHO)
    said, _ = ask(engine, question)

    assert new_tokens(engine, question) == 1  # the answer once more
    ask(engine, with_turns(question, said, Message("user", "When?")))
    assert new_tokens(engine, with_turns(prompt, answer, Message("user", "Who spoke?"))) < FEW
    assert new_tokens(engine, replace(prompt, messages=(Message("user", "Headline."),))) < FEW


def test_two_styles_in_turn_read_an_article_once_each(engine: OpenVinoEngine, style: Path) -> None:
    first = []
    for prefix in (None, style):
        engine.use_prefix(prefix)
        first.append(new_tokens(engine, SUMMARY))
    assert min(first) > 100

    for prefix in (None, style, None):
        engine.use_prefix(prefix)
        assert new_tokens(engine, SUMMARY) == 1


def test_an_edit_keeps_the_beginning_and_no_older_text(engine: OpenVinoEngine) -> None:
    read(engine, SUMMARY)
    edited = replace(ARTICLE, text=ARTICLE.text + "Unions agreed. ", digest="b")
    told = read(engine, replace(SUMMARY, article=edited))

    assert told[0][0] > told[0][1] - 24
    assert len(runtime_of(engine)._snapshots) == 0


def test_another_article_leaves_the_first_where_it_was(engine: OpenVinoEngine) -> None:
    rain = Article("Rain falls\nIt rained in the north. " * 8, "", "en", "b")
    read(engine, SUMMARY)
    read(engine, replace(SUMMARY, article=rain))

    assert read(engine, SUMMARY) == []
    assert new_tokens(engine, SUMMARY) == 1


def test_cancelled_reading_keeps_what_it_has(engine: OpenVinoEngine) -> None:
    runtime, cancel = runtime_of(engine), CancelToken()
    runtime.chunk = FixedChunk(16)
    engine.read(SUMMARY, cancel, lambda done, total: cancel.cancel() if done >= 32 else None)

    assert len(runtime.fed) == 32
    told = read(engine, SUMMARY)
    assert told[0][0] == 32


def test_what_is_read_as_a_whole_is_not_read_ahead(
    engine: OpenVinoEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request would have to wait for the end of that one pass."""
    monkeypatch.setattr(CausalLayout, "whole", lambda self, ids: len(ids))

    assert read(engine, SUMMARY) == []


def test_what_does_not_fit_is_refused(engine: OpenVinoEngine) -> None:
    with pytest.raises(PromptError) as caught:
        read(engine, replace(SUMMARY, article=replace(ARTICLE, text=BODY * 200)))

    assert caught.value.code == "context-full"


# --- any sequence --------------------------------------------------------------------------------


@dataclass(slots=True)
class Talk:
    """A conversation as the window has it; `style` is that of the answers."""

    name: str
    article: Article
    messages: list[Message] = field(default_factory=list)

    def prompt(self, *more: Message) -> Prompt:
        return Prompt((*self.messages, *more), self.article, conversation=self.name)


class Reporter:
    """Somebody at the window who does anything at any time."""

    def __init__(self, engine: OpenVinoEngine, fresh: OpenVinoEngine, styles: list[Path | None]):
        self.engine, self.fresh, self.styles = engine, fresh, styles
        self.talks: list[Talk] = []
        self.article = ARTICLE
        self.style: Path | None = None
        self.reused = self.asked = 0

    def paste(self, source: np.random.Generator) -> None:
        words = source.permutation(BODY.split())
        self.article = Article(" ".join(words) + ". " + BODY, "", "en", str(source.integers(10**9)))
        self.read(source)

    def edit(self, source: np.random.Generator) -> None:
        at = int(source.integers(len(self.article.text)))
        text = self.article.text[:at] + " not" + self.article.text[at:]
        self.article = replace(self.article, text=text, digest=str(source.integers(10**9)))
        self.read(source)

    def read(self, source: np.random.Generator) -> None:
        """To the end or until something else is wanted."""
        cancel, passes = CancelToken(), int(source.integers(1, 6))

        def on_prefill(done: int, total: int) -> None:
            nonlocal passes
            passes -= 1
            if passes == 0:
                cancel.cancel()

        message = LIST if source.integers(2) else UNKNOWN
        self.engine.use_prefix(self.style)
        self.engine.read(Prompt((message,), self.article), cancel, on_prefill)

    def summarise(self, source: np.random.Generator) -> None:
        self.talks.append(Talk(str(len(self.talks)), self.article))
        self.answer(self.talks[-1], LIST, source)

    def ask(self, source: np.random.Generator) -> None:
        if self.talks:
            talk = self.talks[source.integers(len(self.talks))]  # also another conversation
            self.answer(talk, WHO if source.integers(2) else LIST, source)

    def regenerate(self, source: np.random.Generator) -> None:
        if self.talks and (messages := self.talks[-1].messages):
            del messages[-2:]
            self.answer(self.talks[-1], LIST, source)

    def switch(self, source: np.random.Generator) -> None:
        self.style = self.styles[source.integers(len(self.styles))]

    def clear(self, source: np.random.Generator) -> None:
        self.article = ARTICLE

    def answer(self, talk: Talk, question: Message, source: np.random.Generator) -> None:
        """Compare with an engine that has read nothing; sometimes stopped."""
        prompt, most = talk.prompt(question), int(source.integers(2, 8))
        self.engine.use_prefix(self.style)
        text, done = ask(self.engine, prompt, max_tokens=most)
        self.reused += done.usage.reused_tokens
        self.asked += done.usage.prompt_tokens
        runtime = runtime_of(self.fresh)
        self.fresh.use_prefix(self.style)
        runtime._snapshots.clear()
        runtime.reset()
        expected, _ = ask(self.fresh, prompt, max_tokens=most)

        assert text == expected
        talk.messages += [question, Message("assistant", text)]
        if source.integers(4) == 0:
            cancel = CancelToken()
            ask(
                self.engine,
                prompt,
                max_tokens=30,
                cancel=cancel,
                on_event=lambda _: cancel.cancel(),
            )


@pytest.fixture(scope="module")
def fresh(starter_model_dir: Path, loaded_engine: OpenVinoEngine) -> OpenVinoEngine:
    """Another engine; it encodes earlier answers as the first one did."""
    other = exact_engine()
    other.load(starter_model_dir, nothing)
    other.need().answers = loaded_engine.need().answers
    return other


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_answers_are_those_of_a_fresh_engine(
    engine: OpenVinoEngine, fresh: OpenVinoEngine, style: Path, seed: int
) -> None:
    source = np.random.default_rng(seed)
    reporter = Reporter(engine, fresh, [None, style])
    runtime = runtime_of(engine)
    runtime.chunk = FixedChunk(48)
    runtime._snapshots = Snapshots(int(source.choice([1, 3, 20])) * 200 * runtime._token_bytes)
    deeds = [reporter.paste, reporter.edit, reporter.read, reporter.summarise]
    deeds += [reporter.ask, reporter.ask, reporter.regenerate, reporter.switch, reporter.clear]
    reporter.summarise(source)
    for _ in range(24):
        deeds[source.integers(len(deeds))](source)

    assert reporter.reused > reporter.asked // 4
    assert runtime._snapshots.nbytes <= runtime._snapshots._limit


def test_what_is_put_aside_stays_within_what_is_wished(starter_model_dir: Path) -> None:
    bounded = OpenVinoEngine(lambda: replace(EXACT_HALF_CACHE, kept_bytes=1000))
    bounded.load(starter_model_dir, nothing)
    read(bounded, SUMMARY)
    read(bounded, replace(SUMMARY, article=Article("Rain. " * 90, "", "en", "b")))

    assert len(runtime_of(bounded)._snapshots) == 0
    bounded.close()
