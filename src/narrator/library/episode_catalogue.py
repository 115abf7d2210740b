"""What the feed and the front page need of each episode, kept beside the episodes so that none is read twice.

The catalogue is a file of the output folder that is safe to delete: it is made again from the episodes' folders, and
brought up to date, by the size and time of each episode.json, whenever it is opened.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from narrator.errors import OutputError
from narrator.library.identity import Page, file_name, page_of
from narrator.model import Manifest, Numbers
from narrator.published.feed_entries import in_feed, place_on_site, published_at
from narrator.published.output_folder import CATALOGUE, MANIFEST, load_manifest

_FORM = 2
"""Of the tables; a catalogue of another form is made again."""
_WAIT_S = 30.0
_TABLES = """
create table episodes(
  slug text primary key, stamp text not null, moment text not null, place text not null, listed integer not null,
  season integer, number integer, file text not null, url text) without rowid;
create index by_url on episodes(url);
create index by_file on episodes(file);
create table texts(kind text, slug text, key text not null, text text not null, primary key(kind, slug))
  without rowid;
create table files(name text primary key, key text not null) without rowid;
"""

_MOST_AT_ONCE = 500
"""Names in one question to the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An episode in the catalogue."""

    slug: str
    stamp: str
    """Changes when episode.json does."""
    moment: datetime
    """When it was published."""
    place: Sequence[Sequence[object]]
    """Where it stands among those of the same moment; the newest is the greatest."""
    listed: bool
    """Whether it is fit for the feed."""
    numbers: Numbers
    """As the episode says."""


class Catalogue:
    """The episodes of an output folder, in step with their folders; `catalogue` opens it."""

    def __init__(self, output: Path, database: sqlite3.Connection) -> None:
        self._output = output
        self._database = database
        self.faults: Mapping[Path, OutputError] = {}
        """The folders whose episode.json cannot be read."""

    def update(self, read: Callable[[Manifest, str], None] | None = None) -> None:
        """Read the episodes that are new or changed, and forget those that are gone.

        Args:
            read: called with each manifest that had to be read, and the name of its folder.
        """
        self._match(_stamps(self._output), dict(self._database.execute("select slug, stamp from episodes")), read)

    def update_one(self, slug: str) -> None:
        """Read one episode again, which was written or removed just now."""
        stamp = _stamp(self._output / slug / MANIFEST)
        self._match({slug: stamp} if stamp else {}, {slug: ""}, None)

    def _match(
        self, there: Mapping[str, str], known: Mapping[str, str], read: Callable[[Manifest, str], None] | None
    ) -> None:
        gone = [slug for slug, stamp in known.items() if there.get(slug) != stamp]
        faults: dict[Path, OutputError] = {}
        new = [slug for slug, stamp in sorted(there.items()) if known.get(slug) != stamp]
        if gone:
            with self._database:
                for table in ("episodes", "texts"):
                    self._database.executemany(f"delete from {table} where slug = ?", [(slug,) for slug in gone])  # noqa: S608
        for at in range(0, len(new), _MOST_AT_ONCE):
            rows = []
            for slug in new[at : at + _MOST_AT_ONCE]:
                try:
                    manifest = load_manifest(self._output / slug)
                except OutputError as error:
                    faults[self._output / slug] = error
                    continue
                rows.append((slug, there[slug], *_facts(manifest)))
                if read:
                    read(manifest, slug)
            with self._database:
                self._database.executemany("insert or replace into episodes values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self.faults = faults

    def entries(self) -> tuple[Entry, ...]:
        """All episodes that can be read, by name."""
        rows = self._database.execute(
            "select slug, stamp, moment, place, listed, season, number from episodes order by slug"
        )
        return tuple(
            Entry(
                slug=slug,
                stamp=stamp,
                moment=datetime.fromisoformat(moment),
                place=json.loads(place),
                listed=bool(listed),
                numbers=Numbers(season=season, episode=number),
            )
            for slug, stamp, moment, place, listed, season, number in rows
        )

    def alike(self, page: Page) -> tuple[str, ...]:
        """The episodes that may be of the page: of its URL, or of its file's name where no URL is known."""
        file, url = _keys(page)
        where, key = ("url = ?", url) if url else ("url is null and file = ?", file)
        rows = self._database.execute(f"select slug from episodes where {where} order by slug", (key,))  # noqa: S608
        return tuple(slug for (slug,) in rows)

    def has(self, slug: str) -> bool:
        """Whether there is an episode of that name."""
        return self._database.execute("select 1 from episodes where slug = ?", (slug,)).fetchone() is not None

    def namesakes(self, slug: str) -> tuple[str, ...]:
        """The episode of that name, and those that would have liked to have it."""
        rows = self._database.execute(
            "select slug from episodes where slug = ? or slug glob ? order by slug", (slug, f"{slug}-" + "[0-9a-f]" * 6)
        )
        return tuple(name for (name,) in rows)

    def texts(self, kind: str, key: str, slugs: Collection[str]) -> dict[str, str]:
        """By episode, the text kept under the key; those that are missing have to be made."""
        found: dict[str, str] = {}
        wanted = list(slugs)
        for at in range(0, len(wanted), _MOST_AT_ONCE):
            some = wanted[at : at + _MOST_AT_ONCE]
            marks = ",".join("?" * len(some))
            question = f"select slug, text from texts where kind = ? and key = ? and slug in ({marks})"  # noqa: S608
            found |= dict(self._database.execute(question, (kind, key, *some)))
        return found

    def keep_texts(self, kind: str, key: str, texts: Mapping[str, str]) -> None:
        """Keep a text for each episode."""
        with self._database:
            rows = [(kind, slug, key, text) for slug, text in texts.items()]
            self._database.executemany("insert or replace into texts values (?, ?, ?, ?)", rows)

    def is_written(self, name: str, key: str) -> bool:
        """Whether the file of the output folder was written with this key and is as it was then."""
        row = self._database.execute("select key from files where name = ?", (name,)).fetchone()
        return row is not None and row[0] == f"{key} {_stamp(self._output / name)}"

    def keep_written(self, keys: Mapping[str, str]) -> None:
        """Remember what each of the files was written with, and nothing of others."""
        rows = [(name, f"{key} {_stamp(self._output / name)}") for name, key in keys.items()]
        with self._database:
            self._database.execute("delete from files")
            self._database.executemany("insert into files values (?, ?)", rows)


@contextlib.contextmanager
def catalogue(output: Path) -> Iterator[Catalogue]:
    """The catalogue of the output folder; call `update` before it is asked.

    Where it cannot be kept (a read-only folder, a file system without locks) it is made for this once.
    """
    database = _opened(output / CATALOGUE) if output.is_dir() else _empty(":memory:")
    try:
        yield Catalogue(output, database)
    finally:
        database.close()


def _opened(path: Path) -> sqlite3.Connection:
    for _ in range(2):
        try:
            database = sqlite3.connect(path, timeout=_WAIT_S)
            try:
                if database.execute("pragma user_version").fetchone()[0] == _FORM:
                    database.execute("select count(*) from files").fetchone()
                    database.execute("pragma synchronous = off")
                    return database
                if path.stat().st_size == 0:
                    return _with_tables(database)
            except sqlite3.Error:
                database.close()
                raise
            database.close()
            path.unlink()
        except sqlite3.OperationalError:
            break
        except (sqlite3.DatabaseError, OSError):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    return _empty(":memory:")


def _empty(where: str) -> sqlite3.Connection:
    return _with_tables(sqlite3.connect(where))


def _with_tables(database: sqlite3.Connection) -> sqlite3.Connection:
    # What a power failure leaves half written is found damaged and made again: it need not be flushed.
    database.execute("pragma synchronous = off")
    database.execute("begin immediate")
    if database.execute("pragma user_version").fetchone()[0] != _FORM:  # another run may have been quicker
        for statement in _TABLES.split(";"):
            database.execute(statement)
        database.execute(f"pragma user_version = {_FORM}")
    database.commit()
    return database


def _facts(manifest: Manifest) -> Sequence[object]:
    place = json.dumps(place_on_site(manifest.episode))  # escaped: SQLite takes no half of a surrogate pair
    moment, numbers = published_at(manifest).isoformat(), manifest.episode.numbers
    return moment, place, int(in_feed(manifest)), numbers.season, numbers.episode, *_keys(page_of(manifest.episode))


def _keys(page: Page) -> tuple[str, str | None]:
    """What an episode's page is looked up by: its file's name, its URL."""
    return _storable(file_name(page.source)), _storable(page.url) if page.url else None


def _storable(text: str) -> str:
    """The text as SQLite takes it: no half of a surrogate pair."""
    return text.encode("utf-8", "replace").decode()


def _stamps(output: Path) -> dict[str, str]:
    """By folder, what changes when its episode.json does."""
    if not output.is_dir():
        return {}
    with os.scandir(output) as found:
        names = [entry.name for entry in found if _may_be_ours(entry)]
    return {name: stamp for name in names if (stamp := _stamp(f"{output}/{name}/{MANIFEST}")) is not None}


def _may_be_ours(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and _storable(entry.name) == entry.name and entry.is_dir()


def _stamp(path: str | Path) -> str | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - ten thousand of them
    except PermissionError:
        return "unreadable"
    except OSError:
        return None
    return f"{status.st_size}-{status.st_mtime_ns}-{status.st_ino}"
