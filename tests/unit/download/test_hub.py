"""Addresses, lists and licences of both kinds of hub."""

from __future__ import annotations

import dataclasses
import json

import pytest

from newsassistant.core.errors import DownloadError
from newsassistant.core.types import CancelToken
from newsassistant.download.catalog import CatalogModel, find
from newsassistant.download.hub import Hub, Manifest, Source, read_manifest, sources
from newsassistant.download.transport import Client
from tests.unit.download.hubs import (
    FILES,
    MODEL,
    WANTED,
    as_json,
    file_path,
    git_id,
    huggingface_list,
    list_path,
    open_hub,
)
from tests.unit.download.server import Site, plain, status


def read(
    site: Site, client: Client, source: Source = "huggingface", model: CatalogModel = MODEL
) -> Manifest:
    hub = Hub.choose(source, endpoint=site.url)
    return read_manifest(model, hub, client=client, cancel=CancelToken())


@pytest.mark.parametrize("source", sources())
def test_the_list_gives_sizes_hashes_and_the_licence(
    site: Site, client: Client, source: Source
) -> None:
    open_hub(site, source)
    manifest = read(site, client, source)

    assert [file.name for file in manifest.files] == WANTED
    assert manifest.total_bytes == sum(len(FILES[name]) for name in WANTED)
    assert manifest.licence_text == "Licence text 许可\n"
    assert all(file.url == site.url + file_path(file.name, source) for file in manifest.files)
    assert len(manifest.files[-1].sha256) == 64


def test_small_files_of_hugging_face_have_git_ids(site: Site, client: Client) -> None:
    open_hub(site)
    config = read(site, client).files[1]

    assert (config.sha256, config.git_sha1) == ("", git_id(FILES["config.json"]))


def test_a_model_without_a_licence_text(site: Site, client: Client) -> None:
    open_hub(site, files={name: data for name, data in FILES.items() if "LICENSE" not in name})

    assert read(site, client).licence_text == ""


@pytest.mark.parametrize(
    "answer",
    [
        "no JSON",
        {},
        [],
        None,
        7,
        [1],
        [{"type": "file"}],
        [{"type": "file", "path": "config.json", "size": "many"}],
        [{"type": "file", "path": "config.json", "size": 1, "lfs": 3}],
    ],
)
def test_a_list_that_cannot_be_used(site: Site, client: Client, answer: object) -> None:
    body = plain(b"<html>") if answer == "no JSON" else as_json(answer)
    site.at(list_path(), body)
    with pytest.raises(DownloadError) as caught:
        read(site, client)

    assert caught.value.code == "download-list"


def test_a_damaged_entry_of_a_file_that_nobody_wants(site: Site, client: Client) -> None:
    entries = huggingface_list()
    strange: list[object] = [None, 5, {"type": "file", "path": 7}, {"type": "file", "path": "x"}]
    open_hub(site)
    site.at(list_path(), as_json([*strange, *entries]))

    assert [file.name for file in read(site, client).files] == WANTED


@pytest.mark.parametrize("size", ["1e999", "9" * 5000, "-1", "1.0", "NaN", '"1"', "true", "1" * 16])
def test_sizes_that_are_none(site: Site, client: Client, size: str) -> None:
    open_hub(site)
    text = json.dumps(huggingface_list())
    whole = str(len(FILES["config.json"]))
    site.at(list_path(), plain(text.replace(f'"size": {whole}', f'"size": {size}').encode()))
    with pytest.raises(DownloadError) as caught:
        read(site, client)

    assert caught.value.code == "download-list"


def test_a_wanted_file_without_a_hash(site: Site, client: Client) -> None:
    entries = huggingface_list()
    for entry in entries:
        if entry["path"] == "config.json":
            del entry["oid"]
    open_hub(site)
    site.at(list_path(), as_json(entries))

    with pytest.raises(DownloadError) as caught:
        read(site, client)
    assert "config.json without a hash" in str(caught.value)


def test_a_hash_that_is_known_beforehand_must_agree(site: Site, client: Client) -> None:
    open_hub(site)
    model = dataclasses.replace(MODEL, known_sha256={"model.safetensors": "0" * 64})
    with pytest.raises(DownloadError) as caught:
        read(site, client, model=model)

    assert caught.value.code == "download-list"
    assert "expected 000000000000" in str(caught.value)


def test_a_model_that_the_hub_does_not_have(site: Site, client: Client) -> None:
    site.at(list_path(), status(404))
    with pytest.raises(DownloadError) as caught:
        read(site, client)

    assert (caught.value.code, caught.value.params["file"]) == ("download-missing", "Tiny")


def test_the_addresses_of_the_hubs() -> None:
    model = find("chatglm3-6b")
    hugging, scope = Hub.choose(), Hub.choose("modelscope")

    assert hugging.list_url(model).startswith(
        "https://huggingface.co/api/models/zai-org/chatglm3-6b/tree/456aa875"
    )
    assert hugging.file_url(model, "a b?.bin").endswith("/a%20b%3F.bin")
    assert scope.file_url(model, "config.json") == (
        "https://www.modelscope.cn/api/v1/models/ZhipuAI/chatglm3-6b/repo"
        "?Revision=master&FilePath=config.json"
    )


def test_the_nearest_address_wins() -> None:
    environment = {"HF_ENDPOINT": "https://env.example/"}
    setting = "https://set.example/hf"

    def endpoint(source: Source = "huggingface", **given: str) -> str:
        return Hub.choose(source, environment=environment, setting=setting, **given).endpoint

    assert endpoint(endpoint="http://127.0.0.1:8080/") == "http://127.0.0.1:8080"
    assert endpoint() == "https://env.example"
    assert Hub.choose(setting=setting).endpoint == setting
    assert endpoint("modelscope") == "https://www.modelscope.cn"


@pytest.mark.parametrize(
    "url",
    [
        *("http://[", "http://hub.example", "http://localhost.example", "http://127.0.0.1.example"),
        *("https://hub.example:0", "https://hub.example:5000000", "https://hub.example?x"),
        *("hub.example", "ftp://hub.example", "file:///x", "https://", "https://a b"),
        *("https://u:p@h", "https://-"),
    ],
)
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(DownloadError) as caught:
        Hub.choose(endpoint=url)

    assert caught.value.code == "download-address"
