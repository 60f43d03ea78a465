"""What is a headline, and what only stands where one would."""

from __future__ import annotations

import pytest

from newsassistant.text.articles.headline import headline_of, is_furniture

BODY = "The harbour council agreed on Tuesday to widen the pier. Work begins in March.\nMore later."


@pytest.mark.parametrize(
    "line",
    [
        "Will the pier at Westmere ever be finished?",
        "Westmere: pier to grow",
        "By accident, a village saves its pier",
        "Share prices fall after bank warning",
        "Pier to grow",
        "“We’re not leaving,” say bakers",
        "May to meet Trump in March",
        "Live music returns to Westmere",
        "Print is dead, long live print",
        "iPhone sales fall",
        "Breaking bread in Westmere",
        "Updated rules for pubs",
        "3 dead in pier collapse",
        "10:45 train derails near Westmere",
        "$1m payoff for former boss",
        "Sunday trading to end",
        "Westmere, the port that sank",
        "Two dead, 30 hurt",
        "Minister resumes beef trade with U.S.",
        "2024 election: five charts",
        "市议会决定扩建码头",
        "苹果为什么降价？",
        "文在寅访问日本",
        "记者节表彰大会在京举行",
    ],
)
def test_headlines(line: str) -> None:
    assert headline_of(f"{line}\n\n{BODY}") == line
    assert headline_of(f"{line}\n{BODY}") == line
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Roe",
        "BY ANN ROE",
        "by Ann Roe in Westmere",
        "By Ann Roe and Bob Lee, Political Editor",
        "记者 王小明",
        "本报记者王小明",
        "来源：新华社",
        "王小明 北京报道",
        "BREAKING",
        "BREAKING NEWS",
        "Breaking news",
        "EXCLUSIVE:",
        "快讯",
        "Share this article",
        "Share on Facebook",
        "Print this page",
        "Skip to main content",
        "Advertisement",
        "5 min read",
        "Image source, Getty Images",
        "分享到微信",
        "00:12",
        "[00:01:23] Mayor: Good evening",
        "00:00:01,000 --> 00:00:04,000",
        "10:45 GMT",
        "14 March 2026",
        "WESTMERE, March 14",
        "Westmere, 14 March 2026 (Reuters) –",
        "Tuesday, 14 March 2026 at 10:15",
        "Published: 4 May 2026",
        "2026年3月14日 星期六",
        "2026-03-14 10:15",
        "1",
        "***",
        "https://news.example/pier",
        "desk@news.example",
    ],
)
def test_furniture_is_no_headline(line: str) -> None:
    assert headline_of(f"{line}\n\n{BODY}") == ""
    assert headline_of(f"{line}\n{BODY}") == ""


@pytest.mark.parametrize(
    "text",
    [
        "The harbour council agreed on Tuesday to widen the\neast pier by 1,200 metres.",
        "The council agreed on Tuesday to widen the\n\nEast pier.",
        "agreed on Tuesday to widen it\n\nThe rest.",
        "The council, which met again on Tuesday,\n\nAgreed.",
        "- first item\n- second item",
        "1. First\n2. Second",
        "Q: Who was there?\nA: Nobody.",
        "Ann Roe: Good evening\nBob Lee: Good evening to you",
        "A sentence ends here.\nMore.",
        "Who won? Nobody did, and why?\nMore.",
        "Only one line",
        "Only one line\n  ",
    ],
)
def test_no_headline_here(text: str) -> None:
    assert headline_of(text) == ""


def test_half_a_sentence_before_a_name_is_no_headline() -> None:
    text = (
        "The harbour council of Westmere agreed on Tuesday with Minister\n"
        "Ann Roe to widen the east pier by 1,200 metres at a cost of two\n"
        "million crowns, of which the state pays half, the mayor said."
    )
    assert headline_of(text) == ""
