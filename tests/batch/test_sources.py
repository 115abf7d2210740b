"""What a command names: files, folders, lists, feeds and sitemaps."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from narrator.batch import Item, expand, is_many, listing_of
from narrator.errors import InputError

SUFFIXES = (".txt", ".html")
RSS = """<?xml version="1.0"?><!-- made by hand -->
<rss version="2.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><link>https://river.example/</link>
<item><title>一</title><link>https://river.example/1</link><pubDate>Mon, 06 May 2024 09:00:00 GMT</pubDate>
<slash:comments>3</slash:comments></item>
<item><title>二</title><guid>https://river.example/2</guid></item>
<item><title>三</title><link>/3</link></item>
<item><title>no page</title><guid isPermaLink="false">x</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>一</title><updated>2024-05-06T00:00:00Z</updated>
<link rel="edit" href="https://river.example/edit/1"/><link href="https://river.example/1"/></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://river.example/1</loc><lastmod>2024-05-06</lastmod></url><url><loc>https://river.example/2</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://river.example/a.xml.gz</loc></sitemap><sitemap><loc>https://river.example/gone.xml</loc></sitemap></sitemapindex>"""
WEB = {
    "https://river.example/feed": RSS.encode(),
    "https://river.example/sitemap.xml": INDEX.encode(),
    "https://river.example/a.xml.gz": gzip.compress(SITEMAP.encode()),
    "https://river.example/feeding-the-fish.html": b"<html><title>Fish</title></html>",
    "https://river.example/list": b"https://river.example/8\nhttps://river.example/9\n",
}


def fetch(url: str) -> bytes:
    if url not in WEB:
        raise InputError(f"{url}: the server answers 404", hint="check it")
    return WEB[url]


def sources(*arguments: str | Path) -> list[str]:
    return [item.source for item in expand([str(one) for one in arguments], fetch=fetch, suffixes=SUFFIXES).items]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    for name in (
        "b.txt",
        "a.html",
        "deep/c.TXT",
        "photo.jpg",
        ".hidden.txt",
        "a_files/ad.html",
        "output/talk/index.html",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("甲：好。")
    (folder / "output" / ".catalogue.sqlite").touch()
    return folder


def test_a_folder_means_its_pages_and_neither_what_browsers_save_beside_them_nor_episodes(pages: Path) -> None:
    assert sources(pages) == [str(pages / "a.html"), str(pages / "b.txt"), str(pages / "deep" / "c.TXT")]


def test_a_list_names_sources_beside_itself_and_each_counts_once(pages: Path) -> None:
    (pages / "list").write_text("\ufeff# ours\n\nb.txt\nhttps://river.example/1\nb.txt\ndeep\nno-such-folder/\n@gone\n")
    found = expand([f"@{pages / 'list'}", str(pages / "b.txt")], fetch=fetch, suffixes=SUFFIXES)
    assert [item.source for item in found.items][:3] == [
        str(pages / "b.txt"),
        "https://river.example/1",
        str(pages / "deep" / "c.TXT"),
    ]
    assert [source for source, _ in found.faults] == ["@gone"]


def test_a_feed_names_its_pages_with_what_it_says_of_them() -> None:
    found = expand(["https://river.example/feed"], fetch=fetch, suffixes=SUFFIXES).items
    assert [item.source for item in found] == [f"https://river.example/{n}" for n in (1, 2, 3)]
    assert all(item.listed and item.stamp for item in found)


def test_an_entry_changes_with_its_text_and_not_with_its_comments() -> None:
    def stamps(text: str) -> list[str | None]:
        listing = listing_of(text.encode(), "https://river.example/feed")
        assert listing is not None
        return [page.stamp for page in listing.pages]

    assert stamps(RSS) == stamps(RSS.replace("<slash:comments>3", "<slash:comments>4"))
    assert stamps(RSS)[0] != stamps(RSS.replace(">一<", ">壹<"))[0]


def test_a_sitemap_index_leads_to_packed_sitemaps_and_a_missing_one_stops_nothing() -> None:
    found = expand(["https://river.example/sitemap.xml"], fetch=fetch, suffixes=SUFFIXES)
    assert found.items == (
        Item(source="https://river.example/1", stamp="lastmod 2024-05-06", listed=True),
        Item(source="https://river.example/2", stamp=None, listed=True),
    )
    assert [source for source, _ in found.faults] == ["@https://river.example/gone.xml"]


def test_atom_entries_lead_to_the_page_not_to_where_it_is_edited() -> None:
    listing = listing_of(ATOM.encode(), "https://river.example/atom")
    assert listing is not None
    assert [page.url for page in listing.pages] == ["https://river.example/1"]


def test_a_page_whose_address_looks_like_a_feed_is_a_page() -> None:
    assert sources("https://river.example/feeding-the-fish.html") == ["https://river.example/feeding-the-fish.html"]
    assert listing_of(b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "x") is None


def test_an_at_sign_makes_any_address_a_list() -> None:
    assert sources("@https://river.example/list") == ["https://river.example/8", "https://river.example/9"]


def test_a_damaged_feed_says_so() -> None:
    with pytest.raises(InputError, match="damaged"):
        listing_of(RSS[:-20].encode(), "feed.xml")
    with pytest.raises(InputError, match="damaged"):
        listing_of(b"\x1f\x8b damaged", "feed.xml.gz")


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(InputError, match="larger than"):
        listing_of(gzip.compress(b" " * 60_000_000), "sitemap.xml.gz")


def test_lists_that_name_each_other_come_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("@a\nx.txt\n")
    found = expand([f"@{tmp_path / 'a'}"], fetch=fetch, suffixes=SUFFIXES)
    assert {item.source for item in found.items} == {str(tmp_path / "x.txt")}
    assert found.faults


def test_one_page_is_not_many(pages: Path) -> None:
    assert not is_many([str(pages / "b.txt")])
    assert not is_many(["https://river.example/1"])
    assert is_many([str(pages)])
    assert is_many(["@list"])
    assert is_many(["https://river.example/feed.xml"])
