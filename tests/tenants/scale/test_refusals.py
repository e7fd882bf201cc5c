"""On plain PostgreSQL `scale` says what is missing and changes nothing."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tenants.models import BackupRun, Tenant
from tenants.scale import comparing, planning
from tenants.scale.cluster import Cluster, Node, read_cluster
from tenants.scale.comparing import DifferenceError, behind, refuse_difference, state_of
from tenants.scale.refusing import ScaleError, lacking, refuse_unready, refuse_what_enabling_lacks

HERE, EAST, WEST = (
    Node(number, number - 1, f"n{number}.internal", 5432, is_active=True, takes_tenants=True) for number in (1, 2, 3)
)
READY = Cluster(is_offered=True, is_loaded=True, version="13.2-1", has_reference=True, nodes=(HERE, EAST, WEST),
                places={"own_ngo": 1, "a": 2, "b": 1})  # fmt: skip


@pytest.fixture
def named_nodes(settings):
    settings.CLUSTER_COORDINATOR, settings.CLUSTER_NODES = HERE.name, [EAST.name, WEST.name]


@pytest.mark.django_db
def test_status_of_one_machine_says_so_and_what_is_missing(capsys):
    call_command("scale", "status")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "one machine · no cluster"
    assert all(line.startswith("missing · ") for line in lines[1:])
    assert any("CLUSTER_COORDINATOR and CLUSTER_NODES are not set" in line for line in lines) or "Citus" in lines[1]


@pytest.mark.django_db
@pytest.mark.parametrize("dry", [[], ["--dry-run"]], ids=["in earnest", "dry"])
@pytest.mark.parametrize(
    "words",
    [
        ["enable"],
        ["distribute", "own_ngo"],
        ["move", "own_ngo", EAST.name],
        ["back", "own_ngo"],
        ["drain", EAST.name],
        ["distribute", "--all"],
    ],
    ids=" ".join,
)
def test_nothing_is_done_without_a_cluster(words, dry):
    before = read_cluster()
    with pytest.raises(CommandError) as refused:
        call_command("scale", *words, *dry)
    assert "enable" in words or str(refused.value).startswith("There is no cluster: `scale enable` makes one.")
    assert read_cluster() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        ["distribute"],
        ["distribute", "own_ngo", "--all"],
        ["move", "own_ngo"],
        ["move", "--all"],
        ["status", "x"],
        ["drain"],
    ],
    ids=" ".join,
)
def test_words_that_do_not_go_together(words):
    with pytest.raises(CommandError, match=r"--all goes with|scale status"):
        call_command("scale", *words)


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (Cluster(is_offered=False), "offers no Citus"),
        (Cluster(is_offered=True), "shared_preload_libraries"),
        (Cluster(is_offered=True, is_loaded=True, is_forbidden=True), "enable_schema_based_sharding is on"),
        (Cluster(is_offered=True, is_loaded=True), ""),
    ],
)
def test_what_a_server_lacks(named_nodes, found, says):
    assert says in " ".join(lacking(found))
    assert bool(lacking(found)) == bool(says)


@pytest.mark.parametrize("nodes", [["no-port"], ["a:b"], [":5432"], []])
def test_nodes_that_are_no_addresses(settings, nodes):
    settings.CLUSTER_COORDINATOR, settings.CLUSTER_NODES = HERE.name, nodes
    assert "host:port" in " ".join(lacking(Cluster(is_offered=True, is_loaded=True)))


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "is_fresh"), [(None, False), (25, False), (1, True)])
def test_no_cluster_without_a_fresh_backup(named_nodes, hours, is_fresh):
    from tenants.keeping.runs import last_runs

    if hours is not None:
        run = BackupRun.objects.create(kind=BackupRun.Kind.BACKUP, good=True)
        BackupRun.objects.filter(pk=run.pk).update(at=timezone.now() - timezone.timedelta(hours=hours))
    found = Cluster(is_offered=True, is_loaded=True)
    if is_fresh:
        refuse_what_enabling_lacks(found, last_runs())
        return
    with pytest.raises(ScaleError, match="No backup of the platform"):
        refuse_what_enabling_lacks(found, last_runs())


@pytest.mark.django_db
@pytest.mark.parametrize(("schema", "says"), [("hub", "The hub stays"), ("nobody", "There is no tenant")])
def test_who_is_not_moved(schema, says):
    with pytest.raises(ScaleError, match=says):
        refuse_unready(READY, schema)


@pytest.mark.django_db
def test_a_tenant_that_is_not_whole_is_not_moved():
    Tenant.objects.filter(schema_name="own_ngo").update(state=Tenant.State.UNFINISHED)
    with pytest.raises(ScaleError, match="not whole"):
        refuse_unready(READY, "own_ngo")
    assert refuse_unready(READY, "own_ngo", unfinished=True).schema_name == "own_ngo"


def test_who_lives_where():
    assert [READY.node_of(schema) for schema in ("own_ngo", "a", "other_ngo")] == [EAST, WEST, None]


def test_whoever_is_drained_goes_to_the_emptiest_node():
    far = Node(4, 3, "n4.internal", 5432, is_active=True, takes_tenants=True)
    wide = Cluster(is_offered=True, nodes=(HERE, EAST, WEST, far), places={"a": 1, "b": 1, "c": 1, "d": 2})
    assert planning.plan_draining(wide, EAST) == [("a", far), ("b", WEST), ("c", far)]


def test_the_only_node_cannot_be_drained():
    with pytest.raises(ScaleError, match="no other node"):
        planning.plan_draining(Cluster(is_offered=True, nodes=(HERE, EAST), places={"a": 1}), EAST)


@pytest.mark.parametrize("name", [HERE.name, "elsewhere:1"])
def test_only_a_node_is_a_node(name):
    with pytest.raises(ScaleError, match="There is no node"):
        planning.node_named(READY, name)


# That a tenant is the same


def test_every_row_is_compared(own_ngo, make_user):
    before = state_of(own_ngo, figures=False)
    user = make_user(own_ngo, username="salma")
    one_more = state_of(own_ngo, figures=False)
    assert one_more.rows["accounts_user"][0] == before.rows["accounts_user"][0] + 1
    user.first_name = "Salma"
    user.save()
    with pytest.raises(DifferenceError, match=r"^accounts_user$"):
        refuse_difference(one_more, state_of(own_ngo, figures=False))


def test_a_number_that_goes_back_is_seen(own_ngo, make_user):
    make_user(own_ngo, username="salma")
    before = state_of(own_ngo, figures=False)
    [name] = [name for name in before.sequences if "accounts_user_id" in name]
    comparing.rows(f"SELECT setval('{name}', 1)")
    with pytest.raises(DifferenceError, match="accounts_user_id"):
        refuse_difference(before, state_of(own_ngo, figures=False))
    assert name in behind("own_ngo")


def test_figures_that_differ_are_seen():
    same = comparing.State({}, {}, ({"HC": 34},))
    with pytest.raises(DifferenceError, match="figures"):
        refuse_difference(same, comparing.State({}, {}, ({"HC": 35},)))


@pytest.mark.django_db
@pytest.mark.parametrize("schema", ["template", "own_ngo", "other_ngo", "hub"])
def test_numbers_stand_behind_no_row_after_a_clone(schema):
    assert behind(schema) == []
