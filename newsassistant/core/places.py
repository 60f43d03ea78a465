"""Where a model answers: on this computer, or at the host of a newsroom server.

The id of a server's model begins with "@" and the server's address, which no installed model's
does; what an answer is stored with ends in "@" and the host.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote

HERE = ""
"""The place of this computer."""
_MARK = "@"
_BEFORE_PLACE = " · "


def remote_id(address: str, name: str) -> str:
    """The id of the model that a server calls `name`; `address` as `Server` has it. Any thread."""
    return f"{_MARK}{address} {name}"


def is_remote(model_id: str) -> bool:
    """True for the id of a model, or a style, of a server."""
    return model_id.startswith(_MARK)


def split_id(model_id: str) -> tuple[str, str]:
    """A server's address and its own name for the model; ("", "") for what is on this computer."""
    if not is_remote(model_id):
        return "", ""
    address, _, name = model_id[1:].partition(" ")
    return address, name


def place_of(model_id: str) -> str:
    """The host, with its port, where a model answers; HERE for this computer."""
    address, _ = split_id(model_id)
    return address.partition("://")[2].partition("/")[0]


def label(name: str, weights: str) -> str:
    """What an answer is stored with, where `weights` is a precision or what `told_place` makes."""
    return f"{name}{_BEFORE_PLACE}{weights}"


def told_place(place: str) -> str:
    """A place as it stands where the precision of an installed model would."""
    return f"{_MARK}{place}" if place else ""


def place_in(label: str) -> str:
    """The host that has answered by what an answer is stored with; HERE for this computer."""
    name, _, last = label.rpartition(_BEFORE_PLACE)
    return last[1:] if name and last.startswith(_MARK) else HERE


def name_in(label: str) -> str:
    """What an answer is stored with, without its place."""
    return label.rpartition(_BEFORE_PLACE)[0] if place_in(label) else label


def path_of(model_id: str) -> Path:
    """A server's model where the path of an installed one is wanted; `id_in` reads it again."""
    return Path(quote(model_id, safe=""))


def id_in(path: Path) -> str:
    """The id that `path_of` has made a path of."""
    return unquote(path.name)
