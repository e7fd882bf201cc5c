"""Brings the database up to date: public schema, template, each tenant, and the hub where it is missing."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tenants import maintenance, provisioning
from tenants.migrating import describe, jobs_for, migrate_tenants
from tenants.models import Tenant
from tenants.upgrade import pages_go_on, refuse_older_series, stale_schemas

UNNAMED = {"fr": "Wasl", "ar": "وصل", "en": "Wasl"}  # a hub's names until it is given one

OPEN = (
    "The pages of the version before would be wrong now, so none is shown: restart web and worker with the new "
    "version, then run `manage.py maintenance off`."
)


class SetUpError(Exception):
    """What could not be brought up to date, in one line."""


@dataclass(frozen=True)
class SetUp:
    """`say` is given a line after each step, `warn` what one tenant stumbled over; `names` and `host` are those of a
    hub that has to be made; `jobs`: how many tenants at once, 0 for one on each core."""

    say: Callable[[str], object]
    warn: Callable[[str], object]
    names: dict[str, str] = field(default_factory=UNNAMED.copy)
    host: str = provisioning.default_host(provisioning.HUB_SCHEMA)
    jobs: int = 0

    def run(self) -> None:
        """Do what is due; two at once wait for each other. Raises SetUpError."""
        with provisioning.one_set_up():
            try:
                refuse_older_series()
            except provisioning.ProvisioningError as error:
                raise SetUpError(str(error)) from error
            self._run()

    def _run(self) -> None:
        stale = stale_schemas()
        if "public" in stale:
            self._close_all_if_needed()
            self._step("shared tables", provisioning.migrate_shared)
        if provisioning.TEMPLATE_SCHEMA in stale:
            self._step("template of a tenant", provisioning.build_template)
        failed = self._migrate([name for name in stale if name not in ("public", provisioning.TEMPLATE_SCHEMA)])
        if not Tenant.objects.filter(kind=Tenant.Kind.HUB).exists():
            self._step("hub", self._create_hub)
        if failed:
            raise SetUpError(
                f"Not upgraded: {', '.join(sorted(failed))}. What stands above says why; all the others are. Mend the"
                " cause and run this again."
            )

    def _migrate(self, schemas: list[str]) -> list[str]:
        """Those that failed; the others are up to date."""
        if not schemas:
            return []
        closed = set(schemas) - pages_go_on(schemas)
        self._close(closed)
        started, failed, jobs = time.monotonic(), [], jobs_for(len(schemas), self.jobs)
        if self.jobs > jobs and jobs < len(schemas):
            self.warn(f"Only {jobs} at once: the database has no more connections left.")
        for number, done in enumerate(migrate_tenants(schemas, jobs=jobs), 1):
            said, place = f"{done.seconds:.1f} s", f" · {number}/{len(schemas)}" if len(schemas) > 1 else ""
            if done.error:
                failed.append(done.schema)
                self.warn(f"  tenant {done.schema} · failed after {said}{place} · {done.error}")
            else:
                self.say(f"  tenant {done.schema} · {said}{place}")
        if len(schemas) > 1:
            whole = time.monotonic() - started
            self.say(f"{len(schemas) - len(failed)} tenants upgraded in {whole:.1f} s, {jobs} at once.")
        if closed:
            self.say(OPEN)
        return failed

    def _close_all_if_needed(self) -> None:
        if maintenance.is_known() and not pages_go_on(["public"]):
            self._close({maintenance.EVERYWHERE})
            self.say(OPEN)

    def _close(self, schemas: set[str]) -> None:
        """Show no page of these any more, and wait until every process knows."""
        if schemas:
            maintenance.pause_for_upgrade(sorted(schemas), reading=False)
            time.sleep(maintenance.SEEN_WITHIN + 1)

    def _create_hub(self) -> None:
        provisioning.create_tenant(
            provisioning.HUB_SCHEMA, name=self.names, host=self.host, kind=Tenant.Kind.HUB, country="FR"
        )

    def _step(self, name: str, action: Callable[[], object]) -> None:
        started = time.monotonic()
        try:
            action()
        except Exception as error:  # without it no tenant can be upgraded
            raise SetUpError(f"{name} · failed · {describe(error)}") from error
        self.say(f"  {name} · {time.monotonic() - started:.1f} s")
