"""Candidates are heard with sentences of the page, each by itself."""

from __future__ import annotations

from html.parser import HTMLParser

from narrator.listening import Candidate, Line, audition_page, typical
from narrator.model import Kind, Sentence, Voice
from narrator.spoken import verbalise_text


def _sentence(text: str, speaker: str | None = "王掌柜") -> Sentence:
    kind = Kind.SPEECH if speaker else Kind.NARRATION
    return Sentence(
        kind=kind, speaker=speaker, reading=verbalise_text(text), at=0, turn=0, paragraph=0, language="zh-CN"
    )


def _line(voice: str, text: str, start_s: float, speaker: str = "王掌柜") -> Line:
    candidate = Candidate(speaker=speaker, voice=Voice(engine="kokoro", name=voice), is_cast=voice == "zm_yunxi")
    return Line(candidate=candidate, text=text, start_s=start_s, end_s=start_s + 2.5)


class _Sounds(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "audio":
            self.sources.append(dict(attrs)["src"] or "")


def test_typical_sentences_are_of_middling_length_and_in_order():
    texts = ["对。", "我在这条街上卖了三十年的茶。", "好。", "开门的时候天还没有亮呢。", "嗯。"]
    assert typical([_sentence(text) for text in texts]) == {"王掌柜": (1, 3)}


def test_who_says_only_short_sentences_is_heard_with_the_longest():
    assert typical([_sentence("对。"), _sentence("是这样的。"), _sentence("好啊好啊。")]) == {"王掌柜": (1, 2)}


def test_narration_belongs_to_nobody():
    assert typical([_sentence("这是一条老街，有三百年历史。", None)]) == {}


def test_each_line_can_be_heard_by_itself():
    lines = [_line("zm_yunxi", "你好。", 0.0), _line("zm_yunjian", "你好。", 3.0)]
    page = audition_page("试音", lines, "voices.mp3", language="zh-CN")
    sounds = _Sounds()
    sounds.feed(page)
    assert sounds.sources == ["voices.mp3", "voices.mp3#t=0.00,2.50", "voices.mp3#t=3.00,5.50"]
    assert "当前选用" in page


def test_nothing_printed_can_break_the_page():
    page = audition_page("<script>", [_line("a", '"><b onclick=x>&', 0.0, "<i>")], "a.mp3", language="en")
    assert "<script>" not in page
    assert "<b onclick" not in page
    assert "<i>" not in page
