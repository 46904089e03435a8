"""The same people for every test: made once in a process, then put back as rows.

Fifty statements and a dozen factories become one statement: a third of the tests want
a world, and each would make it anew.
"""

import copy
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import World

INSERTED = re.compile(r'INSERT INTO "(\w+)"')
_kept: list[tuple[World, str]] = []


def fresh() -> World:
    """A world in the database of this test, and nobody else's objects."""
    if _kept:
        world, rows = _kept[0]
        with connection.cursor() as cursor:
            cursor.execute(rows)
        return copy.deepcopy(world)
    with CaptureQueriesContext(connection) as asked:
        world = World()
    statements = (query["sql"] for query in asked.captured_queries)
    tables = (found[1] for sql in statements if (found := INSERTED.match(sql)))
    rows = ";".join(map(_putting_back, dict.fromkeys(tables)))
    _kept.append((copy.deepcopy(world), rows))
    return world


def forget() -> None:
    """The database is another one now: its numbers begin again."""
    _kept.clear()


def _putting_back(table: str) -> str:
    """All rows of a table that was empty, as a statement; triggers write the history."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT json_agg(row)::text FROM "{table}" AS row')
        [rows] = cursor.fetchone()
        return cursor.mogrify(
            f'INSERT INTO "{table}" SELECT * FROM json_populate_recordset'
            f'(NULL::"{table}", %s)',
            [rows],
        )
