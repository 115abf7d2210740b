"""Utterance → Clip: whatever speaks, and making sure that it did."""

from narrator.speech.cache import FileStore, Usage
from narrator.speech.engine import Engine, VoiceInfo
from narrator.speech.registry import choose, engine
from narrator.speech.retry_policy import RetryPolicy
from narrator.speech.substitute import substitute
from narrator.speech.synthesise import synthesise

__all__ = [
    "Engine",
    "FileStore",
    "RetryPolicy",
    "Usage",
    "VoiceInfo",
    "choose",
    "engine",
    "substitute",
    "synthesise",
]
