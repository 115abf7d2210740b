"""Everything that a Word document prints is said or listed, however Word keeps it."""

from __future__ import annotations

import io
import zipfile

import pytest

from narrator.article import extract
from narrator.model import Article

_NAMES = " ".join(
    f'xmlns:{prefix}="http://schemas.{address}"'
    for prefix, address in (
        ("w", "openxmlformats.org/wordprocessingml/2006/main"),
        ("r", "openxmlformats.org/officeDocument/2006/relationships"),
        ("m", "openxmlformats.org/officeDocument/2006/math"),
        ("mc", "openxmlformats.org/markup-compatibility/2006"),
        ("wps", "microsoft.com/office/word/2010/wordprocessingShape"),
    )
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _paragraph(text: str, *, of: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{of}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def _read(body: str, **parts: str) -> Article:
    """The article of a document with a title, a question, that body, and other parts beside it (`header1`: …)."""
    packed = io.BytesIO()
    types = {part: part.rstrip("1") for part in parts}
    with zipfile.ZipFile(packed, "w") as archive:
        overrides = "".join(
            f'<Override PartName="/word/{part}.xml" ContentType="{_KIND}.{kind}+xml"/>' for part, kind in types.items()
        )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
            f'"/word/document.xml" ContentType="{_KIND}.document.main+xml"/>{overrides}</Types>',
        )
        for name, targets in {
            "_rels/.rels": {"word/document.xml": "officeDocument"},
            "word/_rels/document.xml.rels": {f"{part}.xml": kind for part, kind in types.items()},
        }.items():
            lines = "".join(
                f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
                for at, (target, kind) in enumerate(targets.items())
            )
            archive.writestr(name, f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>')
        head = _paragraph("渡口") + _paragraph("记者：渡口还在吗？")
        archive.writestr("word/document.xml", f"<w:document {_NAMES}><w:body>{head}{body}</w:body></w:document>")
        for part, content in parts.items():
            archive.writestr(f"word/{part}.xml", content)
    return extract(packed.getvalue(), name="a.docx")


def _listed(article: Article) -> dict[str, str | None]:
    return {block.text: block.why_not_spoken for block in article.blocks[2:]}


def test_heads_and_feet_of_pages_are_listed() -> None:
    article = _read(
        _paragraph("沈阿水：在。"),
        header1=f"<w:hdr {_NAMES}>{_paragraph('河城航运史料')}</w:hdr>",
        footer1=f"<w:ftr {_NAMES}>{_paragraph('第 1 页')}</w:ftr>",
    )
    assert _listed(article) == {
        "沈阿水：在。": None,
        "河城航运史料": "page header or number",
        "第 1 页": "page header or number",
    }


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_are_listed_and_their_marks_are_asides(kind: str) -> None:
    mark = (
        f"<w:p><w:r><w:t>沈阿水：在</w:t></w:r><w:r><w:{kind}Reference w:id='2'/></w:r><w:r><w:t>。</w:t></w:r></w:p>"
    )
    note = f"<w:{kind}s {_NAMES}><w:{kind} w:id='2'>{_paragraph('在南岸。')}</w:{kind}></w:{kind}s>"
    said, listed = _read(mark, **{f"{kind}s": note}).blocks[2:]
    assert (said.text, [span.of(said.text) for span in said.asides]) == ("沈阿水：在[1]。", ["[1]"])
    assert listed.why_not_spoken == "footnote"


def test_text_hidden_by_itself_or_by_its_style_is_listed() -> None:
    styles = (
        f"<w:styles {_NAMES}><w:style w:type='paragraph' w:styleId='Draft'><w:name w:val='Draft'/>"
        "<w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
    )
    body = _paragraph("草稿一", run="<w:vanish/>") + _paragraph("草稿二", of="<w:pStyle w:val='Draft'/>")
    shown = _paragraph("沈阿水：在。", of="<w:pStyle w:val='Draft'/>", run="<w:vanish w:val='0'/>")
    assert _listed(_read(body + shown, styles=styles)) == {"沈阿水：在。": None, "草稿一": "hidden", "草稿二": "hidden"}


def test_number_that_is_no_lists_begins_its_paragraph() -> None:
    numbering = (
        f"<w:numbering {_NAMES}><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='{{}}'/>"
        "<w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
    )
    item = _paragraph("我生在南岸。", of="<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>")
    assert list(_listed(_read(item, numbering=numbering.format(1951)))) == ["1951. 我生在南岸。"]
    assert list(_listed(_read(item, numbering=numbering.format(1)))) == ["我生在南岸。"]


@pytest.mark.parametrize(
    ("inside", "printed"),
    [
        ("<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>", "x=2"),
        ("<m:oMathPara><m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath></m:oMathPara>", "x=2"),
        ("<w:fldSimple w:instr='DATE'><w:r><w:t>今天</w:t></w:r></w:fldSimple>", "今天"),
        ("<w:smartTag><w:r><w:t>南岸</w:t></w:r></w:smartTag>", "南岸"),
        ("<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>", "²"),
    ],
    ids=["formula", "formula on its line", "field", "tag", "power"],
)
def test_what_stands_inside_a_sentence_is_said(inside: str, printed: str) -> None:
    body = f"<w:p><w:r><w:t>沈阿水：是5 m</w:t></w:r>{inside}<w:r><w:t>吧。</w:t></w:r></w:p>"
    assert _listed(_read(body)) == {f"沈阿水：是5 m{printed}吧。": None}


def test_text_of_a_drawn_box_is_said_once() -> None:
    box = f"<w:txbxContent>{_paragraph('沈阿水：在。')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert [block.text for block in _read(body).blocks[2:]] == ["沈阿水：在。"]


def test_look_tells_colour_size_indent_and_alignment_apart() -> None:
    runs = ("<w:color w:val='FF0000'/>", "<w:color w:val='FF0000'/>", "<w:sz w:val='40'/>", "<w:color w:val='auto'/>")
    places = ("<w:ind w:left='720'/>", "<w:jc w:val='center'/>", "<w:jc w:val='both'/>")
    body = "".join(_paragraph(f"行{at}", run=run) for at, run in enumerate(runs))
    body += "".join(_paragraph(f"段{at}", of=place) for at, place in enumerate(places))
    red, again, large, automatic, indented, centred, justified = (block.look for block in _read(body).blocks[2:])
    assert red == again
    assert automatic == justified
    assert len({red, large, automatic, indented, centred}) == 5


def test_guide_of_ruby_is_an_aside_behind_its_base() -> None:
    ruby = "<w:ruby><w:rt><w:r><w:t>dù</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>渡</w:t></w:r></w:rubyBase></w:ruby>"
    block = _read(f"<w:p><w:r><w:t>沈阿水：</w:t></w:r><w:r>{ruby}</w:r><w:r><w:t>口。</w:t></w:r></w:p>").blocks[2]
    assert (block.text, [span.of(block.text) for span in block.asides]) == ("沈阿水：渡dù口。", ["dù"])
