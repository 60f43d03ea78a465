"""A body as OpenAI's clients send it -> what is to be asked; what is not understood is refused.

Values are never logged. An article in a body is data: it comes into the prompt as the window's
does, where no text becomes a control token.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from newsassistant.core.outside import Fields, UnfitError, decode_object
from newsassistant.core.types import Article, GenerationParams, Message, Prompt, Reads, Role
from newsassistant.server.errors import invalid
from newsassistant.text.articles.article import parse
from newsassistant.text.articles.spans import checked
from newsassistant.text.prompts.presets import SHIPPED, Preset

MOST_MESSAGES = 256
MOST_PARTS = 64
MOST_STOPS, LONGEST_STOP = 16, 200
MOST_TOKENS = 1 << 20
LONGEST_ID = 200
LONGEST_TEXT = 1 << 24  # the body is smaller

_IGNORED = frozenset(
    {
        "metadata",
        "parallel_tool_calls",
        "prompt_cache_key",
        "safety_identifier",
        "service_tier",
        "user",
    }
)
"""They change no answer."""
_NEUTRAL: Mapping[str, tuple[object, ...]] = {
    "frequency_penalty": (0,),
    "function_call": ("none", "auto"),
    "functions": ([],),
    "logit_bias": ({},),
    "logprobs": (False,),
    "modalities": (["text"],),
    "n": (1,),
    "presence_penalty": (0,),
    "response_format": ({"type": "text"},),
    "store": (False,),
    "tool_choice": ("none", "auto"),
    "tools": ([],),
    "top_logprobs": (0,),
}
"""Fields that would change an answer, and the values with which they do not."""
_SAMPLING = frozenset(
    {
        "max_completion_tokens",
        "max_tokens",
        "repetition_penalty",
        "seed",
        "stop",
        "temperature",
        "top_k",
        "top_p",
    }
)
_ASKED = frozenset({"article", "messages", "model", "preset"})
_STREAM = frozenset({"stream", "stream_options"})
_ROLES: Mapping[str, Role] = {
    "system": "system",
    "developer": "system",
    "user": "user",
    "assistant": "assistant",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client wants of a model; None of the numbers is up to the model.

    `job` is what a preset's name stands for.
    """

    model: str
    messages: tuple[Message, ...]
    article: Article | None = None
    reads: Reads = None
    job: Preset | None = None
    stream: bool = False
    include_usage: bool = False
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    repetition_penalty: float | None = None
    seed: int | None = None
    stops: tuple[str, ...] = ()

    def prompt(self) -> Prompt:
        """What the model shall answer."""
        messages = self.messages
        if self.job is not None and self.article is not None:
            messages = (Message("user", self.job.instruction(self.article.language)),)
        return Prompt(messages, self.article, self.reads)

    def params(self, own: GenerationParams) -> GenerationParams:
        """The model's `own`, and in their place what is wanted here or by the job."""
        job_tokens = self.job.max_tokens if self.job is not None else 0
        job_stops = self.job.stop if self.job is not None else ()
        wanted = {
            "max_tokens": self.max_tokens or job_tokens or None,
            "temperature": self.temperature,
            "top_p": self.top_p,
            "top_k": self.top_k,
            "repetition_penalty": self.repetition_penalty,
            "seed": self.seed,
        }
        found: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
        return replace(own, stop_texts=(*own.stop_texts, *job_stops, *self.stops), **found)


def read_chat(body: bytes) -> Wish:
    """A body of `/v1/chat/completions`; raises ApiError, which names the field."""
    values = _object(body, _ASKED | _STREAM | _SAMPLING)
    wish = _asked(values, needs_messages=True)
    fields = Fields(values, where="body")
    try:
        options = values.get("stream_options")
        stream = bool(fields.flag("stream", default=False))
        wish = replace(
            wish,
            stream=stream,
            include_usage=_include_usage(options, stream),
            max_tokens=fields.whole(
                "max_completion_tokens" if "max_completion_tokens" in fields else "max_tokens",
                *(1, MOST_TOKENS),
                default=None,
            ),
            temperature=fields.number("temperature", 0, 2, default=None),
            top_p=fields.number("top_p", 0.001, 1, default=None),
            top_k=fields.whole("top_k", 0, MOST_TOKENS, default=None),
            repetition_penalty=fields.number("repetition_penalty", 0.1, 10, default=None),
            seed=fields.whole("seed", 0, default=None),
        )
    except UnfitError as error:
        raise invalid(error.field or None, _said(error)) from error
    return replace(wish, stops=_stops(values.get("stop")))


def read_fit(body: bytes) -> Wish:
    """A body of `/v1/newsassistant/fit`, with an article or messages or both; raises ApiError."""
    return _asked(_object(body, _ASKED), needs_messages=False)


# --- the parts -----------------------------------------------------------------------------------


def _object(body: bytes, known: frozenset[str]) -> dict[str, Any]:
    """The fields that are given and mean something."""
    try:
        values = decode_object(body, where="body")
    except UnfitError as error:
        raise invalid(None, f"The body is no JSON object: {error}.", "invalid_json") from error
    found = {}
    for name, value in values.items():
        if value is None or name in _IGNORED:
            continue
        if name in _NEUTRAL and any(_same(value, neutral) for neutral in _NEUTRAL[name]):
            continue
        if name not in known:
            message = f"This server does not know {name[:LONGEST_ID]}, or not with this value."
            raise invalid(name[:LONGEST_ID], message, "unsupported_parameter")
        found[name] = value
    return found


def _same(value: object, neutral: object) -> bool:
    return value == neutral and isinstance(value, bool) == isinstance(neutral, bool)


def _asked(values: dict[str, Any], *, needs_messages: bool) -> Wish:
    """Model, messages or preset, and article."""
    model = values.get("model")
    if model is None:
        raise invalid("model", "model is missing.", "missing_parameter")
    if not isinstance(model, str):
        raise invalid("model", "model must be a text.")
    article, reads = _article(values.get("article"))
    job = _job(values.get("preset"))
    if job is not None and ("messages" in values or article is None):
        message = "A preset takes the place of messages, and needs an article."
        raise invalid("preset", message)
    messages = _messages(values["messages"]) if "messages" in values else ()
    if not messages and job is None and (needs_messages or article is None):
        raise invalid("messages", "messages are missing.", "missing_parameter")
    return Wish(model[:LONGEST_ID], messages, article, reads, job)


def _job(value: object) -> Preset | None:
    if value is None:
        return None
    job = SHIPPED.get(value) if isinstance(value, str) else None
    if job is None:
        raise invalid("preset", f"preset must be one of: {', '.join(SHIPPED)}.")
    return job


def _article(value: object) -> tuple[Article | None, Reads]:
    """The article and what is read of it; where spans are given, its text must be clean already."""
    if value is None:
        return None, None
    try:
        fields = Fields(value, where="article")
        unknown = set(fields.names(most=8)) - {"text", "title", "reads"}
        text = str(fields.text("text", longest=LONGEST_TEXT))
        title = str(fields.text("title", longest=LONGEST_TEXT, default="")).strip()
        given = value.get("reads") if isinstance(value, dict) else None
        reads: Reads = checked(given) if given is not None else None
    except UnfitError as error:
        raise invalid("article", _said(error)) from error
    if unknown:
        raise invalid("article", "article has fields that are not known.", "unsupported_parameter")
    if title and not text.lstrip().startswith(title):
        text = f"{title}\n\n{text}"
    article = parse(text, typed=True)
    if reads is not None and (article.text != text or (reads and reads[-1][1] > len(text))):
        raise invalid("article", "reads: the text is not clean, or shorter than they say.")
    return article, reads


def _messages(value: object) -> tuple[Message, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_MESSAGES:
        raise invalid("messages", f"messages must be a list of 1 to {MOST_MESSAGES}.")
    messages = tuple(_message(each, f"messages[{at}]") for at, each in enumerate(value))
    if messages[-1].role != "user":
        raise invalid("messages", "The last message must be the user's.")
    return messages


def _message(value: object, param: str) -> Message:
    if not isinstance(value, dict):
        raise invalid(param, f"{param} must be an object.")
    for name, field in value.items():
        if name not in ("role", "content", "name") and field not in (None, [], ""):
            message = f"{param}: this server does not know {name[:LONGEST_ID]}."
            raise invalid(f"{param}.{name[:LONGEST_ID]}", message, "unsupported_parameter")
    role = value.get("role")
    if not isinstance(role, str) or role not in _ROLES:
        raise invalid(f"{param}.role", f"{param}.role must be one of: {', '.join(_ROLES)}.")
    return Message(_ROLES[role], _content(value.get("content"), f"{param}.content"))


def _content(value: object, param: str) -> str:
    """A text, or parts that are texts."""
    if isinstance(value, str):
        return value
    if not isinstance(value, list) or len(value) > MOST_PARTS:
        raise invalid(param, f"{param} must be a text, or a list of up to {MOST_PARTS} texts.")
    texts = []
    for part in value:
        if not isinstance(part, dict) or part.get("type") != "text":
            raise invalid(param, f"{param}: only text is understood.", "unsupported_parameter")
        text = part.get("text")
        if not isinstance(text, str):
            raise invalid(param, f"{param}: a text is missing.")
        texts.append(text)
    return "\n".join(texts)


def _stops(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    stops = value if isinstance(value, list) else [value]
    fits = all(isinstance(each, str) and 0 < len(each) <= LONGEST_STOP for each in stops)
    if not fits or len(stops) > MOST_STOPS:
        message = f"stop must be up to {MOST_STOPS} texts of 1 to {LONGEST_STOP} characters."
        raise invalid("stop", message)
    return tuple(stops)


def _include_usage(options: object, stream: bool) -> bool:
    if options is None:
        return False
    if not isinstance(options, dict) or not stream:
        raise invalid("stream_options", "stream_options must be an object, beside stream: true.")
    unknown = set(options) - {"include_usage", "include_obfuscation"}
    wanted = options.get("include_usage", False)
    if unknown or not isinstance(wanted, bool):
        message = "stream_options knows include_usage, true or false."
        raise invalid("stream_options", message, "unsupported_parameter")
    return wanted


def _said(error: UnfitError) -> str:
    return f"{error.field or 'The body'}: expected {error.expected or error}."
