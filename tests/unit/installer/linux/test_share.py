"""What the desktop is told is whole, valid, and stamped from one place."""

from __future__ import annotations

import configparser
import gzip
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime
from pathlib import Path

import pytest

from installer.linux import share
from newsassistant import __version__
from newsassistant.cli.main import COMMANDS
from newsassistant.store.chat_file import SUFFIX

CHAT = "application/vnd.newsassistant.chat+json"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as /usr/share, but for the icons."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    monkeypatch.setattr(share, "run", lambda command: None)
    share.write(tmp_path, "newsassistant")
    return tmp_path


def test_the_day_is_that_of_what_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert share.released() == datetime(1970, 1, 1, tzinfo=UTC)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert share.released() <= datetime.now(UTC)


def test_nothing_is_left_unstamped(made: Path) -> None:
    texts = [path.read_bytes() for path in made.rglob("*") if path.is_file()]
    texts = [gzip.decompress(text) if text[:2] == b"\x1f\x8b" else text for text in texts]

    assert len(texts) == 4
    assert [text for text in texts if re.search(rb"@[A-Z]+@", text)] == []
    assert sum(__version__.encode() in text for text in texts) == 2


def test_the_menu_entry_opens_a_file_in_the_window(made: Path) -> None:
    file = made / "applications" / "newsassistant.desktop"
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(file, encoding="utf-8")
    entry = parser["Desktop Entry"]

    assert entry["Exec"] == "newsassistant gui %f"
    kinds = set(filter(None, entry["MimeType"].split(";")))
    assert {CHAT, "text/plain", "text/html", "application/pdf", "message/rfc822"} <= kinds
    told = ElementTree.parse(made / "metainfo" / "newsassistant.metainfo.xml").getroot()
    assert {each.text for each in told.findall("provides/mediatype")} == kinds
    assert entry["Name[zh_CN]"] == "新闻助手"
    for key in ("Name", "Comment", "GenericName", "Keywords"):
        assert entry[f"{key}[zh_CN]"]


@pytest.mark.skipif(
    shutil.which("desktop-file-validate") is None, reason="needs desktop-file-utils"
)
def test_the_menu_entry_is_valid(made: Path) -> None:
    file = made / "applications" / "newsassistant.desktop"
    done = subprocess.run(["desktop-file-validate", str(file)], capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, "")


def test_the_description_is_in_both_languages(made: Path) -> None:
    root = ElementTree.parse(made / "metainfo" / "newsassistant.metainfo.xml").getroot()
    language = "{http://www.w3.org/XML/1998/namespace}lang"

    for tag in ("name", "summary"):
        assert [each.get(language) for each in root.findall(tag)] == [None, "zh_CN"]
    paragraphs = root.findall("description/p")
    assert [each.get(language) for each in paragraphs] == [None, "zh_CN"] * 2
    release = root.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": __version__, "date": "2026-09-21"}
    assert root.find("content_rating") is not None


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="needs appstream")
def test_the_description_is_valid(made: Path) -> None:
    file = made / "metainfo" / "newsassistant.metainfo.xml"
    command = ["appstreamcli", "validate", "--no-net", "--no-color", str(file)]
    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


def test_a_saved_conversation_has_a_type_of_its_own(made: Path) -> None:
    root = ElementTree.parse(made / "mime" / "packages" / "newsassistant.xml").getroot()
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    (kind,) = root.findall("m:mime-type", space)

    assert kind.get("type") == CHAT
    globs = [each.get("pattern") for each in kind.findall("m:glob", space)]
    assert globs == [f"*{SUFFIX}"]
    (parent,) = kind.findall("m:sub-class-of", space)
    assert parent.get("type") == "application/json"
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    comments = kind.findall("m:comment", space)
    assert [each.get(language) for each in comments] == [None, "zh_CN"]
    metainfo = ElementTree.parse(made / "metainfo" / "newsassistant.metainfo.xml")
    assert CHAT in [each.text for each in metainfo.iterfind("provides/mediatype")]


@pytest.mark.skipif(shutil.which("update-mime-database") is None, reason="needs shared-mime-info")
def test_the_type_is_known_once_it_is_installed(made: Path) -> None:
    subprocess.run(["update-mime-database", made / "mime"], check=True, capture_output=True)

    assert f"{CHAT}:*{SUFFIX}\n" in (made / "mime" / "globs").read_text()


def test_the_manual_names_every_command(made: Path) -> None:
    page = gzip.decompress((made / "man" / "man1" / "newsassistant.1.gz").read_bytes()).decode()
    words = set(page.replace("\\-", "-").replace(",", " ").split())

    names = {command.__name__.rpartition(".")[2].replace("_", "-") for command in COMMANDS}
    assert names - words == {"read-document"}  # which the program alone calls


def test_a_compressed_file_is_the_same_every_time(tmp_path: Path) -> None:
    share.put_compressed(tmp_path / "a.gz", "text")
    share.put_compressed(tmp_path / "b.gz", "text")

    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
