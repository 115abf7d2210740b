"""Encodings, harmful characters, and languages."""

from __future__ import annotations

import pytest

from narrator.article import extract

_SIMPLIFIED = "水务访谈\n\n记者：请问今年的水质怎么样？\n\n王伟：总的来说很好，大家可以放心饮用，我们每天都会检测。\n"
_TRADITIONAL = "水務訪談\n\n記者：請問今年的水質怎麼樣？\n\n王偉：總的來說很好，大家可以放心飲用，我們每天都會檢測。\n"
_JAPANESE = (
    "本屋の話\n\n聞き手：お店を始めたきっかけは何ですか。\n\n山田：父の店を継いだのが始まりです。最初は大変でした。\n"
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (_SIMPLIFIED, "utf-8"),
        (_SIMPLIFIED, "utf-8-sig"),
        (_SIMPLIFIED, "utf-16"),
        (_SIMPLIFIED, "gb18030"),
        (_TRADITIONAL, "big5"),
        (_JAPANESE, "shift_jis"),
        (_JAPANESE, "euc_jp"),
    ],
)
def test_encoding_is_found_without_a_declaration(text: str, encoding: str) -> None:
    assert extract(text.encode(encoding), name="a.txt").text == text.replace("\n\n", "\n").strip()


@pytest.mark.parametrize(
    ("text", "declared", "encoding"),
    [(_SIMPLIFIED, "gb2312", "gbk"), (_TRADITIONAL, "big5", "big5"), (_JAPANESE, "Shift_JIS", "cp932")],
)
def test_declared_encoding_is_believed(text: str, declared: str, encoding: str) -> None:
    page = (
        f'<html><head><meta charset="{declared}"></head><body><p>'
        + "</p><p>".join(text.split("\n\n"))
        + "</p></body></html>"
    )
    assert text.split("\n\n")[1] in extract(page.encode(encoding), name="a.html").text
    assert (
        text.split("\n\n")[1]
        in extract(text.encode(encoding), name="a", content_type=f"text/plain; charset={declared}").text
    )


def test_utf8_with_a_scratch_stays_utf8() -> None:
    assert "每天都会检测" in extract(_SIMPLIFIED.encode()[:-1] + b"\xe6", name="a.txt").text


def test_characters_that_print_nothing_or_do_harm_never_reach_the_text() -> None:
    page = "<p>记\u202e者&#x202e;：\u200b好&#8203;的&#7;\u0007\ufeff\ud800吗？</p>".encode("utf-8", "surrogatepass")
    assert extract(page, name="a.html").text == "记者：好的吗？"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (_SIMPLIFIED, "zh-CN"),
        (_TRADITIONAL, "zh-TW"),
        (_JAPANESE, "ja"),
        ("問：你幾時開始做呢行？\n阿明：做咗三十年啦，好辛苦，唔捨得班街坊，佢哋成日嚟。\n", "yue"),
        ("Host: How are you and what is that?\nAnn: It is the oldest lamp in the town.\n", "en"),
        ("Frage: Was ist das und wie geht das?\nAntwort: Das ist nicht schwer, wir machen das mit der Hand.\n", "de"),
        ("사회자: 안녕하세요. 오늘은 무엇을 이야기할까요?\n김민수: 오래된 다리에 대해 말하겠습니다.\n", "ko"),
    ],
)
def test_language_is_found_and_can_be_given(text: str, language: str) -> None:
    assert extract(text.encode(), name="a.txt").language == language
    assert extract(text.encode(), name="a.txt", language="x-own").language == "x-own"
