"""What macOS is told: files that it can read, the one version, and no default taken over."""

from __future__ import annotations

import plistlib
from typing import Any, cast

import newsassistant
from installer.macos import plist


def info() -> dict[str, Any]:
    """As it is read back from the file."""
    return cast(dict[str, Any], plistlib.loads(plistlib.dumps(plist.info())))


def test_the_version_has_one_source() -> None:
    assert info()["CFBundleShortVersionString"] == newsassistant.__version__
    assert info()["LSMinimumSystemVersion"] == "14.0"


def test_it_opens_texts_and_takes_no_default_over() -> None:
    kinds = info()["CFBundleDocumentTypes"]
    endings = {ending for kind in kinds for ending in kind["CFBundleTypeExtensions"]}

    assert {"txt", "md", "html", "docx", "odt", "rtf", "pdf", "eml"} <= endings
    assert {kind["LSHandlerRank"] for kind in kinds} == {"Alternate"}
    assert {kind["CFBundleTypeRole"] for kind in kinds} == {"Viewer"}
    (markdown,) = info()["UTImportedTypeDeclarations"]
    assert markdown["UTTypeIdentifier"] in {kind["LSItemContentTypes"][0] for kind in kinds}


def test_it_has_a_chinese_name() -> None:
    assert "zh-Hans" in info()["CFBundleLocalizations"]
    assert "新闻助手" in plist.names()["zh-Hans.lproj/InfoPlist.strings"]
    assert set(plist.names()) == {
        f"{language}.lproj/InfoPlist.strings" for language in info()["CFBundleLocalizations"]
    }


def test_the_runtime_allows_what_openvino_does_and_no_more() -> None:
    granted = plistlib.loads(plist.entitlements())

    assert granted == {
        "com.apple.security.cs.allow-jit": True,
        "com.apple.security.cs.allow-unsigned-executable-memory": True,
    }
