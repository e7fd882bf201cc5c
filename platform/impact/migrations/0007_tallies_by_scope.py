from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("impact", "0006_first_trained"),
    ]

    # One after the other: the old code finds one or the other by its columns, which are the same.
    operations = [
        migrations.AddConstraint(
            model_name="periodtally",
            constraint=models.UniqueConstraint(
                fields=("span", "scope", "axis", "value", "start"), name="periodtally_cell"
            ),
        ),
        migrations.RemoveConstraint(
            model_name="periodtally",
            name="periodtally_once",
        ),
    ]

    beside_old_code = {
        "locks": "A third of a second at 150,000 tallies; whoever counts meanwhile waits.",
        "tightens": "The same columns as before in another order: nothing is refused that was not.",
    }
