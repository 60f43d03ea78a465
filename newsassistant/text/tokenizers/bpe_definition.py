"""What of a `tokenizer.json` may go to the tokenizers library: the parts known to be harmless.

Knows nothing of the library. Its Rust code ends the process, or fills the memory, for values that
nobody expected there (padding to 10^12, an added id of 10^9, chains of replacements), runs any
pattern for ever, and keeps `truncation` to itself. So a definition is not passed on but built anew
from what is listed here, and all else is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from newsassistant.core.outside import Fields, UnfitError
from newsassistant.core.plain import shown

MOST_IDS = 1 << 20
MOST_MERGES = 1 << 21
MOST_STEPS = 8
LONGEST_PIECE = 1000
LONGEST_CONTROL = 200

# Alternatives of the patterns of GPT-2, GPT-4, Llama 3, GLM-4 and Qwen; each reads on from where it
# stands, and so does any order of them: the contractions, words, numbers, signs and spaces.
_ALTERNATIVES = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)",
    r"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])",
    r"'(?i:[sdmt]|ll|ve|re)",
    r"'(?:[sdmt]|ll|ve|re)",
    *("'s", "'t", "'re", "'ve", "'m", "'ll", "'d"),
    r"[^\r\n\p{L}\p{N}]?\p{L}+",
    r"[^\r\n\p{L}\p{N}]?+\p{L}+",
    r"[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+",
    r" ?\p{L}+",
    r"\p{N}{1,3}",
    r"\p{N}",
    r" ?\p{N}+",
    r" ?[^\s\p{L}\p{N}]+[\r\n]*",
    r" ?[^\s\p{L}\p{N}]++[\r\n]*",
    r" ?[^\s\p{L}\p{N}]+",
    r"\s*[\r\n]+",
    r"\s*[\r\n]",
    r"\s+(?!\S)",
    r"\s+",
)
_ANY = "|".join(re.escape(each) for each in sorted(_ALTERNATIVES, key=len, reverse=True))
PATTERN = re.compile(rf"(?:(?:{_ANY})\|){{0,31}}" + re.escape(r"\s+"))
"""Of the patterns that split a text in linear time: those of the models that people have.

The last alternative takes what spaces are left: without it each of them would be looked at again.
"""
_UNICODE_FORMS = frozenset(("NFC", "NFD", "NFKC", "NFKD"))


@dataclass(frozen=True, slots=True)
class BpeDefinition:
    """What the library gets is of ordinary text alone: `steps` around the model as in the file.

    `pieces` has the ids of ordinary pieces, `control` those of control tokens by their written
    form; no id is in both, and all are below `MOST_IDS`.
    """

    steps: Mapping[str, Any]
    pieces: dict[str, int]
    merges: list[tuple[str, str]]
    ignore_merges: bool
    control: Mapping[str, int]


def read_definition(values: object) -> BpeDefinition:
    """The definition in the object of a `tokenizer.json`; raises UnfitError naming the part."""
    fields = Fields(values, where="tokenizer.json")
    model = fields.fields("model")
    pieces = _vocabulary(model)
    control = _control(fields, pieces)
    _check_decoder(fields)
    ordinary = {**pieces}
    for form in control:
        ordinary.pop(form, None)
    if not ordinary:
        raise UnfitError(f"{model.where}: vocab holds no piece of text")
    _check_model(model)
    steps: dict[str, Any] = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        # The library would match them inside any text.
        "added_tokens": [],
        "normalizer": _normalizer(fields),
        "pre_tokenizer": _pre_tokenizer(fields),
        "post_processor": None,
        "decoder": None,
        # In its place comes what is made of pieces and merges.
        "model": {"type": "BPE", "vocab": {}, "merges": []},
    }
    merges = _merges(model, ordinary, control)
    ignore_merges = model.flag("ignore_merges", default=False)
    return BpeDefinition(steps, ordinary, merges, ignore_merges, MappingProxyType(control))


# --- the model -----------------------------------------------------------------------------------


def _vocabulary(model: Fields) -> dict[str, int]:
    model.one_of("type", "BPE")
    pieces = model.numbering("vocab", 0, MOST_IDS - 1, longest=LONGEST_PIECE, most=MOST_IDS)
    if len(set(pieces.values())) != len(pieces):
        raise UnfitError(f"{model.where}: vocab: two pieces have one id")
    return pieces


def _control(fields: Fields, pieces: Mapping[str, int]) -> dict[str, int]:
    """The added tokens, each with an id that no other token has."""
    taken = set(pieces.values())
    control: dict[str, int] = {}
    for number, entry in enumerate(fields.items("added_tokens", most=10_000)):
        token = Fields(entry, where=f"{fields.where}: added_tokens[{number}]")
        form = token.text("content", longest=LONGEST_CONTROL)
        index = token.whole("id", 0, MOST_IDS - 1)
        known = pieces.get(form, control.get(form, -1))
        if not form or (index in taken and known != index):
            raise UnfitError(f"{token.where}: {shown(form)} has the id of another token, {index}")
        if known not in (-1, index):
            raise UnfitError(f"{token.where}: {shown(form)} has two ids")
        taken.add(index)
        control[form] = index
    return control


def _check_model(model: Fields) -> None:
    """Refuse what changes how pieces are found. `unk_token` is left out without a word.

    A byte without a piece would become that token, mostly a control one.
    """
    if model.number("dropout", 0, 1, default=0):
        raise UnfitError(f"{model.where}: dropout makes the same text other tokens each time")
    for name in ("continuing_subword_prefix", "end_of_word_suffix"):
        if model.text(name, default=""):
            raise UnfitError(f"{model.where}: {name} is not known here")
    if model.flag("byte_fallback", default=False):
        raise UnfitError(f"{model.where}: byte_fallback is not known here")


def _merges(
    model: Fields, ordinary: Mapping[str, int], control: Mapping[str, int]
) -> list[tuple[str, str]]:
    """All merges of ordinary pieces; those that would make a control token are left out."""
    kept: list[tuple[str, str]] = []
    for merge in model.items("merges", most=MOST_MERGES):
        left, right = _pair(merge, model)
        if left in ordinary and right in ordinary and left + right in ordinary:
            kept.append((left, right))
        elif not any(piece in control for piece in (left, right, left + right)):
            raise UnfitError(f"{model.where}: merges without a piece: {shown(left + right)}")
    return kept


def _pair(merge: object, model: Fields) -> list[str]:
    pair = merge.split(" ") if type(merge) is str else merge
    if type(pair) is list and len(pair) == 2 and type(pair[0]) is type(pair[1]) is str:
        return pair
    raise UnfitError(f"{model.where}: merges hold {shown(merge)}, expected two pieces")


# --- the steps around it -------------------------------------------------------------------------

_Step = Callable[[Fields], dict[str, object]]


def _normalizer(fields: Fields) -> dict[str, object] | None:
    return _step(fields, "normalizer", _NORMALIZERS)


def _pre_tokenizer(fields: Fields) -> dict[str, object]:
    made = _step(fields, "pre_tokenizer", _PRE_TOKENIZERS)
    steps: Any = made.get("pretokenizers", [made]) if made else []
    kinds = [step["type"] for step in steps]
    if kinds.count("ByteLevel") != 1 or kinds[-1] != "ByteLevel":
        raise UnfitError(f"{fields.where}: pre_tokenizer does not end in ByteLevel")
    return made or {}


def _check_decoder(fields: Fields) -> None:
    if "decoder" in fields:
        fields.fields("decoder").one_of("type", "ByteLevel")


def _step(owner: Fields, name: str, known: Mapping[str, _Step]) -> dict[str, object] | None:
    """The step in a field, or the sequence of steps; None where there is none."""
    if name not in owner:
        return None
    step = owner.fields(name)
    kind = step.one_of("type", "Sequence", *sorted(known))
    if kind != "Sequence":
        return known[kind](step)
    list_name = _LISTS[name]
    made: list[dict[str, object]] = []
    for number, value in enumerate(step.items(list_name, most=MOST_STEPS)):
        inner = Fields(value, where=f"{step.where}[{number}]")
        made.append(known[inner.one_of("type", *sorted(known))](inner))
    return {"type": "Sequence", list_name: made}


_LISTS = {"normalizer": "normalizers", "pre_tokenizer": "pretokenizers"}


def _unicode_form(step: Fields) -> dict[str, object]:
    return {"type": step.one_of("type", *sorted(_UNICODE_FORMS))}


def _byte_level(step: Fields) -> dict[str, object]:
    return {
        "type": "ByteLevel",
        "add_prefix_space": step.flag("add_prefix_space", default=False),
        "trim_offsets": step.flag("trim_offsets", default=True),
        "use_regex": step.flag("use_regex", default=True),
    }


def _digits(step: Fields) -> dict[str, object]:
    return {"type": "Digits", "individual_digits": step.flag("individual_digits", default=False)}


def _split(step: Fields) -> dict[str, object]:
    pattern = step.fields("pattern").text("Regex")
    if PATTERN.fullmatch(pattern) is None:
        raise UnfitError(f"{step.where}: the pattern {shown(pattern)} is not a known one")
    step.one_of("behavior", "Isolated")
    if step.flag("invert", default=False):
        raise UnfitError(f"{step.where}: invert is not known here")
    return {
        "type": "Split",
        "pattern": {"Regex": pattern},
        "behavior": "Isolated",
        "invert": False,
    }


_NORMALIZERS: Mapping[str, _Step] = dict.fromkeys(_UNICODE_FORMS, _unicode_form)
_PRE_TOKENIZERS: Mapping[str, _Step] = {
    "ByteLevel": _byte_level,
    "Digits": _digits,
    "Split": _split,
}
