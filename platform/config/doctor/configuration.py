"""Settings, keys and the file they come from."""

import os
import stat
from pathlib import Path

from django.conf import settings
from django.http.request import validate_host
from django.utils.translation import gettext as _

from config import environment
from config.doctor.findings import Finding, broken, check, doubtful, well
from config.first_run.environment_file import KEYS
from core import push
from core.version import VERSION
from tenants.models import Domain

READ_BY_OTHERS = stat.S_IRGRP | stat.S_IWGRP | stat.S_IRWXO
PRODUCTION = "config.settings.production"


@check("version", order=11)
def look_at_version() -> Finding:
    """Which one runs."""
    return well(_("This is Wasl %(version)s.") % {"version": VERSION})


@check("settings", order=10)
def look_at_settings() -> Finding:
    """Those of a server, and nothing switched on for developers."""
    if settings.DEBUG:
        return broken(_("DEBUG is on: error pages show data."), _("Set DEBUG=0 and the settings of production."))
    if settings.DEMO:
        return broken(
            _("These are the settings of the demo: its keys are known to everybody."),
            _("Set DJANGO_SETTINGS_MODULE=%(module)s, or WASL_ENV_FILE to the file that first_run wrote.")
            % {"module": PRODUCTION},
        )
    if not settings.SECURE_SSL_REDIRECT and settings.WAGTAILADMIN_BASE_URL.startswith("http://"):
        return doubtful(
            _("Pages are served without TLS."), _("Put a proxy with TLS before it; WASL_BASE_URL with https.")
        )
    return well(_("The settings are those of a server."))


@check("keys", order=10)
def look_at_keys() -> Finding:
    """Present, long, random, and no two the same."""
    values = {name: getattr(settings, name, "") for name in KEYS}
    for name, length in KEYS.items():
        if len(values[name]) < length or len(set(values[name])) < environment.DISTINCT:
            return broken(
                _("%(name)s is too weak.") % {"name": name},
                _("Give it %(number)s or more random characters.") % {"number": length},
            )
    if len(set(values.values())) < len(values):
        return broken(
            _("Two keys are the same: %(names)s.") % {"names": ", ".join(values)},
            _("Give SECRET_KEY a new one; NETWORK_TOKEN_KEY stays as it is."),
        )
    return well(_("The keys are strong and differ."))


@check("push", order=12)
def look_at_push() -> Finding:
    """The key that reminders on devices are signed with."""
    if not push.is_available():
        return doubtful(
            _("Nobody is reminded on a device: VAPID_PRIVATE_KEY is not set."),
            _("Run `manage.py first_run` again: it adds the key to the environment’s file and changes nothing else."),
        )
    try:
        push.public_key()
    except ValueError:
        return broken(_("VAPID_PRIVATE_KEY is no key."), _("Take its line out and run `manage.py first_run` again."))
    return well(_("Who asks for it is reminded on their device."))


@check("allowed_hosts", order=22, asks_database=True)
def look_at_allowed_hosts() -> Finding:
    """ALLOWED_HOSTS lets every tenant's host pass."""
    domains = Domain.objects.order_by("domain").values_list("domain", flat=True)
    refused = [domain for domain in domains if not validate_host(domain, settings.ALLOWED_HOSTS)]
    if refused:
        return broken(
            _("ALLOWED_HOSTS refuses hosts of tenants: %(hosts)s.") % {"hosts": ", ".join(refused)},
            _("Add them there, or leave ALLOWED_HOSTS out: the tenants’ own hosts decide."),
        )
    return well(_("ALLOWED_HOSTS lets every tenant’s host pass."))


@check("environment_file", order=10)
def look_at_file() -> Finding:
    """The file of the environment is its owner's alone."""
    name = os.environ.get(environment.FILE, "")
    if not name:
        return well(_("The environment comes from no file."))
    mode = stat.S_IMODE(Path(name).stat().st_mode)
    if mode & READ_BY_OTHERS:
        return doubtful(
            _("%(path)s, which holds the keys, can be read by others (mode %(mode)s).")
            % {"path": name, "mode": f"{mode:04o}"},
            _("Run `chmod 600 %(path)s`.") % {"path": name},
        )
    return well(_("%(path)s is its owner’s alone.") % {"path": name})
