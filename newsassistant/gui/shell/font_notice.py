"""Says that no installed font can show Chinese, once, where somebody needs one."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.types import Article
from newsassistant.gui.look.i18n import system_language
from newsassistant.gui.look.theme import Theme, has_han_glyphs

_CODES = {"win32": "no-chinese-font-windows", "darwin": "no-chinese-font-mac"}
_log = logging.getLogger(__name__)


class FontNotice:
    """`say` gets the sentence, in English: Chinese would be boxes. Main thread."""

    def __init__(self, theme: Theme, say: Callable[[str], None]) -> None:
        self._theme = theme
        self._say = say
        self._has_told = False

    def look(self, language: str, article: Article | None) -> None:
        """Tell it if the language that the user chose, or the article, is Chinese."""
        wanted = system_language() if language == "system" else language
        needed = wanted == "zh" or (article is not None and article.language == "zh")
        if self._has_told or not needed or has_han_glyphs(self._theme.font("article")):
            return
        self._has_told = True
        _log.warning("no installed font has Chinese characters")
        self._say(NewsAssistantError(_CODES.get(sys.platform, "no-chinese-font")).text("en"))
