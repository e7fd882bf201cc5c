"""The first of the two steps in which three columns of lists go: out of the models, not yet out of the database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_lists_as_they_come"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("peoplelist", "headers"),
                migrations.RemoveField("peoplelist", "mapping"),
                migrations.RemoveField("peoplelist", "table"),
            ],
        ),
    ]
