"""Paragraphs broken at a fixed width are joined; lines that stand for themselves stay."""

from __future__ import annotations

import textwrap

import pytest

from newsassistant.text.articles.layout import (
    Words,
    ends_sentence,
    is_item,
    is_parted,
    is_spoken,
    is_wide,
    join_lines,
    join_soft_hyphens,
    unwrap,
)

PARAGRAPHS = (
    "The harbour council of Westmere agreed on Tuesday to widen the east pier by 1,200 metres at "
    "a cost of 29,000 crowns, the mayor said. Work begins on 14 March and is meant to last two "
    "years, if the survey of the tides and the talks with the fishermen are done in time.",
    "Not everybody is content. “We were never asked,” said Ann Roe, who has sold fish at the quay "
    "since 1998. In a letter to the Westmere Echo, Roe and forty others call for a vote.",
    "The port handled 310,500 containers last year.",
    "A spokesman for the Ministry of Transport in the capital, Bob Lee, would not say on Friday "
    "whether the state pays a part of the sum, as the council hopes it will.",
)
CHINESE = (
    "西港市议会周二通过决定，将东码头延长一千二百米，预计耗资两万九千元。工程将于三月十四日开工，"
    "为期两年，前提是潮汐勘测和与渔民的谈判能够按时完成。",
    "市长表示，该港去年处理集装箱三十一万零五百个，比上年增长百分之七，码头早已不够用。",
    "反对者说：“没有人问过我们。”他们要求就此举行投票，并向交通部递交了四十人签名的信。",
)


def wrapped(paragraph: str, width: int) -> str:
    return textwrap.fill(paragraph, width, break_on_hyphens=False)


def wrapped_chinese(paragraph: str, characters: int) -> str:
    lines = [""]
    for char in paragraph:
        if len(lines[-1]) >= characters and char not in "，。：”、":
            lines.append("")
        lines[-1] += char
    return "\n".join(lines)


@pytest.mark.parametrize("width", [50, 60, 65, 72, 76, 80, 100])
def test_english_broken_at_any_width(width: int) -> None:
    text = "\n\n".join(wrapped(paragraph, width) for paragraph in PARAGRAPHS)

    assert unwrap(text) == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("characters", [20, 25, 30, 36, 40])
def test_chinese_is_joined_without_spaces(characters: int) -> None:
    text = "\n\n".join(wrapped_chinese(paragraph, characters) for paragraph in CHINESE)

    assert unwrap(text) == "\n\n".join(CHINESE)


def test_the_wrapped_text_of_the_trials() -> None:
    text = (
        "The harbour council of Westmere agreed on Tuesday to widen the\n"
        "east pier by 1,200 metres at a cost of 29,000 crowns, the mayor\n"
        "said. Work begins on 14 March and is meant to last two years, if\n"
        "the tide-\ngauge survey and the finan-\ncing are done in time.\n\n"
        "The port handled 310,500 containers last year.\n"
    )
    assert unwrap(text) == (
        "The harbour council of Westmere agreed on Tuesday to widen the east pier by 1,200 metres "
        "at a cost of 29,000 crowns, the mayor said. Work begins on 14 March and is meant to last "
        "two years, if the tide-gauge survey and the financing are done in time.\n\n"
        "The port handled 310,500 containers last year.\n"
    )


def test_a_heading_without_an_empty_line_stays_apart() -> None:
    lead = wrapped(PARAGRAPHS[0], 64)

    assert unwrap(f"Pier to grow\n{lead}") == f"Pier to grow\n{PARAGRAPHS[0]}"
    chinese = wrapped_chinese(CHINESE[0], 30)
    assert unwrap(f"西港扩建码头\n{chinese}") == f"西港扩建码头\n{CHINESE[0]}"


def test_an_indented_line_begins_a_paragraph() -> None:
    text = "\n".join("    " + wrapped(paragraph, 70) for paragraph in PARAGRAPHS[:2])

    assert [line.strip() for line in unwrap(text).split("\n")] == list(PARAGRAPHS[:2])


@pytest.mark.parametrize(
    "text",
    [
        "Shall I compare thee to a summer's day?\nThou art more lovely and more temperate:\n"
        "Rough winds do shake the darling buds of May,\nAnd summer's lease hath a short date",
        "the fog comes\non little cat feet.\n\nit sits looking\nover harbor and city",
        "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。",
        "- the pier is closed until the end of the month\n- the ferry runs\n- nobody was hurt",
        "1. widen the pier by 1,200 metres at the least\n2. move the ferry to the old quay\n3. ask",
        "• 东码头延长一千二百米，预计耗资两万九千元\n• 工程将于三月十四日开工，为期两年的时间",
        "Team Played Won Points\nNorth Westmere 12 7 21\nSouth Westmere 12 5 17\nOld Quay 12 2 8",
        "Name   Age   Town\nAnn    61    Westmere\nBob    44    Port",
        "a | b | c of something that is rather long here\nd | e | f of something long",
        "Ann Roe: Was the council asked about the plan?\nBob Lee: It was, more than once.",
        "[00:12] Good evening and welcome to the programme\n[00:15] tonight we speak of piers",
        "记者：议会什么时候作出这个决定的？大家都同意吗？\n市长：周二，全体议员都投了赞成票，没有人反对。",
        "Westmere Echo\n12 Pier Road\nWestmere\nWM1 2AB",
        "The first paragraph is one line.\nThe second is one line as well.\nSo is the third.",
        "各地一批重大工程加紧建设\n这段时间，各地一批重大工程项目建设加快推进，助力经济社会发展。",
        "A title\nand its lower-cased second line",
        "# A heading of some length for the section\ntext that follows under the heading of it",
    ],
)
def test_lines_that_stand_for_themselves_stay(text: str) -> None:
    assert unwrap(text) == text


def joined_end(first: str, second: str, elsewhere: str = "") -> str:
    """The words around a hyphen at a line's end within a wrapped paragraph."""
    text = (
        f"The council of Westmere has met again to talk about the {first}-\n"
        f"{second} that it was asked for by the people at the quay and at\n"
        "the market, who have waited for an answer since the summer.\n"
    )
    return unwrap(text + "\n" + elsewhere).split("about the ")[1].split(" that")[0]


def test_hyphens_at_line_ends() -> None:
    assert joined_end("har", "bour", "The harbour is old.") == "harbour"
    assert joined_end("tide", "gauge", "A tide-gauge is old.") == "tide-gauge"
    assert joined_end("tide", "gauge") == "tide-gauge"
    assert joined_end("informa", "tion") == "information"
    assert joined_end("Anglo", "Saxon") == "Anglo-Saxon"
    assert joined_end("two", "and three-year plans") == "two- and three-year plans"


def test_german_hyphens_are_those_of_line_ends() -> None:
    text = (
        "Der Rat der Stadt hat am Dienstag beschlossen, die östliche Ufer-\n"
        "mauer zu verlängern und die Kosten mit dem Land zu teilen, das nicht\n"
        "gefragt wurde und der Sache eine Absage erteilte."
    )
    assert "Ufermauer" in unwrap(text)


def test_soft_hyphens_at_line_ends() -> None:
    assert join_soft_hyphens("the har\u00ad\r\n  bour is old") == "the harbour\nis old"


def test_kinds_of_lines() -> None:
    assert all(map(is_item, ["- a", "• b", "12. c", "(a) d", "一、总则", "① e", "（二）f"]))
    assert not any(map(is_item, ["-5 degrees", "2024 was", "3.5 per cent", "16、17日", "a cat"]))
    assert all(map(is_spoken, ["Ann Roe: yes", "Q: why", "记者：何时", "00:12 hello"]))
    assert not is_spoken("The council agreed: no")
    assert ends_sentence("He left.”")
    assert not ends_sentence("He left,")


def test_long_texts_take_no_time() -> None:
    assert unwrap("a-\n" * 100_000)
    assert unwrap("word word\n" * 100_000)
    assert unwrap("1. " + ("word " * 12 + "\n1. ") * 20_000)
    assert unwrap(("word " * 12 + "\n") * 20_000).count("\n") <= 1


@pytest.mark.parametrize(
    ("lines", "plain", "by_program"),
    [
        (["the in-", "spectors looked"], "the in-spectors looked", "the inspectors looked"),
        (["a long-", "running row"], "a long-running row", "a long-running row"),
        (["decision-", "makers"], "decision-makers", "decision-makers"),
        (["an increas-", "ing sum"], "an increasing sum", "an increasing sum"),
        (["the US-", "China talks"], "the US-China talks", "the US-China talks"),
        (["桥梁将于", "五月关闭"], "桥梁将于五月关闭", "桥梁将于五月关闭"),
        (["one", "two"], "one two", "one two"),
    ],
)
def test_lines_of_a_paragraph_are_joined(lines: list[str], plain: str, by_program: str) -> None:
    text = "Of every decision the makers approve. " + "\n".join(lines)

    assert join_lines(lines, Words(text)) == plain
    assert join_lines(lines, Words(text, hyphenated=True)) == by_program


def test_parted_words_are_those_that_go_on_small() -> None:
    assert is_parted("the in-", "spectors looked")
    assert not is_parted("the US-", "China talks")
    assert not is_parted("from 2-", "3 places")
    assert (is_wide("中"), is_wide("，"), is_wide("a"), is_wide("")) == (True, True, False, False)
