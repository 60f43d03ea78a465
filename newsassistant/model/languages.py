"""Which languages the models of a family read and write, and the name of the starter.

Knows nothing of files: what their makers trained them on, ChatGLM and GLM-Edge on both languages,
the starter on English.
"""

from __future__ import annotations

from collections.abc import Mapping

from newsassistant.core.types import Language

STARTER = "starter"
"""The starter's family."""
STARTER_NAME = "SmolLM2-135M-Instruct"

_ENGLISH: tuple[Language, ...] = ("en",)
_BOTH: tuple[Language, ...] = ("zh", "en")
LANGUAGES: Mapping[str, tuple[Language, ...]] = {
    **dict.fromkeys((STARTER, "llama"), _ENGLISH),
    **dict.fromkeys(("chatglm", "chatglm2", "chatglm3", "glm4", "glm"), _BOTH),
}


def languages_of(family: str) -> tuple[Language, ...]:
    """What models of a family read, the best one first; () where that is not known."""
    return LANGUAGES.get(family, ())


def reads(family: str, language: Language) -> bool:
    """False only where it is known that such models do not read the language."""
    known = languages_of(family)
    return not known or language in known


def is_starter(name: str) -> bool:
    """True for the starter's name, and for what begins with it as on an answer."""
    return name == STARTER_NAME or name.startswith(f"{STARTER_NAME} ")
