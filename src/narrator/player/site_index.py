"""The site's front page: every episode, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from narrator.model import Episode, Manifest, Show
from narrator.player.colours import colours
from narrator.player.interface_words import Words, date, length, words_for
from narrator.player.markup import Html, element, escape, file_url, plain, web_url
from narrator.player.pages import document
from narrator.player.ribbon import ribbon
from narrator.published.feed_entries import address_of, feed_faults, newest_first


def index_page(manifests: Sequence[Manifest], show: Show) -> str:
    """`index.html`: what the show is, and its episodes."""
    words = words_for(show.language)
    title = plain(show.title) or words["episodes"]
    base = address_of(show, None)
    subscribe = not feed_faults(show)
    head = [
        element("title", {}, title),
        element("link", {"rel": "stylesheet", "href": "player.css"}),
        element("link", {"rel": "icon", "href": "player.svg"}),
        element("meta", {"name": "description", "content": plain(show.description) or title}),
        element("meta", {"property": "og:title", "content": title}),
        element("meta", {"property": "og:type", "content": "website"}),
    ]
    if base is not None:
        feed = {"rel": "alternate", "type": "application/rss+xml", "title": title, "href": "feed.xml"}
        head += [element("link", {"rel": "canonical", "href": base})] + ([element("link", feed)] if subscribe else [])
    newest = [each.episode for _, each in newest_first(manifests)]
    episodes = element("ol", {"class": "episodes"}, *(_item(each, words) for each in newest))
    body = (
        _masthead(show, title, words, subscribe=subscribe),
        element("main", {}, episodes if newest else element("p", {"class": "none"}, words["none_yet"])),
        element("footer", {"class": "foot"}, element("p", {}, words["label_sentence"])),
    )
    return document(show.language, tuple(head), body, "list")


def _masthead(show: Show, title: str, words: Words, *, subscribe: bool) -> Html:
    links = []
    if subscribe:
        links.append(element("a", {"href": "feed.xml"}, words["subscribe"]))
    home = web_url(show.link)
    if home is not None and show.author:
        links.append(element("a", {"href": home, "rel": "noopener"}, plain(show.author)))
    elif show.author:
        links.append(element("span", {}, plain(show.author)))
    return element(
        "header",
        {"class": "mast"},
        element("p", {"class": "label"}, words["label"]),
        element("h1", {"dir": "auto"}, title),
        element("p", {"class": "about", "dir": "auto"}, show.description) if show.description else Html(""),
        element("p", {"class": "links"}, *links) if links else Html(""),
    )


def _item(episode: Episode, words: Words) -> Html:
    facts = [element("span", {}, length(episode.length / episode.rate_hz, words))]
    if episode.published:
        facts.insert(0, element("time", {"datetime": plain(episode.published)}, date(episode.published, words)))
    if episode.fallback is not None and not episode.accepted:
        facts.append(element("span", {"class": "fallback"}, words["fallback"]))
    classes = colours(episode)
    people = [
        element("li", {"class": classes[member.speaker.name]}, element("bdi", {}, member.speaker.name))
        for member in episode.speakers
    ]
    address = f"{file_url(episode.slug)}/index.html"
    return element(
        "li",
        {},
        element(
            "h2", {"dir": "auto", "lang": episode.language}, element("a", {"href": address}, escape(episode.title))
        ),
        ribbon(episode),
        element("p", {"class": "facts"}, *facts),
        element("ul", {"class": "people", "aria-label": words["people"]}, *people) if people else Html(""),
    )
