"""Piper's voices as an engine of narrator."""

from narrator_piper.engine import PiperEngine

__all__ = ["PiperEngine"]
