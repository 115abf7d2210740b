"""Utterance → Clip: whatever speaks, and making sure that it did."""

from narrator.speech.cache import FileStore, Usage
from narrator.speech.engine import Engine, VoiceInfo
from narrator.speech.pace import Patience
from narrator.speech.prove import Settled, prove, settle
from narrator.speech.registry import NAMES, choose, engine
from narrator.speech.substitute import substitute
from narrator.speech.synthesise import synthesise

__all__ = [
    "NAMES",
    "Engine",
    "FileStore",
    "Patience",
    "Settled",
    "Usage",
    "VoiceInfo",
    "choose",
    "engine",
    "prove",
    "settle",
    "substitute",
    "synthesise",
]
