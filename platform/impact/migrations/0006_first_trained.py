import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("impact", "0005_changed_days"),
    ]

    operations = [
        migrations.AddField(
            model_name="presenceday",
            name="first_trained",
            field=models.DateField(db_default=datetime.date(9999, 12, 31), default=datetime.date(9999, 12, 31)),
        ),
        migrations.AddField(
            model_name="testpair",
            name="person",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
    ]
