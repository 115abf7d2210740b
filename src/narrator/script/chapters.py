"""Where the chapters begin, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from narrator.model import Chapter, Role, Speaker, Turn
from narrator.script.spoken_style import asks, has_question
from narrator.standards.chinese_words import segmenter

LONGEST_TITLE = 24
"""Full-width characters; a Latin letter is half of one."""

SHORTEST_CHAPTER = 900
"""Columns: some two minutes of speech."""
MOST_CHAPTERS = 14
FEW_QUESTIONS = 6
"""As many may have a chapter each, however short."""
_EMPTY = re.compile(
    r"[\W_]+|请问|怎么(?:看|办|样|做)?|如何|什么|为什么|哪些|哪个|哪里|多少|是不是|有没有|能不能|可不可以|对此|这个|那个|这些|这样|这件事|这方面|问题|评论|看法|想法|您|你|我们|大家|觉得|认为|会|吗|呢|的|了|是|有|在|"
    r"\b(?:what|how|why|who|when|where|which|do|does|did|is|are|was|were|can|could|would|will|you|your|think|about|that|this|it|the|a|an|of|to|so|and|there|any|tell|us|me|more)\b",
    re.IGNORECASE,
)
"""Words that a question is put with."""

_OPENINGS = {
    "zh": "开场",
    "zh-TW": "開場",
    "zh-HK": "開場",
    "yue": "開場",
    "ja": "はじめに",
    "ko": "시작",
    "en": "Introduction",
}
_ABBREVIATED = (
    r"(?<=\b[A-Z])|(?<=\.[a-z])|(?<=\b(?:Dr|Mr|Ms|St|Jr|Sr|No|vs|Lt|Mt))|(?<=\b(?:Mrs|Gov|Sen|Rep|Rev|Gen|Inc|Ltd))|"
    r"(?<=\bProf)"
)
"""In front of a full stop that ends no sentence: initials and the like."""
_SENTENCE = re.compile(rf"(?:[^。！？!?；;…\n.]|\.(?!\s)|(?:{_ABBREVIATED})\.)+(?:[。！？!?；;…]+|\.)?[”’」』）)\"]*")
_PHRASE = re.compile(r"[^，,、：:—]+(?:[，,、：:]|—{1,2})?")
_FILLER = re.compile(
    r"(?:^|(?<=[，,]))(?:那么?|那麼|好的?|嗯+|是的|对|所以|而且|另外|此外|同时|首先|接下来|下面|最后|最後|刚才|也就是说|我们知道|我們知道|大家都知道|据我所知|据了解|"
    r"我?(?:想|还想|也想)?(?:再)?请问(?:一下)?(?:[\u3400-\u9fff]{1,3}(?:局长|主任|书记|部长|市长|院长|校长|老师|教授|医生|先生|女士|总)|您|你|各位|嘉宾)?|請問(?:一下)?(?:您|你)?|想问(?:一下|问)?(?:您|你)?|我想问(?:一下)?|我们想问(?:一下)?|想请教(?:一下)?(?:您|你)?|想请(?:您|你)|请(?:您|你)|能否(?:请您)?|能不能(?:请您)?|"
    r"(?:您|你)?(?:能|可以|能否|可否)?(?:再)?(?:详细|具体|简单|首先|先)?(?:地)?(?:给|为|跟|和|向)?(?:我们|大家|网友们?|观众们?)?(?:详细|具体|简单)?(?:地)?(?:介绍|谈谈|谈一谈|说说|说一说|聊聊|讲讲|分享|解读)(?:一下|下)?|"
    r"(?:您|你)(?:觉得|认为|怎么看待?|如何看待)|有(?:网友|观众|听众|市民|读者)(?:问|提问|留言)?(?:说|道)?|网友“[^”]{1,20}”问|"
    r"(?:so|and|well|now|but|okay|ok|right|yeah|great|thanks?(?: you)?|could you (?:please )?(?:tell us|explain)|"
    r"can you (?:please )?(?:tell us|explain))\b|具体到|具体来说|では|じゃあ|それでは|ところで|なるほど)[，,、：:\s]*",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"[，,]\s?(?:对吗|对吧|对不对|是吗|是吧|是不是|好吗|可以吗|對嗎|對吧|是嗎|好嗎|"
    r"right|isn't it|don't you think|correct)\s?([？?])",
    re.IGNORECASE,
)
"""What only asks whether the rest is so."""
_POINTS_BACK = re.compile(
    r"这方面|这些|这个|这项|这种|这样|此事|对此|上述|該|這方面|這些|這個|這項|那个|那些|它们?|他们|她们|"
    r"\b(?:this|that|these|those|it|they|them|there)\b",
    re.IGNORECASE,
)
_SAID_OF = re.compile(
    r"^.*(?:开展|推出|提出|出台|实施|实行|启动|举办|发布|推进|作出|做出|建立|設立|设立|关于|针对|围绕|提到|"
    r"推動|開展|實施|發布|關於)了?(?=[\u3400-\u9fff])"
)
"""What stands before the matter in a sentence that leads to a question."""
_LEAST_MATTER = 10
"""Columns from which a question says what it is about."""
_TRAILING = re.compile(r"[，,、；;：:。.!！\s—]+$")
_LABELLED_NUMBER = re.compile(r"^\s*(?:\d{1,2}\s?[.、．)）]\s?)")
_WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6“”‘’…—]"
)


def chapters(
    turns: Sequence[Turn], headings: Sequence[int], speakers: Mapping[str, Speaker], language: str
) -> tuple[Chapter, ...]:
    """A chapter for each heading of the page; without headings, for the questions, short ones together."""
    starts = _by_headings(turns, headings) or _together(turns, _by_questions(turns, speakers))
    if not starts:
        return ()
    out: list[Chapter] = []
    if starts[0][0] > 0:
        out.append(Chapter(title=_opening(language), turn=0))
    for turn, title in starts:
        if out and (out[-1].turn == turn or out[-1].title == title):
            continue
        out.append(Chapter(title=title, turn=turn))
    return tuple(out)


def _opening(language: str) -> str:
    return _OPENINGS.get(language) or _OPENINGS.get(language.split("-", maxsplit=1)[0]) or _OPENINGS["en"]


def _by_headings(turns: Sequence[Turn], headings: Sequence[int]) -> list[tuple[int, str]]:
    """Headings with nothing between them are one chapter, named after the first."""
    starts: list[tuple[int, str]] = []
    known = set(headings)
    for index in headings:
        if not _is_head(turns[index].paragraphs[0].text):
            continue
        if starts and starts[-1][0] == index - 1 and index - 1 in known:
            continue
        starts.append((index, shortened(turns[index].paragraphs[0].text)))
    return starts if len(starts) >= 2 else []


def _is_head(text: str) -> bool:
    """Whether a line can name a chapter: a sentence, an item of a list or a remark in brackets cannot."""
    if _columns(text) > 60 or re.fullmatch(r"[（(\[【].*[）)\]】]", text):
        return False
    return text[-1] not in "。；;，,、：:" and not re.search(r"[a-z]{2}\.$", text) and len(text) > 1


def _together(turns: Sequence[Turn], questions: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Questions whose answers are short share a chapter, named after the one that names its matter best."""
    if len(questions) <= FEW_QUESTIONS:
        return list(questions)
    lengths = [sum(_columns(part.text) for part in turn.paragraphs) for turn in turns]
    least = max(min(SHORTEST_CHAPTER, sum(lengths) / FEW_QUESTIONS), sum(lengths) / MOST_CHAPTERS)
    out: list[tuple[int, str]] = []
    for at, (turn, _) in enumerate(questions):
        before = out[-1][0] if out else -1
        if out and sum(lengths[before:turn]) < least:
            continue
        behind = next((other for other, _ in questions[at + 1 :] if sum(lengths[turn:other]) >= least), len(turns))
        titles = [title for other, title in questions[at:] if other < behind]
        out.append((turn, max(titles, key=lambda title: _matter(title) - 2 * titles.index(title))))
    if len(out) > 1 and sum(lengths[out[-1][0] :]) < least / 2:
        out.pop()
    return out


def _by_questions(turns: Sequence[Turn], speakers: Mapping[str, Speaker]) -> list[tuple[int, str]]:
    starts: list[tuple[int, str]] = []
    for index, turn in enumerate(turns):
        speaker = speakers.get(turn.speaker) if turn.speaker else None
        if speaker is None or (speaker.role is not Role.HOST and not speaker.name.endswith(("记者", "記者"))):
            continue  # at a press conference, the reporters ask
        text = " ".join(paragraph.text for paragraph in turn.paragraphs)
        if has_question(text[-400:]):
            starts.append((index, shortened(_question(text[-1500:]))))
    return starts


def _question(text: str) -> str:
    """What is asked about: the sentence with most matter, those that ask first; or what it points back to."""
    sentences = [match.group().strip() for match in _SENTENCE.finditer(_TAG.sub(r"\1", text))]
    if not sentences:
        return text
    last = len(sentences) - 1
    scores = [
        min(_matter(sentence), 20)
        + (16 if _matter(sentence) >= 6 else 4) * asks(sentence)
        - (last - at) * 0.5
        - 4 * (_columns(sentence) > 110)
        for at, sentence in enumerate(sentences)
    ]
    best = max(range(len(sentences)), key=lambda at: scores[at])
    own = _without_filler(_LABELLED_NUMBER.sub("", sentences[best]))
    vague = _POINTS_BACK.search(own) and _matter(_POINTS_BACK.sub("", own)) < 2 * _LEAST_MATTER
    return (_pointed_at(sentences[best - 1]) if vague and best else None) or sentences[best]


def _pointed_at(sentence: str) -> str | None:
    """`刚才提到去年开展了分类指导行动。` → `分类指导行动`: what the next sentence means by “this”."""
    phrase = _TRAILING.sub("", [match.group() for match in _PHRASE.finditer(sentence)][-1])
    matter = _SAID_OF.sub("", phrase)
    return matter if _WIDE.search(matter) and _LEAST_MATTER <= _columns(matter) <= 2 * LONGEST_TITLE else None


def _matter(sentence: str) -> int:
    """How many columns of a sentence say what it is about: 你对此有何评论 says nothing."""
    return _columns(_EMPTY.sub("", _without_filler(sentence)))


def shortened(text: str) -> str:
    """A title of at most 24 full-width characters, cut at a phrase and never inside a word."""
    text = re.sub(r"\s+", " ", _LABELLED_NUMBER.sub("", text)).strip(" 　*#:：")
    text = re.sub(r"的(?:吗|呢|嗎)(?=[？?]?$)", "", text)
    shorter = _without_filler(text)
    if _WIDE.search(text) and _columns(shorter) >= 10:
        text = shorter
    if _columns(text) <= 2 * LONGEST_TITLE:
        return _TRAILING.sub("", text)
    text = _TRAILING.sub("", _without_filler(text)).strip()
    if not _WIDE.search(text):
        text = text[:1].upper() + text[1:]
        return text if _columns(text) <= 2 * LONGEST_TITLE else _cut(text)
    if _columns(text) <= 2 * LONGEST_TITLE:
        return text
    phrases = [match.group() for match in _PHRASE.finditer(text)]
    kept = ""
    for phrase in reversed(phrases):
        if _columns(phrase + kept) > 2 * LONGEST_TITLE:
            break
        kept = phrase + kept
    kept = _TRAILING.sub("", _without_filler(kept)).strip()
    if _columns(kept) >= 10:
        return kept
    return _cut(_without_filler(phrases[-1]) or phrases[-1])


def _without_filler(text: str) -> str:
    for _ in range(4):
        shorter = _FILLER.sub("", text, count=1) if _FILLER.match(text) else text
        if shorter == text or _columns(shorter) < 6:
            break
        text = shorter
    return text


def _cut(phrase: str) -> str:
    """The beginning of a long phrase, up to the last whole word that fits."""
    fits = 0
    for word in _words(phrase):
        if _columns(phrase[: fits + len(word)]) > 2 * LONGEST_TITLE - 2:
            break
        fits += len(word)
    return _TRAILING.sub("", phrase[:fits] or phrase[: LONGEST_TITLE - 1]).rstrip("的和与在了及、， ") + "…"


def _words(phrase: str) -> list[str]:
    if _WIDE.search(phrase):
        return list(segmenter().cut(phrase))
    return re.findall(r"\S+\s*", phrase)


def _columns(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))
