"""Who said what, in an article."""

from __future__ import annotations

import pytest

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


def test_terms_between_quotation_marks_are_no_quotes() -> None:
    assert quote_sheet('The "smart city" is here, and “新城” too.', "en") == []
    assert quote_sheet("所谓“新城”。", "zh") == []


def test_a_text_without_sentences() -> None:
    assert quote_sheet("", "en") == []
