"""Whatever a page prints is said or listed with a reason: by elements, by styles, and by marks left in the text."""

from __future__ import annotations

import pytest

from narrator.article import extract
from narrator.model import Article

_TALK = "<p>记者：渡口还在吗？</p><p>沈阿水：在，一天两班船，早上一班，傍晚一班，从来不误点。</p><p>记者：累吗？</p><p>沈阿水：不累。</p>"


def _page(inside: str, name: str = "a.html") -> Article:
    return extract(f"<html><body><h1>渡口</h1>{inside}{_TALK}</body></html>".encode(), name=name)


def _why(article: Article, words: str) -> str | None:
    return next(block.why_not_spoken for block in article.blocks if words in block.text)


def _text(article: Article, words: str) -> str:
    return next(block.text for block in article.blocks if words in block.text)


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("<p hidden>草稿</p>", "hidden"),
        ('<p style="display: none">草稿</p>', "hidden"),
        ('<p style="font-size:0">草稿</p>', "hidden"),
        ('<p style="opacity: 0;">草稿</p>', "hidden"),
        ('<p style="mso-hide:all">草稿</p>', "hidden"),
        ('<p style="position:absolute;left:-9999px">草稿</p>', "hidden"),
        ('<p class="sr-only">草稿</p>', "hidden"),
        ("<noscript>草稿</noscript>", "hidden"),
        ("<object><p>草稿</p></object>", "hidden"),
        ("<button>草稿</button>", "control"),
        ("<p>岸边有灯。<button>草稿</button></p>", "control"),
        ("<select><option>草稿</option></select>", "control"),
        ("<textarea>草稿</textarea>", "control"),
        ("<svg><text>草稿</text></svg>", "picture"),
        ('<aside role="doc-footnote">草稿</aside>', "footnote"),
    ],
)
def test_what_is_no_speech_by_its_element_says_why(inside: str, why: str) -> None:
    article = _page(inside)
    assert _why(article, "草稿") == why
    assert _why(article, "沈阿水：在") is None


@pytest.mark.parametrize(
    ("inside", "printed"),
    [
        ('<p aria-hidden="true">沈阿水：天亮开船。</p>', "沈阿水：天亮开船。"),
        ("<p>沈阿水：按<button>开船</button>就走了。</p>", "沈阿水：按开船就走了。"),
        ("<details><summary>记者：后来呢？</summary><p>沈阿水：后来修了桥。</p></details>", "沈阿水：后来修了桥。"),
        ("<my-part><template shadowrootmode=open><p>沈阿水：风大不开。</p></template></my-part>", "沈阿水：风大不开。"),
        ("<p>沈阿水：好<o:p>的</o:p>，去<st1:place>南岸</st1:place>。</p>", "沈阿水：好的，去南岸。"),
        ("<p>沈阿水：船有50 m<sup>2</sup>，载10<sup>4</sup>人。</p>", "沈阿水：船有50 m²，载10⁴人。"),
        ("<p>沈阿水：H<sub>2</sub>O，E=mc<sup>2</sup>，x<sup>n+1</sup>。</p>", "沈阿水：H₂O，E=mc²，xⁿ⁺¹。"),
        ('<ol start="1951"><li>我生在南岸，父亲摆渡。</li></ol>', "1951. 我生在南岸，父亲摆渡。"),
    ],
)
def test_what_a_page_prints_is_said_as_printed(inside: str, printed: str) -> None:
    article = _page(inside)
    assert (_text(article, printed[-6:]), _why(article, printed[-6:])) == (printed, None)


def test_settings_of_office_are_not_printed() -> None:
    page = "<xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><!--[if mso]><p>旧版</p><![endif]-->"
    assert "Normal" not in _page(page).text
    assert "旧版" not in _page(page).text


def test_pronunciation_beside_a_character_is_an_aside_and_the_character_is_said() -> None:
    block = next(block for block in _page("<p>沈阿水：<ruby>渡<rt>dù</rt></ruby>口。</p>").blocks if "dù" in block.text)
    assert (block.text, [span.of(block.text) for span in block.asides]) == ("沈阿水：渡dù口。", ["dù"])


def test_page_that_waits_for_its_script_is_read_and_keeps_its_title() -> None:
    page = f'<html><body><h1>渡口</h1><div style="visibility:hidden;opacity:0">{_TALK}</div><p>扫一扫</p></body></html>'
    article = extract(page.encode(), name="a.html")
    assert (article.title, _why(article, "沈阿水：在"), _why(article, "扫一扫")) == ("渡口", None, "navigation")


def test_page_of_frames_is_read_by_what_it_prints_without_them() -> None:
    page = f"<html><frameset><frame src=a><noframes><body>{_TALK}</body></noframes></frameset></html>"
    assert _why(extract(page.encode(), name="a.html"), "沈阿水：在") is None


_MARKDOWN = "# 渡口\n\n{}\n\n记者：渡口还在吗？\n\n沈阿水：在，一天两班船。\n"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{{< figure src="a.jpg" >}}', "shortcode"),
        ("{{% notice %}}", "shortcode"),
        ("{% include map.html %}", "shortcode"),
        ("{:.lead}", "shortcode"),
        ("{.tabset}", "shortcode"),
        ("[[toc]]", "shortcode"),
        ("[TOC]", "shortcode"),
        ("::: tip 提示", "shortcode"),
        ('[gallery ids="1,2"]', "shortcode"),
        ('[audio mp3="a.mp3"][/audio]', "shortcode"),
        ('[caption id="a"]南岸的灯[/caption]', "picture caption"),
        ("![[灯.png]]", "shortcode"),
        ("[笑]", None),
        ("[00:12] 沈阿水：好。", None),
        ("{重|chong2}来一次。", None),
        ("[沈阿水] 好。", None),
    ],
)
def test_shortcode_is_not_said_and_other_brackets_are(line: str, why: str | None) -> None:
    article = extract(_MARKDOWN.format(line).encode(), name="a.md")
    assert _why(article, line[-4:]) == why


@pytest.mark.parametrize(
    ("line", "marks"),
    [
        ("## 开船 {.tabset}", ["{.tabset}"]),
        ("沈阿水：好。{: .note}", ["{: .note}"]),
        ("![灯](a.jpg){width=50%} 沈阿水：好。", ["{width=50%}"]),
        ("沈阿水：==大风==不开。", ["==", "=="]),
        ("> [!note] 大风不开。", ["[!note]"]),
        ("沈阿水：a == b 吗？", []),
    ],
)
def test_mark_among_words_is_an_aside(line: str, marks: list[str]) -> None:
    article = extract(_MARKDOWN.format(line).encode(), name="a.md")
    block = article.blocks[1]
    assert [span.of(block.text) for span in block.asides] == marks


def test_wrapped_markdown_with_links_is_joined() -> None:
    page = (
        "# The ferry\n\nQ: Why did you keep the ferry in the [old\nharbour](https://example.org/harbour) by the river "
        "and not in\nthe town?\n\nA: Because the pier in the [town is\nfar](https://example.org/town) too high for a "
        "boat that\ncarries nothing but people and a dog.\n"
    )
    article = extract(page.encode(), name="a.md")
    assert [block.text for block in article.blocks[1:]] == [
        "Q: Why did you keep the ferry in the old harbour by the river and not in the town?",
        "A: Because the pier in the town is far too high for a boat that carries nothing but people and a dog.",
    ]


def test_front_matter_without_its_first_line_is_read() -> None:
    article = extract(
        "title: 渡口\ndate: 2024-03-05 10:00:00\ntags:\n- a\n---\n记者：渡口还在吗？\n".encode(), name="a.md"
    )
    assert (article.title, article.published, len(article.blocks)) == ("渡口", "2024-03-05T10:00:00", 1)


@pytest.mark.parametrize("mark", ["{{<", "[a b=", "{a=", "[[toc", "==a", "%%a", "{{a|", ":::", "[caption]"])
def test_marks_that_never_end_are_read_as_text(mark: str) -> None:
    assert extract(("渡口\n\n" + mark * 3_000 + "\n").encode(), name="a.txt").text


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("渡口还在，<br>船也还在", "渡口还在，船也还在"),
        ("渡口<br/>一天两班船", "渡口 一天两班船"),
        ("The ferry<br>and its dog", "The ferry and its dog"),
    ],
)
def test_heading_in_several_lines_is_one(heading: str, title: str) -> None:
    article = extract(f"<html><body><h1>{heading}</h1>{_TALK}</body></html>".encode(), name="a.html")
    assert (article.title, article.blocks[0].text) == (title, title)


def test_text_set_as_a_heading_keeps_its_lines() -> None:
    article = extract("<h3>记者：渡口还在吗？<br>沈阿水：在。</h3>".encode(), name="a.html")
    assert [block.text for block in article.blocks] == ["记者：渡口还在吗？", "沈阿水：在。"]


def test_numbered_heading_with_a_line_below_it_keeps_its_number() -> None:
    article = extract(b"3. The ferryman\n===============\n\nAsker: Is it there?\n", name="a.md")
    assert (article.title, article.blocks[0].level) == ("3. The ferryman", 1)


def test_title_is_not_cut_inside_brackets() -> None:
    article = extract("---\ntitle: Ferry | 渡口周报【3/2 - 3/6】\n---\n\n记者：渡口还在吗？\n".encode(), name="a.md")
    assert article.title == "Ferry | 渡口周报【3/2 - 3/6】"


def test_raised_and_lowered_figures_of_markdown_keep_their_meaning() -> None:
    page = "沈阿水：湖有 10^6^ 平方米，x^2 也行，CO~2~ 很少，见注[^1]。\n\n[^1]: 某志。\n"
    assert extract(page.encode(), name="a.md").blocks[0].text.startswith("沈阿水：湖有 10⁶ 平方米，x² 也行，CO₂ 很少，")
