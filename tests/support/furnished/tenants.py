"""The tenants: two NGOs and the hub with every role, and what the network sees of each."""

from dataclasses import dataclass, field

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from accounts.models import FunderProject, User
from accounts.roles import ROLES_OF, give_role
from accounts.staff.actions import invite_staff
from accounts.staff.invitations import link_of
from certificates.actions import change_letterhead
from certificates.page_logo import page_logo
from console.models import TenantOrder
from core.storage import BareFile, tenant_storage
from courses.models import CoursePage, ModulePage
from impact.api.tokens import make_token
from impact.publishing import open_period
from network.library.offers import adopt, offer_module, opened, publish_module
from network.models import Partner, Project
from pages.models import SpaceCopy
from people.disability import ask
from tenants.models import Tenant
from tests.support.certificates import a_logo
from tests.support.clients import TenantClient
from tests.support.furnished import figures, learning, logframes, people, training, website
from tests.support.periods import publish
from tools.routes import NOBODY, PARTICIPANT

PRIVATE = "secret"


@dataclass
class Furnished:
    """A tenant's accounts by role, and the values of addresses: what is theirs whom it may be (`own`), the same of
    somebody else in the same tenant (`others`), and of one role alone (`of_role`)."""

    tenant: Tenant
    mark: str
    users: dict[str, User] = field(default_factory=dict)
    own: dict[str, object] = field(default_factory=dict)
    others: dict[str, object] = field(default_factory=dict)
    of_role: dict[str, dict[str, object]] = field(default_factory=dict)

    @property
    def private(self) -> str:
        """Stands in the mark's place where nobody may read but staff, the person, and those who take part with them."""
        return self.mark + PRIVATE

    @property
    def roles(self) -> list[str]:
        """Nobody, a participant, and every role there is."""
        return [NOBODY, *self.users]

    def ids(self, role: str, *, foreign: bool = False) -> dict[str, object]:
        """The values of addresses for a role; `foreign`: of what is somebody else's where there is such a thing."""
        return self.own | (self.others if foreign else self.of_role.get(role, {}))

    def client(self, role: str) -> TenantClient:
        """Signed in as a role, which may be nobody."""
        client = TenantClient(self.tenant, raise_request_exception=False)
        if role != NOBODY:
            client.force_login(self.users[role])
        return client


def _staff(found: Furnished) -> None:
    for role in ROLES_OF[found.tenant.kind]:
        user = User.objects.create_user(username=role, password="x", first_name=f"{found.private} {role}")
        give_role(user, role)
        found.users[role.value] = user
    invitation = invite_staff(email=f"{found.private}@example.org".lower(), roles=[ROLES_OF[found.tenant.kind][0]])
    found.own |= {
        "staff/accept token": link_of(invitation).rstrip("/").rpartition("/")[2], "staff/invitations pk": invitation.pk,
        "fr/staff pk": found.users[ROLES_OF[found.tenant.kind][1]].pk, "staff/<int:pk>/help name": "sessions",
        r"^admin/(?:users|groups)/": "/admin/users/",
        r"^admin/bulk/(?:accounts/user|auth/group)/": "/admin/bulk/accounts/user/delete/",
    }  # fmt: skip


def _second_factors(found: Furnished) -> None:
    for user in found.users.values():
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(user)


def furnish_ngo(tenant: Tenant, mark: str) -> Furnished:
    """The active NGO with something of everything."""
    found = Furnished(tenant, mark)
    secret = found.private
    member, stranger = people.a_member(PARTICIPANT, secret, 1), people.a_member("voisine", secret, 2)
    found.users[PARTICIPANT] = member.user
    _staff(found)
    actor, trainer = found.users["coordinator"], found.users["trainer"]
    ask(asked=True, actor=actor)
    colleague = User.objects.create_user(username="collegue", first_name=secret)
    course, other = learning.a_course("un", mark), learning.a_course("deux", mark)
    figures.some_records(tenant, secret)
    found.own |= people.records(secret, actor) | people.of_member(member) | learning.learning(course, member.person)
    found.own |= training.a_session_of(member, trainer, secret, learning.a_document(mark), figures.PROJECT)
    found.own |= learning.editing(course, mark) | figures.figures(secret, actor, found.users["funder"])
    found.others |= people.of_member(stranger) | learning.learning(other, stranger.person)
    found.others |= training.a_session_of(stranger, colleague, secret, learning.a_document(mark))
    found.others |= {"project": "ANOTHER", "views pk": figures.a_view(colleague, secret).pk}
    for role in ("coordinator", "administrator"):
        found.of_role[role] = {"views pk": figures.a_view(found.users[role], secret).pk}
    found.own["views pk"] = found.others["views pk"]
    found.own |= learning.practising(other)
    found.own |= website.a_newsletter(mark, secret) | website.a_charter(mark, secret)
    found.own |= {"logo": its_logo(), "accent": "123a3c", "leaving pk": a_copy(actor, secret).pk}
    _second_factors(found)
    return found


def its_logo() -> str:
    """A logo on the pages of the active tenant: what names it in its address."""
    change_letterhead(texts={}, logo=a_logo(), actor=None)
    shown = page_logo()
    assert shown
    return shown.digest


def a_copy(actor: User, mark: str) -> SpaceCopy:
    """A copy of everything that somebody asked for."""
    file = tenant_storage.save("copies/copy.zip", BareFile(mark.encode(), "copy.zip"))
    return SpaceCopy.objects.create(asked_by=actor, file=file, done_at=timezone.now())


def furnish_hub(tenant: Tenant, mark: str) -> Furnished:
    """The active hub with its staff and a course."""
    found = Furnished(tenant, mark)
    member, stranger = people.a_member(PARTICIPANT, found.private, 1), people.a_member("voisine", found.private, 2)
    found.users[PARTICIPANT] = member.user
    _staff(found)
    ask(asked=True, actor=found.users["network_coordinator"])
    course, other = learning.a_course("un", mark), learning.a_course("deux", mark)
    found.own |= people.records(found.private, found.users["network_coordinator"]) | people.of_member(member)
    found.own |= learning.learning(course, member.person) | learning.editing(course, mark) | {"logo": its_logo()}
    found.own |= learning.practising(other)
    found.own |= website.a_newsletter(mark, found.private) | website.a_charter(mark, found.private)
    _programs(found)
    found.others |= people.of_member(stranger) | learning.learning(other, stranger.person)
    _second_factors(found)
    return found


def _programs(hub: Furnished) -> None:
    """A token of each who reads projects, and of somebody else."""
    colleague = User.objects.create_user(username="collegue", first_name=hub.private)
    for role in ("network_coordinator", "platform_administrator", "funder"):
        token, secret = make_token(name=f"{hub.mark} {role}", scopes=["figures"], actor=hub.users[role])
        hub.of_role[role] = {"network/projects/programs pk": token.pk, "secret": secret}
    strange, _secret = make_token(name=hub.mark, scopes=["figures"], actor=colleague)
    hub.own |= hub.of_role["network_coordinator"]
    hub.others |= {"network/projects/programs pk": strange.pk}


def an_order() -> TenantOrder:
    """An NGO that was asked for in the console, and made."""
    return TenantOrder.objects.create(
        schema_name="made", host="made.example.org", name_fr="Faite", languages=["fr"], country="MA",
        state=TenantOrder.State.DONE,
    )  # fmt: skip


def a_project(code: str, mark: str, partner: Tenant) -> dict[str, object]:
    """A project of the network with a partner, and what its addresses name."""
    project = Project.objects.create(
        code=code, title_fr=f"{mark} projet", starts=figures.START, ends=figures.END.replace(year=2098)
    )
    row = Partner.objects.create(project=project, tenant=partner.uuid, name=partner.name_fr, joined=figures.START)
    return {"network/projects pk": project.pk, "part": "partner", "row": row.pk} | logframes.written(project)


def link_network(hub: Furnished, *ngos: Furnished) -> None:
    """A module of the hub in the library, adopted by each NGO; one of each offered; the network's year published."""
    with hub.tenant:
        offer = publish_module(module=ModulePage.objects.first(), note=f"{hub.mark} note")
        published = publish(open_period(start=figures.START, end=figures.END), by=f"{hub.mark} publie")
    with opened(offer) as bundle:
        file = next(iter(bundle.media))
    for ngo in ngos:
        with ngo.tenant:
            own = offer_module(module=ModulePage.objects.order_by("pk").first(), note=f"{ngo.mark} note")
            ngo.own |= logframes.typed(ngo.tenant, ngo.users["coordinator"])
            adopted = adopt(offer=offer, choose=CoursePage.objects.first, actor=ngo.users["coordinator"])
        ngo.own |= {
            "library/modules uuid": offer.uuid, "library/modules name": file, "library/mine uuid": own.uuid,
            "library/update pk": adopted.module_id,
        }  # fmt: skip
    with opened(own) as bundle:
        file = next(iter(bundle.media))
    for code, place in ((figures.PROJECT, hub.own), ("ANOTHER", hub.others)):
        place |= a_project(code, hub.mark, ngo.tenant)
    with hub.tenant:
        FunderProject.objects.create(user=hub.users["funder"], project=figures.PROJECT)
        order = an_order()
    hub.own |= {
        "api/v1/logframes code": figures.PROJECT,
        "kept uuid": offer.uuid, "offered uuid": own.uuid, "offered name": file, "digest": published.digest,
        "schema": ngo.tenant.schema_name, "network/periods pk": ngo.own["published pk"], "reports file_format": "csv",
        "network year": figures.START.year, "console/orders pk": order.pk, "console/ngos part": "description",
        "hosts pk": ngo.tenant.domains.get().pk, "does": "first", "accent": "123a3c",
    }  # fmt: skip
