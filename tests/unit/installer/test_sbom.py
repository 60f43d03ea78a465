"""The bill of materials has what CycloneDX 1.6 requires, and is the same each time."""

from __future__ import annotations

import json
import re
from typing import Any, cast

import pytest

from installer import sbom
from installer.licences import Component
from installer.sbom import document, licence, text

PRODUCT = Component("newsassistant", "0.1.0", "Apache-2.0", ())
SYSTEM = Component("zlib1g", "1:1.2.13.dfsg-1", "see its text (libz.so.1)", (), "deb")


def pinned() -> Component:
    """A package with the version of the requirement files."""
    ((name, version),) = [pin for pin in sbom._hashes() if pin[0] == "platformdirs"]
    return Component(name, version, "MIT", (), "pypi")


def bill(*parts: Component) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(text([PRODUCT, *parts])))


def test_it_has_what_the_specification_requires() -> None:
    made = bill(pinned(), SYSTEM)

    assert (made["bomFormat"], made["specVersion"], made["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", made["serialNumber"])
    components = [made["metadata"]["component"], *made["components"]]
    for component in components:
        assert component["type"] in ("application", "library")
        assert component["name"]
        (told,) = component["licenses"]
        assert set(told) in ({"license"}, {"expression"})
    refs = [component["bom-ref"] for component in components]
    assert len(set(refs)) == len(refs)
    assert [entry["ref"] for entry in made["dependencies"]] == refs
    assert set(made["dependencies"][0]["dependsOn"]) == set(refs[1:])


def test_scanners_know_the_components() -> None:
    package = pinned()
    made = bill(package, SYSTEM)

    assert made["metadata"]["component"]["purl"] == "pkg:generic/newsassistant@0.1.0"
    assert [component["purl"] for component in made["components"]] == [
        f"pkg:pypi/platformdirs@{package.version}",
        "pkg:deb/debian/zlib1g@1%3A1.2.13.dfsg-1",
    ]


def test_packages_have_the_hashes_that_were_checked() -> None:
    package, system = bill(pinned(), SYSTEM)["components"]

    assert package["hashes"]
    for entry in package["hashes"]:
        assert entry["alg"] == "SHA-256"
        assert re.fullmatch("[0-9a-f]{64}", entry["content"])
    assert "hashes" not in system


def test_the_same_components_make_the_same_bill() -> None:
    assert text([PRODUCT, SYSTEM]) == text([PRODUCT, SYSTEM])
    other = document([PRODUCT, pinned()])
    assert document([PRODUCT, SYSTEM])["serialNumber"] != other["serialNumber"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("MIT", {"license": {"id": "MIT"}}),
        ("MIT AND (Zlib OR 0BSD)", {"expression": "MIT AND (Zlib OR 0BSD)"}),
        ("PSFL", {"license": {"name": "PSFL"}}),
        ("MIT or so", {"license": {"name": "MIT or so"}}),
    ],
)
def test_licences_are_told_as_exactly_as_they_are_known(said: str, told: dict[str, object]) -> None:
    assert licence(said) == told
