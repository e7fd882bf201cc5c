"""An index made beside those who read and write, as a migration may be stopped and run again."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently


class AddIndex(AddIndexConcurrently):
    """As Django's; one that an earlier run left half made is made anew. Alone in a migration with `atomic = False`."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if self.allow_migrate_model(
            schema_editor.connection.alias, to_state.apps.get_model(app_label, self.model_name)
        ):
            name = schema_editor.quote_name(self.index.name)
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}", params=None)
        super().database_forwards(app_label, schema_editor, from_state, to_state)
