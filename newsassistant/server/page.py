"""The files of the page: all come from this package.

The page needs nothing of another server, runs no inline script, and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from newsassistant.core.files import read_bytes
from newsassistant.core.resources import resource_path

MOST_BYTES = 1 << 20
_FILES: Mapping[str, tuple[str, str]] = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
}
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


@cache
def page_file(path: str) -> tuple[bytes, Mapping[str, str]]:
    """A file of the page and its headers; `path` is one of its three addresses."""
    name, kind = _FILES[path]
    content = read_bytes(resource_path("page", name), MOST_BYTES)
    return content, {"Content-Type": kind, "Content-Security-Policy": POLICY}
