"""What is in the pages before any script or style: all of the text, its times, and nothing that can bite."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator import player
from narrator.model import Cue, Kind, Manifest, Show, Word
from narrator.player import site_index as site
from web_episode import EN, RATE_HZ, SHOW, ZH, interview


class Reading(HTMLParser):
    """What a browser that knows no script makes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, list[tuple[str, dict[str, str | None]]]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "br"):
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((data, list(self.open)))

    def text_in(self, name: str) -> str:
        """All text inside elements of the class."""
        return "".join(
            text for text, open_ in self.texts if any(name in (a.get("class") or "").split() for _, a in open_)
        )

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def meta(page: Reading) -> dict[str, str]:
    named = [(each.get("name") or each.get("property") or each.get("http-equiv"), each) for each in page.all("meta")]
    return {str(name): each["content"] or "" for name, each in named if name}


def with_cues(manifest: Manifest, *cues: Cue) -> Manifest:
    return replace(manifest, episode=replace(manifest.episode, cues=cues, length=max(cue.end for cue in cues)))


def sentence(text: str, start: int = 0, *, at: int = 0, words: tuple[Word, ...] = (), paragraph: int = 0) -> Cue:
    return Cue(
        kind=Kind.SPEECH,
        speaker="主持人",
        at=at,
        text=text,
        spoken=text,
        start=start,
        end=start + RATE_HZ,
        words=words,
        turn=0,
        paragraph=paragraph,
    )


@pytest.mark.parametrize("write", [player.page, player.embed_page])
def test_page_holds_every_sentence_and_word_with_its_seconds(write: object) -> None:
    manifest = interview()
    page = Reading(write(manifest, SHOW))  # type: ignore[operator]
    cues = [each for each in page.all("span") if each.get("class") == "cue"]
    assert [(float(c["data-start"] or 0), float(c["data-end"] or 0)) for c in cues] == [
        (pytest.approx(c.start / RATE_HZ, abs=0.001), pytest.approx(c.end / RATE_HZ, abs=0.001))
        for c in manifest.episode.cues
    ]
    assert page.text_in("cue") == "".join(cue.text for cue in manifest.episode.cues)
    words = [each for each in page.all("span") if "data-start" in each and "class" not in each]
    assert len(words) == sum(len(cue.words) for cue in manifest.episode.cues)


texts = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=12)


@settings(deadline=None)
@given(st.lists(st.lists(texts, min_size=1, max_size=4), min_size=1, max_size=6), texts)
def test_nothing_printed_is_lost_or_becomes_markup(sentences: list[list[str]], title: str) -> None:
    manifest = interview(EN, language="en")
    cues = []
    for index, parts in enumerate(sentences):
        start = index * RATE_HZ
        step = RATE_HZ // len(parts)
        words = tuple(
            Word(text=part, start=start + place * step, end=start + (place + 1) * step)
            for place, part in enumerate(parts)
        )
        cues.append(sentence("".join(parts), start, words=words, at=index * 100, paragraph=index))
    hostile = with_cues(replace(manifest, episode=replace(manifest.episode, title=title)), *cues)
    allowed = {name for name, _ in Reading(player.page(manifest, SHOW)).elements}
    for write in (player.page, player.embed_page):
        written = write(hostile, replace(SHOW, title=title))
        written.encode()
        page = Reading(written)
        assert {name for name, _ in page.elements} <= allowed
        kept = re.sub("[\ufffd\r\n]", "", page.text_in("cue"))
        printed = "".join("".join(parts) for parts in sentences)
        unprintable = "[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufffd]"
        assert kept == re.sub(unprintable, "", printed) or "\x0c" in printed


HOSTILE = '</title><script>alert(1)</script>"><img src=x onerror=alert(1)>\u202egnp\x00\ud800]]>--><!--'


@pytest.mark.parametrize("write", ["page", "embed", "list", *player.FORMS])
def test_hostile_names_and_titles_stay_text(write: str) -> None:
    manifest = interview([(HOSTILE, HOSTILE)], title=HOSTILE, url="javascript:alert(1)")
    show = Show(title=HOSTILE, description=HOSTILE, author=HOSTILE, link="javascript:alert(2)", base_url=None)
    written = {
        "page": player.page,
        "embed": player.embed_page,
        "list": lambda manifest, show: site.index_page([manifest], show),
        **{form: partial(player.snippet, form=form) for form in player.FORMS},
    }[write](manifest, show)
    written.encode()
    page = Reading(written)
    assert page.all("img") == []
    assert "alert(1)" not in "".join(t for t, o in page.texts if o and o[-1][0] == "script" and "type" not in o[-1][1])
    assert not any(name.startswith("on") or name == "style" for _, a in page.elements for name in a)
    assert not any("javascript:" in (value or "") for _, a in page.elements for k, value in a.items() if k != "content")


def test_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    for written in (player.page(interview(), SHOW), player.embed_page(interview(), SHOW), site.index_page([], SHOW)):
        policy = meta(Reading(written))["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "style=" not in written
        assert re.findall(r"<script(?![^>]*(src=|ld\+json))", written) == []


def test_page_says_that_a_machine_reads() -> None:
    assert "人工智能朗读" in Reading(player.page(interview(), SHOW)).text_in("label")
    assert "人工智能朗读" in Reading(player.embed_page(interview(), SHOW)).text_in("label")
    assert "AI" in Reading(player.page(interview(EN, language="en"), SHOW)).text_in("label")
    assert "人工智慧" in Reading(player.page(interview(language="zh-Hant-TW"), SHOW)).text_in("label")
    assert "人工智能朗读" in Reading(site.index_page([interview()], SHOW)).text_in("label")


@pytest.mark.parametrize(
    ("language", "interface"),
    [
        ("zh-CN", "章节"),
        ("zh-TW", "章節"),
        ("zh-HK", "章節"),
        ("yue", "章節"),
        ("en-GB", "Chapters"),
        ("ja", "Chapters"),
    ],
)
def test_interface_speaks_the_pages_language(language: str, interface: str) -> None:
    page = player.page(interview(language=language), SHOW)
    assert interface in page
    assert Reading(page).all("html")[0]["lang"] == language


def test_page_tells_search_engines_what_it_is() -> None:
    manifest = interview()
    page = Reading(player.page(manifest, SHOW))
    own = f"https://podcast.example/{manifest.episode.slug}/"
    head = meta(page)
    assert head["og:title"] == manifest.episode.title
    assert head["og:audio"] == own + manifest.audio.file
    assert head["description"].startswith("各位听众")
    assert {"rel": "canonical", "href": own} in page.all("link")
    assert any(each.get("type") == "application/rss+xml" for each in page.all("link"))
    linked = json.loads("".join(t for t, o in page.texts if o and o[-1][1].get("type") == "application/ld+json"))
    assert linked["@type"] == "PodcastEpisode"
    assert linked["associatedMedia"]["contentUrl"] == own + manifest.audio.file
    assert linked["datePublished"] == "2026-05-08"


def test_page_without_an_address_claims_none() -> None:
    written = player.page(interview(), replace(SHOW, base_url=None))
    assert "canonical" not in written
    assert "og:audio" not in written


def test_snippet_is_two_lines_and_readable_without_a_script() -> None:
    lines = player.snippet(interview(), SHOW).splitlines()
    assert len(lines) == 2
    assert 'src="https://podcast.example/player.js"' in lines[0]
    assert 'src="https://podcast.example/2026-05-08-lingchen-liangdian/episode.json"' in lines[1]
    assert "凌晨两点" in lines[1]


def test_snippet_of_a_bar_names_the_article() -> None:
    element = Reading(player.snippet(interview(), SHOW, "bar", article=".entry > div")).all("narrator-player")[0]
    assert element["mode"] == "bar"
    assert element["for"] == ".entry > div"


@pytest.mark.parametrize(("form", "name"), [("iframe card", "embed.html"), ("iframe bar", "embed.html?mode=bar")])
def test_snippet_of_a_frame_needs_no_script(form: player.Form, name: str) -> None:
    frame = Reading(player.snippet(interview(), SHOW, form)).all("iframe")[0]
    assert frame["src"] == f"https://podcast.example/2026-05-08-lingchen-liangdian/{name}"
    assert frame["title"] == interview().episode.title


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("ug-Cyrl", "ltr"), ("az-Arab-IR", "rtl"), ("zh-CN", "ltr"), ("en", "ltr")],
)
def test_text_has_the_direction_of_its_language(language: str, direction: str) -> None:
    for write in (player.page, player.embed_page):
        assert Reading(write(interview(language=language), SHOW)).all("article")[0]["dir"] == direction


def test_sentences_are_spaced_as_printed() -> None:
    printed = [("One.", 0), ("Two.", 5), ("三。", 9), ("四。", 15)]
    cues = [sentence(text, index * RATE_HZ, at=at) for index, (text, at) in enumerate(printed)]
    page = player.page(with_cues(interview(), *cues), SHOW)
    assert "One. Two.三。四。" in re.sub("<[^>]+>", "", page)


def test_paragraphs_and_turns_are_as_printed() -> None:
    page = player.page(interview(), SHOW)
    assert page.count('<section class="turn') == len(ZH) + 1
    printed = sum(len(text.split("\n")) for _, text in ZH)
    assert page.count('<p dir="auto">') == printed + 1


def test_every_colour_and_icon_comes_by_class() -> None:
    many = [(f"Guest {number}", f"Sentence {number}.") for number in range(11)]
    page = Reading(player.page(interview(many, language="en"), SHOW))
    used = {name for each in page.all("li") for name in (each.get("class") or "").split()}
    assert used == {f"s{number}" for number in range(1, 9)}


def test_index_lists_the_newest_first_and_warns_of_fallbacks() -> None:
    old, new = interview(slug="old"), interview(slug="new")
    old = replace(old, episode=replace(old.episode, published="2025-01-01", fallback="no network"))
    page = site.index_page([old, new], SHOW)
    assert page.index("new/index.html") < page.index("old/index.html")
    assert page.count("备用语音") == 1
    assert "还没有节目" in site.index_page([], SHOW)


def test_assets_are_small_and_the_same_every_time() -> None:
    assets = player.site_files()
    assert assets == player.site_files()
    assert sum(len(gzip.compress(assets[name])) for name in ("player.js", "player.css")) < 30_000
