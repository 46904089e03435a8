"""What every module here means by vectors: float32, one row per text."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def normalised(vectors: Floats) -> Floats:
    """Rows of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Floats = (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return unit
