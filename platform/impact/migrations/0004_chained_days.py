import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("impact", "0003_disability"),
    ]

    operations = [
        migrations.AddField(
            model_name="presenceday",
            name="changes_on",
            field=models.DateField(db_default=datetime.date(9999, 12, 31), default=datetime.date(9999, 12, 31)),
        ),
        migrations.AddField(
            model_name="presenceday",
            name="ends_month",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="presenceday",
            name="ends_month_trained",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="presenceday",
            name="next_day",
            field=models.DateField(db_default=datetime.date(9999, 12, 31), default=datetime.date(9999, 12, 31)),
        ),
        migrations.AddField(
            model_name="presenceday",
            name="next_in_region",
            field=models.DateField(db_default=datetime.date(9999, 12, 31), default=datetime.date(9999, 12, 31)),
        ),
        migrations.AddField(
            model_name="presenceday",
            name="next_trained",
            field=models.DateField(db_default=datetime.date(9999, 12, 31), default=datetime.date(9999, 12, 31)),
        ),
        migrations.AddField(
            model_name="presenceday",
            name="next_trained_in_region",
            field=models.DateField(db_default=datetime.date(9999, 12, 31), default=datetime.date(9999, 12, 31)),
        ),
    ]
