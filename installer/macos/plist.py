"""What macOS is told of the program: Info.plist, its name in Chinese, and its entitlements.

Knows nothing of how a bundle is made; the spec and the recipe ask.
"""

from __future__ import annotations

import plistlib
from collections.abc import Mapping

from newsassistant import __version__

APP = "News Assistant.app"
ICON = "newsassistant.icns"
IDENTIFIER = "local.newsassistant.NewsAssistant"
# NumPy's wheel wants it; Qt's is content with 13.
OLDEST_MACOS = "14.0"
MARKDOWN = "net.daringfireball.markdown"
TYPES: Mapping[str, tuple[str, ...]] = {
    "public.plain-text": ("txt",),
    MARKDOWN: ("md", "markdown"),
    "public.html": ("html", "htm"),
    "org.openxmlformats.wordprocessingml.document": ("docx",),
    "org.oasis-open.opendocument.text": ("odt",),
    "public.rtf": ("rtf",),
    "com.adobe.pdf": ("pdf",),
    "com.apple.mail.email": ("eml",),
}
"""What the program can open, and its files' endings."""

ENTITLEMENTS: Mapping[str, bool] = {
    # OpenVINO writes the code of its kernels while it runs, in memory of the usual kind.
    "com.apple.security.cs.allow-jit": True,
    "com.apple.security.cs.allow-unsigned-executable-memory": True,
}
"""What the hardened runtime forbids unless it is named here."""


def info() -> dict[str, object]:
    """Info.plist, without what PyInstaller fills in."""
    return {
        "CFBundleDisplayName": "News Assistant",
        "CFBundleShortVersionString": __version__,
        "CFBundleVersion": __version__,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "zh-Hans"],
        "CFBundleDocumentTypes": [_document(kind, endings) for kind, endings in TYPES.items()],
        "UTImportedTypeDeclarations": [_markdown()],
        "LSApplicationCategoryType": "public.app-category.news",
        "LSHasLocalizedDisplayName": True,
        "LSMinimumSystemVersion": OLDEST_MACOS,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "The News Assistant authors. Apache-2.0.",
        # Dark where the system is.
        "NSRequiresAquaSystemAppearance": False,
    }


def _document(kind: str, endings: tuple[str, ...]) -> dict[str, object]:
    """In "Open With", and never in the place of what opens such files now."""
    return {
        "CFBundleTypeName": kind,
        "CFBundleTypeExtensions": list(endings),
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": "Alternate",
        "LSItemContentTypes": [kind],
    }


def _markdown() -> dict[str, object]:
    """The one type that the system may not know."""
    return {
        "UTTypeIdentifier": MARKDOWN,
        "UTTypeDescription": "Markdown",
        "UTTypeConformsTo": ["public.plain-text"],
        "UTTypeTagSpecification": {"public.filename-extension": list(TYPES[MARKDOWN])},
    }


def names() -> Mapping[str, str]:
    """Files under Contents/Resources that say the program's name in a language."""
    return {
        f"{language}.lproj/InfoPlist.strings": f'CFBundleDisplayName = "{name}";\n'
        for language, name in (("en", "News Assistant"), ("zh-Hans", "新闻助手"))
    }


def entitlements() -> bytes:
    """The file for codesign."""
    return plistlib.dumps(dict(ENTITLEMENTS))
