"""For the authors of engines: what every engine promises, as tests (needs pytest)."""

from narrator.testing.engine_contract import EngineContract

__all__ = ["EngineContract"]
