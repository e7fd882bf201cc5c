from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0002_stamp_and_objectives"),
    ]

    operations = [
        migrations.CreateModel(
            name="BadgeKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="Its name in did.json", max_length=16, unique=True)),
                ("public", models.JSONField(help_text="The public half, as JWK")),
                ("sealed", models.TextField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("distrusted_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
    ]
