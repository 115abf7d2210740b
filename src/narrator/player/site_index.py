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
from narrator.published.output_folder import INDEX
from narrator.published.stretches import Stretch


def index_page(manifests: Sequence[Manifest], show: Show) -> str:
    """`index.html` as one page: what the show is, and its episodes."""
    newest = [each.episode for _, each in newest_first(manifests)]
    page = Stretch(name=INDEX, start=0, stop=len(newest), newer=None, older=None)
    return index_of([index_entry(each, show) for each in newest], show, page=page)


def index_entry(episode: Episode, show: Show) -> Html:
    """An episode's place on the front page."""
    return _item(episode, words_for(show.language))


def index_of(entries: Sequence[str], show: Show, *, page: Stretch) -> str:
    """One page of the list of episodes: what the show is, and the page's episodes.

    Args:
        entries: made by `index_entry`; the newest first.
    """
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
        address = base if page.name == INDEX else base + page.name
        feed = {"rel": "alternate", "type": "application/rss+xml", "title": title, "href": "feed.xml"}
        head.append(element("link", {"rel": "canonical", "href": address}))
        head += [element("link", feed)] if subscribe else []
    episodes = element("ol", {"class": "episodes"}, *(Html(entry) for entry in entries))
    body = (
        _masthead(show, title, words, subscribe=subscribe),
        element("main", {}, episodes if entries else element("p", {"class": "none"}, words["none_yet"])),
        element("footer", {"class": "foot"}, *_neighbours(page, words), element("p", {}, words["label_sentence"])),
    )
    return document(show.language, tuple(head), body, "list")


def _neighbours(page: Stretch, words: Words) -> tuple[Html, ...]:
    links = [
        element("a", {"href": name, "rel": relation}, words[relation])
        for relation, name in (("prev", page.newer), ("next", page.older))
        if name is not None
    ]
    return (element("p", {"class": "links"}, *links),) if links else ()


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
