"""One episode as an item of the feed."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

from lxml import etree

from narrator.model import Cue, Episode, Form, Kind, Manifest, PersonPage, Role, Show, Speaker
from narrator.published.added_words import words_of
from narrator.published.chapter_times import chapter_lines, chapter_times
from narrator.published.feed_entries import item_guid
from narrator.published.paragraphs import paragraphs
from narrator.standards.addresses import prefixed, web_address
from narrator.standards.apple_podcasts import DESCRIPTION_BYTES
from narrator.standards.person_names import folded
from narrator.standards.podcast_xml import CONTENT, DUBLIN_CORE, ITUNES, NAME_CHARS, PODCAST, attribute, html_text, sub
from narrator.standards.printable import one_line, within_bytes

LEAD_BYTES = 600
"""Some 200 hanzi: what a list of episodes shows."""
CODECS: Mapping[Form, str] = {"m4b": "mp4a.40.2", "opus": "opus"}
"""RFC 6381: AAC-LC, and Opus (RFC 7845, section 9)."""
SOUNDBITE_S = (15.0, 120.0)
"""Of podcast:soundbite: what apps play as a preview (docs/tags/soundbite.md)."""


def append_item(channel: etree._Element, manifest: Manifest, show: Show, *, base: str) -> None:
    """Add the episode to the channel, but for its date and its article.

    Args:
        base: the address of the output folder; ends in `/`.
    """
    episode = manifest.episode
    folder = f"{base}{episode.slug}/"
    files = {what: folder + name for what, name in manifest.files.items()}
    item = etree.SubElement(channel, "item")
    sub(item, "title", one_line(episode.title) or episode.slug)
    sub(item, "link", files["page"])
    sub(item, "description", description(episode))
    sub(
        item,
        "enclosure",
        url=prefixed(folder + manifest.audio.file, show.enclosure_prefix),
        length=str(manifest.audio.bytes),
        type=manifest.audio.type,
    )
    _alternatives(item, manifest, folder)
    sub(item, "guid", item_guid(episode), isPermaLink="false")
    sub(item, attribute(ITUNES, "duration"), str(max(1, round(episode.length / episode.rate_hz))))
    sub(item, attribute(ITUNES, "episodeType"), "full")
    sub(item, attribute(ITUNES, "explicit"), "true" if show.explicit else "false")
    sub(item, attribute(ITUNES, "image"), href=folder + (manifest.address("cover") or ""))
    _transcripts(item, files, episode.language)
    if episode.chapters:
        sub(item, attribute(PODCAST, "chapters"), url=files["chapters"], type="application/json+chapters")
    if publisher := one_line(episode.publisher or ""):
        sub(item, attribute(ITUNES, "author"), publisher)
        sub(item, attribute(DUBLIN_CORE, "publisher"), publisher)
    _people(item, episode, show)
    _soundbite(item, episode)
    sub(item, attribute(PODCAST, "txt"), "true", purpose="ai-content")


def append_article(item: etree._Element, episode: Episode) -> None:
    """Add all that is said to the item."""
    article = sub(item, attribute(CONTENT, "encoded"))
    article.text = etree.CDATA(_article(episode))


def description(episode: Episode) -> str:
    """What the episode is about, line by line: how it begins, the label, the source, the chapters as apps read them.

    Apps show it as HTML, so `<…>` of the page is escaped.
    """
    words = words_of(episode.language)
    head = [html_text(within_bytes(lead, LEAD_BYTES))] if (lead := _lead(episode)) else []
    head.append(words.label)
    if address := web_address(episode.url):
        head.append(f"{words.source}{words.colon}{address}")
    text = "\n".join(head)
    lines = chapter_lines(chapter_times(episode))
    # Apple takes chapters from a description only if there are three or more.
    for number, line in enumerate(lines if len(lines) >= 3 else ()):
        longer = text + ("\n\n" if number == 0 else "\n") + html_text(line)
        if len(longer.encode()) > DESCRIPTION_BYTES:
            break
        text = longer
    return within_bytes(text, DESCRIPTION_BYTES)


def _lead(episode: Episode) -> str:
    """The first paragraph of the page that is said."""
    first = next((cue for cue in episode.cues if not cue.kind.is_added), None)
    if first is None:
        return ""
    said = [cue.text for cue in episode.cues if (cue.kind, cue.paragraph) == (first.kind, first.paragraph)]
    return one_line("".join(said))


def _alternatives(item: etree._Element, manifest: Manifest, folder: str) -> None:
    """The same sound in other forms, for apps that prefer them (podcast:alternateEnclosure)."""
    for export in manifest.exports:
        if not export.type.startswith("audio/"):
            continue
        found = sub(
            item,
            attribute(PODCAST, "alternateEnclosure"),
            type=export.type,
            length=str(export.bytes),
            bitrate=str(export.bitrate_kbps * 1000),
            title=export.name,
            codecs=CODECS[export.form],
        )
        sub(found, attribute(PODCAST, "source"), uri=folder + export.file)
        digest = base64.b64encode(bytes.fromhex(export.sha256)).decode()
        sub(found, attribute(PODCAST, "integrity"), type="sri", value=f"sha256-{digest}")


def _transcripts(item: etree._Element, files: dict[str, str], language: str) -> None:
    tag = attribute(PODCAST, "transcript")
    sub(item, tag, url=files["captions_vtt"], type="text/vtt", language=language, rel="captions")
    sub(item, tag, url=files["captions_srt"], type="application/x-subrip", language=language, rel="captions")
    sub(item, tag, url=files["transcript"], type="application/json", language=language)


def _people(item: etree._Element, episode: Episode, show: Show) -> None:
    known = {folded(name): page for name, page in show.people.items()}
    # The people of an item replace the channel's, so the host is named in each.
    for member in episode.speakers:
        name = one_line(member.speaker.name)[:NAME_CHARS]
        role = member.speaker.role
        if name and role is not Role.NARRATOR:
            page = next((known[each] for each in map(folded, _names(member.speaker)) if each in known), PersonPage())
            links = {"href": web_address(page.href), "img": web_address(page.img)}
            given = {what: address for what, address in links.items() if address}
            sub(item, attribute(PODCAST, "person"), name, role=role.value, group="cast", **given)


def _names(speaker: Speaker) -> Sequence[str]:
    return (speaker.name, *speaker.aliases)


def _soundbite(item: etree._Element, episode: Episode) -> None:
    if (bite := soundbite(episode)) is not None:
        start, end, title = bite
        sub(
            item,
            attribute(PODCAST, "soundbite"),
            title,
            startTime=f"{start / episode.rate_hz:.1f}",
            duration=f"{(end - start) / episode.rate_hz:.1f}",
        )


def soundbite(episode: Episode) -> tuple[int, int, str] | None:
    """Start and end in samples and title of the question that got the longest answer, if it is of fit length.

    That is all that can be told without judging what was said; a question too short or too long to be a
    preview is left out, and with none left there is no soundbite.
    """
    hosts = {member.speaker.name for member in episode.speakers if member.speaker.role is Role.HOST}
    turns: list[list[Cue]] = []
    for cue in episode.cues:
        if turns and turns[-1][0].turn == cue.turn and turns[-1][0].kind == cue.kind:
            turns[-1].append(cue)
        else:
            turns.append([cue])
    best: tuple[int, int, int, str] | None = None
    for question, answer in itertools.pairwise(turns):
        asked = question[-1].text.rstrip().endswith(("?", "？"))
        if not asked or question[0].speaker not in hosts or answer[0].speaker in hosts | {None}:
            continue
        start, end = question[0].start, question[-1].end
        answered = answer[-1].end - answer[0].start
        fits = SOUNDBITE_S[0] <= (end - start) / episode.rate_hz <= SOUNDBITE_S[1]
        if fits and (best is None or answered > best[0]):
            best = (answered, start, end, one_line(question[-1].text)[:NAME_CHARS])
    return None if best is None else best[1:]


def _article(episode: Episode) -> str:
    words = words_of(episode.language)
    notice = one_line("".join(cue.text for cue in episode.cues if cue.kind is Kind.NOTICE))
    parts = [f"<p><em>{escape(notice or words.label)}</em></p>"]
    if lines := chapter_lines(chapter_times(episode)):
        parts.append(f"<p>{escape(words.contents)}</p>")
        parts.append("<p>" + "<br>\n".join(escape(line) for line in lines) + "</p>")
    said = replace(episode, cues=tuple(cue for cue in episode.cues if not cue.kind.is_added))
    for name, text in paragraphs(said):
        speaker = f"<strong>{escape(one_line(name))}{escape(words.colon)}</strong>" if name else ""
        parts.append(f"<p>{speaker}{escape(text)}</p>")
    if address := web_address(episode.url):
        parts.append(
            f'<p>{escape(words.source)}{escape(words.colon)}<a href="{escape(address)}">{escape(address)}</a></p>'
        )
    return "\n".join(parts)
