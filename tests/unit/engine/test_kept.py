"""Graphs kept on disk: found again where nothing has changed, not trusted when damaged."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from newsassistant.engine.kept import MAX_BYTES, MOST, SUFFIX, KeptGraphs
from newsassistant.model.folder import MODEL_BIN, MODEL_XML

GRAPH = bytes(range(256)) * 8


@pytest.fixture
def kept(tmp_path: Path) -> KeptGraphs:
    return KeptGraphs(tmp_path / "cache" / "graphs", lambda: "this machine")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / MODEL_XML).write_text("<net/>", encoding="utf-8")
    (tmp_path / MODEL_BIN).write_bytes(b"weights")
    return tmp_path / MODEL_XML


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "graphs").iterdir())


def test_what_was_put_is_found_again(kept: KeptGraphs) -> None:
    assert kept.get("key") is None
    kept.put("key", GRAPH)
    assert kept.get("key") == GRAPH
    assert kept.get("other") is None
    kept.drop("key")
    assert kept.get("key") is None


def test_a_key_changes_with_files_machine_and_way(tmp_path: Path, model: Path) -> None:
    graphs = KeptGraphs(tmp_path, lambda: "this machine")
    key = graphs.key(model, "way")
    assert key == graphs.key(model, "way")
    found = {key, graphs.key(model, "another")}
    found.add(KeptGraphs(tmp_path, lambda: "another machine").key(model, "way"))
    (tmp_path / MODEL_BIN).write_bytes(b"other weights")
    found.add(graphs.key(model, "way"))
    os.utime(tmp_path / MODEL_BIN, ns=(1, 1))
    found.add(graphs.key(model, "way"))
    model.write_text("<net />", encoding="utf-8")
    found.add(graphs.key(model, "way"))
    assert len(found) == 6


def test_a_model_without_its_weights_has_no_key(kept: KeptGraphs, model: Path) -> None:
    model.with_name(MODEL_BIN).unlink()
    assert kept.key(model, "way") is None


@pytest.mark.parametrize("at", [0, 30, 100, -1])
def test_a_changed_byte_is_noticed(kept: KeptGraphs, tmp_path: Path, at: int) -> None:
    kept.put("key", GRAPH)
    (path,) = files(tmp_path)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    assert kept.get("key") is None


@pytest.mark.parametrize("content", [b"", b"newsassistant", bytes(100)])
def test_a_cut_or_foreign_file_is_noticed(kept: KeptGraphs, tmp_path: Path, content: bytes) -> None:
    kept.put("key", GRAPH)
    files(tmp_path)[0].write_bytes(content)
    assert kept.get("key") is None


def test_those_used_last_stay(kept: KeptGraphs, tmp_path: Path) -> None:
    for number in range(MOST):
        kept.put(f"key{number}", GRAPH)
        os.utime(tmp_path / "cache" / "graphs" / f"key{number}{SUFFIX}", (number, number))
    assert kept.get("key0") == GRAPH  # now the last one used
    kept.put("new", GRAPH)
    assert len(files(tmp_path)) == MOST
    assert kept.get("key0") == kept.get("new") == GRAPH
    assert kept.get("key1") is None


def test_a_graph_with_weights_in_it_is_not_kept(kept: KeptGraphs) -> None:
    kept.put("key", bytes(MAX_BYTES))
    assert kept.get("key") is None


@pytest.mark.skipif(os.name != "posix", reason="modes and owners")
def test_only_the_user_may_read_and_write_them(kept: KeptGraphs, tmp_path: Path) -> None:
    kept.put("key", GRAPH)
    folder = tmp_path / "cache" / "graphs"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(files(tmp_path)[0].stat().st_mode) == 0o600

    folder.chmod(0o770)
    assert kept.get("key") is None
    kept.put("second", GRAPH)
    folder.chmod(0o700)
    assert kept.get("second") is None
    assert kept.get("key") == GRAPH


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_linked_folder_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "graphs").symlink_to(tmp_path / "elsewhere")
    linked = KeptGraphs(tmp_path / "graphs", lambda: "this machine")
    linked.put("key", GRAPH)
    assert linked.get("key") is None
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_folder_that_cannot_be_made_keeps_nothing_and_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    graphs = KeptGraphs(tmp_path / "file" / "graphs", lambda: "this machine")
    graphs.put("key", GRAPH)
    assert graphs.get("key") is None
