"""The lines that put the player on any page."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

from narrator.model import Manifest, Show
from narrator.player.markup import Attribute, Html, element, file_url, plain
from narrator.published.feed_entries import address_of

Form: TypeAlias = Literal["card", "bar", "iframe card", "iframe bar"]

FORMS: Final[tuple[Form, ...]] = get_args(Form)
"""A card with the article; a bar for a page that has the article; both for pages that allow frames only."""

ARTICLE: Final = "#article"
"""What the bar looks for; the site puts in what selects its own article."""

CARD_PX: Final = 520
BAR_PX: Final = 64
"""Heights of the frames."""


def snippet(manifest: Manifest, show: Show, form: Form = "card", *, article: str = ARTICLE) -> str:
    """The lines for a page, in one of four forms.

    What stands inside the element is for readers without scripts.

    Args:
        form: one of `FORMS`.
        article: what selects the article on the site's page (CSS), for the bar.
    """
    base = address_of(show, None) or ""
    folder = f"{base}{file_url(manifest.episode.slug)}/"
    if form in ("iframe card", "iframe bar"):
        return _frame(manifest, folder, bar=form == "iframe bar")
    title = plain(manifest.episode.title)
    sound: dict[str, Attribute] = {"controls": True, "preload": "none", "src": folder + file_url(manifest.audio.file)}
    inside = (
        element("audio", {**sound, "aria-label": title}),
        Html(" "),
        element("a", {"href": f"{folder}index.html"}, title),
    )
    attributes: dict[str, Attribute] = {"src": f"{folder}episode.json"}
    if form == "bar":
        attributes = {"mode": "bar", "for": article, **attributes}
    script = element("script", {"src": f"{base}player.js", "defer": True})
    return f"{script}\n{element('narrator-player', attributes, *inside)}"


def _frame(manifest: Manifest, folder: str, *, bar: bool) -> str:
    return element(
        "iframe",
        {
            "src": f"{folder}embed.html{'?mode=bar' if bar else ''}",
            "title": plain(manifest.episode.title),
            "width": "100%",
            "height": BAR_PX if bar else CARD_PX,
            "frameborder": 0,
            "allow": "autoplay; clipboard-write",
        },
    )
