"""Certificates made for one run of the tests: good ones and every kind of bad one.

The library comes with keyring on Linux, where the servers of these tests run.
"""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its key in one folder; `authority` is the PEM text to trust."""

    file: Path
    key: Path
    authority: str


class Authority:
    """A private authority that signs certificates for this machine."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tests' authority")])
        start = datetime.now(UTC) - 400 * DAY
        constraints = x509.BasicConstraints(ca=True, path_length=0)
        usage = x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
            key_encipherment=False, data_encipherment=False, key_agreement=False,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        made = (
            x509.CertificateBuilder()
            .subject_name(self._name).issuer_name(self._name).public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start).not_valid_after(start + 4000 * DAY)
            .add_extension(constraints, critical=True).add_extension(usage, critical=True)
            .add_extension(_named(self._key), critical=False)
            .sign(self._key, hashes.SHA256())
        )  # fmt: skip
        self.pem = made.public_bytes(serialization.Encoding.PEM).decode()
        (folder / "ca.pem").write_text(self.pem)

    def issue(self, label: str, starts: int = -1, ends: int = 30, name: str = "") -> Certificate:
        """Sign a certificate valid from and to so many days from now, for loopback or `name`."""
        key = ec.generate_private_key(ec.SECP256R1())
        names: list[x509.GeneralName] = [x509.DNSName(name)] if name else [
            x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        ]  # fmt: skip
        now = datetime.now(UTC)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, label)])
        made = (
            x509.CertificateBuilder()
            .subject_name(subject).issuer_name(self._name).public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + starts * DAY).not_valid_after(now + ends * DAY)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(_named(key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
            .sign(self._key, hashes.SHA256())
        )  # fmt: skip
        file, place = self.folder / f"{label}.pem", self.folder / f"{label}.key"
        file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        place.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )  # fmt: skip
        return Certificate(file, place, self.pem)


def _named(key: ec.EllipticCurvePrivateKey) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key())
