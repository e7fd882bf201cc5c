"""The one table of the bare site."""

import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("wagtailcore", "0001_squashed_0016_change_page_url_path_to_text_field")]
    operations = [
        migrations.CreateModel(
            name="BarePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True,
                        primary_key=True, serialize=False, to="wagtailcore.page",
                    ),
                ),
                ("body", wagtail.fields.StreamField([], blank=True)),
            ],
            bases=("wagtailcore.page",),
        )
    ]  # fmt: skip
