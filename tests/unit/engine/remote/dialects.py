"""Answers as servers of others write them: the same words in each one's form."""

from __future__ import annotations

import json

from tests.recorded_server import Script, as_json, head

WORDS = ("The council", " approved", " the budget — 预算", ".")
TEXT = "".join(WORDS)
_CREATED = 1790000000


def _stream(*events: object, done: bool = True, gap: str = "\n\n") -> Script:
    body = "".join(f"data: {json.dumps(e, ensure_ascii=False)}{gap}" for e in events)
    body += f"data: [DONE]{gap}" if done else ""
    return [head("200 OK", "text/event-stream"), body.encode()]


def llama_cpp() -> Script:
    """llama-server: content null at first, timings beside the usage."""
    base = {
        "created": _CREATED,
        "id": "chatcmpl-7Hf2",
        "model": "qwen2.5-7b-instruct-q4_k_m.gguf",
        "system_fingerprint": "b6500-abc",
        "object": "chat.completion.chunk",
    }

    def chunk(delta: object, reason: str | None = None) -> object:
        return {"choices": [{"finish_reason": reason, "index": 0, "delta": delta}], **base}

    usage = {"completion_tokens": 9, "prompt_tokens": 300, "total_tokens": 309}
    usage["prompt_tokens_details"] = {"cached_tokens": 120}  # type: ignore[assignment]
    timings = {"prompt_n": 300, "prompt_ms": 312.4, "predicted_n": 9, "predicted_ms": 201.7}
    return _stream(
        chunk({"role": "assistant", "content": None}),
        *(chunk({"content": text}) for text in WORDS),
        chunk({}, "stop"),
        {"choices": [], **base, "usage": usage, "timings": timings},
    )


def ollama() -> Script:
    """Every piece has the role; the last one is empty and has the reason."""
    base = {
        "id": "chatcmpl-418",
        "object": "chat.completion.chunk",
        "created": _CREATED,
        "model": "qwen2.5:7b",
        "system_fingerprint": "fp_ollama",
    }

    def chunk(text: str, reason: str | None = None) -> object:
        delta = {"role": "assistant", "content": text}
        return {**base, "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}

    usage = {"prompt_tokens": 300, "completion_tokens": 9, "total_tokens": 309}
    return _stream(*map(chunk, WORDS), chunk("", "stop"), {**base, "choices": [], "usage": usage})


def model_server() -> Script:
    """OpenVINO Model Server: the reason comes with the last words."""
    base = {"created": _CREATED, "model": "chatglm3", "object": "chat.completion.chunk"}

    def chunk(text: str, reason: str | None = None) -> object:
        choice = {"index": 0, "logprobs": None, "finish_reason": reason}
        return {"choices": [{**choice, "delta": {"content": text, "role": "assistant"}}], **base}

    usage = {"prompt_tokens": 300, "completion_tokens": 9, "total_tokens": 309}
    return _stream(
        *map(chunk, WORDS[:-1]),
        chunk(WORDS[-1], "stop"),
        {"choices": [], **base, "usage": usage},
    )


def vllm() -> Script:
    """The role alone first, usage null until the end, lines that end in CR LF."""
    base = {
        "id": "chatcmpl-94ad0",
        "object": "chat.completion.chunk",
        "created": _CREATED,
        "model": "THUDM/chatglm3-6b",
        "usage": None,
    }

    def chunk(delta: object, reason: str | None = None) -> object:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        return {**base, "choices": [{**choice, "stop_reason": None}]}

    usage = {"prompt_tokens": 300, "total_tokens": 309, "completion_tokens": 9}
    return _stream(
        chunk({"role": "assistant", "content": ""}),
        *(chunk({"content": text}) for text in WORDS),
        chunk({"content": ""}, "stop"),
        {**base, "choices": [], "usage": usage},
        gap="\r\n\r\n",
    )


def ours() -> Script:
    """`newsassistant serve`: comments while the request waits, the seed with the reason."""
    base = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "model": "starter"}

    def chunk(delta: object, reason: str | None = None, **more: object) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        facts = {**base, "choices": [choice], "usage": None, **more}
        return f"data: {json.dumps(facts)}\n\n"

    usage = {"prompt_tokens": 300, "completion_tokens": 9, "total_tokens": 309}
    body = ": waiting\n\n: waiting\n\n" + chunk({"role": "assistant", "content": ""})
    body += "".join(chunk({"content": text}) for text in WORDS)
    body += chunk({}, "stop", newsassistant={"seed": 77, "temperature": 0.0})
    body += f"data: {json.dumps({**base, 'choices': [], 'usage': usage})}\n\ndata: [DONE]\n\n"
    return [head("200 OK", "text/event-stream"), body.encode()]


DIALECTS = {
    "llama.cpp": llama_cpp,
    "Ollama": ollama,
    "Model Server": model_server,
    "vLLM": vllm,
    "ours": ours,
}


def in_one() -> Script:
    """A server that does not stream answers all the same."""
    message = {"role": "assistant", "content": TEXT}
    choice = {"index": 0, "message": message, "finish_reason": "length"}
    return as_json(
        {
            "object": "chat.completion",
            "choices": [choice],
            "usage": {"prompt_tokens": 300, "completion_tokens": 9},
        }
    )
