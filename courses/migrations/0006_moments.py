from django.db import migrations, models

KINDS = [
    ("practice", "Practice"), ("pre", "Pre-test"), ("post", "Post-test"), ("final", "Final test"),
    ("refresher", "Refresher, six months after"), ("simulation", "Case simulation"), ("bank", "Question bank"),
]  # fmt: skip


class Migration(migrations.Migration):
    """A kind of its own for the refresher; the minutes of a course as they were when somebody completed it."""

    dependencies = [("courses", "0005_writing")]

    operations = [
        migrations.AddField("enrolment", "minutes", models.PositiveSmallIntegerField(null=True)),
        migrations.AlterField(
            "exercise", "kind",
            models.CharField(choices=KINDS, default="practice", max_length=10, verbose_name="kind"),
        ),
    ]  # fmt: skip
