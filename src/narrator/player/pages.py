"""The episode's page, and the same in a frame: they say everything without a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from narrator.model import CastSpeaker, Episode, Manifest, Show
from narrator.player.article_text import seconds, transcript
from narrator.player.colours import colours
from narrator.player.interface_words import Words, clock, date, length, role_word, words_for
from narrator.player.markup import (
    Attribute,
    Html,
    data_block,
    element,
    escape,
    file_url,
    join,
    plain,
    web_url,
)
from narrator.published.feed_entries import address_of, feed_faults
from narrator.standards.cover_facts import BANNER_PX
from narrator.standards.language_tags import direction_of

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
"""Nothing but the site's own files, and no script or style inside the page, whatever a title says. (`blob:` is sound
that the page's own script has loaded, from servers that cannot be asked for a part of it.)"""

LONG = 400
"""Sentences: with more, the browser lays out only what is in sight (as in article.js)."""

DESCRIPTION_CHARACTERS = 160
"""About what a search engine shows."""


def page(manifest: Manifest, show: Show) -> str:
    """`<slug>/index.html`: the article to read and hear."""
    episode = manifest.episode
    words = words_for(episode.language)
    home = _home(show, words)
    body = (
        element("a", {"class": "skip", "href": "#text", **_tongue(episode, words)}, words["skip"]),
        element("header", {"class": "site"}, home),
        element("main", {}, _player(manifest, show, words, framed=False)),
    )
    return document(episode.language, _head(manifest, show, framed=False), body, "read")


def _home(show: Show, words: Words) -> Html:
    if not show.title:
        return element("a", {"href": "../index.html", "lang": words["lang"]}, words["all"])
    return element("a", {"href": "../index.html", "lang": show.language}, plain(show.title))


def embed_page(manifest: Manifest, show: Show) -> str:
    """`<slug>/embed.html`: the player alone, to be shown in a frame of any size."""
    words = words_for(manifest.episode.language)
    body = (element("main", {}, _player(manifest, show, words, framed=True)),)
    return document(manifest.episode.language, _head(manifest, show, framed=True), body, "framed")


def document(language: str, head: tuple[Html, ...], body: tuple[Html, ...], kind: str) -> str:
    """A whole HTML document under the policy."""
    shared = (
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("meta", {"name": "referrer", "content": "no-referrer"}),
    )
    html = element(
        "html",
        {"lang": language, "dir": direction_of(language) if kind != "list" else None},
        Html("\n"),
        element("head", {}, Html("\n"), join([*shared, *head], "\n"), Html("\n")),
        Html("\n"),
        element("body", {"class": kind}, Html("\n"), join(list(body), "\n"), Html("\n")),
        Html("\n"),
    )
    return f"<!doctype html>\n{html}\n"


def _head(manifest: Manifest, show: Show, *, framed: bool) -> tuple[Html, ...]:
    episode = manifest.episode
    base = address_of(show, None)
    title = plain(episode.title)
    about = _description(episode)
    own = None if base is None else f"{base}{file_url(episode.slug)}/"
    parts = [
        element("title", {}, f"{title} – {plain(show.title)}" if show.title else title),
        element("link", {"rel": "stylesheet", "href": "../player.css"}),
        element("link", {"rel": "icon", "href": "../player.svg"}),
        element("script", {"src": "../player.js", "defer": True}),
        element("meta", {"name": "description", "content": about}),
    ]
    if framed:
        return (*parts, element("meta", {"name": "robots", "content": "noindex"}))
    graph = {"og:type": "article", "og:title": title, "og:description": about, "og:site_name": plain(show.title)}
    graph["og:locale"] = episode.language.replace("-", "_")
    if own is not None:
        graph |= {"og:url": own, "og:audio": own + file_url(manifest.audio.file), "og:audio:type": manifest.audio.type}
        if picture := manifest.address("preview") or manifest.address("cover"):
            graph["og:image"] = own + picture
        if "preview" in manifest.files:
            graph |= {"og:image:width": str(BANNER_PX[0]), "og:image:height": str(BANNER_PX[1])}
        parts.append(element("link", {"rel": "canonical", "href": own}))
    feed = {"rel": "alternate", "type": "application/rss+xml", "title": plain(show.title), "href": "../feed.xml"}
    parts += [
        element("link", feed if not feed_faults(show) else {"rel": "up", "href": "../index.html"}),
        *(element("meta", {"property": name, "content": value}) for name, value in graph.items()),
        element("script", {"type": "application/ld+json"}, data_block(_linked(manifest, show, own or "", about))),
    ]
    return tuple(parts)


def _linked(manifest: Manifest, show: Show, own: str, about: str) -> Mapping[str, object]:
    """The episode in schema.org's words."""
    episode = manifest.episode
    described: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": plain(episode.title),
        "description": about,
        "inLanguage": episode.language,
        "datePublished": episode.published,
        "url": own or None,
        "isBasedOn": web_url(episode.url),
        "partOfSeries": {"@type": "PodcastSeries", "name": plain(show.title)} if show.title else None,
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": own + file_url(manifest.audio.file),
            "encodingFormat": manifest.audio.type,
            "contentSize": str(manifest.audio.bytes),
            "duration": f"PT{seconds(episode.length, episode.rate_hz)}S",
        },
    }
    return {name: value for name, value in described.items() if value is not None}


def _description(episode: Episode) -> str:
    """The beginning of what is said."""
    text = ""
    for cue in episode.cues:
        if cue.kind.is_added:
            continue
        text += cue.text if not text or text[-1] > "\u2e80" else f" {cue.text}"
        if len(text) > DESCRIPTION_CHARACTERS:
            return plain(text)[:DESCRIPTION_CHARACTERS].rstrip() + "…"
    return plain(text)


def _player(manifest: Manifest, show: Show, words: Words, *, framed: bool) -> Html:
    episode = manifest.episode
    attributes: dict[str, Attribute] = {
        "src": "episode.json",
        "data-slug": episode.slug,
        "data-title": plain(episode.title),
        "data-show": plain(show.title),
        "data-artist": plain(show.author or show.title),
        "data-duration": seconds(episode.length, episode.rate_hz),
        "data-cover": manifest.address("cover"),
    }
    text = element(
        "article",
        {
            "class": "text long" if len(episode.cues) > LONG else "text",
            "id": "text",
            "lang": episode.language,
            "dir": direction_of(episode.language),
            "aria-label": words["transcript"],
        }
        | ({"tabindex": 0} if framed else {}),
        transcript(episode, words, "index.html" if framed else ""),
    )
    parts = (
        _heading(manifest, words, framed=framed),
        text,
        _chapters(episode, words, "index.html" if framed else ""),
        Html("") if framed else _foot(manifest, words),
        _dock(manifest, words),
    )
    direction = "ltr" if framed else direction_of(episode.language)
    kind = {"class": "np card" if framed else "np page", "dir": direction}
    inner = element("div", {**kind, **_tongue(episode, words)}, *parts)
    return element("narrator-player", attributes, inner)


def _tongue(episode: Episode, words: Words) -> Mapping[str, Attribute]:
    """`lang` for the interface where it is not the text's."""
    return {} if words["lang"] == episode.language else {"lang": words["lang"]}


def _heading(manifest: Manifest, words: Words, *, framed: bool) -> Html:
    episode = manifest.episode
    title: Html = escape(episode.title)
    if framed:
        title = element("a", {"href": "index.html", "target": "_blank", "rel": "noopener"}, title)
    facts = [element("span", {}, length(episode.length / episode.rate_hz, words))]
    if episode.publisher:
        facts.insert(0, element("bdi", {}, episode.publisher))
    if episode.published:
        facts.insert(0, element("time", {"datetime": plain(episode.published)}, date(episode.published, words)))
    classes = colours(episode)
    people = [_person(member, classes[member.speaker.name], words) for member in episode.speakers]
    return element(
        "header",
        {"class": "head"},
        element("p", {"class": "label"}, words["label"]),
        element("h1", {"dir": "auto", "lang": episode.language}, title),
        element("p", {"class": "facts"}, *facts),
        element("ul", {"class": "people", "aria-label": words["people"]}, *people) if people else Html(""),
    )


def _person(member: CastSpeaker, colour: str, words: Words) -> Html:
    speaker = member.speaker
    role = f"{speaker.affiliation or ''}{speaker.position or ''}" or role_word(speaker.role, words)
    name = element("bdi", {"class": "name"}, speaker.name)
    said = Html("") if role in speaker.name else element("bdi", {"class": "role"}, role)
    return element("li", {"class": colour}, name, Html(" "), said)


def _chapters(episode: Episode, words: Words, page: str) -> Html:
    if not episode.chapters:
        return Html("")
    items = [
        element(
            "li",
            {},
            element(
                "a",
                {
                    "href": f"{page}#t={seconds(chapter.start, episode.rate_hz)}",
                    "data-start": seconds(chapter.start, episode.rate_hz),
                    "data-end": seconds(chapter.end, episode.rate_hz),
                },
                element("bdi", {"lang": episode.language}, chapter.title),
                Html(" "),
                element("span", {"class": "time"}, clock(chapter.start / episode.rate_hz)),
            ),
        )
        for chapter in episode.chapters
    ]
    return element(
        "nav",
        {"class": "chapters", "aria-label": words["chapters"]},
        element("p", {"class": "title", "aria-hidden": "true"}, words["chapters"]),
        element("ol", {}, *items),
    )


def _foot(manifest: Manifest, words: Words) -> Html:
    episode = manifest.episode
    links = [element("a", {"href": file_url(manifest.audio.file), "download": True}, f"{words['audio']} MP3")]
    for export in manifest.exports:
        what = words["text"] if export.form == "epub" else words["audio"]
        links.append(element("a", {"href": file_url(export.file), "download": True}, f"{what} {export.name}"))
    for name in sorted(set(manifest.files.values())):
        kind = name.rpartition(".")[2].lower()
        if kind in ("vtt", "srt", "txt"):
            what = words["text"] if kind == "txt" else words["captions"]
            links.append(element("a", {"href": file_url(name), "download": True}, f"{what} {kind.upper()}"))
    source = web_url(episode.url)
    if source is not None:
        links.append(element("a", {"href": source, "rel": "noopener"}, words["source"]))
    return element(
        "footer",
        {"class": "foot"},
        element("p", {}, words["label_sentence"]),
        element("p", {"class": "links"}, *links),
    )


def _dock(manifest: Manifest, words: Words) -> Html:
    """The browser's own controls, until the script puts better ones in the same place."""
    audio: dict[str, Attribute] = {"controls": True, "preload": "metadata", "src": file_url(manifest.audio.file)}
    return element(
        "div",
        {"class": "dock", "role": "region", "aria-label": words["player"], "dir": "ltr"},
        element("audio", {**audio, "aria-label": plain(manifest.episode.title)}),
    )
