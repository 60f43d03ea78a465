"""Hostile hubs: whatever one answers ends as a value, one of our errors, or one to try again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsassistant.core.errors import DownloadError
from newsassistant.core.types import CancelToken
from newsassistant.download.fetch import RemoteFile, fetch_all
from newsassistant.download.hub import Hub, read_manifest, sources
from newsassistant.download.transport import Client, Policy
from tests import hostile
from tests.attack import rounds
from tests.attack.raw_hub import RawHub, heads, ok
from tests.unit.download.hubs import MODEL, huggingface_list, modelscope_list

LEAST = 100
FIRST = {"huggingface": huggingface_list(), "modelscope": modelscope_list()}


@pytest.fixture
def raw_hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[RawHub]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    hub = RawHub()
    yield hub
    hub.close()


def client() -> Client:
    return Client(
        Policy(stall_s=2, answer_s=2, attempts=1, longest_wait_s=1), pause=lambda s, c: None
    )


def bodies() -> Iterator[tuple[str, bytes]]:
    """(source, body) of hostile lists."""
    for source in sources():
        for _, raw in hostile.raw_json():
            yield source, raw
        first: Any = FIRST[source]
        entries = first if source == "huggingface" else first["Data"]["Files"]
        for entry in entries:
            for key in entry:
                for value in hostile.VALUES[::2]:
                    changed = json.dumps(first).replace(
                        f'"{key}": {json.dumps(entry[key])}', f'"{key}": {json.dumps(value)}'
                    )
                    if len(changed) < 200_000:
                        yield source, changed.encode()


def ask(raw_hub: RawHub, source: Any, answer: bytes) -> bool:
    """True if a manifest came of it; anything but an error of ours fails the test."""
    raw_hub.answer = answer
    hub = Hub.choose(source, endpoint=raw_hub.url)
    try:
        manifest = read_manifest(MODEL, hub, client=client(), cancel=CancelToken())
    except DownloadError as error:
        return not (error.text("en") and error.text("zh"))
    assert all(0 <= file.size <= 1 << 40 for file in manifest.files)
    return True


def test_answers_of_hostile_hubs(raw_hub: RawHub) -> None:
    count = 0
    for answer in heads():
        ask(raw_hub, "huggingface", answer)
        count += 1
    made = [*bodies()]
    for source, body in made[:: max(1, len(made) // rounds(120))]:
        ask(raw_hub, source, ok(body))
        count += 1

    assert count >= LEAST


def test_files_of_hostile_hubs(raw_hub: RawHub, tmp_path: Path) -> None:
    """No answer makes a file; what has arrived stays a part."""
    file = RemoteFile("a.bin", 10, f"{raw_hub.url}/a.bin", sha256="0" * 64)
    for answer in heads():
        raw_hub.answer = answer
        with pytest.raises(DownloadError):
            fetch_all(
                [file],
                tmp_path,
                client=client(),
                on_progress=lambda done, total, name: None,
                cancel=CancelToken(),
            )
        assert not (tmp_path / "a.bin").exists()
