"""A certificate authority of this machine's own, and the certificate that its server shows in the network.

A browser gives wake lock, sensors, camera and offline pages to secure origins only, and no public authority
signs an address of a home network. A phone that installs ours trusts it for private addresses alone: the name
constraints keep a stolen key from speaking for any site outside.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PRIVATE = (
    "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
    "100.64.0.0/10", "::1/128", "fc00::/7", "fe80::/10",
)  # fmt: skip
_AUTHORITY_DAYS = 3650
# Apple refuses certificates that last longer than 825 days, public ones longer than 398.
_SERVER_DAYS = 397
_LEAST_LEFT = dt.timedelta(days=30)
# Clocks of phones and computers differ.
_BEFORE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ServerFiles:
    """PEM files: `chain` holds the server's certificate and the authority's."""

    authority: Path
    chain: Path
    key: Path


def server_files(folder: Path, address: Address, now: dt.datetime) -> ServerFiles:
    """Certificate for one address of this machine, made or renewed where needed; keys for this user alone.

    The authority is kept, so that a phone installs it once; only when it is about to end a new one is made.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    authority, authority_key = _authority(folder, now)
    files = ServerFiles(folder / "authority.crt", folder / "server.crt", folder / "server.key")
    if not _serves(files, authority, address, now):
        key = ec.generate_private_key(ec.SECP256R1())
        made = _signed(authority, authority_key, key, address, now)
        _keep(files.key, _pem(key))
        _keep(files.chain, _pem(made) + _pem(authority))
    return files


def fingerprint(authority: Path) -> str:
    """SHA-256 of the authority's certificate in pairs, as phones show it."""
    return (
        x509.load_pem_x509_certificate(authority.read_bytes()).fingerprint(hashes.SHA256()).hex(":").upper()
    )


def _authority(folder: Path, now: dt.datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    path, key_path = folder / "authority.crt", folder / "authority.key"
    if path.exists() and key_path.exists():
        known = x509.load_pem_x509_certificate(path.read_bytes())
        key = serialization.load_pem_private_key(key_path.read_bytes(), None)
        lasts = known.not_valid_after_utc - now > dt.timedelta(days=_SERVER_DAYS)
        if isinstance(key, ec.EllipticCurvePrivateKey) and key.public_key() == known.public_key() and lasts:
            return known, key
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"plantigrade on {socket.gethostname()}"[:64])])
    made = (
        _builder(name, name, key, now, _AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(
            x509.NameConstraints([x509.IPAddress(ipaddress.ip_network(net)) for net in _PRIVATE], None),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    _keep(key_path, _pem(key))
    _keep(path, _pem(made))
    return made, key


def _signed(
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    key: ec.EllipticCurvePrivateKey,
    address: Address,
    now: dt.datetime,
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "plantigrade")])
    of_authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    return (
        _builder(authority.subject, name, key, now, _SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(address)]), critical=False)
        .add_extension(of_authority, critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def _builder(
    issuer: x509.Name, subject: x509.Name, key: ec.EllipticCurvePrivateKey, now: dt.datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(
    *, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _serves(files: ServerFiles, authority: x509.Certificate, address: Address, now: dt.datetime) -> bool:
    """Whether the kept certificate is this authority's, for this address, and lasts a while."""
    if not (files.chain.exists() and files.key.exists()):
        return False
    known = x509.load_pem_x509_certificate(files.chain.read_bytes())
    names = known.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    try:
        known.verify_directly_issued_by(authority)
    except Exception:
        return False
    return (
        address in names.get_values_for_type(x509.IPAddress) and known.not_valid_after_utc - now > _LEAST_LEFT
    )


def _pem(what: x509.Certificate | ec.EllipticCurvePrivateKey) -> bytes:
    if isinstance(what, x509.Certificate):
        return what.public_bytes(serialization.Encoding.PEM)
    return what.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _keep(path: Path, content: bytes) -> None:
    """Whole or not at all, readable by this user alone."""
    beside = path.with_suffix(path.suffix + ".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    beside.replace(path)
