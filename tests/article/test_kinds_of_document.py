"""Every kind of document gives the same article."""

from __future__ import annotations

import io
import zipfile

import pytest

from narrator.article import extract
from narrator.errors import InputError
from narrator.model import Article, BlockKind

_TEXT = "河边的书房\n\n记者：您好，书房开了几年？\n\n林小满：三年了，孩子们都喜欢来。\n"


def _docx(body: str, **parts: bytes) -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r" Type="{office}" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>')
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


def _paragraph(text: str, *, bold: bool = False) -> str:
    return f"<w:p><w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}<w:t>{text}</w:t></w:r></w:p>"


def _said(article: Article) -> list[str]:
    return [block.text for block in article.blocks if block.why_not_spoken is None]


def test_plain_text_has_its_title_on_the_first_line() -> None:
    article = extract(_TEXT.encode(), name="a.txt")
    assert article.title == "河边的书房"
    assert [block.line for block in article.blocks] == [1, 3, 5]
    assert _said(article) == ["记者：您好，书房开了几年？", "林小满：三年了，孩子们都喜欢来。"]


def test_markdown_keeps_bold_headings_and_lines() -> None:
    article = extract("# 书房\n\n## 开始\n\n**记者**：忙吗？\n".encode(), name="a.md")
    assert article.title == "书房"
    heading, turn = article.blocks[1:]
    assert (heading.kind, heading.level, heading.line) == (BlockKind.HEADING, 2, 3)
    assert [span.of(turn.text) for span in turn.bold] == ["记者"]


def test_front_matter_gives_title_date_and_address() -> None:
    page = "---\ntitle: '书房'\ndate: 2024-5-6 07:08\nurl: https://example.org/a\n---\n\n正文在这里。\n"
    article = extract(page.encode(), name="a.md")
    assert (article.title, article.published, article.url) == ("书房", "2024-05-06T07:08:00", "https://example.org/a")


def test_word_document_is_read_with_its_bold() -> None:
    data = _docx(_paragraph("书房") + _paragraph("记者：忙吗？", bold=True) + _paragraph("林小满：忙。"))
    article = extract(data, name="a.docx")
    assert article.title == "书房"
    assert [span.of(article.blocks[1].text) for span in article.blocks[1].bold] == ["记者：忙吗？"]


def test_word_document_that_unpacks_to_a_bomb_is_refused() -> None:
    with pytest.raises(InputError, match=r"bomb|more than"):
        extract(_docx(_paragraph("a"), **{"word/media/a.bin": b"\0" * 30_000_000}), name="a.docx")


def test_word_document_with_entities_is_refused() -> None:
    with pytest.raises(InputError, match="entities"):
        extract(_docx(_paragraph("a"), **{"word/x.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), name="a.docx")


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", _docx(_paragraph("a"))[:300]], ids=["no zip", "cut short"])
def test_damaged_word_document_is_an_error_in_two_lines(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        extract(data, name="a.docx")
    assert caught.value.hint


def test_cues_of_one_speaker_flow_together() -> None:
    page = (
        "WEBVTT\n\nNOTE by hand\n\n00:01.000 --> 00:02.000\n<v Ann>Good &amp; early\n\n2\n00:02.100 --> "
        "00:03.000 align:start\n<v Ann>morning.\n\n00:09.000 --> 00:10.000\n<v Tom>Hi."
    )
    article = extract(page.encode(), name="a.vtt")
    assert [(block.speaker, block.text) for block in article.blocks] == [
        ("Ann", "Good & early morning."),
        ("Tom", "Hi."),
    ]


def test_subtitles_are_known_by_their_first_lines() -> None:
    page = "1\n00:00:01,000 --> 00:00:02,000\n你好\n\n2\n00:00:02,100 --> 00:00:03,000\n世界\n"
    assert extract(page.encode(), name="-").text == "你好 世界"


def test_lines_wrapped_at_a_column_are_joined_and_chat_lines_are_not() -> None:
    wrapped = (
        "The lamp on the tower was lit every evening by the same man,\nwho walked up two hundred steps "
        "with a can of oil and never\nonce complained about the weather or about the height of the\n"
        "stairs.\n\nNobody\nasked.\n"
    )
    assert len(extract(wrapped.encode(), name="a.txt").blocks) <= 3
    assert len(extract("甲：在吗？\n乙：在。\n甲：走吗？\n乙：走。\n".encode(), name="a.txt").blocks) == 4


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.txt"),
        (b" \n\t", "a.txt"),
        (b"\x89PNG\r\n\x1a\n", "a.txt"),
        (bytes(range(256)) * 9, "a.txt"),
        (b"\xd0\xcf\x11\xe0abc", "a.doc"),
        ("……——！！\n".encode(), "a.txt"),
        (b"<html><script>var a = 1</script></html>", "a.html"),
        (b"not a document", "a.docx"),
    ],
)
def test_what_is_no_page_is_an_error_in_two_lines(data: bytes, name: str) -> None:
    with pytest.raises(InputError) as caught:
        extract(data, name=name)
    assert caught.value.message.startswith(name)
    assert caught.value.hint


def test_pdf_with_text_is_read() -> None:
    pdfium = pytest.importorskip("pypdfium2", reason="the extra narrator[pdf] is not installed")
    assert pdfium
    stream = b"BT /F 12 Tf 72 700 Td (HOST: How are you?) Tj 0 -20 Td (ANN: Fine, thanks.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    assert _said(extract(data, name="a.pdf")) == ["HOST: How are you?", "ANN: Fine, thanks."]


def _created(day: str) -> bytes:
    return f'<cp:coreProperties><dcterms:created xsi:type="dcterms:W3CDTF">{day}T23:15:00Z</dcterms:created></cp:coreProperties>'.encode()


def test_date_printed_in_a_word_document_wins_over_its_properties() -> None:
    talk = _paragraph("记者：您好，书房开了几年？") + _paragraph("林小满：三年了。")
    printed = _paragraph("河边的书房") + _paragraph("2026年3月1日  本报记者 王小明") + talk
    byline_first = _paragraph("河边的书房") + _paragraph("本报记者 王小明 2026年3月1日") + talk
    for body in (printed, byline_first):
        assert (
            extract(_docx(body, **{"docProps/core.xml": _created("2019-05-06")}), name="a.docx").published
            == "2026-03-01"
        )
    bare = _paragraph("河边的书房") + talk
    article = extract(_docx(bare, **{"docProps/core.xml": _created("2019-05-06")}), name="a.docx")
    assert article.published == "2019-05-06T23:15:00Z"
    template = extract(_docx(bare, **{"docProps/core.xml": _created("2013-12-23")}), name="a.docx")
    assert template.published is None


@pytest.mark.parametrize(
    "line",
    [
        "By Staff Writer, March 3, 2026",
        "By Ann Bell | Tuesday, March 3, 2026",
        "Published 3 March 2026",
        "Mar. 3rd, 2026",
        "By Ann Bell and Tom Reed · 3 Mar 2026",
    ],
)
def test_english_byline_at_the_head_is_metadata_and_gives_the_date(line: str) -> None:
    page = f"A Talk With Laura Finch\n\n{line}\n\nQ: How did it start?\n\nA: With three people and a borrowed boat.\n"
    article = extract(page.encode(), name="a.txt")
    assert article.published == "2026-03-03"
    assert line not in _said(article)


def test_table_of_figures_in_a_word_document_is_not_spoken() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    talk = _paragraph("河边的书房") + _paragraph("记者：您好，开了几年？") + _paragraph("林小满：三年了。")
    table = "<w:tbl>" + row("年份", "人数") + row("2026", "5.6万") + "</w:tbl>"
    article = extract(_docx(talk + table), name="a.docx")
    assert [block.text for block in article.blocks if block.why_not_spoken == "table"] == [
        "年份",
        "人数",
        "2026",
        "5.6万",
    ]
    assert _said(article) == ["记者：您好，开了几年？", "林小满：三年了。"]
