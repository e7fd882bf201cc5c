"""Every command of an operator's manuals is one that there is, takes what is written there, and is run somewhere."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parents[2]
MANUALS = [ROOT / "docs" / f"{name}.md" for name in ("operators", "upgrading", "troubles")]
FOR_CONTRIBUTORS = "## What a migration may do"  # where upgrading.md turns to them
TEXT = "".join(manual.read_text(encoding="utf-8").partition(FOR_CONTRIBUTORS)[0] for manual in MANUALS)
# By command: the test or kept script that runs it.
RUN = {
    "backup_key": "tests/tenants/test_platform_archive.py",
    "backup_platform": "tests/tenants/test_platform_archive.py",
    "backup_tenant": "tests/tenants/test_archive.py",
    "clear_expired": "tests/config/test_clear_expired.py",
    "collectstatic": "deploy/static.sh",
    "count": "tests/config/test_from_nothing.py",
    "create_tenant": "tests/tenants/test_commands.py",
    "db": "tools/drills.py",
    "doctor": "tests/config/doctor/test_command.py",
    "drop_tenant": "tests/tenants/test_commands.py",
    "export_tenant": "tests/config/test_tenant_export.py",
    "first_run": "tests/config/test_from_nothing.py",
    "import_records": "tests/sessions/records/test_command.py",
    "invite_staff": "tests/accounts/staff/test_inviting.py",
    "keep": "tests/tenants/test_keeping.py",
    "list_tenants": "tests/tenants/test_commands.py",
    "maintenance": "tests/config/test_pausing.py",
    "messages": "tests/tenants/test_commands.py",
    "new_badge_key": "tests/certificates/badges/test_keys.py",
    "publish_period": "tests/impact/test_periods.py",
    "recount": "tests/impact/test_aggregates.py",
    "restore_platform": "tests/tenants/test_platform_archive.py",
    "restore_tenant": "tests/tenants/test_archive.py",
    "roll_up": "tests/network/test_roll_up_command.py",
    "rotate_keys": "tests/config/test_new_keys.py",
    "set_host": "tests/tenants/test_hosts.py",
    "set_state": "tests/tenants/test_lifecycle.py",
    "setup_database": "tests/tenants/test_upgrade.py",
    "strip_metadata": "tests/courses/test_stripping.py",
    "verify_snapshots": "tests/impact/test_periods.py",
    "watch": "tests/config/test_watch.py",
    "worker": "tests/config/test_real_server.py",
}
# Programs that are none of Django's.
SCRIPTS = {
    "deploy/debian.sh": "tools/try_debian_inside.sh",
    "tools/try_debian.sh": "docs/operators.md",  # itself a script that is kept
    "tools/messages.py": "deploy/debian.sh",
    "tools.drills": "docs/operators.md",
    "tests.upgrading.making": "docs/releasing.md",
    "deploy/gunicorn.conf.py": "tests/support/real_server.py",
    "deploy/compose.yaml": "tests/deploy/test_files.py",
}
BEFORE = re.compile(r"(?:manage\.py|\bwasl) ([a-z]+(?:_[a-z]+)*)")


def named() -> set[str]:
    """Commands that the manuals tell somebody to run, with `manage.py`, with `wasl`, or alone in their own letters."""
    alone = {code.split()[0] for code in re.findall(r"`([^`\n]+)`", TEXT)} & set(get_commands())
    return set(BEFORE.findall(TEXT)) | alone


def lines() -> list[str]:
    """The lines of boxes that run one, without comments, with those that go on joined."""
    boxes = [box[1:] for box in re.split(r"^```", TEXT, flags=re.MULTILINE)[1::2] if box.startswith("\n")]
    joined = [re.sub(r"\\\n\s*", " ", box) for box in boxes]
    return [line for box in joined for line in box.splitlines() if "manage.py" in line or line.startswith("wasl ")]


def test_every_command_is_run_somewhere():
    assert named() == set(RUN)


@pytest.mark.parametrize(("command", "place"), {**RUN, **SCRIPTS}.items(), ids=[*RUN, *SCRIPTS])
def test_where_it_is_run_it_is_named(command, place):
    text = (ROOT / place).read_text(encoding="utf-8")
    assert command.split("/")[-1] in text


@pytest.mark.parametrize("line", lines())
def test_what_is_written_after_it_is_what_it_takes(line):
    written = re.split(r" #| > | && ", line)[0].replace("[", "").replace("]", "").rstrip("& ")
    words = shlex.split(written)
    begin = words.index("manage.py") if "manage.py" in words else 0
    name, arguments = words[begin + 1], words[begin + 2 :]
    command = load_command_class(get_commands()[name], name)
    command.create_parser("manage.py", name).parse_args(arguments)  # ends the process where it takes them not
