"""Strangers at the controller's doors, who say what no page and no loudspeaker would say."""
import datetime
import socket
import ssl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

LIMIT = 20


def read_to_end(connection):
    """What still came until the other side closed. A reset is a close, too; no close at all is an error."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except (ConnectionError, ssl.SSLEOFError, BrokenPipeError):
        pass
    return b"".join(parts)


def say(port, *pieces):
    """One TCP connection without TLS: everything is sent, and the answer read to its end."""
    with socket.create_connection(("127.0.0.1", port), timeout=LIMIT) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except ConnectionError:
            pass  # It had heard enough.
        return read_to_end(connection)


def say_by_tls(port, *pieces, alpn=None, identity=None):
    """The same after a TLS handshake that believes everybody."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if alpn:
        context.set_alpn_protocols([alpn])
    if identity:
        context.load_cert_chain(identity)
    with socket.create_connection(("127.0.0.1", port), timeout=LIMIT) as plain, context.wrap_socket(plain) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except ConnectionError:
            pass
        return read_to_end(connection)


def scatter(port, datagrams):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for datagram in datagrams:
            sender.sendto(datagram, ("127.0.0.1", port))


def foreign_identity(path, name):
    """A key with a certificate that nobody of the commune has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
                   .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
                   .not_valid_after(now + datetime.timedelta(days=30)).sign(key, hashes.SHA256()))
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(pem + certificate.public_bytes(serialization.Encoding.PEM))
    return path
