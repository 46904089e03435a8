"""Operations that share one look at the models."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, CreateModel, DeleteModel
from django.db.migrations.state import ProjectState
from django.db.models import CASCADE, BigAutoField, ForeignKey, IntegerField

from core.migrating import AtOnce
from tests import source

# More than these, and Django spends its time building models.
MOST = 12


def table(name, **fields):
    return CreateModel(name, [("id", BigAutoField(primary_key=True)), *fields.items()])


TABLES = AtOnce(
    [
        table("Street", lamps=IntegerField()),
        table("House", street=ForeignKey("core.Street", CASCADE)),
    ]
)
FIELDS = AtOnce(
    [
        AddField("street", "first", ForeignKey("core.House", CASCADE, null=True)),
        AddField("house", "number", IntegerField(default=1)),
    ]
)


def columns() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        look = connection.introspection
        found = set(look.table_names(cursor)) & {"core_street", "core_house"}
        return {
            name: {row.name for row in look.get_table_description(cursor, name)}
            for name in found
        }


def test_there_and_back(db):
    states = [ProjectState()]
    for group in (TABLES, FIELDS):
        states.append(states[-1].clone())
        group.state_forwards("core", states[-1])
        with connection.schema_editor() as editor:
            group.database_forwards("core", editor, *states[-2:])

    assert columns() == {
        "core_street": {"id", "lamps", "first_id"},
        "core_house": {"id", "street_id", "number"},
    }
    with connection.schema_editor() as editor:
        FIELDS.database_backwards("core", editor, states[2], states[1])
    assert columns()["core_house"] == {"id", "street_id"}
    with connection.schema_editor() as editor:
        TABLES.database_backwards("core", editor, states[1], states[0])
    assert columns() == {}


def test_a_group_goes_back_if_each_step_does():
    assert TABLES.reversible
    step = DeleteModel("Street")
    step.reversible = False
    assert not AtOnce([*FIELDS.operations, step]).reversible


@pytest.mark.parametrize("app", source.apps_of_ours())
def test_long_migrations_are_grouped(app):
    loader = MigrationLoader(None)
    long = [
        str(migration)
        for (label, _name), migration in loader.disk_migrations.items()
        if label == app and len(migration.operations) > MOST
    ]

    assert not long, f"wrap their operations in AtOnce: {long}"
