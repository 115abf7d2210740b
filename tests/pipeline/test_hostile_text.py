"""Whatever a page says, no file that is published breaks or obeys it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import mutagen.id3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from episode_samples import SHOW, cue, episode, heard, measured, recording
from narrator.captions.timed_text import subrip, webvtt
from narrator.check import check
from narrator.model import CastSpeaker, ChapterMark, Episode, LabelSettings, Role, Speaker, Voice
from narrator.pipeline.publish import feed, publish
from narrator.standards.printable import one_line, printable, within_bytes

NASTY = [
    "</script><script>alert(1)</script>",
    "]]><item><title>stolen</title></item>",
    "00:00:01.000 --> 00:00:02.000",
    "a --> b",
    "<v Somebody else>",
    "<b>bold</b>{\\an8}",
    "&lt;b&gt; &amp; &#x3c;",
    "\x00\x01\x08\x0b\x1b\x7f\x85",
    "\ufffe\uffff\ud800",
    "\u202eevil\u202c\u2066x\u2069",
    "line\nbreak\r\nand\u2028more\u2029",
    "\n\nNOTE not ours\n\n",
    "'\"><img src=x onerror=alert(1)>",
    "%s %(x)s {0} ${HOME} `id`",
    "WEBVTT",
    "\u200b\u0301\u0301",
    "A" * 300,
]


def hostile(text: str) -> Episode:
    """An episode in which the text stands everywhere it can."""
    voice = Voice(engine="tone", name="low")
    speaker = CastSpeaker(speaker=Speaker(name=text, role=Role.GUEST, affiliation=text), voice=voice)
    said = cue(text + "。", start=4410, at=0, speaker=text, pace=2000)
    mark = ChapterMark(title=text, start=4410, end=said.end)
    return episode(
        title=text, publisher=text, source=text, cues=(said,), speakers=(speaker,), chapters=(mark,), not_spoken=(),
        length=-(-said.end // 1152) * 1152 + 1152,
    )  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_published_files_stay_whole_whatever_the_page_says(tmp_path: Path, text: str) -> None:
    one = measured(hostile(text))
    show = replace(SHOW, title=f"谈话{text}", description=f"水{text}", author=f"人{text}")
    publish(one, recording(one), tmp_path, show=show, label=LabelSettings())
    rss = etree.fromstring(feed(tmp_path, show=show).read_bytes())
    assert len(rss.findall("channel/item")) == 1
    assert len(rss.findall("channel/title")) == 1
    folder = tmp_path / one.slug
    tags = mutagen.id3.ID3(io.BytesIO((folder / f"{one.slug}.mp3").read_bytes()))
    assert "\n" not in str(tags["TIT2"])
    json.loads((folder / "chapters.json").read_text("utf-8"))
    wrong = [finding for finding in check([tmp_path], analyse=heard) if finding.level == "error"]
    # A tone of two seconds says nothing about loudness, and nothing in a text is a notice.
    assert [finding for finding in wrong if "LUFS" not in finding.what and "name" not in finding.what] == []


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("text", NASTY)
def test_article_in_the_feed_carries_no_markup_of_the_page(tmp_path: Path, text: str) -> None:
    one = hostile(text)
    publish(one, recording(one), tmp_path, show=SHOW, label=LabelSettings())
    rss = etree.fromstring(feed(tmp_path, show=SHOW).read_bytes())
    parser = _Scripts()
    parser.feed(str(rss.findtext("channel/item/{http://purl.org/rss/1.0/modules/content/}encoded")))
    assert {tag for tag, _ in parser.found} <= {"p", "em", "strong", "a"}
    assert all(set(attributes) <= {"href"} for _, attributes in parser.found)


@pytest.mark.parametrize("text", NASTY)
def test_webvtt_has_one_time_line_for_each_caption(text: str) -> None:
    vtt = webvtt(hostile(text))
    for block in vtt.strip().split("\n\n")[1:]:
        lines = block.split("\n")
        assert "-->" in lines[0]
        assert not any("-->" in line for line in lines[1:])
        assert all(re.fullmatch(r"<v [^<>\n]*>|<\d\d:\d\d:\d\d\.\d{3}>", tag) for tag in re.findall("<[^>]*>", block))


@pytest.mark.parametrize("text", NASTY)
def test_subrip_has_no_markup_and_no_other_times(text: str) -> None:
    srt = subrip(hostile(text))
    times = [line for line in srt.splitlines() if "-->" in line]
    assert len(times) == len(re.findall(r"(?m)^\d+\n\d\d:\d\d:\d\d,\d{3} --> ", srt))
    assert "<" not in srt
    assert "{" not in srt


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(), st.integers(2, 60))
def test_printable_text_is_fit_for_xml(text: str, limit: int) -> None:
    element = etree.Element("a")
    element.text = printable(text)
    assert "\n" not in one_line(text)
    assert len(within_bytes(one_line(text), limit + 3).encode()) <= limit + 3


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_captions_of_any_text_are_well_formed(text: str) -> None:
    one = hostile(text)
    webvtt(one).encode()
    subrip(one).encode()
