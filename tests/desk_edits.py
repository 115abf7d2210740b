"""Acts at random, as an editor's hands or a cat's paws would do them."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from desk_scripts import MARKET, read, written
from narrator.desk.editing import edit_from, edited
from narrator.desk.journal import DraftFile
from narrator.errors import ScriptError
from narrator.model import Script

NAMES = [None, "阿芳", "老周", "Ann: B", "旁白", "a{b", "  ", "两 字", "[x]", "王：", "\\"]
WORDS = ["chong2", "四分之三", "a|b}", "]]", "## x", "> [?] y", "", "一句：话", "[[", "\\", "'", "---"]


def some_edit(random: Random, script: Script) -> dict[str, Any]:
    """An act somewhere in the script; it may make no sense there."""
    turn = random.randrange(len(script.turns))
    paragraph = random.randrange(len(script.turns[turn].paragraphs))
    there = {"turn": turn, "paragraph": paragraph}
    start, end = sorted(random.randint(0, len(script.turns[turn].paragraphs[paragraph].text)) for _ in range(2))
    name, words = random.choice(NAMES), random.choice(WORDS)
    known = random.choice([each.name for each in script.speakers] or ["x"])
    return random.choice(
        [
            {"do": "give", "turn": turn, "to": name, "everywhere": random.random() < 0.3},
            {"do": "give", **there, "to": name},
            {"do": "split", **there, "at": start, "to": name},
            {"do": "join", "turn": turn},
            {"do": "leave out", **there, "start": start, "end": end, "why": words},
            {"do": "leave out", "turn": turn} if random.random() < 0.2 else {"do": "settle", "turn": turn},
            *[{"do": "speak", **there, "entry": entry, "narrate": entry == 1} for entry in (0, 0, 1)],
            {"do": "speak", "turn": turn, "paragraph": -1, "entry": 0},
            {"do": "heading", **there},
            {"do": "pause", **there, "at": start, "seconds": random.choice([0.5, 2])},
            {"do": "unpause", **there, "entry": random.randrange(2)},
            {"do": "chapter", "turn": turn, "title": words},
            {"do": "read", **there, "start": start, "end": end, "reading": words},
            {"do": "settle", "turn": turn},
            {"do": "state", "fact": "title", "value": words},
            {"do": "describe", "name": known, "new_name": words, "position": words, "gender": "unknown"},
        ]
    )


def edits_undone(seed: int, acts: int, edits_of_ten: int) -> None:
    """Edits, undoings and redoings at random; then all is undone."""
    random = Random(seed)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "draft.txt"
        path.write_text(MARKET, encoding="utf-8")
        draft = DraftFile(path)
        now = draft.now()
        for _ in range(acts):
            if random.random() * 10 >= edits_of_ten:
                now = random.choice((draft.undo, draft.redo))(now.version)
                continue
            try:
                _, text = edited(
                    read(now.text), edit_from(some_edit(random, read(now.text))), written=written, read=read
                )
            except ScriptError:
                continue
            now = draft.change(now.version, text, "edit")
        assert DraftFile(path).now() == now
        while now.undoes:
            now = draft.undo(now.version)
        assert path.read_text("utf-8") == MARKET
