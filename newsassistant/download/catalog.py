"""The models that can be fetched by name: where they are, what is needed of them, their licence.

Sizes here are estimates for a first glance; the exact ones, and every hash, come from the hub's own
list before anything is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from newsassistant.core.errors import DownloadError
from newsassistant.core.types import Language

_CONFIGS = ("config.json", "generation_config.json")
_TOKENIZERS = (
    "ice_text.model",
    "tokenizer.model",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "chat_template.jinja",
)
LICENCE_FILES = ("MODEL_LICENSE", "LICENSE", "LICENSE.txt", "LICENSE.md")
# A repository may hold the same weights twice; the first of these that is whole is taken.
_WEIGHTS = (("model", "safetensors"), ("pytorch_model", "bin"))

_GLM_TERMS: Mapping[Language, str] = {
    "en": "Its authors' own licence, not an open-source one: research is free, commercial use "
    "is free after registering with them, and military or unlawful uses are excluded. "
    "Only the full text counts.",
    "zh": "作者自定的许可，并非开源许可：研究免费，登记后可免费商用，不得用于军事或违法用途。"
    "以全文为准。",
}


@dataclass(frozen=True, slots=True)
class CatalogModel:
    """One model by name; `revision` is the commit on Hugging Face ("main": the newest).

    `family` is one of `model.families`. `weights` is the number of parameters and `kv_elements` the
    KV-cache elements of a token, both approximate. `known_sha256` are hashes known beforehand, by
    file name.
    """

    id: str
    name: str
    family: str
    huggingface: str
    modelscope: str
    licence: str
    terms: Mapping[Language, str]
    weights: int
    kv_elements: int
    context_length: int
    tokenizer: str
    revision: str = "main"
    known_sha256: Mapping[str, str] = field(default_factory=dict)

    @property
    def download_bytes(self) -> int:
        """About what is fetched: two bytes a parameter."""
        return 2 * self.weights


_SPM_V2 = "e7dc4c393423b76e4373e5157ddc34803a0189ba96b21ddbb40269d31468a6f2"
_SPM_V1 = "5e974d9a69c242ce014c88c2b26089270f6198f3c0b700a887666cd3e816f17e"

MODELS = (
    CatalogModel(
        id="chatglm3-6b",
        name="ChatGLM3-6B",
        family="chatglm3",
        huggingface="zai-org/chatglm3-6b",
        modelscope="ZhipuAI/chatglm3-6b",
        revision="456aa875cf1f46623006edaa23103774ea9c0eae",
        licence="ChatGLM3-6B License",
        terms=_GLM_TERMS,
        weights=6_240_000_000,
        kv_elements=14_336,
        context_length=8192,
        tokenizer="tokenizer.model",
        known_sha256={"tokenizer.model": _SPM_V2},
    ),
    CatalogModel(
        id="chatglm2-6b",
        name="ChatGLM2-6B",
        family="chatglm2",
        huggingface="zai-org/chatglm2-6b",
        modelscope="ZhipuAI/chatglm2-6b",
        revision="8fd7fba285f7171d3ae7ea3b35c53b6340501ed1",
        licence="ChatGLM2-6B License",
        terms=_GLM_TERMS,
        weights=6_240_000_000,
        kv_elements=14_336,
        context_length=32_768,
        tokenizer="tokenizer.model",
        known_sha256={"tokenizer.model": _SPM_V2},
    ),
    CatalogModel(
        id="chatglm-6b",
        name="ChatGLM-6B",
        family="chatglm",
        huggingface="zai-org/chatglm-6b",
        modelscope="ZhipuAI/ChatGLM-6B",
        revision="8b7d33596d18c5e83e2da052d05ca4db02e60620",
        licence="ChatGLM-6B License",
        terms=_GLM_TERMS,
        weights=6_700_000_000,
        kv_elements=229_376,
        context_length=2048,
        tokenizer="ice_text.model",
        known_sha256={"ice_text.model": _SPM_V1},
    ),
    CatalogModel(
        id="glm-edge-1.5b-chat",
        name="GLM-Edge-1.5B-chat",
        family="glm",
        huggingface="zai-org/glm-edge-1.5b-chat",
        modelscope="ZhipuAI/glm-edge-1.5b-chat",
        licence="glm-4",
        terms=_GLM_TERMS,
        weights=1_600_000_000,
        kv_elements=28_672,
        context_length=8192,
        tokenizer="tokenizer.json",
    ),
    CatalogModel(
        id="glm-edge-4b-chat",
        name="GLM-Edge-4B-chat",
        family="glm",
        huggingface="zai-org/glm-edge-4b-chat",
        modelscope="ZhipuAI/glm-edge-4b-chat",
        licence="glm-4",
        terms=_GLM_TERMS,
        weights=4_350_000_000,
        kv_elements=61_440,
        context_length=8192,
        tokenizer="tokenizer.json",
    ),
)


def find(model_id: str) -> CatalogModel:
    """The model of that id, in any case; raises DownloadError("download-unknown")."""
    for model in MODELS:
        if model.id == model_id.lower():
            return model
    expected = ", ".join(model.id for model in MODELS)
    raise DownloadError("download-unknown", model=model_id, expected=expected)


def choose(model: CatalogModel, names: Iterable[str], host: str) -> list[str]:
    """Which of a repository's files are needed, licence first; never a program.

    Raises DownloadError("download-list") naming what is missing.
    """
    there = set(names)
    missing = [name for name in ("config.json", model.tokenizer) if name not in there]
    weights = _weights(there)
    if not weights:
        missing.append("model.safetensors or pytorch_model.bin")
    if missing:
        raise DownloadError("download-list", host=host, detail=f"no {', '.join(missing)}")
    small = (*LICENCE_FILES, *_CONFIGS, *_TOKENIZERS)
    return [name for name in small if name in there] + weights


def _weights(there: set[str]) -> list[str]:
    """One whole set of weights with its index; [] if there is none."""
    for stem, suffix in _WEIGHTS:
        single = f"{stem}.{suffix}"
        if single in there:
            return [single]
        pattern = re.compile(rf"{stem}-(\d{{5}})-of-(\d{{5}})\.{suffix}", re.ASCII)
        shards = sorted(filter(pattern.fullmatch, there))
        index = f"{single}.index.json"
        if shards and index in there and len(shards) == int(shards[-1].split("-of-")[1][:5]):
            return [index, *shards]
    return []
