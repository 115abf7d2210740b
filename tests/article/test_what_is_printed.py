"""What counts as printed, what of it is left to be said, and which day a page names."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from narrator.article import extract, read
from narrator.errors import InputError
from narrator.model import Article

_TALK = "<p>记者：潮水什么时候来？</p><p>老梁：天亮以前，听见石头响就来了。我们那时候都下到滩上去等。</p>"


def _read(body: str, name: str = "a.html") -> Article:
    return extract(body.encode(), name=name)


def _said(article: Article) -> str:
    """The blocks that are left to be spoken, without what stands beside the text."""
    lines = []
    for block in article.blocks:
        if block.why_not_spoken is None:
            asides = {at for span in block.asides for at in range(span.start, span.end)}
            lines.append("".join(char for at, char in enumerate(block.text) if at not in asides))
    return "\n".join(lines)


@pytest.mark.parametrize("hiding", ["visibility:hidden", "display:none"])
def test_page_that_a_script_would_show_is_read(hiding: str) -> None:
    article = _read(f'<body><p>请稍候</p><div style="{hiding}">{_TALK}</div></body>')
    assert "听见石头响" in _said(article)


def test_hidden_words_in_a_visible_page_are_listed_and_not_said() -> None:
    article = _read(
        f"<body>{_TALK}<p hidden>采集必究</p><p>老梁：浪<span style='display:none'>水印</span>大。</p></body>"
    )
    assert "浪大" in _said(article)
    assert "采集必究" not in _said(article)
    assert "采集必究" in article.text
    assert "水印" in article.text


def test_ruby_keeps_its_base_and_lists_its_guide() -> None:
    article = _read("<p>老梁：那条<ruby>鲃<rp>(</rp><rt>bā</rt><rp>)</rp></ruby>鱼放了。</p>")
    assert _said(article) == "老梁：那条鲃鱼放了。"
    assert "bā" in article.text


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("滩涂有三百 km<sup>2</sup>。", "滩涂有三百 km²。"),
        ("数量级是 10<sup>-6</sup>。", "数量级是 10⁻⁶。"),
        ("喝的是 H<sub>2</sub>O。", "喝的是 H₂O。"),
        ("石头会响<sup>2</sup>。", "石头会响。"),
        ('风速 m<sup><a href="#fn1">1</a></sup>。', "风速 m。"),
    ],
)
def test_raised_number_is_a_power_behind_a_unit_and_else_a_footnote(printed: str, said: str) -> None:
    assert _said(_read(f"<p>{printed}</p>")) == said


def test_hanzi_that_are_spaced_out_are_closed_up() -> None:
    article = _read("老 梁 说 潮 水 来 了 。\n\nTwo words and 一 家 stay.", "a.txt")
    assert [block.text for block in article.blocks] == ["老梁说潮水来了。", "Two words and 一 家 stay."]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("发布时间：2024-03-05 10:11", "2024-03-05T10:11:00"),
        ("5. März 2024", "2024-03-05"),
        ("Publié le 5 mars 2024", "2024-03-05"),
        ("5 de marzo de 2024", "2024-03-05"),
        ("民國113年3月5日", "2024-03-05"),
        ("令和6年3月5日", "2024-03-05"),
        ("二〇二四年三月五日", "2024-03-05"),
        ("2024년 3월 5일", "2024-03-05"),
        ("2024年3月", None),
        ("老梁：我们2024年3月5日就下滩了。", None),
        ("© 2024-03-05", None),
    ],
)
def test_day_of_publication_is_told_by_the_head_line(line: str, day: str | None) -> None:
    article = _read(f"<html><body><h1>等潮水的人</h1><div>{line}</div>{_TALK}</body></html>")
    assert article.published == day


def test_address_tells_the_day_where_nothing_is_printed() -> None:
    page = f"<html><body><h1>等潮水的人</h1>{_TALK}</body></html>".encode()
    assert extract(page, name="a", url="https://example.org/2024/03/05/tide.html").published == "2024-03-05"
    assert extract(page, name="a", url="https://example.org/2024/03/tide.html").published is None


def test_saved_page_is_read_from_its_archive() -> None:
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\nSnapshot-Content-Location: https://example.org/a\n"
    part = "--x\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
    article = _read(f"{head}\n{part}\n<h1>等潮水的人</h1>{_TALK}\n--x--\n", "a.mhtml")
    assert (article.title, article.url) == ("等潮水的人", "https://example.org/a")
    assert "听见石头响" in _said(article)


def test_book_is_read_chapter_by_chapter() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml", '<container><rootfiles><rootfile full-path="o/b.opf"/></rootfiles></container>'
        )
        items = "".join(f'<item id="{each}" href="{each}.xhtml"/>' for each in ("two", "one"))
        spine = '<itemref idref="one"/><itemref idref="two"/>'
        title = '<title xmlns="http://purl.org/dc/elements/1.1/">潮水</title>'
        book.writestr(
            "o/b.opf",
            f"<package><metadata>{title}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>",
        )
        book.writestr("o/one.xhtml", f"<html><body>{_TALK}</body></html>")
        book.writestr("o/two.xhtml", "<html><body><p>老梁：后来滩没了。</p></body></html>")
    article = extract(data.getvalue(), name="a.epub")
    assert article.title == "潮水"
    assert _said(article).endswith("老梁：后来滩没了。")


def test_transcript_in_json_names_its_speakers() -> None:
    segments = [
        {"speaker": "记者", "startTime": 0, "endTime": 1, "body": "潮水呢？"},
        {"speaker": "老梁", "startTime": 1, "endTime": 2, "body": "天亮"},
        {"speaker": "老梁", "startTime": 2, "endTime": 3, "body": "以前。"},
    ]
    blocks = extract(json.dumps({"version": "1.0.0", "segments": segments}).encode(), name="a.json").blocks
    assert [(block.speaker, block.text) for block in blocks] == [("记者", "潮水呢？"), ("老梁", "天亮以前。")]


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b'{"name": "x", "version": 1}', "JSON"),
        (b"[Script Info]\nTitle: x", "ASS"),
        (b"<?xml version='1.0'?><tt xmlns='http://www.w3.org/ns/ttml'/>", "TTML"),
        (b"[00:12.34]la la", "LRC"),
        (b"bplist00\x01", "property list"),
        (b"<?xml version='1.0'?><rss version='2.0'/>", "feed"),
    ],
)
def test_file_that_is_no_page_is_refused_by_name(data: bytes, named: str) -> None:
    with pytest.raises(InputError, match=named):
        extract(data, name="a")


def test_captions_that_roll_up_are_said_once() -> None:
    cues = ["潮水\n", "潮水\n听见石头响", "听见石头响\n", "听见石头响\n就来了"]
    text = "WEBVTT\n\n" + "\n\n".join(
        f"00:0{at}.000 --> 00:0{at + 1}.000\n{cue.strip()}" for at, cue in enumerate(cues)
    )
    assert "".join(_said(_read(text, "a.vtt")).split()) == "潮水听见石头响就来了"


@pytest.mark.parametrize("front", ['+++\ntitle = "潮水"\n+++\n', '{\n  "title": "潮水",\n  "draft": false\n}\n'])
def test_front_matter_of_other_dialects_is_no_text(front: str) -> None:
    article = _read(f"{front}\n老梁：天亮以前。\n", "a.md")
    assert (article.title, _said(article)) == ("潮水", "老梁：天亮以前。")


def test_year_at_the_start_of_a_paragraph_is_no_list() -> None:
    assert _said(_read("**记者**：哪一年？\n\n1951. 那年浪大。\n", "a.md")) == "记者：哪一年？\n1951. 那年浪大。"


@pytest.mark.parametrize(
    "title",
    [
        "关于印发‹通知>的解读",
        "关于印发<通知>的解读",
        "关于印发‹通知›的解读",
        "关于«条例»的解读",
        "水位>3.5米时怎么办",
    ],
)
def test_title_with_angle_marks_is_no_navigation(tmp_path: Path, title: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"{title}\n\n主持人：您好，今天水位怎么样？\n\n林知远：比昨天低了三厘米，请大家放心。\n", "utf-8")
    assert read(str(page)).title == title


def test_path_through_a_site_is_navigation_still(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("首页>访谈>河口\n\n主持人：您好，今天水位怎么样？\n\n林知远：比昨天低了三厘米。\n", "utf-8")
    assert read(str(page)).title != "首页>访谈>河口"
