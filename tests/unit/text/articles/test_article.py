"""Cleaning, measuring and decoding of articles."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.core.errors import InputError
from newsassistant.core.types import Article, Origin
from newsassistant.text.articles import article
from newsassistant.text.articles.headline import headline_of

ENGLISH = (
    "Minister’s “plan” costs £1.2 billion – café owners object\r\n"
    "The government will invest in offshore wind over three years, the minister said.\r\n"
)
SIMPLIFIED = (
    "各地一批重大工程加紧建设\n"
    "这段时间，各地一批重大工程项目建设加快推进，助力经济社会高质量发展。"
    "昨天，川青铁路全线重难点控制性工程顺利贯通，全长22923米，建设历时近10年。\n"
)
TRADITIONAL = (
    "各地一批重大工程加緊建設\n"
    "這段時間，各地一批重大工程項目建設加快推進，助力經濟社會高質量發展。"
    "昨天，川青鐵路全線重難點控制性工程順利貫通，全長22923米，建設歷時近10年。\n"
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "cp1252"),
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "utf-8-sig"),
        (SIMPLIFIED, "utf-16"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "gbk"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        ("Plain ASCII only.\n", "ascii"),
    ],
)
def test_decode_finds_the_encoding(text: str, encoding: str) -> None:
    assert article.decode(text.encode(encoding), name="a.txt") == text


def test_decode_reads_big_endian_utf16() -> None:
    assert article.decode(b"\xfe\xff" + "新闻".encode("utf-16-be"), name="a.txt") == "新闻"


def test_decode_reads_every_reference_file(shared_dir: Path) -> None:
    docs = shared_dir / "data" / "docs"
    if not (docs / "labels.jsonl").is_file():
        pytest.skip("the reference data hold no documents")
    lines = (docs / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [label for label in map(json.loads, lines) if label["file"].endswith(".txt")]
    assert len(labels) >= 8

    for label in labels:
        text = article.clean(article.decode((docs / label["file"]).read_bytes(), name="x"))
        joined = "".join(text.split())
        expected = "".join(article.clean(label.get("expected_text", "test document")).split())
        assert expected in joined, label["file"]
        assert article.language_of(text) == label.get("lang", "en"), label["file"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_decode_knows_latin_utf16_without_a_mark(encoding: str) -> None:
    assert article.decode(ENGLISH.encode(encoding), name="a.txt") == ENGLISH


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04\x00\x00",
        b"text\x00",
        b"a\x00b\x00c",
        b"\xff\xfe\x00",
        b"\xff\xfe\x00\xd8",
        b"\x81\xff\x8d\x90\xff",
    ],
)
def test_decode_refuses_what_is_no_text(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        article.decode(data, name="photo.bin")

    assert caught.value.code == "file-not-text"
    assert "photo.bin" in caught.value.text()


def test_a_damaged_text_stays_in_its_encoding() -> None:
    raw = SIMPLIFIED.encode()

    assert article.decode(raw[:-3], name="a.txt").rstrip("\ufffd") == SIMPLIFIED[:-2]
    assert article.read_as(raw[:60] + b"\xff" + raw[60:], "", name="a.txt").damaged == 1


def test_read_as_a_chosen_encoding() -> None:
    raw = SIMPLIFIED.encode("gbk")

    assert article.read_as(raw, "gbk", name="a.txt").text == SIMPLIFIED
    assert article.read_as(raw, "windows-1252", name="a.txt").text.startswith("¸÷")
    with pytest.raises(InputError) as caught:
        article.read_as(raw, "rot13", name="a.txt")
    assert caught.value.code == "file-not-text"


@given(st.text())
def test_clean_is_idempotent(raw: str) -> None:
    once = article.clean(raw)

    assert article.clean(once) == once


@given(st.text(alphabet=st.sampled_from("a \t\n\r\x0b\x85\u2028\u3000\u202e\x00\ue000é́\ud800")))
def test_clean_is_idempotent_on_space_and_controls(raw: str) -> None:
    once = article.clean(raw)

    assert article.clean(once) == once
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in once if char != "\n")
    assert "\n\n\n" not in once
    assert once == once.strip()


def test_clean_keeps_words_and_drops_what_hides() -> None:
    raw = "\ufeff Caf\u0065\u0301\u00a0 \u202eevil\u202c 全角，ＡＢＣ！\u3000"
    raw += "\r\n\r\n\r\n\r\nEnd\x00 👩\u200d🚀"

    assert article.clean(raw) == "Café evil 全角，ＡＢＣ！\n\nEnd 👩\u200d🚀"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said no.", "en"),
        ("部长说不。", "zh"),
        ("OpenAI 发布了新的模型 GPT", "zh"),
        ("A long English text that mentions 北京 once", "en"),
        ("123 456", "en"),
        ("", "en"),
    ],
)
def test_language_of(text: str, language: str) -> None:
    assert article.language_of(text) == language


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Wind power grows\nThe plan.", "Wind power grows"),
        ("A sentence ends here.\nMore.", ""),
        ("风电增长。\n正文", ""),
        ("Only one line", ""),
        ("Only one line\n  ", ""),
        ("x" * 161 + "\nbody", ""),
        ("X" + "x" * 159 + "\nBody", "X" + "x" * 159),
        ("Will it ever be finished?\n\nThe pier.", "Will it ever be finished?"),
        ("By Ann Roe\n\nThe pier.", ""),
    ],
)
def test_headline_of(text: str, headline: str) -> None:
    assert headline_of(text) == headline


def test_count_units() -> None:
    assert article.count_units("The minister's £1.2 billion plan - really?", "en") == 6
    assert article.count_units("风电 增长\n2024。", "zh") == 9


def test_parse_describes_the_article() -> None:
    origin = Origin("pasted", 1.8e9)
    parsed = article.parse("  Title\r\nBody text.  ", origin=origin)

    assert (parsed.text, parsed.title, parsed.language) == ("Title\nBody text.", "Title", "en")
    assert parsed.origin == origin
    assert parsed.digest == hashlib.sha256(b"Title\nBody text.").hexdigest()


def test_parse_reads_pages_entities_and_broken_lines() -> None:
    page = "<html><body><h1>Pier</h1><p>It&rsquo;s<br>long.</p></body></html>"
    assert article.parse(page).text == "Pier\n\nIt’s\nlong."
    assert article.parse("It&rsquo;s long &amp; old.").text == "It’s long & old."

    broken = (
        "The harbour council of Westmere agreed on Tuesday to widen the\r\n"
        "east pier by 1,200 metres at a cost of 29,000 crowns, the har\u00ad\r\n"
        "bour master said."
    )
    parsed = article.parse(broken)
    assert "\n" not in parsed.text
    assert "harbour master" in parsed.text
    assert parsed.title == ""


def test_a_typed_text_keeps_its_lines_and_tags() -> None:
    typed = "<p>One</p>\n<p>of a &rsquo; long line that goes on and on\nand on</p>"

    assert article.parse(typed, typed=True).text == typed


def test_the_texts_of_the_trials(trials: Path) -> None:
    def parsed(name: str) -> Article:
        return article.parse(article.read_file(trials / "text" / name))

    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert parsed("tags.txt").text == (
        "Pier to grow\n\nThe council of Westmere agreed to widen the pier. Work begins in March. "
        + flag
    )
    assert parsed("question_headline.txt").title == "Will the pier at Westmere ever be finished?"
    assert parsed("wrapped.txt").title == ""
    assert parsed("wrapped.txt").text.count("\n") == 2
    assert "x=99999" not in parsed("page.html").text
    assert parsed("page.html").title == "Pier to grow"
    assert "the port’s money: £5m for 1,200 metres. “Done,”" in parsed("entities.txt").text
    assert parsed("num_lrm.txt").text == parsed("num_comma.txt").text
    assert "by 1200 metres at a cost of 29000 crowns" in parsed("num_zwsp.txt").text


@pytest.mark.parametrize("raw", ["", " \n\t", "\u202e\ufeff\x00", "\ud800"])
def test_parse_refuses_an_empty_article(raw: str) -> None:
    with pytest.raises(InputError) as caught:
        article.parse(raw)

    assert caught.value.code == "article-empty"


def test_read_file_reads_and_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.txt"
    path.write_bytes(SIMPLIFIED.encode("gbk"))
    assert article.read_file(path) == SIMPLIFIED

    codes = {tmp_path / "none.txt": "file-not-found", tmp_path: "file-unreadable"}
    for bad, code in codes.items():
        with pytest.raises(InputError) as caught:
            article.read_file(bad)
        assert caught.value.code == code

    monkeypatch.setattr(article, "MAX_FILE_BYTES", 10)
    with pytest.raises(InputError) as caught:
        article.read_file(path)
    assert caught.value.code == "file-too-large"
