"""The engine of the servers that are set up in a home."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.app.remote.book import ServerBook
from newsassistant.app.remote.engine import remote_engine
from newsassistant.core import places
from newsassistant.core.errors import RemoteError
from newsassistant.core.paths import Paths
from newsassistant.engine.remote.engine import Known
from newsassistant.engine.remote.offered import Offered
from newsassistant.engine.remote.server import Server

ADDRESS = "https://desk.example.org/v1"


def test_it_knows_the_servers_of_the_home(tmp_path: Path) -> None:
    engine = remote_engine(Paths.under(tmp_path))
    folder = places.path_of(places.remote_id(ADDRESS, "m"))
    with pytest.raises(RemoteError) as found:
        engine.load(folder, lambda done, total: None)
    assert found.value.code == "remote-unknown"

    ServerBook(Paths.under(tmp_path)).put(Known(Server(ADDRESS), (Offered("m", "M"),)))

    assert engine.load(folder, lambda done, total: None).name == "M"
