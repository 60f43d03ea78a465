"""Makes the .ckpt files of this folder with MindSpore (2.10.0), which no test needs.

Run from the repository's root, in an environment that has MindSpore and NumPy:
`PYTHONPATH=. python tests/unit/model/mindspore/make.py`. The names are those of MindFormers'
`models/glm/convert_weight.py` and of the first `models/glm2/convert_weight.py`; the numbers are
`default_rng(3)` in the order of the shapes of `tests/unit/model/configs.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mindspore  # type: ignore[import-not-found]
import numpy as np

from tests.unit.model import configs

HERE = Path(__file__).parent


def v1_name(name: str) -> str:
    if "word_embeddings" in name:
        return name.replace("weight", "embedding_table")
    if "layernorm" in name:
        return name.replace("weight", "gamma").replace("bias", "beta")
    return name


def v2_name(name: str) -> str:
    return name.replace("word_embeddings.weight", "embedding_table")


def entries(shapes: configs.Shapes, rename: Any, kind: Any) -> list[dict[str, Any]]:
    source = np.random.default_rng(3)
    arrays = {name: source.normal(0, 0.3, shape).astype("f4") for name, shape in shapes.items()}
    return [
        {"name": rename(name), "data": mindspore.Tensor(array, dtype=kind)}
        for name, array in arrays.items()
    ]


def main() -> None:
    v1 = entries(configs.v1_shapes(), v1_name, mindspore.float32)
    v2 = entries(configs.v2_shapes(), v2_name, mindspore.float32)
    half = entries(configs.v2_shapes(), v2_name, mindspore.float16)
    brain = entries(configs.v2_shapes(), v2_name, mindspore.bfloat16)
    step = {"name": "global_step", "data": mindspore.Tensor(7, mindspore.int32)}
    mindspore.save_checkpoint([*v1, step], str(HERE / "glm_6b.ckpt"), crc_check=True)
    mindspore.save_checkpoint(v2, str(HERE / "glm2_6b.ckpt"))
    mindspore.save_checkpoint(half, str(HERE / "half.ckpt"))
    mindspore.save_checkpoint(brain, str(HERE / "brain.ckpt"))
    mindspore.save_checkpoint(v2, str(HERE / "glm2_6b.safetensors"), format="safetensors")
    mindspore.train.serialization.SLICE_SIZE = 1  # KB: tensors of more come in slices
    mindspore.save_checkpoint(v2, str(HERE / "sliced.ckpt"))
    key = b"0123456789abcdef"
    mindspore.save_checkpoint(v2[:2], str(HERE / "encrypted.ckpt"), enc_key=key)


if __name__ == "__main__":
    main()
