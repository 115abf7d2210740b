"""The engine: which network, which voice, which language."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from narrator.errors import EngineError
from narrator.messages import tr
from narrator.model import Clip, Utterance
from narrator.speech.engine import VoiceInfo
from narrator.speech.engines.kokoro import bundle, catalogue
from narrator.speech.engines.kokoro.alphabet import alphabet
from narrator.speech.engines.kokoro.install import installed, is_intact
from narrator.speech.engines.kokoro.network import RATE_HZ, Model
from narrator.speech.engines.kokoro.phoneme_pieces import pieces
from narrator.speech.engines.kokoro.phonemes import phonemes
from narrator.speech.engines.kokoro.speaker import Speaker, speak
from narrator.speech.engines.kokoro.styles import Style, shipped_styles, styles_in
from narrator.speech.marks import is_pronounceable
from narrator.speech.sound import segment

RECIPE = 1
"""Raised whenever the same words are told to the network in another way."""

_one_at_a_time = threading.Lock()
"""Whoever asks: the networks are the process's, and two sentences at once would take twice the memory."""


class KokoroEngine:
    """Speaks Mandarin and English with Kokoro-82M, in process."""

    name = "kokoro"
    concurrency = 1
    local = True

    def __init__(self, packs: tuple[catalogue.Pack, ...] = catalogue.PACKS) -> None:
        self._packs = packs

    @property
    def fingerprint(self) -> str:
        """Of the networks, the voices and the tables, and the versions of what runs them and of who reads English."""
        used = ", ".join(f"{package} {_version(package)}" for package in ("onnxruntime", "espeakng-loader"))
        return f"kokoro {_digest(self._packs)}, {used}, recipe {RECIPE}"

    def available(self) -> str | None:
        """None where the network is there or can be put together from what is installed."""
        if why_not := bundle.missing():
            return why_not
        try:
            bundle.bundled_network()
        except EngineError as cause:
            return cause.message
        return None

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Those that ship with narrator, and those that were installed with `narrator voices install`."""
        known = list(catalogue.SHIPPED)
        for pack in self._packs:
            if folder := installed(pack):
                known += [catalogue.described(name) for name in sorted(_styles(folder / pack.voices.name))]
        return tuple(
            VoiceInfo(name=voice.name, language=voice.language, gender=voice.gender, description=voice.description)
            for voice in known
        )

    def speak(self, utterance: Utterance) -> Clip:
        """All of the utterance as audio, at 24,000 Hz.

        Raises:
            EngineError: unknown voice, a language other than Mandarin and English, or a word that it cannot say.
        """
        reading, voice = utterance.sentence.reading, utterance.voice
        mandarin = _is_mandarin(utterance.sentence.language)
        if not is_pronounceable(reading.spoken):
            raise EngineError(
                tr("there is nothing to pronounce in “{spoken}”", spoken=reading.spoken[:30]),
                hint=tr("leave it out of the page, or give it a reading under `lexicon:` in voices.yaml"),
            )
        with _one_at_a_time:
            speaker = _speaker(voice.name, self._packs)
            said = phonemes(reading, speaker.letters, mandarin=mandarin)
            samples, marks = speak(speaker, list(pieces(said)), voice)
        return Clip(utterance=utterance, audio=segment(samples, RATE_HZ), marks=marks, timing="engine")


@cache
def _speaker(name: str, packs: tuple[catalogue.Pack, ...]) -> Speaker:
    median_hz = catalogue.described(name).median_hz
    if name in (shipped := shipped_styles()):
        model = _model(bundle.bundled_network())
        return Speaker(model=model, style=shipped[name], letters=alphabet("v1.0"), median_hz=median_hz)
    for pack in packs:
        folder = installed(pack)
        if folder and name in (own := _styles(folder / pack.voices.name)):
            network = folder / pack.network.name
            if not is_intact(network, pack.network):
                raise EngineError(
                    tr("the network of {pack} is damaged", pack=pack.name),
                    hint=tr("put it right with: narrator voices install {pack}", pack=pack.name),
                )
            return Speaker(model=_model(network), style=own[name], letters=alphabet(pack.alphabet), median_hz=median_hz)
    raise EngineError(
        tr("kokoro has no voice {name!r}", name=name),
        hint=tr("`narrator voices kokoro` lists them; `narrator voices install kokoro-zh` brings a hundred more"),
    )


@cache
def _model(network: Path) -> Model:
    """Loaded once in a process: it takes a second and 400 MB."""
    return Model(network)


def _is_mandarin(language: str) -> bool:
    """Whether it is Mandarin, and not English.

    Raises:
        EngineError: it is neither.
    """
    parts = language.lower().replace("_", "-").split("-")
    if parts[0] in ("zh", "cmn") and "yue" not in parts:
        return True
    if parts[0] == "en":
        return False
    raise EngineError(
        tr("kokoro speaks Mandarin (zh) and English (en), not {language}", language=language),
        hint=tr("take another engine: --engine edge, or --engine espeak, which needs no network"),
    )


@cache
def _styles(path: Path) -> Mapping[str, Style]:
    return styles_in(path)


@cache
def _digest(packs: tuple[catalogue.Pack, ...]) -> str:
    digest = hashlib.sha256(bundle.SHA256.encode())
    for name in ("voices.npz", "syllables.tsv", "vocabulary.json"):
        digest.update(files(__package__).joinpath(name).read_bytes())
    for pack in packs:
        digest.update(f"{pack.network.sha256} {pack.voices.sha256}".encode())
    return digest.hexdigest()[:16]


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
