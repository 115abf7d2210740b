"""C2PA Content Credentials in the MP3: optional, signed with the user's certificate.

The library writes the tags anew as ID3v2.4, whatever they were; `tags.tag` is told beforehand, so that nothing
in them is lost on the way.
"""

from __future__ import annotations

import io
import json
from importlib.metadata import version
from pathlib import Path
from typing import Final

from narrator.errors import CastError
from narrator.messages import system_reason, tr
from narrator.model import LabelSettings
from narrator.standards.byte_source import ByteSource
from narrator.standards.c2pa_credentials import MEDIA_TYPE, c2pa_library

TRAINED_MEDIA: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
"""IPTC's digital source type for what a trained model made."""
_CURE = tr("give `label: {c2pa_certificate: …, c2pa_key: …}` a PEM chain and its unencrypted PEM key")


def signs(settings: LabelSettings) -> bool:
    """Whether a certificate is given, so that credentials are to be signed."""
    return settings.c2pa_certificate is not None


def sign(mp3: ByteSource, *, title: str, settings: LabelSettings) -> ByteSource:
    """The MP3 with signed credentials: created, by a trained model.

    Raises:
        MissingExtra: `narrator[c2pa]` is not installed.
        CastError: the certificate or key cannot be read, or does not do.
    """
    if settings.c2pa_certificate is None:
        return mp3
    if settings.c2pa_key is None:
        raise CastError(tr("a C2PA certificate is given without its key"), hint=_CURE)
    c2pa = c2pa_library(tr("signing with C2PA"))
    chain, key = _pem(settings.c2pa_certificate), _pem(settings.c2pa_key)
    action = {"action": "c2pa.created", "digitalSourceType": TRAINED_MEDIA}
    claim = {
        "title": title,
        "format": MEDIA_TYPE,
        "claim_generator_info": [{"name": "narrator", "version": version("narrator")}],
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [action]}}],
    }
    signed = io.BytesIO()
    try:
        info = c2pa.C2paSignerInfo(_algorithm(key), chain, key, None)
        with c2pa.Signer.from_info(info) as signer, c2pa.Builder.from_json(json.dumps(claim)) as builder:
            builder.sign(signer, MEDIA_TYPE, mp3.file(), signed)
    except c2pa.C2paError as error:
        raise CastError(
            tr(
                "the C2PA certificate {c2pa_certificate} does not sign: {error}",
                c2pa_certificate=settings.c2pa_certificate,
                error=error,
            ),
            hint=_CURE,
        ) from error
    return ByteSource.of(signed.getvalue())


def _pem(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CastError(
            tr("{path} cannot be read: {reason}", path=path, reason=system_reason(error)), hint=_CURE
        ) from error


def _algorithm(key: bytes) -> bytes:
    """C2PA's name for what the key signs with (C2PA 2.1, section 13.2.1)."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private = load_pem_private_key(key, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CastError(tr("the C2PA key cannot be read: {error}", error=error), hint=_CURE) from error
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return {256: b"es256", 384: b"es384", 521: b"es512"}.get(private.curve.key_size, b"es256")
    if isinstance(private, rsa.RSAPrivateKey):
        return b"ps256"
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return b"ed25519"
    raise CastError(tr("the C2PA key is of a kind that C2PA does not sign with"), hint=_CURE)
