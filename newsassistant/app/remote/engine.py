"""The engine of servers' models, as the user has set them up. Made on the engine's thread."""

from __future__ import annotations

from newsassistant.app.remote.book import ServerBook
from newsassistant.core.paths import Paths
from newsassistant.engine.protocol import Engine
from newsassistant.engine.remote.engine import RemoteEngine


def remote_engine(paths: Paths) -> Engine:
    """An engine with no model yet; it reads the servers of a home whenever it needs one."""
    return RemoteEngine(ServerBook(paths).find)
