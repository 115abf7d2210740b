"""What the elements of a page are called, and what that says of their text."""

from __future__ import annotations

import re

BY_TAG = {
    "nav": "navigation",
    "menu": "navigation",
    "aside": "navigation",
    "form": "navigation",
    "search": "navigation",
    "footer": "navigation",
}
BY_HINT = (
    (
        "comments",
        re.compile(
            r"(?:^|[\s_-])(?:comments?(?:-?list|-?area|s?)|comment-?box|replies|reply|pinglun|disqus|guestbook|respond)(?:$|[\s_-])",
            re.IGNORECASE,
        ),
    ),
    (
        "related links",
        re.compile(
            r"(?:^|[\s_-])(?:related|relate|recommend(?:ed|ations?)?|xgyd|xgwz|tuijian|hot-?news|hot-?list|rank(?:ing)?|more-?(?:news|articles|stories)|read-?next|read-?more|popular|prev-?next|post-?nav(?:igation)?|pager|pagination)(?:$|[\s_-])",
            re.IGNORECASE,
        ),
    ),
    ("footnote", re.compile(r"(?:^|[\s_-])(?:footnotes?|endnotes?|references|reflist)(?:$|[\s_-])", re.IGNORECASE)),
    (
        "navigation",
        re.compile(
            r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|crumb|location|position|weizhi|sidebar|side-?bar|sidenav|side|footer|foot|site-?footer|page-?footer|bottom|copyright|topbar|top-?bar|toolbar|tools?|masthead|site-?header|"
            r"share(?:-?bar|-?box|s|-?buttons?)?|sharing|social(?:-buttons|-links|-share)?|sns|bdsharebuttonbox|qrcode|qr-?code|ewm|erweima|subscribe|newsletter|signup|login|register|search(?:-?box|-?form)?|adv?|ads|advert(?:isement)?|banner|sponsor|promo|popup|modal|cookies?|skip-link|"
            r"tags?|tag-?list|taglist|rss|rss-subscribe|widget|player|audio-?player|print|font-?size|toc|table-of-contents)(?:$|[\s_-])",
            re.IGNORECASE,
        ),
    ),
    (
        "metadata",
        re.compile(
            r"(?:^|[\s_-])(?:meta|post-?meta|entry-?meta|article-?meta|post-?info|article-?info|info|byline|author|author-?info|show_author|source|pubtime|pub-?time|publish(?:ed|-?time|-?date)?|date|time|datetime|posted|created_on|editor|zebian|zrbj|bjname)(?:$|[\s_-])",
            re.IGNORECASE,
        ),
    ),
    (
        "picture caption",
        re.compile(
            r"(?:^|[\s_-])(?:caption|figcaption|wp-caption-text|img-?caption|image-?caption|pic-?info|img-?desc|pictext|tuzhu|photo-?credit|video-?info|video-?title|img_descr)(?:$|[\s_-])",
            re.IGNORECASE,
        ),
    ),
)


def reason_of(tag: str, hints: str) -> str | None:
    """What an element is by its tag or by the names it is given, if that is no part of an article."""
    if tag in BY_TAG:
        return BY_TAG[tag]
    if not hints.strip():
        return None
    return next((reason for reason, hint in BY_HINT if hint.search(hints)), None)
