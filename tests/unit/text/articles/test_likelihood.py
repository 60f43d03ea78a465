"""What reads like a text is less of a surprise than the same bytes in another encoding."""

from __future__ import annotations

import pytest

from newsassistant.text.articles.likelihood import surprise, surprise_of_foreign
from tests.unit.text.sentences import BY_LANGUAGE


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_a_sentence_is_likelier_than_its_bytes_read_wrong(language: str) -> None:
    for sentence in BY_LANGUAGE[language]:
        raw = sentence.encode()
        wrong = raw.decode("gb18030", "replace"), raw.decode("cp1252", "replace")
        assert all(surprise(sentence) < surprise(other) - 5 for other in wrong)


def test_the_mean_of_foreign_characters() -> None:
    assert surprise_of_foreign("plain") == 0
    assert surprise_of_foreign("价格上涨") < 9 < surprise_of_foreign("鍏婚煛鐩")


def test_what_nobody_writes_costs_most() -> None:
    assert surprise("\x01") > surprise("\ufffd") > surprise("鬱") > surprise("的") > surprise("e")
