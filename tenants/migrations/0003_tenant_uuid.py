import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    """The database itself gives each tenant that is there one of its own."""

    dependencies = [("tenants", "0002_text_search")]

    operations = [
        migrations.AddField(
            "tenant",
            "uuid",
            models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False),
        ),
    ]
