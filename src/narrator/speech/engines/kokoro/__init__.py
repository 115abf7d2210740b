"""The natural voice that needs no network: Kokoro-82M, run on this machine."""

from narrator.speech.engines.kokoro.kokoro_engine import KokoroEngine

__all__ = ["KokoroEngine"]
