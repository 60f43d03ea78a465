"""The servers of a user: kept as they are, their keys apart, and nothing of a damaged file."""

from __future__ import annotations

import json
import os
import resource
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from newsassistant.app.remote.book import ServerBook
from newsassistant.core.errors import RemoteError, SettingsError
from newsassistant.core.paths import Paths
from newsassistant.engine.remote.engine import Known
from newsassistant.engine.remote.offered import Offered, OfferedStyle
from newsassistant.engine.remote.server import Server

ADDRESS = "https://desk.example.org:8443/v1"
KNOWN = Known(
    Server(ADDRESS, "na-secret", "/etc/desk.pem", "http://u:pw-secret@p:3128", context=9000),
    (Offered("house", "House 7B", 8192, (OfferedStyle("house:evening", "Evening"),), ours=True),),
    agreed=True,
)
OTHER = Known(Server("http://127.0.0.1:11434/v1"), (Offered("qwen2.5:7b", "qwen2.5:7b"),))


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.under(tmp_path)


@pytest.fixture
def book(paths: Paths) -> ServerBook:
    return ServerBook(paths)


def test_what_was_put_in_is_there(book: ServerBook) -> None:
    assert book.all() == ()
    book.put(KNOWN)
    book.put(OTHER)

    assert book.all() == (KNOWN, OTHER)
    assert book.find(ADDRESS) == KNOWN
    assert book.find("https://desk.example.org/v1") is None


def test_without_a_server_there_is_no_file(book: ServerBook, paths: Paths) -> None:
    book.all()

    assert not paths.servers_file.exists()
    assert not paths.server_keys.exists()


def test_keys_are_apart_and_for_the_user_alone(book: ServerBook, paths: Paths) -> None:
    book.put(KNOWN)

    assert "secret" not in paths.servers_file.read_text("utf-8")
    assert "na-secret" in paths.server_keys.read_text("utf-8")
    for file in (paths.servers_file, paths.server_keys):
        if os.name == "posix":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_server_keeps_its_place_when_it_changes(book: ServerBook) -> None:
    book.put(KNOWN)
    book.put(OTHER)
    moved = replace(KNOWN, server=replace(KNOWN.server, address="https://new.example/v1"))
    book.put(moved, instead_of=ADDRESS)

    assert book.all() == (moved, OTHER)


def test_a_removed_server_leaves_no_key(book: ServerBook, paths: Paths) -> None:
    book.put(KNOWN)
    book.put(OTHER)
    book.remove(ADDRESS)

    assert book.all() == (OTHER,)
    assert "secret" not in paths.server_keys.read_text("utf-8")


def test_agreement_is_kept(book: ServerBook) -> None:
    book.put(OTHER)
    book.agree(OTHER.server.address)

    assert book.all() == (replace(OTHER, agreed=True),)
    with pytest.raises(RemoteError):
        book.agree(ADDRESS)


@pytest.mark.parametrize("text", ["", "[]", "{oops", '{"servers": 3}', "\udcff"])
def test_a_damaged_file_is_put_aside(book: ServerBook, paths: Paths, text: str) -> None:
    paths.config.mkdir()
    paths.servers_file.write_bytes(text.encode("utf-8", "surrogateescape"))

    assert book.all() == ()
    assert paths.servers_file.with_name("servers.json.bad").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"address": "http://desk.example.org/v1"},
        {"address": "file:///etc/passwd"},
        {"address": 3},
        {"models": [{"name": "x" * 200, "title": "x"}]},
        {"context": -1},
        {"agreed": "yes"},
    ],
)
def test_an_entry_that_may_not_be_is_left_out(
    book: ServerBook, paths: Paths, change: dict[str, object]
) -> None:
    book.put(KNOWN)
    book.put(OTHER)
    facts = json.loads(paths.servers_file.read_text("utf-8"))
    facts["servers"][0] |= change
    paths.servers_file.write_text(json.dumps(facts), encoding="utf-8")

    assert book.all() == (OTHER,)


def test_what_cannot_be_written_is_told(book: ServerBook, paths: Paths) -> None:
    paths.config.parent.mkdir(exist_ok=True)
    paths.config.write_text("in the way", encoding="utf-8")

    with pytest.raises(SettingsError):
        book.put(KNOWN)


def test_no_dump_is_written_of_a_process_that_has_read_a_key(book: ServerBook) -> None:
    before = resource.getrlimit(resource.RLIMIT_CORE)
    book.put(KNOWN)
    book.all()

    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    resource.setrlimit(resource.RLIMIT_CORE, before)
