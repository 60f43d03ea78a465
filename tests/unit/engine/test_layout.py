"""The masks and positions of both layouts; v1 also against the official code's arrays."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from newsassistant.core.errors import EngineError
from newsassistant.engine.layout import BidirectionalLayout, CausalLayout, layout_of
from newsassistant.model.config import ModelConfig

CAUSAL = ModelConfig(
    family="starter",
    layers=1,
    hidden_size=8,
    heads=2,
    kv_heads=1,
    head_dim=4,
    ffn_size=8,
    vocab_size=16,
    context_length=12,
    norm_eps=1e-5,
    rotary_dim=4,
    rope_theta=1e4,
)
V1 = BidirectionalLayout(bos_id=4, gmask_id=1, mask_id=0)


def test_a_causal_pass_continues_the_positions() -> None:
    mask, positions = CausalLayout(12).inputs([7, 8, 9], [5, 6])
    assert mask.tolist() == [[1] * 5]
    assert positions.tolist() == [[3, 4]]


def test_a_causal_prompt_may_be_cut_anywhere() -> None:
    layout = CausalLayout(12)
    assert layout.whole([5, 6, 7]) == 0
    assert layout.inputs([], layout.shortest())[0].shape == (1, 1)


def test_the_prompt_sees_itself_and_the_answer_what_is_before_it() -> None:
    mask, positions = V1.inputs([], [9, 8, 1, 4, 7])
    assert mask[0].tolist() == [
        [1, 1, 1, 0, 0],
        [1, 1, 1, 0, 0],
        [1, 1, 1, 0, 0],
        [1, 1, 1, 1, 0],
        [1, 1, 1, 1, 1],
    ]
    assert positions[0].tolist() == [[0, 1, 2, 2, 2], [0, 0, 0, 1, 2]]


def test_a_step_behind_the_prompt_is_the_last_row_of_the_whole() -> None:
    whole = V1.inputs([], [9, 8, 1, 4, 7])
    step = V1.inputs([9, 8, 1, 4], [7])
    assert step[0][0, 0].tolist() == whole[0][0, -1].tolist()
    assert step[1][0, :, 0].tolist() == whole[1][0, :, -1].tolist()


def test_the_prompt_up_to_bos_is_one_piece() -> None:
    assert V1.whole([9, 8, 1, 4, 7]) == 4
    assert V1.whole(V1.shortest()) == 2


@pytest.mark.parametrize("ids", [[9, 1], [9, 4]], ids=["no bos", "no mask token"])
def test_ids_that_are_no_v1_prompt_are_refused(ids: list[int]) -> None:
    with pytest.raises(EngineError, match="prompt has no"):
        V1.inputs([], ids)


def test_the_config_chooses_the_layout() -> None:
    assert isinstance(layout_of(CAUSAL), CausalLayout)
    values = {**CAUSAL.to_dict(), "bos_id": 4, "gmask_id": 1, "mask_id": 3}
    assert isinstance(layout_of(ModelConfig.from_dict(values)), BidirectionalLayout)


def test_v1_agrees_with_the_official_code(shared_dir: Path) -> None:
    folder = shared_dir / "golden" / "chatglm_v1"
    ids = json.loads((folder / "checkpoint_fp32_safetensors" / "config.json").read_text())
    layout = BidirectionalLayout(
        bos_id=ids["bos_token_id"], gmask_id=ids["gmask_token_id"], mask_id=ids["mask_token_id"]
    )
    cases = sorted((folder / "cases").glob("*.npz"))
    assert cases
    for path in cases:
        case = np.load(path)
        prompt = case["input_ids"][0].tolist()
        mask, positions = layout.inputs([], prompt)
        assert np.array_equal(mask == 0, case["attention_mask"][:, 0]), path.name
        assert np.array_equal(positions, case["position_ids"]), path.name
        for step, expected in enumerate(case["decode_position_ids"]):
            fed = [*prompt, *case["greedy_ids"][:step].tolist()]
            new = [int(case["greedy_ids"][step])]
            assert np.array_equal(layout.inputs(fed, new)[1], expected), (path.name, step)
