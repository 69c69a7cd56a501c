"""Pictures with Content Credentials, signed by an authority of the tests' own."""

import io
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
GENERATED, CAPTURED = IPTC + "trainedAlgorithmicMedia", IPTC + "digitalCapture"


@dataclass(frozen=True)
class Authority:
    """A root certificate, and a signer under it who calls itself what it likes. root, chain, key: PEM."""

    root: bytes
    chain: bytes
    key: bytes

    def anchors(self, folder: Path) -> Path:
        """Its root as a trust list."""
        path = folder / "anchors.pem"
        path.write_bytes(self.root)
        return path

    def sign(
        self,
        content: bytes,
        source_type: str | None = CAPTURED,
        actions: tuple[str, ...] = (),
        ingredients: tuple[bytes, ...] = (),
        assertions: tuple[dict[str, Any], ...] = (),
        mime: str = "image/jpeg",
        remote: str | None = None,
    ) -> bytes:
        """The file with a manifest that says so. ingredients: files that it was made from. remote: where the manifest is said to
        lie, in place of being in the file."""
        created = {"action": "c2pa.created", **({"digitalSourceType": source_type} if source_type else {})}
        told = [created, *({"action": action} for action in actions)]
        manifest = {
            "claim_generator_info": [{"name": "Test Camera", "version": "1"}],
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": told}}, *assertions],
        }
        context = c2pa.Context(
            c2pa.Settings.from_dict(
                {
                    "builder": {"thumbnail": {"enabled": False}},
                    "verify": {"remote_manifest_fetch": False},
                    "trust": {"trust_anchors": self.root.decode()},
                }
            )
        )
        builder = c2pa.Builder(manifest, context)
        for number, one in enumerate(ingredients):
            told_of = {"title": f"part {number}.jpg", "relationship": "componentOf"}
            builder.add_ingredient(told_of, "image/jpeg", io.BytesIO(one))
        if remote is not None:
            builder.set_no_embed()
            builder.set_remote_url(remote)
        info = c2pa.C2paSignerInfo(alg=b"es256", sign_cert=self.chain, private_key=self.key, ta_url=None)
        out = io.BytesIO()
        builder.sign(c2pa.Signer.from_info(info), mime, io.BytesIO(content), out)
        return out.getvalue()


@cache
def authority(organisation: str = "Honest Cameras") -> Authority:
    root_key, leaf_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, leaf_name = _name(f"{organisation} Root", organisation), _name(f"{organisation} Signer", organisation)
    root = _certificate(root_name, root_name, root_key, root_key, root=True)
    leaf = _certificate(leaf_name, root_name, leaf_key, root_key, root=False)
    pem = serialization.Encoding.PEM
    key = leaf_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Authority(root.public_bytes(pem), leaf.public_bytes(pem) + root.public_bytes(pem), key)


def _name(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, common), x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation)]
    )


def _certificate(name: x509.Name, issuer: x509.Name, key: Any, signer: Any, *, root: bool) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=root, path_length=None), critical=True)
        .add_extension(_usage(root=root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if not root:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return builder.sign(signer, hashes.SHA256())


def _usage(*, root: bool) -> x509.KeyUsage:
    others = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(digital_signature=not root, key_cert_sign=root, crl_sign=root, **others)


def photograph(seed: int = 1, form: str = "JPEG", **options: Any) -> bytes:
    """A small picture that nobody else has."""
    noise = Image.frombytes("RGB", (64, 48), bytes((seed * 7 + at * 13) % 256 for at in range(64 * 48 * 3)))
    out = io.BytesIO()
    noise.save(out, form, **options)
    return out.getvalue()


def put(folder: Path, content: bytes, name: str | None = None) -> Path:
    """The content as a file."""
    path = folder / (name or f"{os.urandom(6).hex()}.jpg")
    path.write_bytes(content)
    return path
