"""How near each offer lies to needs in general, kept with it.

A pull belongs to an engine, its means and roughly the number of needs it was computed
over: ten nearest of three hundred are nearer than ten of twelve. The newest needs
stand for all. It is computed when an offer is embedded, and for all when it is out of
date and before a full run.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from matching import mean_sets, store
from matching.models import Engine, Pull
from matching.ranking import OfferTexts, pulls

# Needs that say how much an offer is near to everything, newest first.
PULLED_BY = 300


def sample(need_subject: str, engine: Engine) -> list[np.ndarray]:
    """Vectors of the newest needs."""
    ids = store.newest(need_subject, engine, limit=PULLED_BY)
    return list(store.many_vectors(need_subject, ids, engine).values())


def known(
    subject: str,
    ids: Sequence[int],
    texts: OfferTexts,
    *,
    needs: str,
    engine: Engine,
) -> npt.NDArray[np.float64]:
    """The pull of each of these offers, (ids,); computed for those that have none."""
    recipe = _recipe(engine, _count(needs, engine))
    kept = dict(
        Pull.objects.filter(
            subject=subject, subject_id__in=ids, recipe=recipe
        ).values_list("subject_id", "value")
    )
    values = np.array([kept.get(id_, np.nan) for id_ in ids])
    if np.isnan(values).any():
        values = np.where(np.isnan(values), pulls(sample(needs, engine), texts), values)
    return values


def keep(
    subject: str, ids: Sequence[int], *, needs: Sequence[np.ndarray], engine: Engine
) -> None:
    """Compute and store the pulls of these offers over these needs."""
    texts, _passages = store.offer_texts(subject, ids, engine)
    values = pulls(needs, texts)
    recipe = _recipe(engine, len(needs))
    Pull.objects.bulk_create(
        [
            Pull(subject=subject, subject_id=id_, recipe=recipe, value=float(value))
            for id_, value in zip(ids, values, strict=True)
            if np.isfinite(value)
        ],
        update_conflicts=True,
        unique_fields=["subject", "subject_id"],
        update_fields=["recipe", "value"],
    )


def forget(subject: str, ids: Sequence[int]) -> None:
    Pull.objects.filter(subject=subject, subject_id__in=ids).delete()


def are_stale(subject: str, *, needs: str, engine: Engine) -> bool:
    """Whether other means or many more needs ask for new pulls."""
    return _stale(subject, needs, engine).exists()


def forget_stale(subject: str, *, needs: str, engine: Engine) -> None:
    _stale(subject, needs, engine).delete()


def _stale(subject: str, needs: str, engine: Engine):
    recipe = _recipe(engine, _count(needs, engine))
    return Pull.objects.filter(subject=subject).exclude(recipe=recipe)


def _count(need_subject: str, engine: Engine) -> int:
    return len(store.newest(need_subject, engine, limit=PULLED_BY))


def _recipe(engine: Engine, needs: int) -> str:
    """Another one each time the number of needs has doubled."""
    version = mean_sets.version_of(engine.name)
    return f"{engine.name}/{version}/{needs.bit_length()}"
