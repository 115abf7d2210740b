"""What the head of a web page says about it."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree

from narrator.article.characters import neutral
from narrator.article.dates import iso_date
from narrator.article.pieces import Facts

_TITLE = ("og:title", "twitter:title", "articletitle", "dc.title", "headline")
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "pubdate",
    "publishdate",
    "publish_date",
    "date",
    "dc.date",
    "dc.date.issued",
    "dc:date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "citation_date",
    "citation_publication_date",
    "bepress_citation_date",
    "datepublished",
    "date_published",
    "originalpublicationdate",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "published_time",
    "publication_date",
    "release_date",
    "rnews:datepublished",
    "article:published",
    "cxenseparse:recs:publishtime",
    "firstpublishedtime",
    "weibo: article:create_at",
    "_pubtime",
    "others",
)
_PUBLISHER = ("contentsource", "og:site_name", "source", "dc.source", "sitename", "application-name")
_NAMED_FOR_IT = (
    ("itemprop", ("datePublished",)),
    ("property", ("datePublished", "schema:datePublished")),
    ("pubdate", ("", "pubdate", "true")),
)
_ELSEWHERE = re.compile(r"aside|comment|sidebar|related|recommend|teaser|widget|footer|latest|popular", re.IGNORECASE)
_DATE_PUBLISHED = re.compile(r'"datePublished"\s{0,3}:\s{0,3}"([^"]{8,40})"')
_LONGEST_DATA = 200_000
"""Characters of JSON-LD worth reading."""


def facts_of(root: etree._Element) -> Facts:
    """Title, date, publisher, language and address, as far as the head gives them."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        value = (meta.get("content") or "").strip()
        if key and value:
            metas.setdefault(key, value)
    data = _linked_data(root)
    title = _first(metas, _TITLE) or _string(data.get("headline"))
    window = _title_element(root)
    published = next((date for key in _PUBLISHED if key in metas and (date := iso_date(metas[key]))), None)
    published = published or iso_date(_string(data.get("datePublished")) or "") or _linked_date(root)
    published = published or _time_element(root)
    publisher = _first(metas, _PUBLISHER) or _string(data.get("publisher"))
    return Facts(
        title=neutral(" ".join(title.split())) or None if title else None,
        window=neutral(" ".join(window.split())) or None if window else None,
        published=published,
        publisher=neutral(publisher)[:80] if publisher else None,
        language=_language(root, metas),
        url=_address(root, metas),
    )


def _first(metas: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((metas[key] for key in keys if metas.get(key)), None)


def _title_element(root: etree._Element) -> str | None:
    found = root.find(".//title")
    return "".join(str(text) for text in found.itertext()).strip() or None if found is not None else None


def _time_element(root: etree._Element) -> str | None:
    """The date of an element that is named for it, or of the one `<time>` that is no comment's and no link's."""
    for element in root.iter():
        if not isinstance(element.tag, str) or not any(element.get(key) in values for key, values in _NAMED_FOR_IT):
            continue
        told = (
            element.get("content")
            or element.get("datetime")
            or element.get("title")
            or "".join(str(text) for text in element.itertext())
        )
        if date := iso_date(told[:80]):
            return date
    times = [element for element in root.iter("time", "abbr") if iso_date(element.get("datetime") or "")]
    own = [each for each in times if not any(_ELSEWHERE.search(_named(above)) for above in each.iterancestors())]
    found = next(iter(own), None)
    return iso_date(found.get("datetime") or "") if found is not None else None


def _named(element: etree._Element) -> str:
    return f"{element.tag} {element.get('class', '')} {element.get('id', '')}"[:200]


def _linked_date(root: etree._Element) -> str | None:
    """The first date of publication in any of the page's JSON-LD, well-formed or not."""
    for script in root.iter("script"):
        if script.get("type") == "application/ld+json" and (found := _DATE_PUBLISHED.search(script.text or "")):
            return iso_date(found.group(1))
    return None


def _language(root: etree._Element, metas: dict[str, str]) -> str | None:
    html = root if root.tag == "html" else root.find(".//html")
    language = (html.get("lang") or html.get("xml:lang") if html is not None else None) or metas.get("content-language")
    return language.strip()[:20] if language else None


def _address(root: etree._Element, metas: dict[str, str]) -> str | None:
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and (link.get("href") or "").startswith(
            ("http://", "https://")
        ):
            return str(link.get("href"))[:2000]
    address = metas.get("og:url", "")
    return address[:2000] if address.startswith(("http://", "https://")) else None


def _linked_data(root: etree._Element) -> dict[str, Any]:
    """The first article that the page's JSON-LD describes."""
    for script in root.iter("script"):
        if script.get("type") != "application/ld+json" or not script.text or len(script.text) > _LONGEST_DATA:
            continue
        try:
            found = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        nodes = found if isinstance(found, list) else found.get("@graph", [found]) if isinstance(found, dict) else []
        for node in nodes if isinstance(nodes, list) else []:
            if (
                isinstance(node, dict)
                and "Article" in str(node.get("@type", ""))[:200]
                and isinstance(node.get("headline"), str)
            ):
                return node
    return {}


def _string(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() or None if isinstance(value, str) else None
