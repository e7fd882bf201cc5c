from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0001_schema"),
    ]

    operations = [
        migrations.AddField(
            model_name="letterhead",
            name="stamp",
            field=models.BinaryField(blank=True, db_default=b"", default=b"", help_text="A PNG", verbose_name="stamp"),
        ),
        migrations.AddField(
            model_name="certificate",
            name="objectives",
            field=models.JSONField(blank=True, db_default={}, default=dict, help_text="Lines by language"),
        ),
    ]
