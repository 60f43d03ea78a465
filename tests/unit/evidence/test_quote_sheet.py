"""Who said what, in an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.core.types import Language
from newsassistant.evidence.quote_sheet import quote_sheet


@pytest.mark.parametrize(
    ("text", "language", "speaker", "verb"),
    [
        ('"We shall build the bridge," said Jane Smith.', "en", "Jane Smith", "said"),
        ('"We shall build the bridge," she added.', "en", "she", "added"),
        ('Jane Smith, the mayor, said: "We shall build it."', "en", "Jane Smith", "said"),
        ("余凌云市长说：“大桥将在冬天建成。”", "zh", "余凌云市长", "说"),
        ("“大桥将在冬天建成。”余凌云还表示，", "zh", "余凌云", "表示"),
        ('"We shall build the bridge."', "en", "", ""),
    ],
)
def test_speaker_and_verb(text: str, language: Language, speaker: str, verb: str) -> None:
    (said,) = quote_sheet(text, language)

    assert (said.speaker, said.verb) == (speaker, verb)
    assert said.text in text[said.quote.start : said.quote.end]
    assert said.sentence.start <= said.quote.start


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ('"We go on with it," said Jane Poole. "Nothing stops us now."', ["Jane Poole"] * 2),
        ('"We go on with it," Adele said, adding that it was "no risk at all".', ["Adele"] * 2),
        ('In a letter, Jane Poole told the BBC: "We go on with it."', ["Jane Poole"]),
        ('"We go on with it," said Dr. John A. Reed, of Ashford.', ["Dr. John A. Reed"]),
        ('Mr Reed, who left last year, said it was "a step too far".', ["Mr Reed"]),
        ('"We go on with it," Ann Reed, another worker, told us.', ["Ann Reed"]),
        ('"We go on with it," the two students told the paper.', ["the two students"]),
        ('"We go on with it," according to Reuters.', ["Reuters"]),
        ('"We go on with it." Isa Reed said the town was safe.', [""]),
        ('He was told to "leave it as it is".', [""]),
        ('The mayor said:\n"We go on with it."', ["The mayor"]),
    ],
)
def test_english_speakers(text: str, speakers: list[str]) -> None:
    assert [said.speaker for said in quote_sheet(text, "en")] == speakers


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("新郎李明在婚礼上说：“时间一长，车帮了我。”", ["新郎李明"]),
        ("“大桥将在冬天建成。”副主任、教授高崇华介绍说，路还长。", ["副主任、教授高崇华"]),
        ("分析师罗伯特·希尔(Robert Hill)在一份报告中表示：“销售额会下降。”", ["分析师罗伯特·希尔"]),
        ("声明说，这次演习“极具挑衅和危险的性质，必须停止”。", ["声明"]),
        ("法律规定：“车辆应当停下，让行人先走。”李先生表示，他停了。", [""]),
        ("“大桥将在冬天建成。”用行动表示支持。", [""]),
        ("他获得“见义勇为先进分子，全省第一”等荣誉称号。", [""]),
    ],
)  # fmt: skip
def test_chinese_speakers(text: str, speakers: list[str]) -> None:
    assert [said.speaker for said in quote_sheet(text, "zh")] == speakers


@pytest.mark.parametrize("mark", ['""', "“”"])
def test_a_quote_over_paragraphs_is_one(mark: str) -> None:
    opening, closing = mark[0], mark[1]
    text = (
        f"Jane Poole said: {opening}The first part is done.\n\n"
        f"{opening}The second part comes next year.{closing} The town waits."
    )
    (said,) = quote_sheet(text, "en")

    assert said.speaker == "Jane Poole"
    assert said.text.endswith("next year.")
    assert text[said.quote.start : said.quote.end] == f"{opening}{said.text}{closing}"


def test_two_quotes_in_two_paragraphs_stay_two() -> None:
    text = '"We go on with it."\n\n"The road is far too long," said Ann Reed.'

    assert [said.speaker for said in quote_sheet(text, "en")] == ["", "Ann Reed"]


def test_marks_that_would_take_forever() -> None:
    for text in ("“a. " * 20_000, '"' * 20_000, ' "a.' * 10_000):
        assert quote_sheet(text, "en") == []


@given(st.text('ab .,said\n"“”‘’：说。', max_size=80))
def test_the_text_of_a_quote_is_that_of_the_article(text: str) -> None:
    for language in ("en", "zh"):
        for said in quote_sheet(text, language):
            assert said.text in text[said.quote.start : said.quote.end]
            assert said.sentence.start <= said.quote.start


def test_terms_between_quotation_marks_are_no_quotes() -> None:
    assert quote_sheet('The "smart city" is here, and “新城” too.', "en") == []
    assert quote_sheet("所谓“新城”。", "zh") == []


def test_a_text_without_sentences() -> None:
    assert quote_sheet("", "en") == []
