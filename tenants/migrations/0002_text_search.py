from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

DROP = "DROP TEXT SEARCH CONFIGURATION IF EXISTS public.wasl"


class Migration(migrations.Migration):
    """Extensions and the search configuration, in `public`: made by a tenant they would be invisible to the others."""

    dependencies = [("tenants", "0001_schema")]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL("CREATE TEXT SEARCH CONFIGURATION public.wasl (COPY = simple)", DROP),
        migrations.RunSQL(
            "ALTER TEXT SEARCH CONFIGURATION public.wasl"
            " ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple",
            migrations.RunSQL.noop,
        ),
    ]
