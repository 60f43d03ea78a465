"""What a hub has of a model: its address, its list of files with sizes and hashes, the licence.

Knows nothing of disks. No token is ever sent, so a mirror learns no more than what is fetched.
Source of the two lists' forms: the hubs' own clients (huggingface_hub, modelscope).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args
from urllib.parse import quote, urlencode

from newsassistant.core.errors import DownloadError
from newsassistant.core.types import CancelToken
from newsassistant.download.catalog import LICENCE_FILES, CatalogModel, choose
from newsassistant.download.fetch import RemoteFile
from newsassistant.download.transport import Client, host_of

Source = Literal["huggingface", "modelscope"]
ENDPOINTS: Mapping[Source, str] = {
    "huggingface": "https://huggingface.co",
    "modelscope": "https://www.modelscope.cn",
}
ENDPOINT_VARIABLE = "HF_ENDPOINT"
LIST_BYTES = 8 << 20
LICENCE_BYTES = 1 << 18
_ADDRESS = re.compile(r"https?://[^\s@?#/]+(/[^\s@?#]*)?")


@dataclass(frozen=True, slots=True)
class Hub:
    """A source of models and its address, without a slash at the end."""

    source: Source
    endpoint: str

    @classmethod
    def choose(
        cls,
        source: Source = "huggingface",
        *,
        endpoint: str = "",
        environment: Mapping[str, str] | None = None,
        setting: str = "",
    ) -> Hub:
        """The first address that is given: `endpoint`, HF_ENDPOINT, the setting, the hub's own.

        The last two but one are for Hugging Face and its mirrors only. Raises DownloadError.
        """
        others = [(environment or {}).get(ENDPOINT_VARIABLE, "").strip(), setting]
        given = [endpoint, *(others if source == "huggingface" else [])]
        url = next(filter(None, given), ENDPOINTS[source]).rstrip("/")
        if not _ADDRESS.fullmatch(url):
            raise DownloadError("download-address", url=url)
        return cls(source, url)

    def list_url(self, model: CatalogModel) -> str:
        """Where the list of a model's files is."""
        if self.source == "modelscope":
            query = urlencode({"Revision": "master", "Recursive": "true"})
            return f"{self.endpoint}/api/v1/models/{model.modelscope}/repo/files?{query}"
        revision = quote(model.revision, safe="")
        return f"{self.endpoint}/api/models/{model.huggingface}/tree/{revision}?recursive=true"

    def file_url(self, model: CatalogModel, name: str) -> str:
        """Where a file of a model is."""
        if self.source == "modelscope":
            query = urlencode({"Revision": "master", "FilePath": name})
            return f"{self.endpoint}/api/v1/models/{model.modelscope}/repo?{query}"
        revision = quote(model.revision, safe="")
        return f"{self.endpoint}/{model.huggingface}/resolve/{revision}/{quote(name)}"


def sources() -> tuple[Source, ...]:
    """The names that `Hub.choose` takes."""
    return get_args(Source)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What would be fetched, and the licence text as the hub shows it ("" if it has none)."""

    model: CatalogModel
    hub: Hub
    files: tuple[RemoteFile, ...]
    licence_text: str

    @property
    def total_bytes(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def read_manifest(
    model: CatalogModel, hub: Hub, *, client: Client, cancel: CancelToken
) -> Manifest:
    """Ask the hub for the list and the licence, a few kilobytes; blocks, not for the window.

    Raises DownloadError, DownloadCancelledError.
    """
    host = host_of(hub.endpoint)
    url = hub.list_url(model)
    body = client.get(url, what=model.name, limit=LIST_BYTES, cancel=cancel)
    try:
        listed = _parse(hub, model, json.loads(body))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise DownloadError("download-list", host=host, detail=f"{error!r:.200}") from error
    names = choose(model, listed, host)
    files = tuple(_trusted(model, listed[name].check(), host) for name in names)
    return Manifest(model, hub, files, _licence(files, client, cancel))


def _parse(hub: Hub, model: CatalogModel, answer: Any) -> dict[str, RemoteFile]:
    """Name -> file of the top folder; raises the errors of a wrong structure."""
    files: dict[str, RemoteFile] = {}
    entries = answer["Data"]["Files"] if hub.source == "modelscope" else answer
    for entry in entries:
        values = {str(key).lower(): value for key, value in entry.items()}
        name = str(values["path"])
        if values["type"] not in ("file", "blob"):
            continue
        large = values.get("lfs") or {}
        files[name] = RemoteFile(
            name=name,
            size=int(large.get("size", values["size"])),
            url=hub.file_url(model, name),
            sha256=str(large.get("oid") or values.get("sha256") or "").removeprefix("sha256:"),
            git_sha1="" if large else str(values.get("oid", "")),
        )
    return files


def _trusted(model: CatalogModel, file: RemoteFile, host: str) -> RemoteFile:
    """`file`; raises DownloadError where its hash is known beforehand and the list has another."""
    known = model.known_sha256.get(file.name)
    if known is not None and file.sha256 != known:
        detail = f"{file.name} with hash {file.digest[:12]}, expected {known[:12]}"
        raise DownloadError("download-list", host=host, detail=detail)
    return file


def _licence(files: tuple[RemoteFile, ...], client: Client, cancel: CancelToken) -> str:
    """The text of the first licence file; the model's own comes before the code's."""
    for file in files:
        if file.name in LICENCE_FILES:
            body = client.get(file.url, what=file.name, limit=LICENCE_BYTES, cancel=cancel)
            return body.decode("utf-8", "replace")
    return ""
