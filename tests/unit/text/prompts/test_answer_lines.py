"""What models put round the lines that they are asked for."""

from __future__ import annotations

import pytest

from newsassistant.text.prompts.answer_lines import is_lead_in, leaves_out, plain_line, unquoted


@pytest.mark.parametrize(
    "line",
    [
        "1. Fire closes port",
        "2) Fire closes port",
        "(3) “Fire closes port”",
        "- **Fire closes port**",
        "* Fire closes port",
        "### 4. Fire closes port",
        '**5. "Fire closes port"**',
        "Headline 2: Fire closes port",
        "**Headline 2:** Fire closes port",
        "⑤ Fire closes port",
        "  • Fire closes port  ",
    ],
)
def test_numbers_bullets_bold_and_quotes_are_taken_off(line: str) -> None:
    found = plain_line(line)

    assert found.text == "Fire closes port"
    assert found.listed
    assert found.inset == line.startswith("  ")


@pytest.mark.parametrize(
    "line", ["1、港口大火", "（二）《港口大火》", "标题三：港口大火", "4．“港口大火”"]
)
def test_chinese_numbers_and_titles_are_taken_off(line: str) -> None:
    assert plain_line(line).text == "港口大火"
    assert plain_line(line).listed


def test_a_year_behind_a_chinese_number_is_no_decimal() -> None:
    assert plain_line("2、2024年港口大火").text == "2024年港口大火"
    assert plain_line("2.2024年港口大火").text == "2024年港口大火"
    assert plain_line("2.24亿元").text == "2.24亿元"


@pytest.mark.parametrize(
    "line",
    [
        "3.5 million jobs lost",
        "12 people killed",
        "10:30 train derailed",
        "'Yes' and 'no' voters meet",
        "“Never,” says mayor",
        "Mayor: “We will rebuild”",
        "-20C expected",
        "二十人获救",
    ],
)
def test_what_belongs_to_the_words_stays(line: str) -> None:
    assert plain_line(line) == (line, False, False)


def test_quotes_go_only_where_they_stand_round_all_of_it() -> None:
    assert unquoted("「港口大火」") == "港口大火"
    assert unquoted('"a" and "b"') == '"a" and "b"'
    assert unquoted('""') == '""'
    assert unquoted("") == ""


def test_a_line_without_words_has_none() -> None:
    assert plain_line("**").text == ""
    assert plain_line("3. ") == ("3.", False, False) or plain_line("3. ").text == ""


def test_lead_ins_are_known() -> None:
    assert is_lead_in("Here are five headlines")
    assert is_lead_in("The headlines:")
    assert is_lead_in("以下是五个标题：")
    assert not is_lead_in("Fire closes port")


def test_more_than_the_rows_is_told_and_their_names_are_not() -> None:
    rows = ["Fire closes port", "Port closes"]
    text = "Here are two headlines:\n1. Fire closes port\n2. Port closes\n"
    assert not leaves_out(text, rows)
    assert leaves_out(text + "\nThe first one stresses the fire and its cause.", rows)
    assert not leaves_out("Who was involved: the mayor", ["the mayor"])
    assert leaves_out("A fire has closed the port for a week.", [])
