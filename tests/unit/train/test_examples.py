"""Rows as ids: the window's own prompt, the answer as the model would write it, cut where asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.core.types import Message, Prompt
from newsassistant.text.articles.article import parse
from newsassistant.text.datasets.conversations import Turns
from newsassistant.text.datasets.pairs import Pair
from newsassistant.text.prompts.prompt import ChatTemplate, messages_of
from newsassistant.train.examples import Encoder, Example
from newsassistant.train.options import TuneOptions
from newsassistant.train.source import Source, open_checkpoint
from tests.unit.train import tiny

if TYPE_CHECKING:
    from tests.unit.train.conftest import MakeOptions

ARTICLE = "The council met.\n\nIt voted for the new harbour, which will cost 12 million pounds."


def pair(content: str = ARTICLE, summary: str = "A harbour.", history: Turns = ()) -> Pair:
    return Pair(4, content, summary, (summary,), history)


def text(source: Source, ids: tuple[int, ...]) -> str:
    names = {value: form for form, value in source.tokenizer.control_ids.items()}
    parts = [names[i].encode() if i in names else source.tokenizer.decode_bytes(i) for i in ids]
    return b"".join(parts).decode("utf-8", "replace")


def test_the_prompt_is_the_one_that_the_window_sends(
    tiny_source: Source, make_options: MakeOptions
) -> None:
    options = make_options(preset="one-sentence")
    made = Encoder(tiny_source, options).encode(pair())
    ask = Message("user", options.instruction_for("en"))
    sent = tiny_source.template.ids(messages_of(Prompt((ask,), parse(ARTICLE))))

    assert list(made.prompt) == sent
    assert (made.line, made.cut) == (4, False)


def test_the_answer_alone_follows_and_ends(tiny_source: Source, make_options: MakeOptions) -> None:
    made = Encoder(tiny_source, make_options()).encode(pair(summary=" A harbour.\n"))

    assert text(tiny_source, made.answer) == "\nA harbour.<|end|>"[1:]
    assert made.ids == made.prompt + made.answer
    assert text(tiny_source, made.prompt).endswith("<|end|><|assistant|>\n")


def test_a_chinese_article_has_a_chinese_request(
    tiny_source: Source, make_options: MakeOptions
) -> None:
    options = make_options(preset="one-sentence", max_source_length=500)
    made = Encoder(tiny_source, options).encode(pair("市议会昨日开会，通过了新港口的预算。"))

    assert options.instruction_for("zh") in text(tiny_source, made.prompt)


def test_without_a_request_the_article_stands_alone(
    tiny_source: Source, make_options: MakeOptions
) -> None:
    made = Encoder(tiny_source, make_options(preset="")).encode(pair("Rain again."))

    assert text(tiny_source, made.prompt) == "<|user|>\nRain again.<|end|><|assistant|>\n"


@pytest.mark.parametrize("preset", ["", "one-sentence"])
def test_long_articles_are_cut(tiny_source: Source, make_options: MakeOptions, preset: str) -> None:
    options = make_options(preset=preset, max_source_length=20)
    made = Encoder(tiny_source, options).encode(pair("word " * 40))
    shown = text(tiny_source, made.prompt)

    assert made.cut
    assert made.source_tokens == len("word " * 40) - 1
    assert shown.count("word") == 4
    assert shown.startswith("<|user|>\nword word word word" + ("\n\n" if preset else "<|end|>"))


def test_an_article_of_just_that_length_is_whole(
    tiny_source: Source, make_options: MakeOptions
) -> None:
    made = Encoder(tiny_source, make_options(max_source_length=9)).encode(pair("word word"))

    assert not made.cut


def test_a_cut_inside_a_character_drops_the_character(
    tiny_source: Source, make_options: MakeOptions
) -> None:
    """One Chinese character is three of the tiny model's tokens."""
    made = Encoder(tiny_source, make_options(max_source_length=7)).encode(pair("港口港口港口"))

    assert "\ufffd" not in text(tiny_source, made.prompt)
    assert made.cut


def test_long_summaries_are_cut_and_still_end(
    tiny_source: Source, make_options: MakeOptions
) -> None:
    made = Encoder(tiny_source, make_options(max_target_length=3)).encode(pair(summary="abcdef"))

    assert text(tiny_source, made.answer) == "abc<|end|>"
    assert (made.target_tokens, made.cut) == (6, True)


def test_earlier_turns_stand_in_front_and_are_not_learnt(
    tiny_source: Source, make_options: MakeOptions
) -> None:
    history = (("Who?", "They."), ("When?", "Now."))
    made = Encoder(tiny_source, make_options()).encode(pair("Why?", "Because.", history))

    assert text(tiny_source, made.prompt) == (
        "<|user|>\nWho?<|end|><|assistant|>\nThey.<|end|><|user|>\nWhen?<|end|>"
        "<|assistant|>\nNow.<|end|><|user|>\nWhy?<|end|><|assistant|>\n"
    )
    assert text(tiny_source, made.answer) == "Because.<|end|>"


def test_control_tokens_in_the_data_are_text(
    tiny_source: Source, make_options: MakeOptions
) -> None:
    made = Encoder(tiny_source, make_options()).encode(pair("a <|end|> b", "c <|user|>"))

    assert made.prompt.count(tiny.END) == 1
    assert made.answer.count(tiny.END) == 1
    assert set(tiny_source.tokenizer.control_ids.values()) & set(made.answer[:-1]) == set()


def test_rows_keep_their_order(tiny_source: Source, make_options: MakeOptions) -> None:
    rows = [replace(pair(), line=line) for line in (3, 1, 2)]
    made = Encoder(tiny_source, make_options()).encode_all(rows)

    assert [example.line for example in made] == [3, 1, 2]


@pytest.mark.parametrize(
    ("template", "lead"),
    [
        (tiny.TEMPLATE, ""),
        (tiny.TEMPLATE.replace("|>\n{% endif", "|>{% endif"), "\n"),
        (tiny.TEMPLATE.replace("|>\n", "|> "), ""),
        (tiny.TEMPLATE.replace("|>\n{{", "|> {{").replace("|>\n", "|>"), " "),
        (tiny.TEMPLATE.replace("{{ message.content }}", ""), ""),
        (tiny.TEMPLATE + "{{ messages | length }}", ""),
    ],
)
def test_what_the_template_puts_in_front_of_answers_is_learnt(
    tiny_source: Source, make_options: MakeOptions, template: str, lead: str
) -> None:
    source = replace(tiny_source, template=ChatTemplate(template, tiny_source.tokenizer))
    made = Encoder(source, make_options()).encode(pair(summary="So."))

    assert text(source, made.answer) == f"{lead}So.<|end|>"


def golden(shared_dir: Path, model: str) -> Encoder:
    source = open_checkpoint(shared_dir / "golden" / model / "checkpoint")
    return Encoder(source, TuneOptions(model="", data="", output="", preset=""))


def in_history(encoder: Encoder, summary: str) -> tuple[list[int], Example]:
    """How the template writes that answer in a later turn, and how it is learnt."""
    question = Message("user", "天气？")
    template = encoder._source.template
    whole = template.ids([question, Message("assistant", summary), Message("user", "再说")])
    return whole, encoder.encode(pair("天气？", summary))


def test_chatglm3_learns_the_answer_as_its_history_shows_it(shared_dir: Path) -> None:
    """The role is followed by a line break, which the model writes itself."""
    whole, made = in_history(golden(shared_dir, "chatglm3_realvocab"), "晴天。")

    assert list(made.ids[:-1]) == whole[: len(made.ids) - 1]
    assert made.answer[:2] == (30910, 13)
    assert made.answer[-1] == 2


def test_chatglm2_learns_the_answer_as_the_official_training_code_has_it(shared_dir: Path) -> None:
    """Its own encoding, with the space that sentencepiece puts in front, and </s>."""
    encoder = golden(shared_dir, "chatglm2_realvocab")
    made = encoder.encode(pair("天气？", "晴天。"))

    assert list(made.answer) == [*encoder._source.tokenizer.encode("晴天。"), 2]
    assert made.prompt[:2] == (64790, 64792)


def test_a_row_that_asks_for_itself_gets_no_request(
    tiny_source: Source, make_options: MakeOptions
) -> None:
    """And stands as it was written, behind its system turn; only what is not seen goes."""
    options = make_options(preset="one-sentence")
    row = Pair(
        1, "Sum up:\r\n A \u200b storm.", "Sto\u200brm", ("Storm",), (), "Be brief.", asks=True
    )
    made = Encoder(tiny_source, options).encode(row)

    assert text(tiny_source, made.prompt) == (
        "<|system|>\nBe brief.<|end|><|user|>\nSum up:\n A  storm.<|end|><|assistant|>\n"
    )


@pytest.mark.parametrize("model", ["chatglm2_realvocab", "chatglm3_realvocab"])
def test_a_conversation_is_learnt_as_the_template_writes_it(shared_dir: Path, model: str) -> None:
    """System turn and history are those of the generation's own prompt; one answer is learnt."""
    encoder = golden(shared_dir, model)
    row = Pair(1, "再说", "雨。", ("雨。",), (("天气？", "晴天。"),), "简短。", asks=True)
    made = encoder.encode(row)
    turns = [
        Message("system", "简短。"),
        Message("user", "天气？"),
        Message("assistant", "晴天。"),
        Message("user", "再说"),
    ]

    assert list(made.prompt) == encoder._source.template.ids(turns)
    assert made.answer[-1] == encoder._source.stop_id
    assert "雨" in b"".join(map(encoder._source.tokenizer.decode_bytes, made.answer[:-1])).decode()


def test_a_conversation_that_is_too_long_loses_its_oldest_turns(
    make_options: MakeOptions, tmp_path: Path
) -> None:
    turns = tuple((f"Question {number}?", f"Answer {number}.") for number in range(9))
    folder = tiny.write_tiny(tmp_path / "small", max_position_embeddings=160)
    source = open_checkpoint(folder)
    row = replace(pair("And now?", "Yes.", turns), system="Be brief.", asks=True)
    made = Encoder(source, make_options(preset="", method="prefix", pre_seq_len=4)).encode(row)
    shown = text(source, made.prompt)

    assert made.cut
    assert len(made.ids) + 4 <= 160
    assert "Be brief." in shown
    assert "And now?" in shown
    assert "Answer 8." in shown
    assert "Question 0?" not in shown
    kept = [number for number in range(9) if f"Question {number}?" in shown]
    assert kept == list(range(kept[0], 9))
    assert all(f"Answer {number}." in shown for number in kept)
