"""What the player's interface says, in simplified and traditional Chinese and in English."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TypeAlias

from narrator.model import Role

Words: TypeAlias = Mapping[str, str]

ZH_CN: Words = {
    "lang": "zh-CN",
    "label": "人工智能朗读",
    "label_sentence": "本节目的语音由人工智能合成，文字为原文。",
    "host": "主持",
    "guest": "嘉宾",
    "narrator": "旁白",
    "people": "人物",
    "chapters": "章节",
    "transcript": "文稿",
    "player": "播放器",
    "skip": "跳到正文",
    "source": "原文",
    "audio": "音频",
    "captions": "字幕",
    "text": "文稿",
    "all": "全部节目",
    "episodes": "节目",
    "subscribe": "订阅（RSS）",
    "none_yet": "还没有节目。",
    "prev": "较新的节目",
    "next": "较早的节目",
    "fallback": "备用语音",
    "minutes": "{n} 分钟",
    "seconds": "{n} 秒",
    "listen_from": "从 {time} 开始听",
    "play": "播放",
    "pause": "暂停",
    "back": "后退 10 秒",
    "forward": "前进 10 秒",
    "seek": "播放进度",
    "of": "{time}，共 {total}",
    "speed": "语速",
    "more": "更多",
    "close": "关闭",
    "size": "文字大小",
    "smaller": "小一号",
    "larger": "大一号",
    "follow": "文稿跟随朗读滚动",
    "return": "回到正在朗读处",
    "copy": "复制此刻的链接",
    "copied": "链接已复制",
    "download": "下载音频",
    "shortcuts": "键盘快捷键",
    "shortcuts_on": "使用键盘快捷键",
    "resumed": "上次听到 {time}",
    "restart": "从头听",
    "waiting": "正在载入…",
    "stop": "停止载入",
    "broken": "连接中断，正在重新连接…",
    "press": "音频无法载入，按播放键再试。",
    "no_jump": "这台服务器不支持跳转，从当前位置继续播放。",
    "again": "再试一次",
    "open_page": "打开节目页面",
    "edited": "这一句在页面上改过了，不作标示。",
    "missing": "页面上没有这一句。",
    "foreign": "页面上的文字与朗读的不同，不作标示。",
    "changed": "朗读之后改动的句子：{n}",
    "no_data": "无法载入这期节目。",
    "key_play": "播放或暂停",
    "key_seek": "后退、前进 10 秒",
    "key_sentence": "上一句、下一句",
    "key_chapter": "上一章、下一章",
    "key_speed": "慢一些、快一些",
    "key_here": "回到正在朗读处",
    "key_help": "显示快捷键",
    "space": "空格",
}

ZH_TW: Words = {
    "lang": "zh-TW",
    "label": "人工智慧（AI）朗讀",
    "label_sentence": "本節目的語音由人工智慧（AI）合成，文字為原文。",
    "host": "主持",
    "guest": "來賓",
    "narrator": "旁白",
    "people": "人物",
    "chapters": "章節",
    "transcript": "文稿",
    "player": "播放器",
    "skip": "跳到正文",
    "source": "原文",
    "audio": "音訊",
    "captions": "字幕",
    "text": "文稿",
    "all": "全部節目",
    "episodes": "節目",
    "subscribe": "訂閱（RSS）",
    "none_yet": "還沒有節目。",
    "prev": "較新的節目",
    "next": "較早的節目",
    "fallback": "備用語音",
    "minutes": "{n} 分鐘",
    "seconds": "{n} 秒",
    "listen_from": "從 {time} 開始聽",
    "play": "播放",
    "pause": "暫停",
    "back": "倒退 10 秒",
    "forward": "快轉 10 秒",
    "seek": "播放進度",
    "of": "{time}，共 {total}",
    "speed": "語速",
    "more": "更多",
    "close": "關閉",
    "size": "文字大小",
    "smaller": "小一級",
    "larger": "大一級",
    "follow": "文稿跟隨朗讀捲動",
    "return": "回到正在朗讀處",
    "copy": "複製此刻的連結",
    "copied": "連結已複製",
    "download": "下載音訊",
    "shortcuts": "鍵盤快速鍵",
    "shortcuts_on": "使用鍵盤快速鍵",
    "resumed": "上次聽到 {time}",
    "restart": "從頭聽",
    "waiting": "正在載入…",
    "stop": "停止載入",
    "broken": "連線中斷，正在重新連線…",
    "press": "音訊無法載入，按播放鍵再試。",
    "no_jump": "這台伺服器不支援跳轉，從目前位置繼續播放。",
    "again": "再試一次",
    "open_page": "開啟節目頁面",
    "edited": "這一句在頁面上改過了，不作標示。",
    "missing": "頁面上沒有這一句。",
    "foreign": "頁面上的文字與朗讀的不同，不作標示。",
    "changed": "朗讀之後改動的句子：{n}",
    "no_data": "無法載入這集節目。",
    "key_play": "播放或暫停",
    "key_seek": "倒退、快轉 10 秒",
    "key_sentence": "上一句、下一句",
    "key_chapter": "上一章、下一章",
    "key_speed": "慢一些、快一些",
    "key_here": "回到正在朗讀處",
    "key_help": "顯示快速鍵",
    "space": "空白鍵",
}

EN: Words = {
    "lang": "en",
    "label": "Read aloud by AI",
    "label_sentence": "The speech in this episode is synthesised by artificial intelligence; the text is the original.",
    "host": "Host",
    "guest": "Guest",
    "narrator": "Narrator",
    "people": "People",
    "chapters": "Chapters",
    "transcript": "Transcript",
    "player": "Player",
    "skip": "Skip to the text",
    "source": "Original page",
    "audio": "Audio",
    "captions": "Captions",
    "text": "Text",
    "all": "All episodes",
    "episodes": "Episodes",
    "subscribe": "Subscribe (RSS)",
    "none_yet": "No episodes yet.",
    "prev": "Newer episodes",
    "next": "Older episodes",
    "fallback": "Fallback voice",
    "minutes": "{n} min",
    "seconds": "{n} s",
    "listen_from": "Listen from {time}",
    "play": "Play",
    "pause": "Pause",
    "back": "Back 10 seconds",
    "forward": "Forward 10 seconds",
    "seek": "Position",
    "of": "{time} of {total}",
    "speed": "Speed",
    "more": "More",
    "close": "Close",
    "size": "Text size",
    "smaller": "Smaller text",
    "larger": "Larger text",
    "follow": "Scroll along with the voice",
    "return": "Back to the voice",
    "copy": "Copy link to this moment",
    "copied": "Link copied",
    "download": "Download audio",
    "shortcuts": "Keyboard shortcuts",
    "shortcuts_on": "Use keyboard shortcuts",
    "resumed": "You were at {time}",
    "restart": "Start over",
    "waiting": "Loading…",
    "stop": "Stop loading",
    "broken": "The connection is lost; trying again…",
    "press": "The audio cannot be loaded; press play to try again.",
    "no_jump": "This server allows no jumps; playing on from here.",
    "again": "Try again",
    "open_page": "Open the episode’s page",
    "edited": "This sentence was changed on the page since it was read; it is not highlighted.",
    "missing": "This sentence is not on the page.",
    "foreign": "The text on this page is not the one that is read; nothing is highlighted.",
    "changed": "Sentences changed since they were read: {n}",
    "no_data": "This episode cannot be loaded.",
    "key_play": "Play or pause",
    "key_seek": "Back, forward 10 seconds",
    "key_sentence": "Previous, next sentence",
    "key_chapter": "Previous, next chapter",
    "key_speed": "Slower, faster",
    "key_here": "Back to the voice",
    "key_help": "Show the shortcuts",
    "space": "Space",
}

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

TRADITIONAL = ("tw", "hk", "mo", "hant")
"""Subtags of BCP 47 that say or imply traditional characters."""


def words_for(language: str) -> Words:
    """The interface's words for a page in the language (BCP 47): English where there are none of its own."""
    primary, *subtags = language.lower().replace("_", "-").split("-")
    if primary in ("zh", "yue", "cmn", "nan", "hak", "wuu"):
        if "hans" in subtags:
            return ZH_CN
        traditional = primary in ("yue", "nan", "hak") or any(tag in TRADITIONAL for tag in subtags)
        return ZH_TW if traditional and "cn" not in subtags else ZH_CN
    return EN


def role_word(role: Role, words: Words) -> str:
    """What the interface calls the role."""
    return words[role.value]


def clock(seconds: float) -> str:
    """1:05 or 1:02:03, as a player shows it."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def length(seconds: float, words: Words) -> str:
    """How long an episode is, rounded as one says it."""
    if seconds < 60:
        return words["seconds"].format(n=round(seconds))
    return words["minutes"].format(n=round(seconds / 60))


def date(published: str, words: Words) -> str:
    """An ISO 8601 date as the language prints it; the time of day is left out."""
    try:
        day = datetime.date.fromisoformat(published[:10])
    except ValueError:
        return published
    if words is EN:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"
