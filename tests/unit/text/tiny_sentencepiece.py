"""Sentencepiece models small enough to train in a test, shaped as ChatGLM's are."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from sentencepiece import SentencePieceTrainer

SENTENCES = (
    "hello world, the news of today and the weather",
    "the quick brown fox jumps over the lazy dog; let's see",
    "你好，世界！新闻说今天的天气很好。",
    "[Round 1] 问：答：MASK sop eop pad unk user assistant",
    "0123456789 <|>[]{}()\"'",
)
CONTROLS = ["[MASK]", "[gMASK]", "[sMASK]", "<unused_0>", "<sop>", "<eop>", "<ENC>", "<dBLOCK>"]
BLANKS = [f"<|blank_{length}|>" for length in range(2, 81)]


@cache
def chatglm_model() -> bytes:
    """As ice_text.model: NFKC, extra spaces removed, markers for white space, byte fallback."""
    return _trained(
        vocab_size=480,
        model_type="unigram",
        normalization_rule_name="nmt_nfkc",
        pad_id=3,
        user_defined_symbols=["<n>", "<|tab|>", *BLANKS],
        control_symbols=CONTROLS,
    )


@cache
def chatglm2_model() -> bytes:
    """As tokenizer.model: the text as it is, spaces kept, byte fallback."""
    return _trained(
        vocab_size=400,
        model_type="bpe",
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
    )


def _trained(**options: Any) -> bytes:
    written = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES),
        model_writer=written,
        byte_fallback=True,
        hard_vocab_limit=False,
        character_coverage=1.0,
        minloglevel=2,
        **options,
    )
    return written.getvalue()
