"""Hosts looked at from outside: where the name leads, what certificate is shown. Against real sockets and real TLS."""

import datetime
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from console import probing
from console.tasks import look_at_host

NOW = datetime.datetime.now(datetime.UTC)
HOST = "localhost"
PEM = serialization.Encoding.PEM


def a_name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def signed(name, key, issuer, issuer_key, days, *, is_authority=False):
    made = (
        x509.CertificateBuilder().subject_name(a_name(name)).issuer_name(a_name(issuer)).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(NOW - datetime.timedelta(days=100))
        .not_valid_after(NOW + datetime.timedelta(days=days))
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    )  # fmt: skip
    return made.sign(issuer_key, hashes.SHA256())


def answer_in_tls(listener, context):
    while True:
        try:
            connected, _address = listener.accept()
            with context.wrap_socket(connected, server_side=True):
                pass
        except ssl.SSLError:
            continue
        except OSError:
            return


@pytest.fixture
def serve(tmp_path):
    """A server of TLS: `serve(name, days)` gives its port and who trusts it."""
    listeners = []

    def start(name, days):
        authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        root = signed("authority", authority, "authority", authority, 400, is_authority=True)
        leaf = signed(name, key, "authority", authority, days)
        chain = tmp_path / "chain.pem"
        secret = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        chain.write_bytes(secret + leaf.public_bytes(PEM))
        serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        serving.load_cert_chain(chain)
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        threading.Thread(target=answer_in_tls, args=(listener, serving), daemon=True).start()
        trusting = ssl.create_default_context(cadata=root.public_bytes(PEM).decode())
        trusting.verify_flags &= ~ssl.VERIFY_X509_STRICT
        return listener.getsockname()[1], trusting

    yield start
    for listener in listeners:
        listener.close()


@pytest.mark.parametrize(
    ("name", "days", "state"),
    [(HOST, 90, "good"), (HOST, 13, "soon_over"), (HOST, -1, "over"), ("other.example.org", 90, "other_name")],
)
def test_certificates(serve, name, days, state):
    port, trusting = serve(name, days)
    shown = probing.certificate_of(HOST, port=port, context=trusting)
    until = (NOW + datetime.timedelta(days=days)).date() if days > 0 and name == HOST else None
    assert (shown.state, shown.until) == (state, until)


def test_one_that_no_browser_trusts(serve):
    port, _trusting = serve(HOST, 90)
    assert probing.certificate_of(HOST, port=port).state == "untrusted"


def test_where_nobody_answers():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert probing.certificate_of(HOST, port=port).state == "none"


@pytest.mark.parametrize(
    ("host", "names"),
    [
        ("ngo.example.org", "here"), ("both.example.org", "elsewhere"), ("away.example.org", "elsewhere"),
        ("nobody.example.org", "nowhere"),
    ],
)  # fmt: skip
def test_where_a_name_leads(host, names):
    known = {
        "hub.example.org": {"192.0.2.1", "2001:db8::1"}, "ngo.example.org": {"192.0.2.1"},
        "both.example.org": {"192.0.2.1", "198.51.100.7"}, "away.example.org": {"198.51.100.7"},
    }  # fmt: skip
    assert probing.names_of(host, ["hub.example.org"], lambda one: frozenset(known.get(one, ()))) == names


def test_what_was_seen_is_kept(own_ngo):
    domain = own_ngo.domains.get()
    type(domain).objects.filter(pk=domain.pk).update(domain="nowhere.invalid")
    look_at_host.call(domain.pk)
    domain.refresh_from_db()
    assert (domain.names, domain.certificate, domain.looked_at is not None) == ("nowhere", "", True)
