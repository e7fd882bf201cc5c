"""Roles are named by identifiers: `network coordinator` becomes `network_coordinator`. Who has one keeps it."""

from django.db import migrations

RENAMED = {"network coordinator": "network_coordinator", "platform administrator": "platform_administrator"}


def rename(apps, names):
    Group = apps.get_model("auth", "Group")
    for former, name in names.items():
        old = Group.objects.filter(name=former).first()
        if old is None:
            continue
        new = Group.objects.filter(name=name).first()
        if new is None:
            Group.objects.filter(pk=old.pk).update(name=name)
        else:  # a group of the new name was made already: its members come together
            new.user_set.add(*old.user_set.all())
            old.delete()


def to_identifiers(apps, schema_editor):
    rename(apps, RENAMED)


def to_words(apps, schema_editor):
    rename(apps, {name: former for former, name in RENAMED.items()})


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_schema"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(to_identifiers, to_words)]
    beside_old_code = {"data": "two roles of the hub’s staff alone, who have no rights until the new code runs"}
