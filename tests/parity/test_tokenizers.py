"""The official ChatGLM tokenizers' ids, pieces and text, string for string."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from newsassistant.text.load import load_tokenizer
from newsassistant.text.tokenizers.detokenizer import StreamingDetokenizer, decode
from newsassistant.text.tokenizers.sentencepiece import (
    OFFICIAL_FORMS,
    ChatGlmTokenizer,
    SentencePieceTokenizer,
)

FOLDERS = {"chatglm": "chatglm_v1", "chatglm2": "chatglm2", "chatglm3": "chatglm3"}
KINDS = sorted(FOLDERS)
Ids = list[int]
SentencePiece = ChatGlmTokenizer | SentencePieceTokenizer


class Official:
    """One tokenizer in its official and its safe form, and what the official code gave."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.tokenizer = _loaded(folder, kind, official=True)
        self.safe = _loaded(folder, kind, official=False)
        reference = json.loads((folder / "tokenizer_reference.json").read_text("utf-8"))
        self.strings: list[dict[str, Any]] = reference["strings"]
        self.random_ids: list[dict[str, Any]] = reference["random_id_decode"]
        self.special_ids: dict[str, int] = reference["special_token_ids"]
        left_out = {self.special_ids[form] for form in reference["all_special_tokens"]}
        self._left_out = left_out

    def without_special(self, ids: Ids) -> Ids:
        """What `skip_special_tokens` leaves."""
        return [index for index in ids if index not in self._left_out]


def _loaded(folder: Path, kind: str, *, official: bool) -> SentencePiece:
    tokenizer = load_tokenizer(folder, kind, official=official)
    assert isinstance(tokenizer, ChatGlmTokenizer | SentencePieceTokenizer)
    return tokenizer


@pytest.fixture(scope="module", params=KINDS)
def official(request: pytest.FixtureRequest, shared_dir: Path) -> Official:
    kind: str = request.param
    return Official(kind, shared_dir / "golden" / "tokenizers" / FOLDERS[kind])


def test_ids_of_every_string(official: Official) -> None:
    for case in official.strings:
        text = case["text"]
        ids = official.tokenizer.encode(text)

        assert ids == case["ids_no_special"], text
        assert official.tokenizer.encode_offsets(text)[0] == ids, text
        assert list(map(official.tokenizer.piece, ids)) == case["tokens"], text
        # The raw sentencepiece ids, where nothing typed becomes a control token.
        assert official.safe.encode(text) == case["sp_encode_ids"], text


def test_text_of_every_string(official: Official) -> None:
    for case in official.strings:
        tokenizer, ids = official.tokenizer, case["input_ids"]
        shown = decode(tokenizer, official.without_special(ids))

        assert decode(tokenizer, ids) == case["decode_input_ids"], case["text"]
        assert shown == case["decode_input_ids_skip_special"], case["text"]
        assert decode(tokenizer, case["ids_no_special"]) == case["decode_no_special"]
        assert decode(tokenizer, case["sp_encode_ids"]) == case["decode_sp_encode_ids"]


def test_text_after_each_id(official: Official) -> None:
    compared = 0
    for case in official.strings:
        stream = StreamingDetokenizer(official.tokenizer)
        said = ""
        steps = zip(case["ids_no_special"], case.get("incremental_decode", []), strict=True)
        for count, (token_id, whole) in enumerate(steps, start=1):
            said += stream.push(token_id)

            assert decode(official.tokenizer, case["ids_no_special"][:count]) == whole
            assert whole.startswith(said), "what was said cannot be taken back"
            compared += 1
        assert said + stream.finish() == case["decode_no_special"]
    assert compared > 800


def test_text_of_random_ids(official: Official) -> None:
    for case in official.random_ids:
        shown = decode(official.tokenizer, official.without_special(case["ids"]))

        assert decode(official.tokenizer, case["ids"]) == case["decode"]
        assert shown == case["decode_skip_special"]


def test_ids_of_control_tokens(official: Official) -> None:
    known = official.tokenizer.control_ids
    common = official.special_ids.keys() & known.keys()

    assert len(common) >= 5
    assert all(known[form] == official.special_ids[form] for form in common)


def test_no_random_text_becomes_a_control_id(official: Official) -> None:
    source = random.Random(19)
    control = set(official.safe.control_ids.values())
    parts = [*official.safe.control_ids, *OFFICIAL_FORMS, "<bos>", "<eos>", "<0x41>", "<image_5>"]
    parts += [*" \n\t\0\u3000\ufeff\u200b\u2581😀好<[|]>", "MASK", "sop", "eop", " " * 81]
    for _ in range(1_000):
        text = "".join(source.choices(parts, k=source.randrange(1, 16)))

        assert not control & set(official.safe.encode(text)), text
