"""Only what is known to be harmless reaches the library; everything else is refused by name."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from newsassistant.core.errors import ModelError
from newsassistant.core.outside import UnfitError
from newsassistant.text.tokenizers.bpe_definition import MOST_IDS, read_definition
from newsassistant.text.tokenizers.detokenizer import decode
from newsassistant.text.tokenizers.tokenizer import BpeTokenizer, define_bpe
from tests.unit.text.conftest import CONTROL, byte_pieces

PATTERNS = (
    # GPT-2, twice; GPT-4; Llama 3, GLM-4 and GLM-Edge; Qwen 2; the same in llama.cpp's spelling
    r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*"
    r"|\s*[\r\n]|\s+(?!\S)|\s+",
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    # Without contractions, as some converters write GLM-4's.
    r"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
)
SPLIT = {
    "type": "Split",
    "pattern": {"Regex": PATTERNS[0]},
    "behavior": "Isolated",
    "invert": False,
}
LEVEL = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}


def definition() -> dict[str, Any]:
    pieces = [*CONTROL, *byte_pieces(), "th", "the"]
    return define_bpe(pieces, ["t h", "th e"], [0, 1, 2], pre="gpt-2")


def changed(**parts: object) -> dict[str, Any]:
    return {**definition(), **parts}


def model(**parts: object) -> dict[str, Any]:
    return changed(model={**definition()["model"], **parts})


def replacing(count: int, text: str) -> dict[str, object]:
    step = {"type": "Replace", "pattern": {"String": "a"}, "content": text}
    return {"type": "Sequence", "normalizers": [step] * count}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "an added id of 10^9": (changed(added_tokens=[{"id": 10**9, "content": "x|"}]), "id is 1000"),
    "an added id below 0": (changed(added_tokens=[{"id": -1, "content": "x|"}]), "id is -1"),
    "an added id twice": (
        changed(added_tokens=[{"id": 900, "content": "x|"}, {"id": 900, "content": "y|"}]),
        "id of another token",
    ),
    "an added form twice": (
        changed(added_tokens=[{"id": 900, "content": "x|"}, {"id": 901, "content": "x|"}]),
        "x|",
    ),
    "an added id of a piece": (changed(added_tokens=[{"id": 5, "content": "x|"}]), "another token"),
    "an empty added form": (changed(added_tokens=[{"id": 900, "content": ""}]), "another token"),
    "replacements": (changed(normalizer=replacing(40, "aaaaaaaaaa")), "normalizer"),
    "a character map": (
        changed(normalizer={"type": "Precompiled", "precompiled_charsmap": "AAAA"}),
        "Precompiled",
    ),
    "a prefix": (changed(normalizer={"type": "Prepend", "prepend": "a" * 900}), "Prepend"),
    "a pattern of its own": (
        changed(
            pre_tokenizer={
                "type": "Sequence",
                "pretokenizers": [{**SPLIT, "pattern": {"Regex": "(a+)+$"}}, LEVEL],
            }
        ),
        "not a known one",
    ),
    "text is removed": (
        changed(
            pre_tokenizer={
                "type": "Sequence",
                "pretokenizers": [{**SPLIT, "behavior": "Removed"}, LEVEL],
            }
        ),
        "behavior",
    ),
    "not byte-level": (changed(pre_tokenizer=SPLIT), "ByteLevel"),
    "no steps": (changed(pre_tokenizer={"type": "Sequence", "pretokenizers": []}), "ByteLevel"),
    "sequences in sequences": (
        changed(
            pre_tokenizer={
                "type": "Sequence",
                "pretokenizers": [{"type": "Sequence", "pretokenizers": [LEVEL]}],
            }
        ),
        "Sequence",
    ),
    "metaspace": (changed(pre_tokenizer={"type": "Metaspace", "replacement": "_"}), "Metaspace"),
    "another decoder": (changed(decoder={"type": "WordPiece", "prefix": "##"}), "WordPiece"),
    "another model": (model(type="Unigram"), "Unigram"),
    "dropout": (model(dropout=0.5), "dropout"),
    "a prefix of pieces": (model(continuing_subword_prefix="##"), "continuing_subword_prefix"),
    "byte fallback": (model(byte_fallback=True), "byte_fallback"),
    "an id of 2^40": (model(vocab={"a": 1 << 40}), "vocab"),
    "ids twice": (model(vocab={"a": 1, "b": 1}), "one id"),
    "merges of three": (model(merges=[["t", "h", "e"]]), "merges"),
    "merges of nothing": (model(merges=[["", ""]]), "merges"),
    "merges without a piece": (model(merges=[["t", "t"]]), "without a piece"),
    "a piece that is no text": (model(vocab={"日": 1, **definition()["model"]["vocab"]}), "one id"),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_not_known_is_refused_by_name(name: str) -> None:
    values, part = REFUSED[name]

    with pytest.raises(UnfitError) as caught:
        read_definition(values)
    assert part in str(caught.value)
    with pytest.raises(ModelError) as shown:
        BpeTokenizer(values)
    assert part in shown.value.text("en")


def test_truncation_and_padding_are_dropped() -> None:
    length = {"Fixed": 10**12}
    padding = {"strategy": length, "direction": "Right", "pad_id": 0, "pad_type_id": 0}
    padding["pad_token"] = "[PAD]"
    truncation = {"direction": "Right", "max_length": 2, "strategy": "LongestFirst", "stride": 0}
    tokenizer = BpeTokenizer(changed(padding=padding, truncation=truncation))

    assert len(tokenizer.encode("a long article")) == len("a long article")


def test_the_library_gets_no_control_token_at_all() -> None:
    values = definition()
    pieces = values["model"]["vocab"]
    # A tokenizer that would make a control token of typed letters.
    pieces.update({"st": 900, "sto": 901, "stop": 902})
    values["model"]["merges"] += [["s", "t"], ["st", "o"], ["sto", "p"]]
    values["added_tokens"].append({"id": 902, "content": "stop"})
    values["model"].update(ignore_merges=True, unk_token="stop")
    del pieces["z"]

    tokenizer = BpeTokenizer(values)
    ids = tokenizer.encode("stop z stop")

    assert "stop" not in read_definition(values).pieces
    assert 902 not in ids
    assert decode(tokenizer, ids) == "stop  stop"


@pytest.mark.parametrize("form", ["NFC", "NFKC", "NFD", "NFKD"])
def test_unicode_forms_are_kept(form: str) -> None:
    plain = read_definition(changed(normalizer={"type": form})).steps
    nested = {"type": "Sequence", "normalizers": [{"type": form}]}

    assert plain["normalizer"] == {"type": form}
    assert read_definition(changed(normalizer=nested)).steps["normalizer"] == nested


@pytest.mark.parametrize("pattern", PATTERNS)
def test_known_patterns_are_split_in_linear_time(pattern: str) -> None:
    steps = [{**SPLIT, "pattern": {"Regex": pattern}}, LEVEL]
    tokenizer = BpeTokenizer(changed(pre_tokenizer={"type": "Sequence", "pretokenizers": steps}))

    for text in ("a" * 20_000, " " * 20_000 + "a", "\n \r" * 9_000, "'s" * 9_000, "1" * 20_000):
        assert decode(tokenizer, tokenizer.encode(text)) == text


def test_merges_may_be_written_either_way() -> None:
    values = definition()
    written = copy.deepcopy(values)
    written["model"]["merges"] = ["t h", "th e"]

    assert BpeTokenizer(written).encode("the the") == BpeTokenizer(values).encode("the the")


def test_a_piece_outside_of_the_byte_alphabet_is_named() -> None:
    values = definition()
    values["model"]["vocab"]["日"] = 900

    with pytest.raises(ModelError, match="日"):
        BpeTokenizer(values)


def test_the_largest_id_is_bounded_before_memory_is_spent(tmp_path: Path) -> None:
    values = model(vocab={**definition()["model"]["vocab"], "tt": MOST_IDS - 1})
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(values), encoding="utf-8")

    assert BpeTokenizer.from_file(path).decode_bytes(MOST_IDS - 1) == b"tt"


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "|",
        r"\s+|",
        r"\s*[\r\n]+",
        r"\s+|\p{N}",
        r"(\s+)+",
        r"\s+\s+",
        r"\p{N}{1,9}",
        r"(?i:'s|'t)|\s+",
        "|".join([r"\s+"] * 40),
    ],
)
def test_other_patterns_are_refused(pattern: str) -> None:
    steps = [{**SPLIT, "pattern": {"Regex": pattern}}, LEVEL]

    with pytest.raises(UnfitError):
        read_definition(changed(pre_tokenizer={"type": "Sequence", "pretokenizers": steps}))
