"""What Apple Podcasts asks for: its categories (Podcasts for Creators, "Choose a category") and its limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DESCRIPTION_BYTES: Final = 4000
"""Apple cuts what is longer."""
DEFAULT_RATE_HZ: Final = 44_100
DEFAULT_BITRATE_KBPS: Final = 64
"""For mono speech: 44.1 kHz, 64 kbit/s and up ("Audio requirements")."""
SMALLEST_COVER_PX: Final = 1400
LARGEST_COVER_PX: Final = 3000
"""Of each side of a cover ("Artwork requirements")."""

_SUBCATEGORIES: Mapping[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "History": (),
    "Health & Fitness": (
        "Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality",
    ),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        "Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden", "Video Games",
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        "Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News", "Tech News",
    ),
    "Religion & Spirituality": (
        "Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality",
    ),
    "Science": (
        "Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences", "Nature",
        "Physics", "Social Sciences",
    ),
    "Society & Culture": (
        "Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships",
    ),
    "Sports": (
        "Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby", "Running",
        "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling",
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}  # fmt: skip


CATEGORIES: Final = tuple(
    name for top, parts in _SUBCATEGORIES.items() for name in (top, *(f"{top} > {part}" for part in parts))
)
"""Every category, and every subcategory as `News > Politics`."""


def category_of(name: str) -> tuple[str, str | None] | None:
    """Category and subcategory of `News` or `News > Politics`; None when Apple has no such thing."""
    parts = [part.strip() for part in name.split(">")]
    if len(parts) > 2 or parts[0] not in _SUBCATEGORIES:
        return None
    if len(parts) == 1:
        return parts[0], None
    return (parts[0], parts[1]) if parts[1] in _SUBCATEGORIES[parts[0]] else None
