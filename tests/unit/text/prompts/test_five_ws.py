"""Six answers are read in both languages, whatever stands round them."""

from __future__ import annotations

import pytest

from newsassistant.text.prompts.five_ws import FIELDS, five_ws, is_unstated

PLAIN = (
    "Who: the mayor\nWhat: a fire\nWhen: on Monday\n"
    "Where: the port\nWhy: not stated\nHow: by a spark"
)
READ = {
    "who": "the mayor",
    "what": "a fire",
    "when": "on Monday",
    "where": "the port",
    "why": "not stated",
    "how": "by a spark",
}


def test_six_lines() -> None:
    assert five_ws(PLAIN) == READ
    assert tuple(five_ws(PLAIN)) == FIELDS


@pytest.mark.parametrize(
    "shape", ["**{}:** {}", "- {}: {}", "1. **{}**: {}", "| {} | {} |", "{} - {}"]
)
def test_whatever_stands_round_them(shape: str) -> None:
    lines = [shape.format(field.title(), answer) for field, answer in READ.items()]
    head = "| Question | Answer |\n|---|---|\n" if shape.startswith("|") else "Here you are:\n\n"
    assert five_ws(head + "\n".join(lines)) == READ


def test_questions_in_full_and_answers_below_them() -> None:
    text = "1. Who is involved?\n- The mayor\n- The council\n\n2. What happened? A fire\n"
    text += "3. When?\nMonday"
    assert five_ws(text) == {"who": "The mayor\nThe council", "what": "A fire", "when": "Monday"}


def test_all_in_one_paragraph() -> None:
    assert five_ws("Who: the mayor; What: a fire; When: on Monday.") == {
        "who": "the mayor",
        "what": "a fire",
        "when": "on Monday.",
    }


@pytest.mark.parametrize(
    "labels",
    [
        ("何人", "何事", "何时", "何地", "为何", "如何"),
        ("人物", "事件", "时间", "地点", "原因", "经过"),
        ("谁", "什么事", "什么时候", "哪里", "为什么", "怎么"),
        (
            "Who（何人）",
            "What（何事）",
            "When（何时）",
            "Where（何地）",
            "Why（何故）",
            "How（如何）",
        ),
    ],
)
def test_chinese_labels(labels: tuple[str, ...]) -> None:
    answers = ("市长", "火灾", "周一", "港口", "未提及", "电线短路")
    text = "\n".join(f"{label}：{answer}" for label, answer in zip(labels, answers, strict=True))
    assert tuple(five_ws(text).values()) == answers


def test_the_order_of_the_answer_is_of_no_matter_and_the_first_of_two_stays() -> None:
    text = "When: Monday\nWho: the mayor\nWhat: a fire\nWho: somebody else"
    assert list(five_ws(text).items()) == [
        ("who", "the mayor"),
        ("what", "a fire"),
        ("when", "Monday"),
    ]


def test_a_line_with_another_label_is_no_part_of_the_answer_above() -> None:
    assert five_ws("Who: a\nWhat: b\nWhen: c\nBy: the editor\nmore")["when"] == "c"


@pytest.mark.parametrize("text", ["", "A fire closed the port.", "Who: the mayor\nWhat: a fire"])
def test_other_texts_have_none(text: str) -> None:
    assert five_ws(text) == {}


def test_one_answer_is_enough_while_more_may_come() -> None:
    assert five_ws("Who: the ma", ended=False) == {"who": "the ma"}
    assert five_ws("The", ended=False) == {}


@pytest.mark.parametrize(
    "answer",
    [
        *(
            "",
            "Not stated.",
            "not explicitly stated in the article",
            "Unknown",
            "N/A",
            "—",
            "none.",
        ),
        *("It is not known", "The article does not say.", "No information is given."),
        *("未提及。", "不详", "文中未说明", "“未提及”", "无", "原文没有提到"),
    ],
)
def test_an_answer_that_says_nothing(answer: str) -> None:
    assert is_unstated(answer)


@pytest.mark.parametrize(
    "answer", ["None of the ministers", "Unknown attackers", "无人机", "Not far from Ashford", "3"]
)
def test_an_answer_that_says_something(answer: str) -> None:
    assert not is_unstated(answer)


def test_hostile_texts_take_no_time() -> None:
    for piece in ("Who: ", "who (", "**", "| ", "何人", "- ", "1. ", '"'):
        five_ws(piece * 2000)
        five_ws((piece + "\n") * 2000)
