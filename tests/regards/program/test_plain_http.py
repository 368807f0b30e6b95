"""The archive must prove who it is: by the system's certificates, or by those that the user names."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from components.regards.errors import Unreachable
from components.regards.program.plain_http import PlainGateway
from tests.regards.scripted_server import LOOPBACK, reply


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate that no system trusts, with its key in the same file."""
    key, today = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, LOOPBACK)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(LOOPBACK))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("tls") / "archive.pem"
    path.write_bytes(made.public_bytes(pem) + secret)
    return path


@pytest.fixture
def encrypted(certificate: Path) -> Iterator[str]:
    """Serve one answer over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server((LOOPBACK, 0)) as listener:

        def serve_once() -> None:
            connection, _ = listener.accept()
            # A client that does not trust the certificate disconnects during the handshake.
            with connection, suppress(OSError), context.wrap_socket(connection, server_side=True) as stream:
                stream.recv(65536)
                stream.sendall(reply(200, "7"))

        thread = threading.Thread(target=serve_once)
        thread.start()
        yield f"https://{LOOPBACK}:{listener.getsockname()[1]}/api/v1"
        thread.join(60)
        assert not thread.is_alive()


def test_an_archive_whose_certificate_nobody_vouches_for_gets_no_request(encrypted: str) -> None:
    with pytest.raises(Unreachable) as error, PlainGateway("Archive", encrypted).answer("x", {}):
        pass
    assert error.value.what == "The identity of “Archive” could not be verified (its certificate)."


def test_a_certificate_that_the_user_names_is_trusted(encrypted: str, certificate: Path) -> None:
    with PlainGateway("Archive", encrypted, str(certificate)).answer("x", {}) as answer:
        assert answer.whole().body == b"7"
