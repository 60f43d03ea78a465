"""The newsroom servers of a user, in a file; what is secret about them is in a file of its own.

Both are readable by their user alone. Any thread; a file is replaced whole or not at all.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from newsassistant.core.dumps import forbid_core_dumps
from newsassistant.core.errors import NewsAssistantError, RemoteError, SettingsError
from newsassistant.core.files import read_json, write_whole
from newsassistant.core.outside import Fields, MissingError, UnfitError
from newsassistant.core.paths import Paths
from newsassistant.engine.remote.engine import Known
from newsassistant.engine.remote.offered import MOST_CONTEXT, MOST_MODELS, from_facts, to_facts
from newsassistant.engine.remote.server import LONGEST_ADDRESS, Server, checked, checked_key

VERSION = 1
MOST = 50
MAX_BYTES = 4 << 20


class ServerBook:
    """Reads the files anew each time: another window may have changed them."""

    def __init__(self, paths: Paths) -> None:
        self._file, self._keys = paths.servers_file, paths.server_keys

    def all(self) -> tuple[Known, ...]:
        """All servers, in the order in which they were added; what is damaged is left out."""
        entries = _entries(self._file, "servers")
        secrets = {
            str(entry.get("address")): entry
            for entry in (_entries(self._keys, "keys") if entries else ())
        }
        if secrets:
            forbid_core_dumps()  # this process's memory holds keys from now on
        found: list[Known] = []
        for entry in entries[:MOST]:
            with contextlib.suppress(UnfitError, NewsAssistantError):
                known = _known(entry, secrets.get(str(entry.get("address")), {}))
                if known.server.address not in {each.server.address for each in found}:
                    found.append(known)
        return tuple(found)

    def find(self, address: str) -> Known | None:
        """What is known of the server at an address."""
        return next((known for known in self.all() if known.server.address == address), None)

    def put(self, known: Known, *, instead_of: str = "") -> None:
        """Keep a server, in the place of the one with its address or of `instead_of`.

        Raises SettingsError; the files are then as they were, but for a key that has no server.
        """
        old = {known.server.address, instead_of}
        book = list(self.all())
        places = [at for at, each in enumerate(book) if each.server.address in old]
        kept = [each for each in book if each.server.address not in old]
        kept.insert(min(places, default=len(kept)), known)
        self._write(kept)

    def agree(self, address: str) -> None:
        """The user knows what is sent there; raises SettingsError, and RemoteError for none."""
        known = self.find(address)
        if known is None:
            raise RemoteError("remote-unknown", host=address)
        self.put(replace(known, agreed=True))

    def remove(self, address: str) -> None:
        """Forget a server and its key; raises SettingsError."""
        self._write([each for each in self.all() if each.server.address != address])

    def _write(self, book: Sequence[Known]) -> None:
        secrets = [
            {"address": each.server.address, "key": each.server.key, "proxy": each.server.proxy}
            for each in book
            if each.server.key or each.server.proxy
        ]
        # The keys first: a server without its key would be asked without one.
        if secrets or self._keys.exists():
            _write(self._keys, {"version": VERSION, "keys": secrets})
        _write(self._file, {"version": VERSION, "servers": list(map(_told, book))})


def _told(known: Known) -> dict[str, Any]:
    server = known.server
    return {
        "address": server.address,
        "ca_file": server.ca_file,
        "allows_http": server.allows_http,
        "context": server.context,
        "agreed": known.agreed,
        "models": list(map(to_facts, known.models)),
    }


def _known(entry: Mapping[str, Any], secret: Mapping[str, Any]) -> Known:
    """Raises UnfitError, RemoteError for an address that may not be asked."""
    fields, hidden = Fields(entry, where="a server"), Fields(secret, where="a key")
    allows_http = fields.flag("allows_http", default=False)
    address = fields.text("address", longest=LONGEST_ADDRESS)
    if checked(address, allows_http=allows_http) != address:
        raise UnfitError("an address that is written otherwise")
    server = Server(
        address,
        checked_key(hidden.text("key", default="")),
        fields.text("ca_file", longest=4096, default=""),
        hidden.text("proxy", default=""),
        allows_http,
        fields.whole("context", 0, MOST_CONTEXT, default=0),
    )
    models = fields.items("models", most=MOST_MODELS, default=())
    return Known(server, tuple(map(from_facts, models)), fields.flag("agreed", default=False))


def _entries(path: Path, name: str) -> list[Mapping[str, Any]]:
    """The objects in a file's list; one that cannot be read is put aside, as the settings are."""
    try:
        fields = Fields(read_json(path, MAX_BYTES), where=path.name)
        return [entry for entry in fields.items(name, most=10 * MOST) if isinstance(entry, dict)]
    except MissingError:
        return []
    except UnfitError:
        with contextlib.suppress(OSError):
            os.replace(path, path.with_name(path.name + ".bad"))
        return []


def _write(path: Path, facts: Mapping[str, Any]) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, json.dumps(facts, ensure_ascii=False, indent=1).encode())
    except OSError as error:
        detail = error.strerror or str(error)
        raise SettingsError("settings-unwritable", path=path, detail=detail) from error
