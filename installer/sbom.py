"""The bill of materials of what ships: CycloneDX 1.6 as JSON, the same for the same components.

What ships is `licences`' business. Source: https://cyclonedx.org/docs/1.6/json/
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from scripts.setup_env import ROOT

if TYPE_CHECKING:  # which writes a bill beside the texts
    from installer.licences import Component

FILE = "sbom.cdx.json"
SPDX = frozenset(
    (
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT"),
        *("GPL-2.0-only", "GPL-3.0-only", "LGPL-3.0-only", "MPL-2.0", "PSF-2.0", "Zlib"),
    )
)
"""The licences that are named by their SPDX ids; others are told in words."""

_PIN = re.compile(r"^([a-z0-9-]+)==(\S+)[^\n]*((?:\n +--hash=[^\n]*)*)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_WORD = re.compile(r"[^\s()]+")


def document(components: Sequence[Component]) -> dict[str, object]:
    """The bill; the first component is the product, made of all others."""
    product, *parts = components
    body: dict[str, object] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", **_facts(product)}},
        "components": [{"type": "library", **_facts(part)} for part in parts],
        "dependencies": [
            {"ref": _url(product), "dependsOn": sorted(_url(part) for part in parts)},
            *({"ref": _url(part)} for part in parts),
        ],
    }
    # By its contents, as the same bill made twice is one.
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body, sort_keys=True))
    return {**body, "serialNumber": number.urn}


def text(components: Sequence[Component]) -> str:
    """The bill as a file."""
    return json.dumps(document(components), indent=2, ensure_ascii=False) + "\n"


def _facts(component: Component) -> dict[str, object]:
    facts: dict[str, object] = {
        "bom-ref": _url(component),
        "name": component.name,
        "version": component.version,
        "licenses": [licence(component.licence)],
        "purl": _url(component),
    }
    hashes = _hashes().get((component.name, component.version), ())
    if hashes and component.origin == "pypi":
        facts["hashes"] = [{"alg": "SHA-256", "content": digest} for digest in hashes]
    return facts


def _url(component: Component) -> str:
    """The package URL, by which scanners know a component."""
    space = "debian/" if component.origin == "deb" else ""
    return f"pkg:{component.origin}/{space}{quote(component.name)}@{quote(component.version)}"


def licence(said: str) -> Mapping[str, object]:
    """What is said of a licence as an SPDX id, an expression of several, or in words."""
    if said in SPDX:
        return {"license": {"id": said}}
    words = set(_WORD.findall(said)) - {"AND", "OR"}
    if words <= SPDX:
        return {"expression": said}
    return {"license": {"name": said}}


def pins(text: str) -> Iterator[tuple[str, str, Sequence[str]]]:
    """(name, version, SHA-256 of its files) of each package that a requirement file names."""
    for name, version, hashes in _PIN.findall(text):
        yield name, version, _HASH.findall(hashes)


@cache
def _hashes() -> Mapping[tuple[str, str], Sequence[str]]:
    """(name, version) -> the SHA-256 of every file of a package that may be installed."""
    files = sorted((ROOT / "requirements").glob("*.txt"))
    texts = (file.read_text(encoding="utf-8") for file in files)
    return {(name, version): hashes for text in texts for name, version, hashes in pins(text)}
