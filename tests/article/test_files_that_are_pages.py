"""Archives, books, letters and transcripts are read as the page in them; what is no page is refused by its name."""

from __future__ import annotations

import base64
import io
import json
import quopri
import zipfile

import pytest

from narrator.article import extract
from narrator.errors import InputError
from narrator.model import Article, BlockKind

_TALK = "<p>记者：渡口还在吗？</p><p>沈阿水：在，一天两班船，早上一班，傍晚一班。</p>"
_PAGE = f"<html><head><title>渡口_河城网</title></head><body><h1>渡口</h1>{_TALK}</body></html>"
_SAID = ["记者：渡口还在吗？", "沈阿水：在，一天两班船，早上一班，傍晚一班。"]


def _said(article: Article) -> list[str]:
    return [block.text for block in article.blocks if block.why_not_spoken is None]


def _why(article: Article, words: str) -> str | None:
    return next(block.why_not_spoken for block in article.blocks if words in block.text)


def _packed(parts: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


def _archive(page: str) -> bytes:
    head = (
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://example.org/2024/03/05/ferry\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html"; boundary="--b"\r\n\r\n'
        "----b\r\nContent-Type: text/css\r\n\r\np {}\r\n"
        "----b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + quopri.encodestring(page.encode()) + b"\r\n----b--\r\n"


@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.txt", "-"])
def test_saved_page_is_read_with_its_address_whatever_it_is_called(name: str) -> None:
    article = extract(_archive(_PAGE), name=name)
    assert _said(article) == _SAID
    assert (article.title, article.url) == ("渡口", "https://example.org/2024/03/05/ferry")


def test_letter_is_read_without_its_head() -> None:
    head = "From: a@example.org\r\nSubject: hello\r\nMIME-Version: 1.0\r\nContent-Type: "
    plain = head + "text/plain; charset=utf-8\r\n\r\n记者：渡口还在吗？\r\n\r\n沈阿水：在。\r\n"
    assert _said(extract(plain.encode(), name="a.eml")) == ["记者：渡口还在吗？", "沈阿水：在。"]
    coded = head + "text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(_PAGE.encode()).decode()
    assert _said(extract(coded.encode(), name="a.eml")) == _SAID


def _book(*chapters: str) -> bytes:
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="b/c.opf"/></rootfiles></container>',
    }
    items, order = "", ""
    for number, chapter in enumerate(chapters):
        parts[f"b/c {number}.xhtml"] = f"<html><head><title>x</title></head><body>{chapter}</body></html>"
        listed = ' properties="nav"' if "<nav" in chapter else ""
        items += f'<item id="i{number}" href="c%20{number}.xhtml" media-type="application/xhtml+xml"{listed}/>'
        order = f'<itemref idref="i{number}"/>' + order  # the last of the file is the first of the book
    parts["b/c.opf"] = (
        '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>渡口</dc:title>'
        f"<dc:date>2024-03-05</dc:date></metadata><manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    return _packed(parts)


def test_book_is_read_chapter_by_chapter_and_nothing_of_it_is_lost() -> None:
    note = '<aside epub:type="footnote"><p>班船停在南岸。</p></aside>'
    article = extract(
        _book("<h1>二</h1><p>尾声，船都开走了。</p>", f"<h1>一</h1>{_TALK}{note}", "<nav>目次</nav>"), name="a.epub"
    )
    assert (article.title, article.published) == ("渡口", "2024-03-05")
    assert _said(article) == ["一", *_SAID, "二", "尾声，船都开走了。"]
    assert (_why(article, "目次"), _why(article, "班船停在")) == ("navigation", "footnote")


def test_book_without_chapters_or_with_a_lock_is_refused() -> None:
    with pytest.raises(InputError, match="no chapter"):
        extract(_book(), name="a.epub")
    with pytest.raises(InputError, match="damaged"):
        extract(_book(_TALK)[:300], name="a.epub")


def test_open_document_is_read_with_its_headings_bold_lists_and_notes() -> None:
    names = " ".join(f'xmlns:{each}="urn:{each}"' for each in ("office", "text", "style", "fo"))
    content = (
        f"<office:document-content {names}><office:automatic-styles>"
        '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
        '</office:automatic-styles><office:body><office:text><text:h text:outline-level="1">渡口</text:h>'
        '<text:p><text:span text:style-name="B">记者：</text:span>渡口<text:s text:c="1"/>还在吗？</text:p>'
        "<text:p>沈阿水：在<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>南岸。</text:p>"
        '</text:note-body></text:note>，一天两班。</text:p><text:p><text:span text:style-name="H">草稿</text:span></text:p>'
        "<text:tracked-changes><text:p>删掉的话</text:p></text:tracked-changes>"
        "</office:text></office:body></office:document-content>"
    )
    article = extract(
        _packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}), name="a.odt"
    )
    assert article.title == "渡口"
    turn = next(block for block in article.blocks if block.text.startswith("记者"))
    assert (turn.text, [span.of(turn.text) for span in turn.bold]) == ("记者：渡口 还在吗？", ["记者："])
    assert (_why(article, "南岸"), _why(article, "草稿")) == ("footnote", "hidden")
    assert "删掉" not in article.text


def test_transcript_of_a_podcast_names_its_speakers() -> None:
    page = {
        "version": "1.0.0",
        "segments": [
            {"speaker": "Ann", "startTime": 0.5, "endTime": 1.2, "body": "Is the ferry"},
            {"speaker": "Ann", "startTime": 1.3, "endTime": 2.0, "body": "still <there>?"},
            {"speaker": "Tom", "startTime": 2.1, "endTime": 4.0, "body": "It is."},
        ],
    }
    article = extract(json.dumps(page).encode(), name="a.json")
    assert [(block.speaker, block.text, block.kind) for block in article.blocks] == [
        ("Ann", "Is the ferry still <there>?", BlockKind.CUE),
        ("Tom", "It is.", BlockKind.CUE),
    ]


def test_transcript_of_speech_recognition_is_read() -> None:
    page = {"segments": [{"start": 0.0, "end": 2.0, "text": " Is it there?", "speaker": "SPEAKER_00"}]}
    assert [(block.speaker, block.text) for block in extract(json.dumps(page).encode(), name="a.json").blocks] == [
        ("SPEAKER_00", "Is it there?")
    ]


def test_transcript_with_strange_segments_is_an_error() -> None:
    with pytest.raises(InputError, match="no transcript"):
        extract(b'{"segments": [{"start": 1}, 3]}', name="a.json")
    assert extract(b'{"segments": [{"body": "Yes.", "startTime": {}}, 3]}', name="a.json").text == "Yes."


def test_subtitles_of_youtube_are_read_without_times() -> None:
    page = "0:00:01.000,0:00:02.000\n渡口还在吗\n\n0:00:02.000,0:00:03.000\n在\n"
    assert extract(page.encode(), name="a.sbv").text == "渡口还在吗 在"


def test_rolling_captions_are_said_once() -> None:
    rolled = ["we took the", "ferry over", "the river", "every day"]
    cues = [
        f"00:00:0{at}.000 --> 00:00:0{at + 1}.000\n{before}\n{line}"
        for at, (before, line) in enumerate(zip(["", *rolled], rolled, strict=False))
    ]
    assert extract(("WEBVTT\n\n" + "\n\n".join(cues)).encode(), name="a.vtt").text == " ".join(rolled)


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (b"; by hand\n[Script Info]\nTitle: x\n", "a.txt", "ASS"),
        (b'<?xml version="1.0"?><!-- x -->\n<tt xmlns="urn:x"><body><p>Hi</p></body></tt>', "a.html", "TTML"),
        (b'<?xml version="1.0"?><timedtext><body><p t="1">Hi</p></body></timedtext>', "a.xml", "captions"),
        (b"{10}{20}Hi\n{20}{30}Ho\n", "a.txt", "MicroDVD"),
        (b"[ti:x]\n[00:01.00]Hi\n[00:02.00]Ho\n[00:03.00]Ha\n", "a.txt", "LRC"),
        (b'<?xml version="1.0"?><!DOCTYPE plist PUBLIC "x" "y"><plist/>', "a.webarchive", "property list"),
        (b"bplist00\x01", "a.webarchive", "property list"),
        (b'<svg xmlns="urn:x"><text>Hi</text></svg>', "-", "picture"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "a.xml", "feed"),
        (b'{"a": [1, 2]}', "a.txt", "JSON"),
        (b'{"a": 1}\n{"a": 2}\n', "a.jsonl", "data"),
        (b"speaker,text\nA,Hi\n", "a.csv", "table"),
        (b"import os\n", "a.py", "program"),
        (b"\\documentclass{article}\n", "a.txt", "LaTeX"),
        (b"WARC/1.0\r\n", "a.warc", "WARC"),
        (b"{\\rtf1 Hi}", "a.doc", "RTF"),
        (b"\xff\xfb\x90\x64abc", "a.mp3", "sound"),
        (b"BM\x10\x00\x00\x00\x00\x00\x00\x00", "a.bmp", "picture"),
        (b"a" * 60 + b"BOOKMOBI", "a.mobi", "Kindle"),
        (b"BZh91AY&SY", "a.bz2", "compressed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_file_that_is_no_page_is_refused_by_its_name_with_what_to_do(data: bytes, name: str, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        extract(data, name=name)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("Caffè e tempo: due chiacchiere.\n".encode(), "a.txt"),
        ("[00:01.20] 甲：渡口还在吗？\n[00:05.10] 乙：在。\n".encode(), "a.txt"),
        ("[00:01] 甲：渡口还在吗？\n[00:05] 乙：在。\n".encode(), "a.txt"),
        ("\ufeff甲：渡口还在吗？\n".encode("utf-16-le"), "a.txt"),
        (f"<!DOCTYPE html>{_PAGE}".encode(), "page.py"),
        (b"Question: is it there?\n\nAnswer: it is.\n", "notes.unknown"),
    ],
    ids=["word", "times like lyrics", "times", "UTF-16", "page of a script", "unknown suffix"],
)
def test_page_that_looks_a_little_like_something_else_is_read(data: bytes, name: str) -> None:
    assert _said(extract(data, name=name))
