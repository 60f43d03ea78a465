"""Conversations -> prompt ids as each ChatGLM family's official code makes them.

Knows nothing of files or engines. What users write goes through `Tokenizer.encode`, which yields
no control id; the control ids of the prompt are added as ids.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from newsassistant.core.types import Message
from newsassistant.text.prompts.prompt import AnswerIds, NoAnswerIds
from newsassistant.text.tokenizers.tokenizer import Tokenizer


@dataclass(slots=True)
class _Round:
    """A question and its answer; the last round's is still to come."""

    question: str
    answer: str | None = None


def _rounds(messages: Sequence[Message]) -> list[_Round]:
    """The conversation as questions and answers, the last one open.

    The generations without a system role find such messages in front of the first question.
    Questions in a row become one, an answer without a question follows an empty one.
    """
    rounds: list[_Round] = []
    for message in messages:
        is_open = bool(rounds) and rounds[-1].answer is None
        if message.role == "assistant" and is_open:
            rounds[-1].answer = message.content
        elif message.role == "assistant":
            rounds.append(_Round("", message.content))
        elif is_open:
            rounds[-1].question += f"\n\n{message.content}"
        else:
            rounds.append(_Round(message.content))
    if not rounds or rounds[-1].answer is not None:
        rounds.append(_Round(""))
    return rounds


class ChatGlmPrompt:
    """ChatGLM-6B: the bare question, or numbered rounds from 0; [gMASK] <sop> at the end.

    Its whole prompt is one bidirectional pass, so no cache outlives a turn and the ids of earlier
    answers are of no use.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Raises KeyError for a tokenizer without the control tokens."""
        self._tokenizer = tokenizer
        self._end = [tokenizer.control_ids["[gMASK]"], tokenizer.control_ids["<sop>"]]

    def ids(self, messages: list[Message], answers: AnswerIds | None = None) -> list[int]:
        """Ids of the whole conversation up to where the answer starts."""
        return self._tokenizer.encode(chatglm_text(messages)) + self._end


def chatglm_text(messages: Sequence[Message]) -> str:
    """ChatGLM-6B's prompt in words, without its control tokens."""
    rounds = _rounds(messages)
    if len(rounds) == 1:
        return rounds[0].question
    return "".join(
        f"[Round {index}]\n问：{turn.question}\n答："
        + ("" if turn.answer is None else f"{turn.answer}\n")
        for index, turn in enumerate(rounds)
    )


class ChatGlm2Prompt:
    """ChatGLM2-6B: [gMASK] sop in front of numbered rounds from 1.

    An answer whose ids are known stands there as these, and what follows it is encoded apart, as
    the official code continues on a kept cache; without known answers it is all one text.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Raises KeyError for a tokenizer without the control tokens."""
        self._tokenizer = tokenizer
        self._start = [tokenizer.control_ids["[gMASK]"], tokenizer.control_ids["sop"]]

    def ids(self, messages: list[Message], answers: AnswerIds | None = None) -> list[int]:
        """Ids of the whole conversation up to where the answer starts."""
        answers = answers or NoAnswerIds()
        ids = list(self._start)
        text = ""
        for number, turn in enumerate(_rounds(messages), start=1):
            text += "\n\n" if number > 1 else ""
            text += f"[Round {number}]\n\n问：{turn.question}\n\n答："
            known = None if turn.answer is None else answers.get(turn.answer)
            if known is None:
                text += turn.answer or ""
            else:
                ids += self._encode(text, first=len(ids) == len(self._start)) + known
                text = ""
        return ids + self._encode(text, first=len(ids) == len(self._start))

    def _encode(self, text: str, *, first: bool) -> list[int]:
        """Behind other ids without the space that encoding puts in front."""
        ids = self._tokenizer.encode(text)
        return ids if first else ids[1:]


class ChatGlm3Prompt:
    """ChatGLM3-6B: [gMASK] sop, then each message behind its role's id, metadata in line one.

    An answer whose ids are known stands behind <|assistant|> as these: they begin with the line
    of metadata, which the model itself wrote.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Raises KeyError for a tokenizer without the control tokens."""
        self._tokenizer = tokenizer
        self._start = [tokenizer.control_ids["[gMASK]"], tokenizer.control_ids["sop"]]
        self._answer = tokenizer.control_ids["<|assistant|>"]

    def ids(self, messages: list[Message], answers: AnswerIds | None = None) -> list[int]:
        """Ids of the whole conversation up to where the answer starts."""
        answers = answers or NoAnswerIds()
        ids = list(self._start)
        for message in messages:
            known = answers.get(message.content) if message.role == "assistant" else None
            if known is None:
                ids += self.message_ids(message.role, message.content)
            else:
                ids += [self._answer, *known]
        return [*ids, self._answer]

    def message_ids(self, role: str, content: str, metadata: str = "") -> list[int]:
        """One message; `role` may also be "observation", the result of a tool.

        Raises KeyError for any other role.
        """
        encode = self._tokenizer.encode
        role_id = self._tokenizer.control_ids[f"<|{role}|>"]
        return [role_id, *encode(f"{metadata}\n"), *encode(content)]


def with_tools(content: str, tools: object) -> str:
    """A ChatGLM3-6B system message that offers `tools`, which are plain JSON values."""
    return f"{content}\n{json.dumps(tools, indent=4, ensure_ascii=False)}"
