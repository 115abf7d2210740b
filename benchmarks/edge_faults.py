"""A thousand clips through an Edge service that fails at every turn: is anything lost or cut short?

    python benchmarks/edge_faults.py [--clips 1000] [--faults 0.45] [--seed 1]

Three runs through the stand-in of the tests, with the same sentences: one without faults, which says how long
each clip must be; narrator's, with faults of all kinds; and edge-tts by itself, the way most programs use it.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import edge_tts

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from edge_speech import speech
from edge_standin import Fault, StandIn, some_of
from narrator.model import Clip, Utterance, Voice
from narrator.speech import FileStore, RetryPolicy, synthesise
from narrator.speech.engines.edge import URL_VARIABLE, EdgeEngine
from speech_utterances import utterance

FRAME_S = 0.024
PEER_TIMEOUT_S = 3.0
"""edge-tts waits for ever on a stalled connection; we do not."""
VOICE = "zh-CN-XiaoxiaoNeural"

WHO = ["掌柜", "老街坊", "茶馆的客人", "新来的学徒", "巷口的裁缝", "修表师傅", "卖花姑娘", "孩子", "退休教师", "游客"]
WHEN = ["清早", "中午", "雨停以后", "天黑之前", "每逢周末", "入秋那天", "去年冬天", "刚才", "第二天", "有一回"]
WHAT = [
    "说起从前",
    "喝完一壶茶",
    "下了一盘棋",
    "读完报纸",
    "数着台阶",
    "收起了伞",
    "关上门",
    "写了信",
    "等着船",
    "笑了",
]


def sentences(count: int, seed: int) -> list[str]:
    """Sentences of ours, all different."""
    every = [f"{when}，{who}{what}。" for when, who, what in itertools.product(WHEN, WHO, WHAT)]
    return random.Random(seed).sample(every, count)


def run(spoken: list[Utterance], engine: EdgeEngine, policy: RetryPolicy) -> tuple[tuple[Clip, ...], float]:
    """The clips, with an empty cache, and the seconds it took."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        clips = tuple(synthesise(spoken, engine, store=FileStore(Path(folder)), policy=policy))
        return clips, time.perf_counter() - began


async def edge_tts_alone(texts: list[str]) -> Counter[str]:
    """What becomes of each text when edge-tts saves it, judged by its length."""
    outcomes: Counter[str] = Counter()
    places = asyncio.Semaphore(8)

    async def save(text: str) -> None:
        sound = bytearray()

        async def receive() -> None:
            async for chunk in edge_tts.Communicate(text, VOICE).stream():
                if chunk["type"] == "audio":
                    sound.extend(chunk["data"])

        async with places:
            try:
                await asyncio.wait_for(receive(), PEER_TIMEOUT_S)
            except TimeoutError:
                outcomes["hangs for ever"] += 1
            except Exception:  # noqa: BLE001 - whatever it is, the user hears of it
                outcomes["error"] += 1
            else:
                short = len(sound) < len(speech(text).mp3) - 144
                outcomes["cut short, without an error" if short else "whole"] += 1

    await asyncio.gather(*(save(text) for text in texts))
    return outcomes


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=1000)
    parser.add_argument("--faults", type=float, default=0.45)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    texts = sentences(options.clips, options.seed)
    spoken = [utterance(text, voice=Voice(engine="edge", name=VOICE)) for text in texts]
    with StandIn() as service:
        os.environ[URL_VARIABLE] = service.url
        whole, whole_s = run(spoken, EdgeEngine(), RetryPolicy())
        service.seen.clear()
        service.faults = some_of(options.faults, seed=options.seed)
        # Waits are shortened, or the run would mostly sleep.
        clips, faulty_s = run(
            spoken, EdgeEngine(idle_timeout_s=1.0), RetryPolicy(first_wait_s=0.05, longest_wait_s=0.5)
        )
        seen = service.seen.copy()
        service.faults = some_of(options.faults, seed=options.seed)
        alone = asyncio.run(edge_tts_alone(texts))

    length_s, wanted_s = (sum(clip.audio.duration_seconds for clip in run_) for run_ in (clips, whole))
    shorter = sum(
        clip.audio.duration_seconds < reference.audio.duration_seconds - FRAME_S
        for clip, reference in zip(clips, whole, strict=True)
    )
    different = sum(a.audio.raw_data != b.audio.raw_data for a, b in zip(clips, whole, strict=True))
    faults = seen.total() - seen[None]
    print(f"{options.clips} sentences, {wanted_s:.0f} s of speech; without faults: {whole_s:.0f} s")
    print(f"{seen.total()} connections, {faults} faulty ({faults / seen.total():.0%}): {faulty_s:.0f} s")
    for fault in Fault:
        print(f"    {seen[fault]:5}  {fault}")
    print("narrator")
    print(f"    {len(spoken) - len(clips):5}  clips lost")
    print(f"    {shorter:5}  clips accepted that are shorter than what was sent")
    print(f"    {different:5}  clips that differ in any sample from the run without faults")
    print(f"    {length_s / wanted_s:8.3%}  of the faultless run's length")
    print("edge-tts alone")
    for outcome, count in alone.most_common():
        print(f"    {count:5}  {outcome}")


if __name__ == "__main__":
    main()
