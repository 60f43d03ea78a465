"""The client against servers that answer as others do, and as they should not."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Mapping

import pytest

from newsassistant.core.errors import CancelledError, RemoteError
from newsassistant.core.types import CancelToken
from newsassistant.engine.remote.client import Patience, Piece, RemoteClient
from newsassistant.engine.remote.server import Server
from tests.recorded_server import (
    Script,
    answer,
    as_json,
    ended,
    event,
    head,
    listed,
    serving,
    stream_head,
    words,
)
from tests.unit.engine.remote import dialects

REQUEST: Mapping[str, object] = {"model": "m", "messages": [], "stream": True}


def ask(script: Script, patience: Patience | None = None) -> list[Piece]:
    with serving(script) as server:
        client = RemoteClient(Server(server.address, key="na-key"), patience=patience)
        return list(client.stream(REQUEST, CancelToken()))


def refusal(script: Script, patience: Patience | None = None) -> RemoteError:
    with pytest.raises(RemoteError) as found:
        ask(script, patience)
    assert all(map(found.value.text, ("en", "zh")))
    return found.value


@pytest.mark.parametrize("name", dialects.DIALECTS)
def test_every_dialect_is_read(name: str) -> None:
    pieces = ask(dialects.DIALECTS[name]())

    assert "".join(piece.text for piece in pieces) == dialects.TEXT
    assert [piece.reason for piece in pieces if piece.reason] == ["stop"]
    assert (pieces[-1].prompt_tokens, pieces[-1].completion_tokens) == (300, 9)


@pytest.mark.parametrize("name", dialects.DIALECTS)
def test_an_answer_may_come_byte_by_byte(name: str) -> None:
    first, body = dialects.DIALECTS[name]()
    assert isinstance(body, bytes)

    pieces = ask([first, *(body[at : at + 1] for at in range(len(body)))])

    assert "".join(piece.text for piece in pieces) == dialects.TEXT


def test_chunked_bodies_are_read() -> None:
    _, body = dialects.vllm()
    assert isinstance(body, bytes)
    chunks = [
        b"%x\r\n%s\r\n" % (len(body[a : a + 7]), body[a : a + 7]) for a in range(0, len(body), 7)
    ]

    pieces = ask([stream_head("Transfer-Encoding: chunked"), *chunks, b"0\r\n\r\n"])

    assert "".join(piece.text for piece in pieces) == dialects.TEXT


def test_an_answer_in_one_is_taken() -> None:
    (piece,) = ask(dialects.in_one())

    assert (piece.text, piece.reason, piece.completion_tokens) == (dialects.TEXT, "length", 9)


def test_what_is_sent() -> None:
    with serving(answer("a")) as server:
        client = RemoteClient(Server(server.address, key="na-key"))
        list(client.stream({**REQUEST, "x": "新闻"}, CancelToken()))
    (received,) = server.received

    assert (received.method, received.path) == ("POST", "/v1/chat/completions")
    assert received.json() == {**REQUEST, "x": "新闻"}
    assert received.headers["authorization"] == "Bearer na-key"
    assert set(received.headers) == {
        *("host", "content-length", "user-agent", "accept", "accept-encoding", "connection"),
        *("content-type", "authorization"),
    }


def test_without_a_key_none_is_sent() -> None:
    with serving(listed("m")) as server:
        models = RemoteClient(Server(server.address)).models(CancelToken())
    (received,) = server.received

    assert [model.name for model in models] == ["m"]
    assert (received.method, received.path, received.body) == ("GET", "/v1/models", b"")
    assert "authorization" not in received.headers


# --- what goes wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body", "lines", "code"),
    [
        ("401 Unauthorized", {"error": {"message": "no"}}, [], "remote-key"),
        ("403 Forbidden", {"error": "no"}, [], "remote-key"),
        ("404 Not Found", {"error": {"message": "model m not found"}}, [], "remote-model-missing"),
        ("404 Not Found", {"error": "Mediapipe graph definition"}, [], "remote-model-missing"),
        ("405 Method Not Allowed", {}, [], "remote-no-api"),
        ("413 Too Large", {}, [], "remote-too-long"),
        (
            "400 Bad Request",
            {"error": {"message": "This model's maximum context length is 4096 tokens."}},
            [],
            "remote-too-long",
        ),
        (
            "400 Bad Request",
            {"error": {"code": 400, "message": "exceeds the available context size"}},
            [],
            "remote-too-long",
        ),
        ("400 Bad Request", {"detail": "unknown field"}, [], "remote-refused"),
        ("429 Too Many", {}, ["Retry-After: 7"], "remote-busy"),
        ("429 Too Many", {}, [], "remote-crowded"),
        ("503 Unavailable", {}, ["Retry-After: 3"], "remote-busy"),
        ("500 Error", {"error": {"message": "boom"}}, [], "remote-failed"),
        ("302 Found", {}, ["Location: https://elsewhere.example/v1"], "remote-redirect"),
        ("307 Temporary", {}, ["Location: https://elsewhere.example/v1"], "remote-redirect"),
    ],
)
def test_refusals_are_told(status: str, body: object, lines: list[str], code: str) -> None:
    error = refusal(as_json(body, status, *lines))

    assert error.code == code
    if "Retry-After" in "".join(lines):
        assert error.params["seconds"] in (3, 7)
    if code == "remote-redirect":
        assert error.params["target"] == "elsewhere.example"


def test_a_redirect_is_not_followed() -> None:
    with serving(listed("stolen")) as elsewhere:
        script = as_json({}, "307 Go", f"Location: {elsewhere.address}/models")
        with serving(script) as server, pytest.raises(RemoteError):
            RemoteClient(Server(server.address, key="na-key")).models(CancelToken())

        assert elsewhere.connections == 0


def test_a_page_is_no_server() -> None:
    page = b"<html><body>Welcome</body></html>"

    assert refusal([head("200 OK", "text/html"), page]).code == "remote-no-api"
    assert refusal([head("404 Not Found", "text/html"), page]).code == "remote-no-api"


def test_no_http_at_all_is_no_server() -> None:
    assert refusal([b"SSH-2.0-OpenSSH_9.6\r\n"]).code == "remote-no-api"


def test_no_json_is_told_and_what_came_is_kept() -> None:
    with serving([stream_head(), words("a"), b"data: {oops\n\n"]) as server:
        pieces = RemoteClient(Server(server.address)).stream(REQUEST, CancelToken())
        assert next(pieces).text == "a"
        with pytest.raises(RemoteError) as found:
            next(pieces)

    assert found.value.code == "remote-broken"


@pytest.mark.parametrize(
    "last",
    [
        event({"error": {"message": "the engine failed", "code": "engine_failed"}}),
        event({"object": "error", "message": "the engine failed"}),
        b'error: {"message": "the engine failed"}\n\n',
        b'event: error\ndata: {"message": "the engine failed"}\n\n',
    ],
)
def test_an_error_within_an_answer_is_told(last: bytes) -> None:
    error = refusal([stream_head(), words("a"), last])

    assert error.code == "remote-broken"
    assert "the engine failed" in error.text()


def test_an_answer_that_is_cut_is_told() -> None:
    assert refusal([stream_head(), words("a")]).code == "remote-cut"
    assert refusal([stream_head("Content-Length: 9999"), words("a")]).code == "remote-cut"
    chunk = b"ff\r\n" + words("a")
    assert refusal([stream_head("Transfer-Encoding: chunked"), chunk]).code == "remote-cut"
    assert refusal([b""]).code in ("remote-no-api", "remote-unreachable", "remote-cut")


def test_an_end_without_its_mark_is_an_end_where_a_reason_came() -> None:
    last = event({"choices": [{"index": 0, "delta": {}, "finish_reason": "length"}]})

    pieces = ask([stream_head(), words("a"), last.rstrip()])

    assert [piece.reason for piece in pieces] == ["", "length"]


def test_nothing_behind_the_end_is_read() -> None:
    pieces = ask([stream_head(), words("a"), ended(), words("b"), b"data: {oops"])

    assert "".join(piece.text for piece in pieces) == "a"


def test_a_gigantic_line_is_given_up() -> None:
    error = refusal([stream_head(), b"data: " + b"x" * (3 << 20)])

    assert error.code == "remote-broken"


def test_a_gigantic_list_is_given_up() -> None:
    body = [head("200 OK", "application/json"), b"[" + b"1," * (3 << 20)]
    with serving(body) as server, pytest.raises(RemoteError) as found:
        RemoteClient(Server(server.address)).models(CancelToken())

    assert found.value.code == "remote-no-api"


def test_what_is_packed_is_not_unpacked() -> None:
    packing, bomb = "Content-Encoding: gzip", gzip.compress(b" " * (64 << 20))
    error = refusal([stream_head(packing), bomb])
    listing = [head("200 OK", "application/json", packing), bomb]
    with serving(listing) as server, pytest.raises(RemoteError) as found:
        RemoteClient(Server(server.address)).models(CancelToken())

    for each in (error, found.value):
        assert each.code == "remote-no-api"
        assert "gzip" in each.text()


def test_silence_ends() -> None:
    quick = Patience(list_s=0.2, first_s=0.2, next_s=0.2)

    assert refusal([threading.Event()], quick).code == "remote-slow"
    assert refusal([stream_head(), words("a"), threading.Event()], quick).code == "remote-slow"


def test_one_who_trickles_a_list_is_given_up() -> None:
    parts = [head("200 OK", "application/json"), *[part for _ in range(30) for part in (b" ", 0.1)]]
    with serving(parts) as server, pytest.raises(RemoteError) as found:
        RemoteClient(Server(server.address), patience=Patience(list_s=0.3)).models(CancelToken())

    assert found.value.code == "remote-slow"


def test_nobody_there_is_told() -> None:
    with serving([]) as server:
        pass

    with pytest.raises(RemoteError) as found:
        RemoteClient(Server(server.address)).models(CancelToken())

    assert found.value.code == "remote-unreachable"


# --- stopping ------------------------------------------------------------------------------------


def test_stopping_closes_the_connection() -> None:
    cancel = CancelToken()
    with serving([stream_head(), words("a"), threading.Event()]) as server:
        pieces = RemoteClient(Server(server.address)).stream(REQUEST, cancel)
        assert next(pieces).text == "a"
        threading.Timer(0.05, cancel.cancel).start()
        with pytest.raises(CancelledError):
            next(pieces)

        assert server.closed_by_client.wait(10)


def test_stopping_before_any_answer() -> None:
    cancel = CancelToken()
    with serving([threading.Event()]) as server:
        threading.Timer(0.05, cancel.cancel).start()
        with pytest.raises(CancelledError):
            list(RemoteClient(Server(server.address)).stream(REQUEST, cancel))

        assert server.closed_by_client.wait(10)


def test_stopping_while_a_name_is_looked_up() -> None:
    cancel, waits = CancelToken(), threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        waits.wait(10)
        return []

    client = RemoteClient(Server("http://127.0.0.1:1/v1"), resolve=resolve)
    threading.Timer(0.05, cancel.cancel).start()
    with pytest.raises(CancelledError):
        client.models(cancel)
    waits.set()


def test_one_who_looks_no_more_closes_the_connection() -> None:
    with serving([stream_head(), words("a"), threading.Event()]) as server:
        pieces = RemoteClient(Server(server.address)).stream(REQUEST, CancelToken())
        next(pieces)
        pieces.close()

        assert server.closed_by_client.wait(10)
