"""What a hub has of a model: its address, its list of files with sizes and hashes, the licence.

No token is ever sent, so a mirror learns no more than what is fetched. Source of the two lists'
forms: the hubs' own clients (huggingface_hub, modelscope).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import quote, urlencode

from newsassistant.core.addresses import host_of, hub_address
from newsassistant.core.errors import DownloadError
from newsassistant.core.outside import Fields, UnfitError, contained, decode_json
from newsassistant.core.plain import plain
from newsassistant.core.types import CancelToken
from newsassistant.download.catalog import LICENCE_FILES, CatalogModel, choose
from newsassistant.download.fetch import RemoteFile
from newsassistant.download.transport import Client, without_password

Source = Literal["huggingface", "modelscope"]
ENDPOINTS: Mapping[Source, str] = {
    "huggingface": "https://huggingface.co",
    "modelscope": "https://www.modelscope.cn",
}
ENDPOINT_VARIABLE = "HF_ENDPOINT"
LIST_BYTES = 8 << 20
LICENCE_BYTES = 1 << 18
LARGEST_FILE = 1 << 40  # bytes


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
        url = next(filter(None, given), ENDPOINTS[source])
        try:
            return cls(source, hub_address(url))
        except UnfitError as error:
            shown = plain(without_password(url), longest=100)
            raise DownloadError("download-address", url=shown, detail=error) from error

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

    Raises DownloadError, CancelledError.
    """
    host = host_of(hub.endpoint)
    url = hub.list_url(model)
    body = client.get(url, what=model.name, limit=LIST_BYTES, cancel=cancel)
    with contained(lambda detail: DownloadError("download-list", host=host, detail=detail)):
        listed = _listed(hub, body)
        names = choose(model, listed, host)
        found = [_file(hub, model, name, listed[name]) for name in names]
        files = tuple(_trusted(model, file.check(), host) for file in found)
    return Manifest(model, hub, files, _licence(files, client, cancel))


def _listed(hub: Hub, body: bytes) -> dict[str, Fields]:
    """Name -> what the list says of a file of the top folder; raises UnfitError.

    An entry that makes no sense is passed over: it may be of a file that nobody wants.
    """
    answer = decode_json(body, where="the list")
    if hub.source == "modelscope":
        entries = Fields(answer, where="the list").fields("Data").items("Files")
    else:
        entries = Fields({"files": answer}, where="the list").items("files")
    found = {}
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        values = {key.lower(): value for key, value in entry.items()}
        name = values.get("path")
        if isinstance(name, str) and values.get("type") in ("file", "blob"):
            found[name] = Fields(values, where=plain(name, longest=80))
    return found


def _file(hub: Hub, model: CatalogModel, name: str, entry: Fields) -> RemoteFile:
    """A file that is wanted; raises UnfitError for a size or hash that is none."""
    large = entry.fields("lfs") if "lfs" in entry else None
    size = (large if large is not None and "size" in large else entry).whole(
        "size", 0, LARGEST_FILE
    )
    sha256 = large.text("oid", default=None) if large is not None else None
    sha256 = sha256 or entry.text("sha256", default="")
    git_sha1 = "" if large is not None else entry.text("oid", default="")
    url = hub.file_url(model, name)
    return RemoteFile(name, size, url, sha256.removeprefix("sha256:"), git_sha1)


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
