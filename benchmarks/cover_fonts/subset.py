"""Make the fonts that covers are set in, by subset, from the packages that hold them whole.

    python benchmarks/cover_fonts/subset.py CJK.ttc NOTO_FOLDER EMOJI.ttf UNIHAN_READINGS.txt.bz2

Needs fontTools. The sources, all under the SIL Open Font License 1.1: Debian's fonts-noto-cjk
(NotoSerifCJK-Bold.ttc) and fonts-noto-core (the folder), npm's @expo-google-fonts/noto-emoji
(NotoEmoji_700Bold.ttf). The list of the general standard characters comes from Debian's unicode-data
(Unihan_Readings.txt.bz2, kTGHZ2013).
"""

from __future__ import annotations

import bz2
import sys
import unicodedata
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FONTS = HERE.parents[1] / "src/narrator/artwork/fonts"
SIMPLIFIED_FACE = 2
"""In the collection of Noto Serif CJK."""
SCRIPTS = (
    "NotoNaskhArabic-Bold",
    "NotoSerifArmenian-Bold",
    "NotoSerifBengali-Bold",
    "NotoSerifDevanagari-Bold",
    "NotoSerifGeorgian-Bold",
    "NotoSerifGujarati-Bold",
    "NotoSerifGurmukhi-Bold",
    "NotoSerifHebrew-Bold",
    "NotoSerifKannada-Bold",
    "NotoSerifKhmer-Bold",
    "NotoSerifLao-Bold",
    "NotoSerifMalayalam-Bold",
    "NotoSerifMyanmar-Bold",
    "NotoSerifTamil-Bold",
    "NotoSerifTelugu-Bold",
    "NotoSerifThai-Bold",
    "NotoSerifTibetan-Bold",
    "NotoSansMongolian-Regular",
)
LATIN_GREEK_CYRILLIC = (
    *range(0x20, 0x530),
    *range(0x1C80, 0x1C90),
    *range(0x1D00, 0x2070),
    *range(0x20A0, 0x20C1),
    *range(0x2100, 0x2150),
    *range(0x2C60, 0x2C80),
    *range(0xA640, 0xA6A0),
    *range(0xA720, 0xA800),
)


def main(cjk: str, noto: str, emoji: str, unihan: str) -> None:
    """Write all subsets and say how large they are."""
    write(TTFont(cjk, fontNumber=SIMPLIFIED_FACE), chinese(unihan), "NotoSerifCJKsc-Bold.subset.otf", EAST_ASIAN)
    write(TTFont(Path(noto) / "NotoSerif-Bold.ttf"), LATIN_GREEK_CYRILLIC, "NotoSerif-Bold.subset.ttf", SHAPING)
    for name in SCRIPTS:
        font = TTFont(Path(noto) / f"{name}.ttf")
        write(font, font.getBestCmap(), f"{name}.subset.ttf", SHAPING)
    font = TTFont(emoji)
    write(font, font.getBestCmap(), "NotoEmoji-Bold.subset.ttf", SHAPING)


EAST_ASIAN = ("kern", "palt", "halt", "chws")
SHAPING = (
    *("kern", "ccmp", "locl", "mark", "mkmk", "liga", "rlig", "calt", "isol", "init", "medi", "fina"),
    *("nukt", "akhn", "rphf", "rkrf", "pref", "blwf", "half", "pstf", "vatu", "cjct", "abvf", "cfar"),
    *("pres", "abvs", "blws", "psts", "haln", "abvm", "blwm", "dist"),
)
"""What HarfBuzz needs to write the scripts as they are written; small capitals and the like are left out."""


def chinese(unihan: str) -> set[int]:
    """Chinese, Japanese and Korean, without the Greek and Cyrillic letters, which are set from the Latin font."""
    chosen = set(map(ord, (HERE / "characters.txt").read_text("utf-8")))
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        chosen |= {int(line.split("\t")[0][2:], 16) for line in lines if "\tkTGHZ2013\t" in line}
    chosen.add(ord("𠮷"))  # the commonest name outside the standards
    chosen |= {ord(char) for char in two_bytes("cp932") if "\u4e00" <= char <= "\ufaff"}
    chosen |= {
        ord(char) for char in two_bytes("euc_kr") if "\uac00" <= char <= "\ud7a3" or "\u3131" <= char <= "\u318e"
    }
    return {code for code in chosen if not unicodedata.name(chr(code), "").startswith(("GREEK", "CYRILLIC"))}


def two_bytes(codec: str) -> set[str]:
    """The characters that a national character set writes in two bytes."""
    pairs = (bytes((first, second)) for first in range(0x81, 0xFF) for second in range(0x40, 0xFF))
    return {char for pair in pairs if len(char := pair.decode(codec, errors="ignore")) == 1}


def write(font: TTFont, characters: object, name: str, features: tuple[str, ...]) -> None:
    """Write the part of the font that sets the characters."""
    options = Options()
    options.hinting = False
    options.layout_features = list(features)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.save(FONTS / name)
    print(f"{(FONTS / name).stat().st_size:9,} bytes  {name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
