import datetime

from django.db import migrations, models

from core.concurrently import AddIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("impact", "0004_chained_days"),
    ]

    operations = [
        AddIndex(
            model_name="presenceday",
            index=models.Index(
                condition=models.Q(("changes_on", datetime.date(9999, 12, 31)), _negated=True),
                fields=["day"],
                name="presenceday_changed",
            ),
        ),
    ]
