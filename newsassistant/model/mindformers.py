"""The names that MindFormers gives to the tensors of GLM-6B and GLM2-6B, as the official ones.

Knows nothing of files. MindFormers' first conversion of these models leaves every matrix as it
is and renames the embedding and, of GLM-6B, the norms. Its later one also changes the order of
the rows of q and k and calls the embedding `embedding_weight`: that one is refused here, as it
would be taken for the first one and answer nonsense.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from newsassistant.core.errors import CheckpointError
from newsassistant.model.formats.stored import StoredTensor

_V1_TABLE = "transformer.word_embeddings.embedding_table"
_V2_TABLE = "transformer.embedding.embedding_table"
_LATER = (".embedding_weight", ".wq.weight", ".dense_left.weight")
_TABLES: Mapping[str, str] = {
    _V1_TABLE: "transformer.word_embeddings.weight",
    _V2_TABLE: "transformer.embedding.word_embeddings.weight",
}
_ENDINGS: Mapping[str, str] = {"gamma": "weight", "beta": "bias"}


def official_names(stored: Mapping[str, StoredTensor]) -> Mapping[str, StoredTensor]:
    """`stored` itself, or MindFormers' tensors under the official names; reads no numbers.

    Raises CheckpointError("checkpoint-invalid") for its later order of rows, and for two tensors
    that would get one name.
    """
    if (later := next((name for name in stored if name.endswith(_LATER)), None)) is not None:
        detail = f"{later} is of a newer MindFormers, whose order of rows is not read here"
        raise CheckpointError("checkpoint-invalid", detail=detail)
    if stored.keys().isdisjoint(_TABLES):
        return stored
    found: dict[str, StoredTensor] = {}
    for name, tensor in stored.items():
        official = _official(name)
        if official in found:
            detail = f"{found[official].name} and {name} are the same tensor"
            raise CheckpointError("checkpoint-invalid", detail=detail)
        found[official] = tensor if official == name else replace(tensor, name=official)
    return found


def _official(name: str) -> str:
    stem, _, ending = name.rpartition(".")
    if stem.endswith("layernorm") and ending in _ENDINGS:
        return f"{stem}.{_ENDINGS[ending]}"
    return _TABLES.get(name, name)
