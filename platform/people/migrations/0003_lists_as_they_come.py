"""A draft keeps the whole list and what was chosen for it; the NGO's answers about words stand in a table of their own.

The columns `headers`, `mapping` and `table` leave the models here and the database in a later release.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_name_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=20)),
                ("word", models.CharField(max_length=200)),
                ("answer", models.CharField(blank=True, max_length=22)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("about", "word"), name="list_answer_once")],
            },
        ),
        migrations.AddField("peoplelist", "book", models.JSONField(db_default={}, default=dict)),
        migrations.AddField("peoplelist", "choices", models.JSONField(db_default={}, default=dict)),
        migrations.AddField("peoplelist", "onto", models.UUIDField(null=True)),
        migrations.AlterField("peoplelist", "headers", models.JSONField(db_default=[], default=list)),
        migrations.AlterField("peoplelist", "mapping", models.JSONField(db_default={}, default=dict)),
        migrations.AlterField("peoplelist", "table", models.JSONField(db_default=[], default=list)),
    ]
