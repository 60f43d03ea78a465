"""The routes over a real port: answers whole and streamed, and every refusal in OpenAI's shape."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openai
import pytest

from newsassistant.core.errors import ModelError
from newsassistant.server.desk import Served
from tests.unit.server.serving import BREAKS, CONTEXT, HOLDS, LONG, Serving, raw, serving


def wait_until(condition: Any) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def client(server: Serving) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{server.address}/v1", api_key="none", max_retries=0)


def ask(text: str) -> list[Any]:
    return [{"role": "user", "content": text}]


# --- with the official client --------------------------------------------------------------------


def test_the_official_client_lists_models(server: Serving) -> None:
    with client(server) as api:
        listed = list(api.models.list())
        one = api.models.retrieve("fake")

    assert [model.id for model in listed] == ["fake"]
    assert (one.id, one.owned_by) == ("fake", "newsassistant")


def test_the_official_client_gets_a_whole_answer(server: Serving) -> None:
    with client(server) as api:
        found = api.chat.completions.create(
            model="fake", messages=ask("The port opens."), max_tokens=2, seed=3, stop=["x"]
        )

    assert found.choices[0].message.content == "The port "
    assert found.choices[0].finish_reason == "stop"
    assert found.usage is not None
    assert (found.usage.prompt_tokens, found.usage.total_tokens) == (12, 15)
    params = server.rows.submitted[0].params
    assert (params.max_tokens, params.seed, params.stop_texts[-1]) == (2, 3, "x")


def test_the_official_client_streams(server: Serving) -> None:
    with client(server) as api:
        stream = api.chat.completions.create(
            model="fake",
            messages=ask("The port opens on Monday."),
            stream=True,
            stream_options={"include_usage": True},
        )
        chunks = list(stream)

    texts = [c.choices[0].delta.content for c in chunks if c.choices]
    assert [text for text in texts if text] == ["The ", "port ", "opens ", "on ", "Monday. "]
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.completion_tokens == 3
    assert {chunk.id for chunk in chunks} == {chunks[0].id}


def test_the_official_client_hears_its_errors(server: Serving) -> None:
    with client(server) as api:
        with pytest.raises(openai.NotFoundError) as missing:
            api.chat.completions.create(model="gpt-9", messages=ask("Hello"))
        with pytest.raises(openai.BadRequestError) as long:
            api.chat.completions.create(model="fake", messages=ask(LONG))
        with pytest.raises(openai.BadRequestError) as tools:
            api.chat.completions.create(model="fake", messages=ask("Hello"), n=2)

    assert missing.value.code == "model_not_found"
    assert long.value.code == "context_length_exceeded"
    assert (tools.value.code, tools.value.param) == ("unsupported_parameter", "n")


# --- our own -------------------------------------------------------------------------------------


def test_health_models_jobs_and_counts(server: Serving) -> None:
    assert server.get("/health").json() == {"status": "ok"}
    entry = server.get("/v1/models").json()["data"][0]
    assert entry["newsassistant"]["base"] == "fake"
    jobs = server.get("/v1/newsassistant/jobs").json()["jobs"]
    assert {"one-sentence", "three-bullets"} <= {job["id"] for job in jobs}
    server.chat("Three words here")

    metrics = server.get("/metrics").text
    assert 'newsassistant_requests_total{what="chat",status="200"} 1' in metrics
    assert "newsassistant_completion_tokens_total 3" in metrics
    assert "Three" not in metrics


def test_an_article_is_put_in_front_and_a_preset_takes_the_messages_place(server: Serving) -> None:
    body = {
        "model": "fake",
        "article": {"text": "The port opens.\n\nShips may enter.", "title": "Port news"},
        "preset": "one-sentence",
    }
    found = server.post("/v1/chat/completions", body)

    assert found.status_code == 200
    prompt = server.rows.submitted[0].prompt
    assert prompt.article is not None
    assert prompt.article.text.startswith("Port news")
    assert "short sentence" in prompt.messages[0].content


def test_fit_counts_prompts_and_articles(server: Serving) -> None:
    counted = server.post(
        "/v1/newsassistant/fit", {"model": "fake", "messages": ask("One two three")}
    ).json()
    article = server.post(
        "/v1/newsassistant/fit", {"model": "fake", "article": {"text": "One two"}}
    ).json()

    assert counted == {
        "prompt_tokens": 3,
        "context_length": CONTEXT,
        "room": CONTEXT - 3,
        "fits": True,
    }
    assert (article["tokens"], article["chars"], article["marks"]) == (2, 7, [])


def test_too_many_counts_of_one_user_are_told_to_wait(home: Path) -> None:
    with serving(home, Served(model="fake", rows=2, waiting_of_one=2)) as server:
        body = {"model": "fake", "messages": ask("One two three")}
        held = threading.Event()
        server.rows.before_count = lambda: held.wait(30)
        with ThreadPoolExecutor(4) as pool:
            sent = [pool.submit(server.post, "/v1/newsassistant/fit", body) for _ in range(4)]
            wait_until(lambda: sum(one.done() for one in sent) >= 2)
            held.set()
            codes = sorted(one.result().status_code for one in sent)

        assert codes == [200, 200, 429, 429]
        assert server.post("/v1/newsassistant/fit", body).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code", "param"),
    [
        (b"", 400, "invalid_json", None),
        (b"[]", 400, "invalid_json", None),
        (b'{"model": "fake"}', 400, "missing_parameter", "messages"),
        (b'{"messages": []}', 400, "missing_parameter", "model"),
        (b'{"model": "fake", "messages": [], "tools": [1]}', 400, "unsupported_parameter", "tools"),
        (b"{" + b"[" * 100_000, 400, "invalid_json", None),
        (b'{"model": "fake", "x": "' + b"a" * (1 << 20) + b'"}', 413, "body_too_large", None),
    ],
)
def test_bodies_that_are_refused(
    server: Serving, body: bytes, status: int, code: str, param: str | None
) -> None:
    headers = {"Content-Type": "application/json"}
    found = server.post("/v1/chat/completions", None, content=body, headers=headers)

    error = found.json()["error"]
    assert (found.status_code, error["code"], error["param"]) == (status, code, param)
    assert not server.rows.submitted


def test_addresses_methods_and_kinds_that_are_refused(server: Serving) -> None:
    for found, status, code in (
        (server.get("/v2"), 404, "not_found"),
        (server.get("/v1/chat/completions"), 405, "method_not_allowed"),
        (server.post("/v1/chat/completions", None, content=b"{}"), 415, "content_type"),
        (server.get("/v1/models/../../etc"), 404, "not_found"),
        (server.get("/v1/models/", headers={"Host": "localhost"}), 404, "not_found"),
        (server.get("/v1/models/other"), 404, "model_not_found"),
    ):
        assert (found.status_code, found.json()["error"]["code"]) == (status, code)


def test_a_failed_pass_is_told_and_the_next_request_is_answered(server: Serving) -> None:
    assert server.chat(BREAKS).json()["error"]["code"] == "engine_failed"
    assert server.chat("Good again").json()["choices"][0]["message"]["content"] == "Good again "


def test_who_leaves_frees_the_row(server: Serving) -> None:
    body = {"model": "fake", "messages": ask(HOLDS), "stream": True}
    text = json.dumps(body).encode()
    head = (
        b"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(text)
    )
    connection = raw(server.address, head + text)
    assert connection.recv(1000).startswith(b"HTTP/1.1 200")
    connection.close()

    wait_until(lambda: server.rows.cancelled)
    wait_until(lambda: any(record.what == "chat" for record in server.records))
    record = next(record for record in server.records if record.what == "chat")
    assert record.outcome == "gone"


def test_too_many_of_one_user_are_told_to_wait(home: Path) -> None:
    served = Served(model="fake", rows=1, waiting=4, waiting_of_one=1)
    with serving(home, served) as server:
        held: list[Any] = []
        threads = [
            threading.Thread(target=lambda: held.append(server.chat(HOLDS, max_tokens=5)))
            for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        counts = (1, 1)
        wait_until(
            lambda: (
                "waiting 1" in server.get("/metrics").text
                and "answering 1" in server.get("/metrics").text
            )
        )
        found = server.chat("Hello")

        assert counts == (1, 1)
        assert found.status_code == 429
        assert found.json()["error"]["code"] == "user_queue_full"
        assert int(found.headers["Retry-After"]) > 0
    for thread in threads:
        thread.join(30)
    assert {reply.status_code for reply in held} == {503}  # the server was stopped


def test_a_request_that_takes_too_long_ends(home: Path) -> None:
    with serving(home, Served(model="fake", rows=2, time_limit_s=0.3)) as server:
        found = server.chat(HOLDS)

        assert (found.status_code, found.json()["error"]["code"]) == (504, "time_limit")
        wait_until(lambda: server.rows.cancelled)


def test_a_model_that_cannot_be_loaded_ends_the_server(home: Path) -> None:
    failure = ModelError("model-missing", model="fake")
    with pytest.raises(ModelError), serving(home, load_failure=failure):
        pytest.fail("it must not serve")


def test_nothing_of_a_text_is_told(
    home: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Article, question, system message, model's name, key, path and header hold a marker."""
    marker = "Kingfisher77"
    with serving(home) as server:
        body = {
            "model": "fake",
            "messages": [
                {"role": "system", "content": marker},
                {"role": "user", "content": f"{marker} {LONG}"},
            ],
            "article": {"text": f"{marker} opens.", "title": marker},
            "user": marker,
        }
        server.post("/v1/chat/completions", body, headers={"Authorization": f"Bearer {marker}"})
        server.chat(marker)
        server.chat(f"{BREAKS} {marker}")
        server.chat("Hello", model=marker)
        server.chat("Hello", temperature=marker)
        server.get(f"/{marker}?{marker}", headers={"User-Agent": marker})
        server.post("/v1/chat/completions", None, content=marker.encode())
        assert marker not in server.get("/metrics").text
        assert len(server.records) >= 6
        told = "".join(record.line() for record in server.records)
    shown = capfd.readouterr()
    assert marker not in told + shown.out + shown.err + caplog.text
    for path in home.rglob("*"):
        assert marker not in path.name
        assert not path.is_file() or marker.encode() not in path.read_bytes()
