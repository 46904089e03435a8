"""Which version of the weights scores today."""

import logging

from matching.models import WeightSet
from matching.states import WeightState
from matching.weights import START, Weights

log = logging.getLogger(__name__)


def current() -> Weights:
    """Those that staff put to use, else those that the portal came with.

    Read once a job and handed on: within one list all scores are of one version.
    """
    row = WeightSet.objects.filter(state=WeightState.USED).first()
    if row is None:
        return START
    try:
        return weights_of(row)
    except ValueError:
        # Kept by an older portal that knew other terms.
        log.exception("Weights %s do not fit this portal.", row.version)
        return START


def weights_of(row: WeightSet) -> Weights:
    return Weights(
        version=row.version,
        weight=row.weight,
        missing=row.missing,
        text_middle=row.text_middle,
        text_width=row.text_width,
        strong=row.strong,
        possible=row.possible,
    )
