"""Pages that have their text only after scripts have run say so."""

from __future__ import annotations

import pytest

from newsassistant.core.errors import InputError
from newsassistant.readers.web.page import read
from newsassistant.readers.web.scripts import is_by_scripts
from newsassistant.readers.web.tree import build

SCRIPT = "<script src=/app.js></script>"
ASKS = "<noscript>You need to enable JavaScript to run this app.</noscript>"
STORY = "".join(
    f"<p>The council has approved part {n} of the plan, it said.</p>" for n in range(20)
)


@pytest.mark.parametrize(
    "source",
    [
        f"<title>App</title><div id=root></div>{SCRIPT}",
        f"<title>App</title>{ASKS}<div id=root></div>{SCRIPT}",
        f"<p>Please enable JavaScript to read this page.</p>{SCRIPT}",
        f"<p>\u8bf7\u542f\u7528 JavaScript\u3002</p>{SCRIPT}",
        f"<h1>A headline</h1><p>Loading the story, one moment.</p>{ASKS}{SCRIPT}",
    ],
)
def test_what_scripts_would_write_is_missed(source: str) -> None:
    with pytest.raises(InputError) as caught:
        read(source.encode(), "a.html")
    assert caught.value.code == "document-by-scripts"


@pytest.mark.parametrize(
    "source",
    [
        f"{STORY}{ASKS}{SCRIPT}",
        f"<p>A short notice: the library stays closed on Monday.</p>{SCRIPT}",
        f"<noscript><img src=/count.gif></noscript><p>A short notice: closed.</p>{SCRIPT}",
        "<p>JavaScript turned thirty, and its inventors met in Paris.</p>",
        "<title>Nothing at all</title>",
        '<script type="application/ld+json">{}</script>',
    ],
)
def test_other_pages_are_read_as_they_are(source: str) -> None:
    read(source.encode(), "a.html")


def test_a_text_about_scripts_is_read() -> None:
    assert not is_by_scripts(build(SCRIPT), "JavaScript has turned thirty. " * 30)
