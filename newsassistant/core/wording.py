"""The words of every error, in English and Chinese: what happened, and what to do.

Knows nothing of where they are shown. A test asserts that both languages use the same parameters.
"""

from __future__ import annotations

from collections.abc import Mapping

from newsassistant.core.edition import advice
from newsassistant.core.messages.download import DOWNLOAD_ERRORS
from newsassistant.core.messages.foreign import FOREIGN_ERRORS
from newsassistant.core.messages.general import GENERAL_ERRORS
from newsassistant.core.messages.page import PAGE_ERRORS
from newsassistant.core.messages.prefix import PREFIX_ERRORS
from newsassistant.core.messages.reading import READING_ERRORS
from newsassistant.core.messages.remote import REMOTE_ERRORS
from newsassistant.core.messages.server import SERVER_ERRORS
from newsassistant.core.messages.store import STORE_ERRORS
from newsassistant.core.messages.train import TRAIN_ERRORS
from newsassistant.core.plain import plain

LONGEST_PARAMETER = 500
LARGEST_NUMBER = 1e18

# code -> {"en": (what, do), "zh": (what, do)}
ERRORS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    **GENERAL_ERRORS,
    **DOWNLOAD_ERRORS,
    **FOREIGN_ERRORS,
    **PAGE_ERRORS,
    **PREFIX_ERRORS,
    **READING_ERRORS,
    **REMOTE_ERRORS,
    **SERVER_ERRORS,
    **STORE_ERRORS,
    **TRAIN_ERRORS,
}

_PART = {"what": 0, "do": 1}


def render(code: str, part: str, language: str, params: Mapping[str, object]) -> str:
    """The sentence `part` ("what" or "do") of an error; unknown languages read English.

    What fills it may come from outside (names, paths, what stands in a file), so it is told in
    `LONGEST_PARAMETER` characters that can be seen: the sentence goes to terminals and windows.
    Raises KeyError for an unknown code or a missing parameter. Any thread.
    """
    entry = ERRORS[code]
    sentence = entry.get(language, entry["en"])[_PART[part]]
    if part == "do":
        sentence = advice(code, language, sentence)
    return sentence.format(**{name: _harmless(value) for name, value in params.items()})


def _harmless(value: object) -> object:
    """A number as it is, which the sentence may format, and everything else as plain text."""
    if isinstance(value, int | float) and abs(value) < LARGEST_NUMBER:
        return value
    return plain(value, longest=LONGEST_PARAMETER)
