"""Without a font for Chinese: who needs one is told, once, and can read that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.shell import font_notice
from newsassistant.gui.shell.font_notice import FontNotice
from newsassistant.text.articles.article import parse
from tests.systems import on_system

ROOT = Path(__file__).parents[3]
CHINESE, ENGLISH = parse("风电去年增长百分之四十。"), parse("Wind power grew.")
CHILD = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication(sys.argv)
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.shell.font_notice import FontNotice
print(Translations().use("system"), Translations().use("zh"))
FontNotice(Theme("light"), print).look("system", None)
"""


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def notice(theme: Theme, said: list[str], monkeypatch: pytest.MonkeyPatch) -> FontNotice:
    monkeypatch.setattr(font_notice, "has_han_glyphs", lambda font: False)
    return FontNotice(theme, said.append)


def test_who_reads_english_only_is_not_bothered(notice: FontNotice, said: list[str]) -> None:
    notice.look("en", None)
    notice.look("en", ENGLISH)
    assert said == []


@pytest.mark.parametrize(("language", "article"), [("zh", None), ("en", CHINESE)])
def test_who_needs_chinese_is_told_once(
    notice: FontNotice, said: list[str], language: str, article: None
) -> None:
    notice.look(language, article)
    notice.look("zh", CHINESE)
    (words,) = said
    assert words.isascii() or "“" in words
    assert "no font with Chinese characters" in words


@pytest.mark.parametrize(
    ("system", "what"),
    [("linux", "fonts-noto-cjk"), ("win32", "Optional features"), ("darwin", "Font Book")],
)
def test_what_to_do_depends_on_the_system(
    notice: FontNotice, said: list[str], monkeypatch: pytest.MonkeyPatch, system: str, what: str
) -> None:
    on_system(monkeypatch, font_notice, system)
    notice.look("zh", None)
    assert what in said[0]


def test_where_a_font_has_them_nothing_is_said(
    theme: Theme, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(font_notice, "has_han_glyphs", lambda font: True)
    FontNotice(theme, said.append).look("zh", CHINESE)
    assert said == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fontconfig chooses the fonts")
def test_a_chinese_system_without_a_font_gets_english_and_the_notice(tmp_path: Path) -> None:
    found = list(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"))
    if not found:
        pytest.skip("no DejaVu Sans here")
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "DejaVuSans.ttf").write_bytes(found[0].read_bytes())
    config = tmp_path / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{tmp_path}/fonts</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    environment = {
        **os.environ,
        "FONTCONFIG_FILE": str(config),
        "LC_ALL": "zh_CN.UTF-8",
        "LANGUAGE": "zh_CN",
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    first, *rest = done.stdout.splitlines()
    assert first == "en zh", done.stderr
    assert "fonts-noto-cjk" in "".join(rest)
