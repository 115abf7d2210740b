"""A page read again: what changed there comes in, and what the editor put right stays."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from desk_scripts import MARKET
from narrator.desk.drafts import Drafts
from narrator.desk.merging import merged
from narrator.pipeline.desk_calls import DeskCalls, DeskOptions
from narrator.pipeline.options import PageOptions

OURS = MARKET.replace("> [?] a question stands inside this turn: perhaps two people speak\n", "").replace(
    "> [=] 阿芳：\n记者：后来", "阿芳：后来"
)


def test_what_changed_on_the_page_comes_in_and_corrections_stay() -> None:
    page = MARKET.replace("谢谢两位", "谢谢两位，我们明年再来").replace("'2025-03-01'", "'2025-03-02'")
    found = merged(MARKET, OURS, page)
    assert found.text == OURS.replace("谢谢两位", "谢谢两位，我们明年再来").replace("'2025-03-01'", "'2025-03-02'")
    assert (found.taken, found.kept) == (2, ())


def test_where_both_changed_the_correction_stays_and_the_page_is_quoted() -> None:
    page = MARKET.replace("生意就好起来了", "生意一下子好起来了")
    found = merged(MARKET, OURS, page)
    assert found.text == OURS
    assert len(found.kept) == 1
    assert "生意一下子好起来了" in found.kept[0]


def test_nothing_changes_where_the_page_has_not() -> None:
    found = merged(MARKET, OURS, MARKET)
    assert (found.text, found.taken, found.kept) == (OURS, 0, ())


PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>夜市的第一年</title></head>
<body><article><h1>夜市的第一年</h1>
<p>记者：林阿芳是夜市里第一个摆摊的人，请问您是什么时候开始的？</p>
<p>阿芳：去年三月。那时候一条街上只有我一个人，收摊的时候连路灯都熄了。</p>
<p>记者：后来生意好起来了吗？</p><p>阿芳：好起来了，一晚上能卖掉三大桶豆花。</p>
<p>记者：谢谢您今天和我们说了这么多。</p></article></body></html>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


def test_a_page_read_again_is_taken_in_and_can_be_taken_back(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "page.html").write_text(PAGE, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        options = DeskOptions(output=tmp_path / "output", page=PageOptions(allow_private=True))
        drafts = Drafts(tmp_path / "drafts", DeskCalls(options))
        draft = drafts.open(drafts.from_text(f"http://127.0.0.1:{server.server_port}/page.html"))
        turn = next(number for number, each in enumerate(draft.script().turns) if "三月" in each.paragraphs[0].text)
        version = draft.file.now().version
        draft.edit(version, {"do": "give", "turn": turn, "to": "林阿芳"})
        assert draft.news() == 0
        (site / "page.html").write_text(PAGE.replace("三大桶", "五大桶"), encoding="utf-8")
        assert draft.news() == 1
        draft.take_in(draft.file.now().version)
        assert "五大桶" in draft.script().text
        assert draft.script().turns[turn].speaker == "林阿芳"
        assert draft.news() == 0
        draft.undo(draft.file.now().version)
        assert "三大桶" in draft.script().text
    finally:
        server.shutdown()
        server.server_close()
