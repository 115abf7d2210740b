"""What the list shows: drafts and episodes, and how far each is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narrator.desk.calls import Listed, Narrator
from narrator.desk.drafts import SUFFIX, Drafts
from narrator.desk.making import Makings
from narrator.errors import NarratorError
from narrator.messages import translated
from narrator.published.output_folder import MANIFEST


def draft_rows(drafts: Drafts, makings: Makings, narrator: Narrator) -> list[dict[str, object]]:
    """A row for each draft, the latest change first; one that has mistakes says which."""
    episodes, output = narrator.episodes(), narrator.output
    made = {each.source: each for each in episodes}
    rows: list[dict[str, object]] = []
    for name in drafts.names():
        row: dict[str, object] = {"name": name, "title": name, "published": "", "doubts": 0, "fault": ""}
        episode = made.get(f"{name}{SUFFIX}")
        try:
            draft = drafts.open(name)
            script = draft.script()
            making = makings.of(draft.file.path)
            row |= {
                "title": script.title,
                "published": (script.published or "")[:10],
                "doubts": draft.doubts(),
                "is_published": episode is not None and narrator.is_published(episode.slug),
                "news": draft.page_changes,
                "making": making.state if making else "",
                "stale": episode is not None and _is_newer(draft.file.path, output / episode.slug / MANIFEST),
            }
        except NarratorError as error:
            row["fault"] = translated(error.message)
        rows.append({**row, "episode": episode.slug if episode else ""})
    return rows


def _is_newer(draft: Path, made: Path) -> bool:
    """Whether the script was changed after the episode was made of it."""
    try:
        return draft.stat().st_mtime > made.stat().st_mtime
    except OSError:  # one of them was removed at this very moment
        return False


def episode_rows(episodes: Sequence[Listed], drafts: Sequence[str]) -> list[dict[str, object]]:
    """A row for each episode that was made without the desk, the latest date first."""
    known = {f"{name}{SUFFIX}" for name in drafts}
    rows: list[dict[str, object]] = [
        {
            "slug": each.slug,
            "title": each.title,
            "published": each.published,
            "minutes": round(each.length_s / 60, 1),
            "fallback": each.fallback,
        }
        for each in episodes
        if each.source not in known
    ]
    return sorted(rows, key=lambda row: str(row["published"]), reverse=True)
