"""The engine of a server's model: the same events as one here, and nothing sent but an answer's."""

from __future__ import annotations

import threading

import pytest

from newsassistant.core import places
from newsassistant.core.errors import EngineError, PrefixError, RemoteError
from newsassistant.core.types import (
    CancelToken,
    Delta,
    Done,
    Event,
    GenerationParams,
    Message,
    Prompt,
)
from newsassistant.engine.protocol import Engine
from newsassistant.engine.remote.client import RemoteClient
from newsassistant.engine.remote.engine import Known, RemoteEngine, request_of
from newsassistant.engine.remote.offered import Offered, OfferedStyle
from newsassistant.engine.remote.server import Server
from newsassistant.text.articles.article import parse
from newsassistant.text.prompts.prompt import messages_of
from tests.recorded_server import (
    RecordedServer,
    answer,
    as_json,
    ended,
    serving,
    stream_head,
    words,
)
from tests.unit.engine.remote import dialects

ARTICLE = parse("Council approves budget\n\nBrighton will spend £1.2 million. " * 12)
STYLE = OfferedStyle("house-7b:evening", "evening")
MODEL = Offered("house-7b", "House 7B", 8192, (STYLE,))


def nothing(done: int, total: int) -> None:
    pass


def engine_for(
    server: RecordedServer, *, agreed: bool = True, model: Offered = MODEL
) -> RemoteEngine:
    known = Known(Server(server.address, key="na-key"), (model,), agreed)
    engine = RemoteEngine(lambda address: known if address == server.address else None)
    engine.load(places.path_of(places.remote_id(server.address, MODEL.name)), nothing)
    return engine


def prompt(
    question: str = "Summarise it.", reads: tuple[tuple[int, int], ...] | None = None
) -> Prompt:
    return Prompt((Message("user", question),), ARTICLE, reads)


def run(engine: RemoteEngine, asked: Prompt | None = None, **params: object) -> list[Event]:
    how = GenerationParams(**params)  # type: ignore[arg-type]
    return list(engine.stream("r-1", asked or prompt(), how, CancelToken(), nothing))


def text_of(events: list[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, Delta))


def end_of(events: list[Event]) -> Done:
    assert isinstance(events[-1], Done)
    return events[-1]


def test_it_is_an_engine() -> None:
    engine: Engine = RemoteEngine(lambda address: None)

    assert not engine.is_resting


def test_loading_tells_the_model_and_sends_nothing() -> None:
    with serving(answer("a")) as server:
        known = Known(Server(server.address, context=2000), (Offered("m", "M"),))
        engine = RemoteEngine(lambda address: known)
        info = engine.load(places.path_of(places.remote_id(server.address, "m")), nothing)

        assert (info.name, info.context_length) == ("M", 2000)
        assert places.place_of(info.id) == info.device == f"127.0.0.1:{server.port}"
        assert server.connections == 0


def test_an_answer_is_events_like_those_of_an_engine_here() -> None:
    with serving(dialects.llama_cpp()) as server:
        events = run(engine_for(server), temperature=0.5, seed=3)

    done = end_of(events)
    assert text_of(events) == dialects.TEXT
    assert (done.request_id, done.reason) == ("r-1", "stop")
    usage = done.usage
    assert (usage.prompt_tokens, usage.reused_tokens, usage.completion_tokens) == (300, 120, 9)
    assert (usage.seed, usage.temperature) == (3, 0.5)
    assert usage.ttft_s > 0


def test_a_foreign_server_gets_the_words_that_a_model_here_reads() -> None:
    asked = Prompt(
        (Message("user", "Summarise."), Message("assistant", "Done."), Message("user", "Who?")),
        ARTICLE,
        ((0, 30),),
    )
    with serving(answer("a")) as server:
        run(engine_for(server), asked, max_tokens=99, top_p=0.8)
        (received,) = server.received

    body = received.json()
    assert body["messages"] == [{"role": m.role, "content": m.content} for m in messages_of(asked)]
    assert (body["model"], body["max_tokens"], body["top_p"]) == ("house-7b", 99, 0.8)
    assert (body["stream"], body["stream_options"]) == (True, {"include_usage": True})
    assert set(body) == {
        *("model", "messages", "stream", "stream_options", "max_tokens", "temperature", "top_p")
    }


def test_our_own_server_gets_the_article_beside_the_question() -> None:
    model = Offered("starter", "Starter", 8192, ours=True)

    body = request_of(model, "", prompt(reads=((0, 30),)), GenerationParams(top_k=5))

    assert body["messages"] == [{"role": "user", "content": "Summarise it."}]
    assert body["article"] == {"text": ARTICLE.text[:30]}
    assert (body["top_k"], body["repetition_penalty"]) == (5, 1.0)


def test_a_server_that_does_not_stop_is_not_heard_for_ever() -> None:
    with serving(answer(*["word " * 2000] * 40)) as server:
        events = run(engine_for(server), prompt(), max_tokens=10)

    assert sum(len(event.text) for event in events if isinstance(event, Delta)) < 100_000
    assert isinstance(events[-1], Done)
    assert events[-1].reason == "length"


def test_nothing_but_an_answer_sends_anything() -> None:
    with serving(answer("a")) as server:
        engine = engine_for(server)
        engine.use_prefix(places.path_of(places.remote_id(server.address, STYLE.name)))
        engine.calibrate(places.path_of("x"), nothing, CancelToken())
        engine.read(prompt(), CancelToken(), nothing)
        engine.fit(ARTICLE)
        engine.rest()
        engine.forget()

        assert server.connections == 0


def test_a_style_is_asked_for_by_its_name() -> None:
    with serving(answer("a")) as server:
        engine = engine_for(server)
        engine.use_prefix(places.path_of(places.remote_id(server.address, STYLE.name)))
        run(engine)
        engine.use_prefix(None)
        run(engine)

        assert [r.json()["model"] for r in server.received] == ["house-7b:evening", "house-7b"]


@pytest.mark.parametrize("name", ["house-7b:other", "house-7b"])
def test_a_style_that_is_not_offered_is_refused(name: str) -> None:
    with serving(answer("a")) as server:
        engine = engine_for(server)
        with pytest.raises(PrefixError):
            engine.use_prefix(places.path_of(places.remote_id(server.address, name)))
        with pytest.raises(PrefixError):
            engine.use_prefix(places.path_of(places.remote_id("https://b.example/v1", STYLE.name)))


def test_before_the_user_has_agreed_nothing_is_sent() -> None:
    with serving(answer("a")) as server:
        with pytest.raises(RemoteError) as found:
            run(engine_for(server, agreed=False))

        assert found.value.code == "remote-not-agreed"
        assert server.connections == 0


def test_a_server_that_was_removed_is_not_asked() -> None:
    with serving(answer("a")) as server:
        found: list[Known | None] = [Known(Server(server.address), (MODEL,), True)]
        engine = RemoteEngine(lambda address: found[0])
        engine.load(places.path_of(places.remote_id(server.address, "house-7b")), nothing)
        found[0] = None
        with pytest.raises(RemoteError) as refusal:
            run(engine)

        assert refusal.value.code == "remote-unknown"
        assert server.connections == 0


def test_a_model_that_is_not_offered_is_not_loaded() -> None:
    with serving([]) as server, pytest.raises(RemoteError) as refusal:
        engine_for(server).load(places.path_of(places.remote_id(server.address, "other")), nothing)

    assert refusal.value.code == "remote-model-missing"


def test_without_a_model_nothing_is_answered() -> None:
    with pytest.raises(EngineError):
        run(RemoteEngine(lambda address: None))


def test_an_answer_ends_before_a_stop_text() -> None:
    waits = threading.Event()
    with serving([stream_head(), words("One li"), words("ne\nTwo"), waits]) as server:
        events = run(engine_for(server), stop_texts=("\n",))

        assert text_of(events) == "One line"
        assert end_of(events).reason == "stop"
        assert server.closed_by_client.wait(10)


def test_a_stopped_answer_keeps_what_has_come() -> None:
    cancel = CancelToken()
    with serving([stream_head(), words("Some"), threading.Event()]) as server:
        events = engine_for(server).stream("r", prompt(), GenerationParams(), cancel, nothing)
        assert next(events) == Delta("r", "Some", 1)
        cancel.cancel()
        rest = list(events)

        assert server.closed_by_client.wait(10)
    assert end_of(rest).reason == "cancelled"


def test_an_answer_at_its_limit_says_so() -> None:
    with serving([stream_head(), words("a"), ended("length")]) as server:
        assert end_of(run(engine_for(server))).reason == "length"


def test_what_came_before_a_failure_is_told_before_it() -> None:
    with serving([stream_head(), words("Some")]) as server:
        events = engine_for(server).stream(
            "r", prompt(), GenerationParams(), CancelToken(), nothing
        )
        assert next(events) == Delta("r", "Some", 1)
        with pytest.raises(RemoteError):
            next(events)


def test_a_refusal_names_the_host() -> None:
    with serving(as_json({}, "429 Busy", "Retry-After: 5")) as server:
        with pytest.raises(RemoteError) as found:
            run(engine_for(server))

        assert f"127.0.0.1:{server.port}" in found.value.text()


def test_the_estimate_learns_from_what_was_read() -> None:
    with serving(answer("a")) as server:
        engine = engine_for(server)
        before = engine.fit(ARTICLE).tokens
        run(engine)
        after = engine.fit(ARTICLE).tokens
        engine.forget()

        assert before != after == pytest.approx(300 * 1.05, abs=12)
        assert engine.fit(ARTICLE).tokens == before


def test_a_client_may_be_another(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Server] = []

    def connect(server: Server) -> RemoteClient:
        made.append(server)
        return RemoteClient(server)

    with serving(answer("a")) as server:
        known = Known(Server(server.address), (MODEL,), True)
        engine = RemoteEngine(lambda address: known, connect)
        engine.load(places.path_of(places.remote_id(server.address, "house-7b")), nothing)
        run(engine)

    assert made == [known.server]
