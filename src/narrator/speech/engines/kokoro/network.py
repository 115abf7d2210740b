"""The network, run by ONNX Runtime."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrator.errors import EngineError
from narrator.messages import tr

RATE_HZ = 24_000

THREADS = 2
"""Always as many, whatever the machine has: the order in which a sum is made decides its last bits."""

DURATIONS = "duration"
"""The output that newer exports have."""

HIDDEN_DURATIONS = "/encoder/Clip_output_0"
"""What that output is called inside the v1.0 export, which does not show it."""

SHOW_DURATIONS = bytes.fromhex("3a20621e0a16") + HIDDEN_DURATIONS.encode() + bytes.fromhex("12040a020801")
"""34 bytes that, put behind the file, make it show them: ModelProto.graph (7) with one GraphProto.output (12) of
that name and type float; Protobuf merges it into the graph that is there."""


class Model:
    """A Kokoro network in memory."""

    def __init__(self, path: Path) -> None:
        """
        Raises:
            EngineError: it cannot be loaded.
        """
        runtime = _runtime()
        options = runtime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Every sentence has a length of its own: a plan of the memory for each of them is kept for nothing.
        options.enable_mem_pattern = False
        # Threads that wait in a loop take a third more CPU time.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as cause:  # ONNX Runtime's exceptions share no class of their own
            raise EngineError(
                tr(
                    "the network {path} cannot be loaded: {split}",
                    path=path.name,
                    split=" ".join(str(cause).split())[:200],
                ),
                hint=tr("delete {path} and try again", path=path),
            ) from cause
        self._inputs = {given.name: given.type for given in self._session.get_inputs()}
        self._tokens = "tokens" if "tokens" in self._inputs else "input_ids"
        outputs = [output.name for output in self._session.get_outputs()]
        self._durations = next((name for name in (DURATIONS, HIDDEN_DURATIONS) if name in outputs), None)
        self._sound = next(name for name in outputs if name != self._durations)
        if self._durations is None or not {self._tokens, "style", "speed"} <= self._inputs.keys():
            raise EngineError(
                tr("{path} is no Kokoro network that says how long each sound takes", path=path.name),
                hint=tr("bring the ones that narrator knows: narrator voices install kokoro-zh"),
            )

    def speak(self, ids: list[int], style: NDArray[np.float32], speed: float) -> tuple[NDArray[np.float32], list[int]]:
        """The sound at `RATE_HZ`, and how many samples of it each symbol takes, with the silence at both ends."""
        whole = self._inputs["speed"] != "tensor(float)"
        given = {
            self._tokens: np.array([[0, *ids, 0]], np.int64),
            "style": style,
            "speed": np.array([round(speed)], np.int32) if whole else np.array([speed], np.float32),
        }
        sound, frames = self._session.run([self._sound, self._durations], given)
        samples = np.asarray(sound, np.float32).ravel()
        lengths = np.asarray(frames, np.float64).ravel()
        edges = np.rint(np.cumsum([0.0, *lengths]) * (len(samples) / lengths.sum())).astype(int)
        return samples, np.diff(edges).tolist()


def _runtime() -> Any:
    """ONNX Runtime, told not to report home before it can."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        return import_module("onnxruntime")  # optional, and takes half a second
    except ImportError as cause:
        raise EngineError(tr("onnxruntime is not installed"), hint="pip install 'narrator[natural]'") from cause
