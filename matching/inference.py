"""How the engines' graphs are run: sessions, and texts in batches of like length."""

from collections.abc import Sequence
from pathlib import Path

import onnxruntime


def session(model: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # An arena keeps what the longest batch ever took.
    options.enable_cpu_mem_arena = False
    # Idle threads must not burn a core that the web processes want.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        str(model),
        options,
        providers=["CPUExecutionProvider"],
        # The joined kernel is five times slower than an addition and a norm.
        disabled_optimizers=["SkipLayerNormFusion"],
    )


def batches(lengths: Sequence[int], most: int) -> list[list[int]]:
    """Indices grouped by like length, so that little is spent on padding.

    A batch has at most `most` tokens with padding, unless one text alone has more.
    """
    grouped: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if grouped and (len(grouped[-1]) + 1) * lengths[index] <= most:
            grouped[-1].append(index)
        else:
            grouped.append([index])
    return grouped
