"""A hub on this machine: the files of a made-up model, in both hubs' forms."""

from __future__ import annotations

import hashlib
import json
import urllib.parse
from collections.abc import Mapping

from newsassistant.download.catalog import CatalogModel
from tests.unit.download.server import Behaviour, Site, plain, whole

MODEL = CatalogModel(
    family="glm",
    id="tiny",
    name="Tiny",
    huggingface="press/tiny",
    modelscope="Press/Tiny",
    revision="0123456789abcdef0123456789abcdef01234567",
    licence="Press licence",
    terms={"en": "Free for the press.", "zh": "新闻界免费。"},
    weights=1000,
    kv_elements=10,
    context_length=512,
    tokenizer="tokenizer.json",
)
FILES: Mapping[str, bytes] = {
    ".gitattributes": b"*.safetensors filter=lfs\n",
    "MODEL_LICENSE": "Licence text 许可\n".encode(),
    "README.md": b"# Tiny\n",
    "config.json": b'{"model_type": "glm"}\n',
    "modeling_tiny.py": b"import os\n",
    "model.safetensors": bytes(range(256)) * 40,
    "pytorch_model.bin": b"the same weights again",
    "tokenizer.json": b"{}\n",
}
WANTED = ["MODEL_LICENSE", "config.json", "tokenizer.json", "model.safetensors"]
LARGE = (".safetensors", ".bin")


def git_id(data: bytes) -> str:
    """Git's name for a file's content."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def huggingface_list(files: Mapping[str, bytes] = FILES) -> list[dict[str, object]]:
    """The answer of api/models/.../tree."""
    entries: list[dict[str, object]] = [{"type": "directory", "oid": "0" * 40, "path": "img"}]
    for name, data in files.items():
        entry: dict[str, object] = {
            "type": "file",
            "oid": git_id(data),
            "size": len(data),
            "path": name,
        }
        if name.endswith(LARGE):
            oid = hashlib.sha256(data).hexdigest()
            entry["lfs"] = {"oid": oid, "size": len(data), "pointerSize": 130}
        entries.append(entry)
    return entries


def modelscope_list(files: Mapping[str, bytes] = FILES) -> dict[str, object]:
    """The answer of api/v1/models/.../repo/files."""
    entries = [
        {
            "Type": "blob",
            "Name": name,
            "Path": name,
            "Size": len(data),
            "Sha256": hashlib.sha256(data).hexdigest(),
        }
        for name, data in files.items()
    ]
    files_and_folders = [{"Type": "tree", "Path": "img", "Size": 0}, *entries]
    return {"Code": 200, "Success": True, "Data": {"Files": files_and_folders}}


def list_path(source: str = "huggingface") -> str:
    """Where the hub is asked for the list."""
    if source == "modelscope":
        return "/api/v1/models/Press/Tiny/repo/files?Revision=master&Recursive=true"
    return f"/api/models/press/tiny/tree/{MODEL.revision}?recursive=true"


def file_path(name: str, source: str = "huggingface") -> str:
    """Where a file is."""
    if source == "modelscope":
        query = urllib.parse.urlencode({"Revision": "master", "FilePath": name})
        return f"/api/v1/models/Press/Tiny/repo?{query}"
    return f"/press/tiny/resolve/{MODEL.revision}/{name}"


def open_hub(site: Site, source: str = "huggingface", files: Mapping[str, bytes] = FILES) -> None:
    """Serve the list and all files."""
    listed = modelscope_list(files) if source == "modelscope" else huggingface_list(files)
    site.at(list_path(source), as_json(listed))
    for name, data in files.items():
        site.at(file_path(name, source), whole(data))


def as_json(value: object) -> Behaviour:
    """An answer that holds `value`."""
    return plain(json.dumps(value).encode(), Content_Type="application/json")
