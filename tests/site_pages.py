"""Pages of three makes that have an interview's text already: invented ones, as other people's sites print them."""

from __future__ import annotations

import html
from collections.abc import Sequence

from web_episode import ZH

EDITED = ("有的人是下夜班的护士，", "有的人是刚下夜班的医生和护士，")
"""A sentence as it was read, and as the blog has it now."""

DELETED = "我补充一句：那天之后，志愿者从12人变成了86人。"
"""A sentence that the blog has taken out since."""


def government(turns: Sequence[tuple[str, str]] = ZH) -> str:
    """An old CMS: tables in tables, font tags, full-width indents, each sentence in a span, no element named article."""
    rows = "".join(
        f'<P style="TEXT-INDENT: 2em" align=justify><FONT face=宋体 size=3>　　<STRONG>[{html.escape(name)}]</STRONG>&nbsp;'
        + "</FONT></P><P><FONT size=3>　　".join(
            "".join(f"<SPAN lang=EN-US>{part}</SPAN>" for part in _halves(html.escape(line)))
            for line in text.split("\n")
        )
        + "</FONT></P>\n"
        for name, text in turns
    )
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><html><head><meta charset="utf-8">
<title>在线访谈</title><link rel="icon" href="data:,"><style>td{{font-size:14px}} #zoom p{{line-height:2}} *{{box-sizing:content-box}}</style></head>
<body bgcolor=#eeeeee><table width=960 align=center><tr><td class=nav>首页 &gt; 互动 &gt; 在线访谈</td></tr>
<tr><td><div style="height:700px">（横幅）</div></td></tr>
<tr><td><!--BAR--></td></tr>
<tr><td><table width="100%"><tr><td id=zoom class="TRS_Editor">{rows}</td></tr></table></td></tr>
<tr><td>【字体：<a href="javascript:void(0)">大</a> <a href="javascript:void(0)">小</a>】【打印】</td></tr>
<tr><td><div style="height:1500px">（相关链接）</div></td></tr></table></body></html>"""


def wordpress(turns: Sequence[tuple[str, str]] = ZH) -> str:
    """WordPress's markup: blocks, lazy pictures, buttons to share, a footnote and an advertisement inside the text."""
    parts = []
    for number, (name, text) in enumerate(turns):
        for line in text.split("\n"):
            words = html.escape(line).replace("“", "&#8220;")
            if "127人" in words:
                words = words.replace("127人", '<a href="https://stats.example/">127人</a><sup>[1]</sup>')
            if "地铁停了" in words:
                words = words.replace("地铁停了，", '地铁停了，<div class="ad">广告：买一送一，今晚八点开抢</div>')
            parts.append(f'<p class="wp-block-paragraph"><strong>{html.escape(name)}：</strong>{words}</p>')
        parts.append(
            f'<figure class="wp-block-image"><img loading="lazy" width=600 height=200 src="data:image/gif;base64,'
            f'R0lGODlhAQABAAAAACw=" alt="图{number}"><figcaption>图{number}：阅览室</figcaption></figure>'
        )
        parts.append('<div class="sharedaddy"><button>分享到微博</button><a href="#">分享到微信</a></div>')
    return f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>夜读</title>
<link rel="icon" href="data:,"><style>.entry-content{{max-width:640px;margin:auto;font:17px/1.9 serif}}
.site-header{{position:sticky;top:0;background:#fff;height:60px}} img{{max-width:100%}}</style></head>
<body class="single"><header class="site-header"><nav><a href="/">夜读</a></nav></header>
<main id="primary"><article class="post"><h1 class="entry-title">凌晨两点，图书馆里还有谁？</h1><!--BAR-->
<div class="entry-content">{"".join(parts)}</div></article>
<aside><h2>热门</h2><p>担心没有人来。</p></aside>
<form><input id="search" type="search" aria-label="搜索"><textarea aria-label="评论"></textarea></form></main></body></html>"""


def blog(turns: Sequence[tuple[str, str]] = ZH) -> str:
    """A plain blog whose text was edited after it was read: one sentence changed, one deleted, two paragraphs added."""
    parts = [f"<p>{html.escape(line)}</p>" for _, text in turns for line in text.split("\n")]
    body = "\n".join(parts).replace(*EDITED).replace(f"<p>{DELETED}</p>", "")
    body = body.replace("<p>那么多人", "<p>（编者按：本文首发于本站，转载请注明出处，谢谢合作。）</p><p>那么多人")
    return f"""<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>博客</title><link rel="icon" href="data:,">
<style>body{{max-width:34em;margin:2em auto;font:16px/1.8 sans-serif;color:#ddd;background:#111}}</style>
<h1>凌晨两点</h1><!--BAR--><div id="article">{body}</div><p>更新于次日。</p></html>"""


def _halves(line: str) -> tuple[str, str]:
    """In the middle of a word, as such editors do it."""
    middle = len(line) // 2
    while "&" in line[max(0, middle - 6) : middle]:
        middle += 1
    return line[:middle], line[middle:]
