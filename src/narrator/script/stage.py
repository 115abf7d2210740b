"""Stage directions and footnote marks: what is printed inside a turn and not said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.model import Span
from narrator.script.hand_pauses import WHY as PAUSE
from narrator.script.hand_pauses import pause_marks

_WORDS = (
    "大笑|笑|微笑|苦笑|众笑|眾笑|全场笑|全场大笑|哄笑|笑声|笑聲|笑起来|笑了|笑笑|哈哈|掌声|掌聲|热烈鼓掌|鼓掌|全场鼓掌|全场掌声|沉默|沉默片刻|停顿|思考|沉思|点头|點頭|摇头|搖頭|叹气|嘆氣|哽咽|流泪|落泪|哭|哭泣|起立|众人|"
    "播放短片|播放视频|播放录像|播放VCR|播放音乐|短片|視頻|视频|录像|VCR|大屏幕|音乐|音樂|音乐起|片花|广告|廣告|插播广告|听不清|不清|无法辨认|聽不清|字幕|片头|片尾|"
    "爆笑|一同笑|会場笑|拍手|苦笑い|笑い|沈黙|咳嗽|喝水|挥手|举手|鞠躬|比划|示意|指着?[\u3400-\u9fff]{0,6}|看着?[\u3400-\u9fff]{0,6}"
)
_ENGLISH = (
    r"(?:laugh(?:s|ing|ter)?|chuckl(?:es|ing|e)|giggl(?:es|ing)|applause|cheer(?:s|ing)|crosstalk|cross[- ]talk|"
    r"inaudible|unintelligible|indiscernible|pause[sd]?|silence|sighs?|music(?: plays| playing)?|"
    r"(?:intro|outro|theme|upbeat|background) music|sings?|singing|coughs?|coughing|clears throat|nods?|smil(?:es|"
    r"ing)|whispers?|break|commercial break|video plays|phone rings|snaps|claps|clapping|both laugh|all laugh)"
)
_EMOTICONS = (
    "鲜花|鮮花|献花|送花|玫瑰|撒花|握手|抱拳|拥抱|擁抱|赞|點贊|点赞|强|爱心|愛心|心|呲牙|偷笑|憨笑|可爱|可愛|害羞|大哭|捂脸|笑哭|胜利|勝利|加油|给力|調皮|调皮|"
    "酷|汗|疑问|疑問|咖啡|蛋糕|礼物|禮物|太阳|太陽|再见|再見|耶|OK|ok|干杯|乾杯|庆祝|慶祝|合十|威武|奋斗|奮鬥"
)
"""What chats and comments print as pictures: `[鲜花]`."""
DIRECTION = re.compile(
    rf"[（(\[【〔]\s?(?:[\u3400-\u9fff]{{0,6}}?(?:{_WORDS})[\u3400-\u9fff]{{0,4}}?|(?:[A-Za-z]{{1,15}}\s){{0,2}}{_ENGLISH}(?:\s[a-z]{{1,12}}){{0,3}}|w|ｗ)\s?[。.！!…]?\s?(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?\s?[）)\]】〕]|[\[［【](?:{_EMOTICONS})[\]］】]|♪[^♪\n]{{0,80}}♪|♪+",
    re.IGNORECASE,
)
NOTE_MARK = re.compile(
    r"\[\^[^\[\]\s]{1,40}\](?!\()|\[(?:\d{1,3}|注\s?\d{0,3}|註\s?\d{0,3}|\*)\](?!\()|"
    r"[【〔［](?:(?:注|註)\s?\d{0,3}|\d{1,3})[】〕］]|[（(](?:注|註)\s?\d{0,3}[）)]|"
    r"(?<=[\u3400-\u9fff])[①-⑳⑴-⒇](?=[。，、；！？]|$)|(?<=[。，、；！？”])[①-⑳⑴-⒇](?!\s?[^\s，。]{1,12}[；;])"
)
INLINE_TIME = re.compile(r"[（(]\d{1,2}[时時点點]\d{1,2}分[）)]|[\[(]\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]")

_SOUNDS = re.compile(r"[（(]?[A-Za-zà-üĀ-ǜ\u3041-\u30ff\u3105-\u312fˊˇˋ˙ ]+[）)]?|[（()）]")
"""What small print above characters says of their sound: pinyin, kana, bopomofo."""
_LABELLED = re.compile(rf"[^\s:：。！？!?，,]{{1,8}}[:：]\s?(?:{DIRECTION.pattern})", re.IGNORECASE)
"""`众人：（笑）` says nothing."""
_SCENE = re.compile(r"[（(\[【]\s?[^（）()\[\]【】。！？!?]{1,30}\s?[）)\]】]")
_SCENE_WORDS = re.compile(
    rf"soundbite|{_WORDS}|播放|进场|入场|离场|退场|演唱|表演|{_ENGLISH}|開場|登場|退場", re.IGNORECASE
)


_END_TAG = re.compile(r"</[A-Za-z\u3400-\u9fff][\w ]{0,20}>")
"""`<甲>好。</甲>`: the end of a label that is written like a tag."""
_BEHIND_LABEL = re.compile(r"\s?[（(\[【][^（）()\[\]【】。！？!?，,；;：:\d]{1,12}[）)\]】]\s?")
"""`委員：（在席位上）不同意！`: how it is said."""


def unspoken(text: str, asides: Sequence[Span], start: int = 0) -> list[tuple[Span, str]]:
    """What of a paragraph is not said, in order and without overlaps, and why.

    Args:
        start: Where what is said begins, behind a label.
    """
    if _LABELLED.fullmatch(text):
        return [(Span(0, len(text)), "stage direction")]
    if _SCENE.fullmatch(text) and _SCENE_WORDS.search(text):
        return [(Span(0, len(text)), "stage direction")]
    found = [(mark.span, PAUSE) for mark in pause_marks(text)]
    found += [(span, "pronunciation" if _SOUNDS.fullmatch(span.of(text)) else "footnote mark") for span in asides]
    found += [(Span(*match.span()), "stage direction") for match in DIRECTION.finditer(text)]
    found += [(Span(*match.span()), "footnote mark") for match in NOTE_MARK.finditer(text)]
    found += [(Span(*match.span()), "time stamp") for match in INLINE_TIME.finditer(text)]
    found += [(Span(*match.span()), "markup") for match in _END_TAG.finditer(text)]
    if start and (match := _BEHIND_LABEL.match(text, start)) and match.end() < len(text):
        found.append((Span(*match.span()), "stage direction"))
    found.sort(key=lambda each: (each[0].start, -each[0].end))
    out: list[tuple[Span, str]] = []
    for span, why in found:
        if not out or span.start >= out[-1][0].end:
            out.append((span, why))
    return out
