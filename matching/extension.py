"""The `vector` extension, and what to tell an operator who may not create it."""

from django.db import ProgrammingError
from pgvector.django import VectorExtension


class Vector(VectorExtension):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        except ProgrammingError as error:
            name = schema_editor.connection.settings_dict["NAME"]
            raise SystemExit(
                "PostgreSQL needs the extension “vector” (pgvector), and this user may "
                "not create it. As a superuser, run once:\n"
                f'  psql -d {name} -c "CREATE EXTENSION vector"\n'
                "then migrate again."
            ) from error
