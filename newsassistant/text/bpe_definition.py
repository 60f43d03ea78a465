"""What of a `tokenizer.json` may go to the tokenizers library: the parts known to be harmless.

Knows nothing of the library. Its Rust code ends the process, or fills the memory, for values that
nobody expected there (padding to 10^12, an added id of 10^9, chains of replacements), runs any
pattern for ever, and keeps `truncation` to itself. So a definition is not passed on but built anew
from what is listed here, and all else is refused by name.
"""

from __future__ import annotations

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

_TAIL = r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_WORD = r"[^\r\n\p{L}\p{N}]?\p{L}+"
_SHORT = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
PATTERNS = frozenset(
    (
        # GPT-2
        r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
        r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
        # GPT-4, GLM-4, GLM-Edge and Llama 3; Qwen 2 has single digits
        rf"{_SHORT}|{_WORD}|\p{{N}}{{1,3}}|{_TAIL}",
        rf"{_SHORT}|{_WORD}|\p{{N}}|{_TAIL}",
        r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*"
        r"|\s*[\r\n]|\s+(?!\S)|\s+",
    )
)
"""Patterns that split a text in linear time: those of the models that people have."""
_UNICODE_FORMS = frozenset(("NFC", "NFD", "NFKC", "NFKD"))


@dataclass(frozen=True, slots=True)
class BpeDefinition:
    """`library` is what the library gets: pieces of ordinary text alone.

    `control` has the ids of the control tokens by their written form, `pieces` the ids of all
    others; no id is in both, and all are below `MOST_IDS`.
    """

    library: Mapping[str, Any]
    control: Mapping[str, int]
    pieces: Mapping[str, int]


def read_definition(values: object) -> BpeDefinition:
    """The definition in the object of a `tokenizer.json`; raises UnfitError naming the part."""
    fields = Fields(values, where="tokenizer.json")
    model = fields.fields("model")
    pieces = _vocabulary(model)
    control = _control(fields, pieces)
    _check_decoder(fields)
    ordinary = {piece: index for piece, index in pieces.items() if piece not in control}
    if not ordinary:
        raise UnfitError(f"{model.where}: vocab holds no piece of text")
    library: dict[str, Any] = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        # The library would match them inside any text.
        "added_tokens": [],
        "normalizer": _normalizer(fields),
        "pre_tokenizer": _pre_tokenizer(fields),
        "post_processor": None,
        "decoder": None,
        "model": _model(model, ordinary, control),
    }
    return BpeDefinition(library, MappingProxyType(control), MappingProxyType(ordinary))


# --- the model -----------------------------------------------------------------------------------


def _vocabulary(model: Fields) -> dict[str, int]:
    model.one_of("type", "BPE")
    found = model.fields("vocab")
    pieces: dict[str, int] = {}
    for piece in found.names(most=MOST_IDS):
        pieces[piece] = found.whole(piece, 0, MOST_IDS - 1)
    if len(set(pieces.values())) != len(pieces):
        raise UnfitError(f"{found.where}: two pieces have one id")
    return pieces


def _control(fields: Fields, pieces: Mapping[str, int]) -> dict[str, int]:
    """The added tokens, each with an id that no other token has."""
    by_id = {index: piece for piece, index in pieces.items()}
    control: dict[str, int] = {}
    for number, entry in enumerate(fields.items("added_tokens", most=10_000)):
        token = Fields(entry, where=f"{fields.where}: added_tokens[{number}]")
        form = token.text("content", longest=LONGEST_CONTROL)
        index = token.whole("id", 0, MOST_IDS - 1)
        if not form or by_id.setdefault(index, form) != form or control.get(form, index) != index:
            raise UnfitError(f"{token.where}: {shown(form)} has the id of another token, {index}")
        if pieces.get(form, index) != index:
            raise UnfitError(f"{token.where}: {shown(form)} has two ids")
        control[form] = index
    return control


def _model(
    model: Fields, ordinary: Mapping[str, int], control: Mapping[str, int]
) -> dict[str, object]:
    if model.number("dropout", 0, 1, default=0):
        raise UnfitError(f"{model.where}: dropout makes the same text other tokens each time")
    for name in ("continuing_subword_prefix", "end_of_word_suffix"):
        if model.text(name, default=""):
            raise UnfitError(f"{model.where}: {name} is not known here")
    if model.flag("byte_fallback", default=False):
        raise UnfitError(f"{model.where}: byte_fallback is not known here")
    return {
        "type": "BPE",
        "dropout": None,
        # A byte without a piece would become this token, mostly a control one.
        "unk_token": None,
        "continuing_subword_prefix": None,
        "end_of_word_suffix": None,
        "fuse_unk": False,
        "byte_fallback": False,
        "ignore_merges": model.flag("ignore_merges", default=False),
        "vocab": dict(ordinary),
        "merges": _merges(model, ordinary, control),
    }


def _merges(
    model: Fields, ordinary: Mapping[str, int], control: Mapping[str, int]
) -> list[list[str]]:
    """All merges of ordinary pieces; those that would make a control token are left out."""
    kept: list[list[str]] = []
    for merge in model.items("merges", most=MOST_MERGES):
        pair = merge.split(" ") if isinstance(merge, str) else merge
        if not _is_pair(pair):
            raise UnfitError(f"{model.where}: merges hold {shown(merge)}, expected two pieces")
        left, right = pair
        if left in ordinary and right in ordinary and left + right in ordinary:
            kept.append([left, right])
        elif not any(piece in control for piece in (left, right, left + right)):
            raise UnfitError(f"{model.where}: merges without a piece: {shown(left + right)}")
    return kept


def _is_pair(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    return all(isinstance(part, str) and 0 < len(part) <= LONGEST_PIECE for part in value)


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
    if pattern not in PATTERNS:
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
