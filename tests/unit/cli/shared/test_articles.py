"""Articles from files, pipes and standard input, and what is refused."""

from __future__ import annotations

import getpass
import io
import os
import sys
import threading
from pathlib import Path

import pytest

from newsassistant.cli.shared.articles import read_article
from newsassistant.cli.shared.console import Console
from newsassistant.core.errors import InputError
from newsassistant.text.articles.article import MAX_FILE_BYTES
from tests.unit.readers.made import Show, pdf

CONSOLE = Console("en")


class Stdin(io.TextIOWrapper):
    """Standard input that may say it is a terminal."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal


def use_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes, *, terminal: bool = False) -> None:
    stream = Stdin(io.BytesIO(data))
    stream.terminal = terminal
    monkeypatch.setattr(sys, "stdin", stream)


def code_of(name: str) -> str:
    with pytest.raises(InputError) as caught:
        read_article(name, CONSOLE)
    return caught.value.code


def test_standard_input_in_any_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    use_stdin(monkeypatch, "央行宣布下调利率，这是今年第三次。".encode("gb18030"))

    assert read_article("-", CONSOLE).text == "央行宣布下调利率，这是今年第三次。"


def test_a_terminal_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use_stdin(monkeypatch, b"text", terminal=True)
    read_article("-", CONSOLE)

    assert "Paste the article" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "article-empty"),
        (b" \n", "article-empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\xff", "file-not-text"),
        (b"a" * (MAX_FILE_BYTES + 1), "file-too-large"),
    ],
)
def test_unusable_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, code: str) -> None:
    use_stdin(monkeypatch, data)

    assert code_of("-") == code


def test_a_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    assert code_of("-") == "article-empty"


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Text.")

    assert read_article(str(path), CONSOLE).origin.place == "a.txt"
    assert code_of(str(tmp_path / "b.txt")) == "file-not-found"
    assert code_of(str(tmp_path)) == "file-unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes there")
def test_a_named_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=("From a pipe.",))
    writer.start()
    article = read_article(str(path), CONSOLE)
    writer.join()

    assert article.text == "From a pipe."


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device there")
def test_a_device_without_an_end() -> None:
    assert code_of("/dev/zero") == "file-too-large"


SHORT = "£5 or €6 – 7".encode("cp1252")


def test_a_doubt_is_told_and_a_choice_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "short.txt"
    path.write_bytes(SHORT)

    assert read_article(str(path), CONSOLE).text == "£5 or €6 – 7"
    told = capsys.readouterr().err
    assert "short.txt" in told
    assert "--encoding" in told

    assert read_article(str(path), CONSOLE, "big5").text != "£5 or €6 – 7"
    capsys.readouterr()
    assert read_article(str(path), CONSOLE, "windows-1252").text == "£5 or €6 – 7"
    assert capsys.readouterr().err == ""


def test_damage_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use_stdin(monkeypatch, "央行宣布下调利率，这是今年第三次。".encode()[:-1])

    assert read_article("-", CONSOLE).text == "央行宣布下调利率，这是今年第三次\ufffd"
    assert "could not be read: 1" in capsys.readouterr().err


def test_a_certain_text_is_read_without_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body><h1>Pier</h1><p>It&rsquo;s long.</p></body></html>")

    assert read_article(str(path), CONSOLE).text == "Pier\n\nIt’s long."
    assert capsys.readouterr().err == ""


def test_a_terminal_is_asked_for_the_password_of_a_locked_document(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([[Show(70, 700, "Locked words")]], password="geheim"))
    use_stdin(monkeypatch, b"", terminal=True)
    typed = iter(("falsch", "geheim"))
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(typed))

    assert read_article(str(path), CONSOLE).text == "Locked words"
    assert "not the password" in capsys.readouterr().err


@pytest.mark.parametrize("terminal", [True, False])
def test_without_a_password_a_locked_document_is_an_error(
    terminal: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([[Show(70, 700, "Locked words")]], password="geheim"))
    use_stdin(monkeypatch, b"", terminal=terminal)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: "")

    assert code_of(str(path)) == "document-password-wanted"
