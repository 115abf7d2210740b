"""Surnames that are read otherwise than the same character elsewhere."""

from __future__ import annotations

from .words import Token

SURNAMES = {
    "单": "shan4", "仇": "qiu2", "区": "ou1", "解": "xie4", "查": "zha1", "曾": "zeng1", "任": "ren2", "朴": "piao2", "盖": "ge3",
    "纪": "ji3", "宁": "ning4", "尉": "wei4", "冼": "xian3", "乐": "yue4", "缪": "miao4", "折": "she2",
    "覃": "qin2", "繁": "po2", "召": "shao4", "逄": "pang2", "燕": "yan1", "应": "ying1", "盛": "sheng4",
    "葛": "ge3", "翟": "zhai2", "晁": "chao2", "佘": "she2", "臧": "zang1", "隗": "wei3", "郇": "xun2", "祭": "zhai4", 
    "卜": "bu3", "娄": "lou2", "那": "na1", "阙": "que1", "牟": "mou4", "钭": "tou3",
    "车": "che1", "占": "zhan1", "撒": "sa4", "相": "xiang4", "贲": "ben1", "訾": "zi1",
}  # fmt: skip
COMPOUND = {
    "尉迟": ("yu4", "chi2"), "万俟": ("mo4", "qi2"), "长孙": ("zhang3", "sun1"), "单于": ("chan2", "yu2"), "澹台": ("tan2", "tai2"),
    "令狐": ("ling2", "hu2"), "宇文": ("yu3", "wen2"), "皇甫": ("huang2", "fu3"), "夏侯": ("xia4", "hou2"),
}  # fmt: skip


def surname_readings(plain: str, words: tuple[Token, ...]) -> dict[int, str]:
    """The surnames of what the segmenter takes for names of people."""
    found: dict[int, str] = {}
    for number, word in enumerate(words):
        following = words[number + 1] if number + 1 < len(words) else None
        given = following is not None and following.start == word.end and following.part in ("nr", "nrt", "nrfg")
        if len(word.text) == 1 and word.text in SURNAMES and (word.part == "nr" and given):
            found[word.start] = SURNAMES[word.text]
        elif word.part in ("nr", "nrfg") and len(word.text) in (2, 3) and word.text[0] in SURNAMES:
            found[word.start] = SURNAMES[word.text[0]]
        for surname, syllables in COMPOUND.items():
            if word.text.startswith(surname):
                found.update(zip(range(word.start, word.start + 2), syllables, strict=True))
    return found
