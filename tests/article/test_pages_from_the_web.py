"""Which part of a web page is the article, and what is printed around it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.article import extract
from narrator.errors import InputError
from narrator.model import Article, Span

_PAGE = """<html lang="zh-CN"><head><title>走进非遗工坊_河城网</title><style>p{}</style><script>var a="偷偷";</script></head><body>
<div class="top"><a href="/">首页</a> | <a href="/n">新闻</a></div>
<div class="crumb">您现在的位置：<a href="/">首页</a> &gt; 正文</div>
<div class="wrap"><div class="con"><h1>走进非遗工坊</h1>
<div class="info">2023年05月06日 08:30 来源：河城日报 <span>字号：</span><a>大</a><a>小</a></div>
<div class="text"><p>　　近日，本报走进工坊，与竹编传承人罗玉兰展开对话。</p><p>罗玉兰正在编竹篮。丁一 摄</p>
<p>　　<strong>记者：</strong>从什么时候开始学？</p><p>　　<strong>罗玉兰：</strong>八岁<sup><a href="#fn1">[1]</a></sup>。编一个篮子能换两斤米。</p>
<p style="display:none">看不见的字</p><p>（责任编辑：石磊）</p></div>
<div class="related"><h3>相关新闻</h3><ul><li><a href="1">竹编走进课堂</a></li></ul></div></div>
<div class="sidebar"><h3>热点</h3><ul><li><a href="3">今天有雨</a></li></ul></div></div>
<div class="footer">河城网 版权所有</div></body></html>"""


def _why(article: Article, words: str) -> str | None:
    return next(block.why_not_spoken for block in article.blocks if words in block.text)


def test_article_is_found_among_what_surrounds_it() -> None:
    article = extract(_PAGE.encode(), name="a.html")
    assert [block.text for block in article.blocks if block.why_not_spoken is None] == [
        "近日，本报走进工坊，与竹编传承人罗玉兰展开对话。",
        "记者：从什么时候开始学？",
        "罗玉兰：八岁[1]。编一个篮子能换两斤米。",
    ]


def test_facts_are_read_from_head_and_lines() -> None:
    article = extract(_PAGE.encode(), name="a.html")
    assert (article.title, article.published, article.publisher) == ("走进非遗工坊", "2023-05-06T08:30:00", "河城日报")


def test_everything_visible_is_kept_with_a_reason_and_no_program() -> None:
    article = extract(_PAGE.encode(), name="a.html")
    assert _why(article, "首页 | 新闻") == "navigation"
    assert _why(article, "丁一 摄") == "picture caption"
    assert _why(article, "石磊") == "credits"
    assert _why(article, "竹编走进课堂")
    assert _why(article, "今天有雨")
    assert _why(article, "版权所有")
    assert "偷偷" not in article.text
    assert _why(article, "看不见") == "hidden"


def test_footnote_mark_is_an_aside() -> None:
    block = next(block for block in extract(_PAGE.encode(), name="a.html").blocks if "八岁" in block.text)
    assert [span.of(block.text) for span in block.asides] == ["[1]"]


def test_line_breaks_part_paragraphs() -> None:
    article = extract("<div>主持人：好。<br>方圆：好。<br><br>方圆：再见。</div>".encode(), name="a.html")
    assert [block.text for block in article.blocks] == ["主持人：好。", "方圆：好。", "方圆：再见。"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("信息来源:市水务局 发布时间:2024-05-06 07:08:09", "metadata"),
        ("人工智能朗读:", "player line"),
        ("责任编辑：桂芳", "credits"),
        ("采写 / 李明", "credits"),
        ("Photo by Ann Bell", "credits"),
        ("▲ 门口的木窗。", "picture caption"),
        ("上一篇：旧桥", "navigation"),
        ("未经授权不得转载", "notice"),
        ("扫描二维码，关注我们", "notice"),
        ("https://example.org/a", "link"),
        ("2楼 发表于 2011-1-2 10:00 只看该作者", "forum"),
    ],
)
def test_line_around_the_article_says_why_it_is_not_read(line: str, why: str) -> None:
    page = f"书房的故事\n\n正文从这里开始，讲一间书房怎样开起来。\n\n{line}\n\n正文在这里结束，孩子们都回家了。\n"
    assert _why(extract(page.encode(), name="a.txt"), line) == why


@pytest.mark.parametrize(
    "line", ["编辑：您怎么看？", "本报记者走访了三家工坊，听他们讲了很多。", "来源：我们从河里取水，这就是来源。"]
)
def test_sentence_that_begins_like_furniture_is_read(line: str) -> None:
    page = f"书房的故事\n\n正文从这里开始，讲一间书房怎样开起来。\n\n{line}\n\n正文在这里结束。\n"
    assert _why(extract(page.encode(), name="a.txt"), line) is None


def test_links_at_the_end_are_related_and_text_after_a_box_goes_on() -> None:
    page = (
        "正文从这里开始，讲书房。\n\n相关阅读：\n一间小店的三十年\n巷子里的木工\n\n书房开了三年，"
        "来过的孩子有一千多个，最远的从邻县坐车过来，一坐就是一天。\n\n相关稿件:\n旧桥\n"
    )
    article = extract(page.encode(), name="a.txt")
    assert _why(article, "一间小店") == "related links"
    assert _why(article, "最远的从邻县") is None
    assert _why(article, "旧桥") == "related links"


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet="<>/pdivbr aspnbliluqh1&;=\"'！：好的 \n\u202e", max_size=200),
    st.sampled_from(["a.html", "a.md", "a.txt", "a.vtt"]),
)
def test_blocks_cover_the_text_whole_whatever_the_page(page: str, name: str) -> None:
    try:
        article = extract(page.encode(), name=name)
    except InputError as error:
        assert error.hint  # noqa: PT017
        return
    end = 0
    for block in article.blocks:
        assert article.text[block.at : block.at + len(block.text)] == block.text
        assert "\n" not in block.text
        assert not article.text[end : block.at].strip()
        assert all(0 <= span.start < span.end <= len(block.text) for span in (*block.bold, *block.asides))
        end = block.at + len(block.text)
    assert not article.text[end:].strip()


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("好" * 3_500_000, "one line.txt"),
        ("甲：好\n" * 1_000_000, "tiny turns.txt"),
        ("<div>" * 200_000 + "好", "deep.html"),
        ("<p>甲：好</p>" * 400_000, "many.html"),
        ("<a " + "b=1 " * 200_000 + ">好</a>", "attributes.html"),
        ("x" * 21_000_000, "large.txt"),
    ],
    ids=lambda value: value if len(value) < 30 else "",
)
def test_page_beyond_all_bounds_is_refused_or_read(page: str, name: str) -> None:
    try:
        assert extract(page.encode(), name=name).text
    except InputError as error:
        assert error.hint  # noqa: PT017


def test_excess_of_markup_is_read_as_text() -> None:
    assert "a" in extract(("[" * 3000 + "a" + "*b" * 3000).encode(), name="a.md").text


_TALK = "<p>记者：书房开了几年？</p><p>林小满：三年了，孩子们都喜欢来，周末坐得满满的。</p><p>记者：累吗？</p><p>林小满：不累。</p>"


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("在线访谈-馆长谈书房_河城区人民政府门户网站", "河边书房的馆长谈读书", "河边书房的馆长谈读书"),
        ("河边的书房_河城网", "河城网", "河边的书房"),
        ("书房_河城网", "", "书房"),
        ("书房", "河边的书房", "河边的书房"),
    ],
    ids=["heading differs", "heading is the site", "no heading", "heading is fuller"],
)
def test_heading_beats_the_name_of_the_window_and_the_site_is_no_title(head: str, heading: str, title: str) -> None:
    page = f"<html><head><title>{head}</title></head><body><div><h1>{heading}</h1>{_TALK}</div></body></html>"
    article = extract(page.encode(), name="a.html")
    assert article.title == title
    if title == heading:
        assert _why(article, heading) == "title"


def test_first_heading_above_the_talk_is_the_title_of_a_page_without_one() -> None:
    for top in (
        "<h2>第 3 期：馆长有约</h2>",
        "<div><h2>第 3 期：馆长有约</h2></div>",
        "<ul><li><a href='/'>首页</a></li><li><a href='/n'>新闻</a></li><li><a href='/m'>地图</a></li></ul><div><h2>第 3 期：馆长有约</h2></div>",
    ):
        article = extract(f"<html><body>{top}<div>{_TALK}</div></body></html>".encode(), name="a.html")
        assert (article.title, _why(article, "馆长有约")) == ("第 3 期：馆长有约", "title")


def test_look_is_equal_for_blocks_that_are_set_in_the_same_way() -> None:
    page = (
        "<body><p><em>What did you plant?</em></p><p>Beans, mostly.</p><p><i>And now?</i></p>"
        '<p class="q">Why?</p><p><span style="color: #F00">Red</span></p><p><font color=red>Red</font> too, said he</p>'
    )
    planted, beans, now, why, red, partly = extract(page.encode(), name="page.html").blocks
    assert planted.look == now.look != beans.look
    assert len({beans.look, why.look, red.look, now.look}) == 4
    assert partly.look == beans.look
    assert planted.italic == (Span(0, len("What did you plant?")),)


@pytest.mark.parametrize("after", ["", "<p>完。</p>", "<body><p>完。</p></body>"])
def test_page_whose_head_nothing_closes_is_read_whole(after: str) -> None:
    page = f"<title>谈竹编</title>\n<meta charset=utf-8>\n<article><p>记者：难吗？</p><p>罗玉兰：难。</p></article>\n{after}"
    article = extract(page.encode(), name="a.html")
    printed = [block.text for block in article.blocks]
    assert article.title == "谈竹编"
    assert printed == ["记者：难吗？", "罗玉兰：难。", *(["完。"] if after else [])]
