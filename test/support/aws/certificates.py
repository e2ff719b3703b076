"""Prints, as JSON, two authorities' certificates, and the first one's certificate and key of a server on localhost."""

import datetime
import json

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.datetime.now(datetime.timezone.utc)


def name_of(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certify(subject, key, issuer, issuer_key, extensions):
    builder = (
        x509.CertificateBuilder()
        .subject_name(name_of(subject))
        .issuer_name(name_of(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - datetime.timedelta(hours=1))
        .not_valid_after(NOW + datetime.timedelta(days=2))
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(issuer_key, hashes.SHA256())


def authority(name):
    key = ec.generate_private_key(ec.SECP256R1())
    return key, certify(name, key, name, key, [(x509.BasicConstraints(ca=True, path_length=0), True)])


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


ca_key, ca = authority("Test Root CA")
_, other_ca = authority("Another Root CA")
server_key = ec.generate_private_key(ec.SECP256R1())
server = certify(
    "localhost",
    server_key,
    "Test Root CA",
    ca_key,
    [
        (x509.SubjectAlternativeName([x509.DNSName("localhost")]), False),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
    ],
)
private = server_key.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)
print(
    json.dumps({"ca": pem(ca), "otherCa": pem(other_ca), "certificate": pem(server), "key": private.decode()})
)
