"""A solution as readers will see it, before it is listed. Nothing is saved."""

from core.typed import Values
from solutions import writing
from solutions.models import Solution
from solutions.writing import LISTS, REFERENCES


def proof(solution: Solution, values: Values) -> Solution:
    """The row with other values in it, in memory alone."""
    rows = writing.references(solution, values[REFERENCES])
    writing.fill(solution, values)
    # Where `prefetch_related` leaves its rows: templates ask for `.all` as ever.
    solution._prefetched_objects_cache = {
        name: list(model._default_manager.filter(code__in=values[name]))
        for name, model in LISTS.items()
    } | {"references": rows}
    return solution
