from typing import Any

from django.db import migrations

from core.shared_ids import share_ids


def share(apps: Any, schema_editor: Any) -> None:
    share_ids(apps, schema_editor, "courses", "LessonPage")


class Migration(migrations.Migration):
    beside_old_code = {
        "data": "the release before matches blocks by id and kind; what it writes gets its ids when saved next"
    }

    dependencies = [
        ("courses", "0002_question_objective"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(share, migrations.RunPython.noop)]
