"""An address that its server refuses for good is not written to again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0006_charter")]

    operations = [
        migrations.AddField(model_name="subscription", name="refused_at", field=models.DateTimeField(null=True)),
    ]
