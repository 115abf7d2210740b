"""Utterance → Clip: whatever speaks, and making sure that it did."""

from narrator.speech.cache import FileStore, Usage
from narrator.speech.engine import Engine, VoiceInfo
from narrator.speech.marks import estimated, length_in_syllables
from narrator.speech.prove import Settled, prove, settle
from narrator.speech.registry import choose, engine
from narrator.speech.retry_policy import RetryPolicy
from narrator.speech.shared_limit import share_requests
from narrator.speech.sound import segment
from narrator.speech.substitute import substitute, unknown_voices
from narrator.speech.synthesise import synthesise

__all__ = [
    "Engine",
    "FileStore",
    "RetryPolicy",
    "Settled",
    "Usage",
    "VoiceInfo",
    "choose",
    "engine",
    "estimated",
    "length_in_syllables",
    "prove",
    "segment",
    "settle",
    "share_requests",
    "substitute",
    "synthesise",
    "unknown_voices",
]
