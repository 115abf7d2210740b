"""C2PA credentials: signed with a certificate made here, and read back by the library."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path

import mutagen.id3
import pytest

from episode_samples import SHOW, episode, heard, measured, recording
from narrator.check import check
from narrator.errors import CastError
from narrator.model import ChapterMark, LabelSettings
from narrator.pipeline.publish import publish
from narrator.standards.ai_label import sound_digest

c2pa = pytest.importorskip("c2pa", reason="needs narrator[c2pa]")
x509 = pytest.importorskip("cryptography.x509", reason="needs narrator[c2pa]")
from cryptography.hazmat.primitives import hashes, serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec  # noqa: E402
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID  # noqa: E402


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> LabelSettings:
    """A certificate of an authority that nobody knows, as C2PA wants it (C2PA 2.1, section 14.5.1)."""
    folder = tmp_path_factory.mktemp("certificate")
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate("River Test Root", root_key, "River Test Root", root_key, authority=True)
    leaf = _certificate("River Test", key, "River Test Root", root_key, authority=False)
    pem = serialization.Encoding.PEM
    chain, secret = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(leaf.public_bytes(pem) + root.public_bytes(pem))
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return LabelSettings(c2pa_certificate=str(chain), c2pa_key=str(secret))


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, signer: ec.EllipticCurvePrivateKey, *, authority: bool
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)

    def named(text: str) -> x509.Name:
        parts = (NameOID.ORGANIZATION_NAME, "River"), (NameOID.COMMON_NAME, text)
        return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])

    usage = x509.KeyUsage(
        digital_signature=not authority, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=authority, crl_sign=authority, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if not authority:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(purpose, critical=False)
    return builder.sign(signer, hashes.SHA256())


def test_credentials_say_that_a_model_made_it_and_are_valid(tmp_path: Path, settings: LabelSettings) -> None:
    one = measured(episode())
    publish(one, recording(one), tmp_path, show=SHOW, label=settings)
    mp3 = (tmp_path / one.slug / f"{one.slug}.mp3").read_bytes()
    with c2pa.Reader("audio/mpeg", io.BytesIO(mp3)) as reader:
        assert reader.get_validation_state() in ("Valid", "Trusted")
        store = json.loads(reader.json())
    claim = store["manifests"][store["active_manifest"]]
    assert claim["title"] == one.title
    (action,) = claim["assertions"][0]["data"]["actions"]
    assert action["action"] == "c2pa.created"
    assert action["digitalSourceType"].endswith("/trainedAlgorithmicMedia")


def test_signing_keeps_the_tags_the_label_and_the_sound(tmp_path: Path, settings: LabelSettings) -> None:
    long = tuple(ChapterMark(title="很长很长的一个题目" * 8, start=n * 44_100, end=(n + 1) * 44_100) for n in range(3))
    one = measured(episode(chapters=long))
    publish(one, recording(one), tmp_path, show=SHOW, label=settings)
    mp3 = (tmp_path / one.slug / f"{one.slug}.mp3").read_bytes()
    tags = mutagen.id3.ID3(io.BytesIO(mp3), translate=False)
    assert str(tags["TIT2"]) == one.title
    assert str(tags["TDRC"]) == "2024-05-06 09:30:00"
    assert len(tags.getall("CHAP")) == 3
    # In the v2.4 that the library writes, ffmpeg loses chapters whose title takes more.
    assert all(len(str(chapter.sub_frames["TIT2"]).encode()) <= 120 for chapter in tags.getall("CHAP"))
    assert json.loads(str(tags["TXXX:AIGC"]))["ReservedCode1"] == sound_digest(mp3)


def test_check_verifies_the_credentials(tmp_path: Path, settings: LabelSettings) -> None:
    one = measured(episode())
    publish(one, recording(one), tmp_path, show=SHOW, label=settings)
    folder = tmp_path / one.slug
    found = check([folder], analyse=heard)
    assert [finding for finding in found if finding.level != "ok" and "long for a phone" not in finding.what] == []
    assert any("C2PA" in finding.what for finding in found)
    path = folder / f"{one.slug}.mp3"
    changed = bytearray(path.read_bytes())
    changed[-3000] ^= 0xFF
    path.write_bytes(changed)
    assert any("C2PA" in finding.what for finding in check([folder], analyse=heard) if finding.level == "error")


def test_a_certificate_that_does_not_do_is_refused_with_what_to_give(tmp_path: Path, settings: LabelSettings) -> None:
    one = episode()
    empty = tmp_path / "empty.pem"
    empty.write_text("")
    wrong = (
        LabelSettings(c2pa_certificate=str(tmp_path / "missing.pem"), c2pa_key=settings.c2pa_key),
        LabelSettings(c2pa_certificate=settings.c2pa_certificate),
        LabelSettings(c2pa_certificate=settings.c2pa_certificate, c2pa_key=str(empty)),
        LabelSettings(c2pa_certificate=str(empty), c2pa_key=settings.c2pa_key),
    )
    for label in wrong:
        with pytest.raises(CastError) as caught:
            publish(one, recording(one), tmp_path / "out", show=SHOW, label=label)
        assert "PEM" in caught.value.hint
    assert not (tmp_path / "out" / one.slug).exists()
