"""Piper: neural voices on this machine, each a file."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from narrator.errors import EngineError
from narrator.model import Clip, Reading, Utterance, Voice
from narrator.speech import VoiceInfo, estimated, segment
from narrator.standards.hanzi import HANZI
from narrator_piper.durations import telling_durations
from narrator_piper.pinyin import pinyin_units
from narrator_piper.text import text_units
from narrator_piper.units import Unit, marks

if TYPE_CHECKING:
    from piper import PiperVoice

VOICES_VARIABLE = "NARRATOR_PIPER_VOICES"
"""Environment variable: folders of models, or models, parted as in PATH."""

LEVEL = 0.5
"""Of full scale, for the loudest sample: narrator levels later."""
HANZI_LANGUAGES = ("zh", "ja", "yue")


@dataclass(frozen=True, slots=True, kw_only=True)
class PiperOptions:
    """What voices.yaml may say under `piper:`."""

    voices: str = ""
    """Folders or models, as in the environment variable; empty: that."""
    threads: int = 1
    """Of one utterance; two are spoken at once."""


class PiperEngine:
    """Speaks with Piper's models that are on this machine."""

    name = "piper"
    concurrency = 2
    Options = PiperOptions

    def __init__(self, options: PiperOptions | None = None) -> None:
        self._options = options or PiperOptions()
        self._load = lru_cache(maxsize=8)(self._loaded)

    @property
    def fingerprint(self) -> str:
        """Piper's version, and the names and sizes of the models."""
        known = [(name, path.stat().st_size) for name, path in sorted(self._models().items())]
        return f"piper {version('piper-tts')} {hashlib.sha256(repr(known).encode()).hexdigest()[:16]} 1"

    def available(self) -> str | None:
        """None where there is a model and what runs it."""
        if not self._models():
            return f"no model is in {VOICES_VARIABLE}"
        try:
            import piper  # noqa: F401
        except ImportError as error:
            return f"piper-tts cannot be loaded: {error}"
        return None

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Each model, or each speaker of a model that has many (`NAME#SPEAKER`)."""
        found: list[VoiceInfo] = []
        for name, path in sorted(self._models().items()):
            config = _config(path)
            language = str(config.get("language", {}).get("code", "mul")).replace("_", "-")
            names = [f"{name}#{speaker}" for speaker in config.get("speaker_id_map") or {}] or [name]
            quality = str(config.get("audio", {}).get("quality", ""))
            found += [VoiceInfo(name=each, language=language, gender=None, description=quality) for each in names]
        return tuple(found)

    def speak(self, utterance: Utterance) -> Clip:
        """All of the utterance as audio, at the model's rate.

        Raises:
            EngineError: unknown voice, or words that the voice cannot say.
        """
        reading, voice = utterance.sentence.reading, utterance.voice
        path, speaker = self._find(voice)
        model = self._load(path)
        units = _units(reading, model, voice.name, utterance.sentence.language)
        samples, durations = _spoken(units, model, speaker, voice)
        if durations is None:
            found, timing = estimated(reading, 0, len(samples)), "estimated"
        else:
            found, timing = marks(units, durations), "engine"
        audio = segment(samples, model.config.sample_rate)
        return Clip(utterance=utterance, audio=audio, marks=found, timing=timing)  # type: ignore[arg-type]

    def _models(self) -> dict[str, Path]:
        """The models by name."""
        places = (self._options.voices or os.environ.get(VOICES_VARIABLE, "")).split(os.pathsep)
        found: dict[str, Path] = {}
        for place in filter(None, places):
            path = Path(place).expanduser()
            models = sorted(path.glob("*.onnx")) if path.is_dir() else [path]
            found |= {model.stem: model for model in models if Path(f"{model}.json").is_file()}
        return found

    def _find(self, voice: Voice) -> tuple[Path, int | None]:
        """The voice's model, and the number of its speaker."""
        name, _, speaker = voice.name.partition("#")
        path = self._models().get(name)
        speakers = _config(path).get("speaker_id_map") or {} if path else {}
        if path is None or (speaker and speaker not in speakers):
            raise EngineError(f"piper has no voice “{voice.name}”", hint="`narrator voices piper` lists them")
        return path, speakers[speaker] if speaker else None

    def _loaded(self, path: Path) -> PiperVoice:
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # before the import: an offline engine tells nobody
        import onnxruntime
        from piper import PiperVoice
        from piper.config import PiperConfig

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._options.threads
        options.inter_op_num_threads = 1
        try:
            session = onnxruntime.InferenceSession(
                telling_durations(path.read_bytes()), options, providers=["CPUExecutionProvider"]
            )
            return PiperVoice(session=session, config=PiperConfig.from_dict(_config(path)))
        except Exception as error:  # onnxruntime's own errors have no other base
            raise EngineError(f"{path} is no model that Piper can run: {error}", hint="fetch it again") from error


def _config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads(Path(f"{path}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EngineError(f"{path}.json cannot be read: {error}", hint="fetch it again, with its model") from error
    return config if isinstance(config, dict) else {}


def _units(reading: Reading, model: PiperVoice, name: str, language: str) -> tuple[Unit, ...]:
    """What the model has to say, in units.

    Raises:
        EngineError: it cannot.
    """
    id_map = model.config.phoneme_id_map
    if model.config.phoneme_type.value == "pinyin":
        if not reading.pinyin and HANZI.search(reading.spoken):
            raise EngineError(f"{name} speaks Mandarin, and no {language}", hint="give it another voice in voices.yaml")
        return pinyin_units(reading, id_map)
    own = name.partition("_")[0]
    if HANZI.search(reading.spoken) and own not in HANZI_LANGUAGES:
        raise EngineError(f"{name} does not speak {language}", hint="give the speaker another voice in voices.yaml")
    text = reading.respelled or reading.spoken
    try:
        return text_units(reading, model.phonemize(text), id_map)
    except KeyError as error:
        raise EngineError(
            f"{name} has no sound {error} for “{text[:30]}”",
            hint="write how it is read under `lexicon:` in voices.yaml",
        ) from error


def _spoken(
    units: tuple[Unit, ...], model: PiperVoice, speaker: int | None, voice: Voice
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int16]], list[int] | None]:
    """The sound, and how long each number takes in samples where the model tells."""
    from piper.config import SynthesisConfig

    config = SynthesisConfig(
        speaker_id=speaker,
        length_scale=model.config.length_scale / max(0.1, 1 + voice.rate_percent / 100),
        noise_scale=0.0,
        noise_w_scale=0.0,
    )
    ids = [number for unit in units for number in unit.ids]
    audio, durations = model.phoneme_ids_to_audio(ids, config, include_alignments=True)
    audio = np.atleast_1d(np.asarray(audio, np.float64))
    level = LEVEL * max(0.05, 1 + voice.volume_percent / 100) / max(float(np.abs(audio).max()), 1e-6)
    samples = np.clip(np.rint(audio * level * 32767), -32768, 32767).astype(np.int16)
    if durations is None or len(np.atleast_1d(durations)) != len(ids):
        return samples, None
    return samples, [int(each) for each in np.atleast_1d(durations)]
