"""Web and e-mail addresses: `www.sz.gov.cn`, `info@example.org`, `192.168.1.1`."""

from __future__ import annotations

import re

from narrator.spoken.classes.latin import letters_or_word
from narrator.spoken.classes.numbers import digit_string
from narrator.spoken.rewriting import Answer, rule

DOMAINS = r"(?:com|cn|org|net|gov|edu|io|ai|tv|info|hk|tw|mo|jp|uk|us|eu|de|fr|me|cc|app|dev|int|xyz|top|vip|club|wang)"
SIGNS = {
    ".": "点",
    "/": "斜杠",
    "-": "杠",
    "_": "下划线",
    ":": "冒号",
    "@": "艾特",
    "?": "问号",
    "=": "等于",
    "&": "和",
    "#": "井号",
    "%": "百分号",
    "~": "波浪线",
    "+": "加",
}


def _aloud(address: str) -> str:
    said = []
    for token in re.findall(r"[A-Za-z]+|\d+|.", address):
        if token.isdigit():
            said.append(digit_string(token))
        elif token.isalpha():
            said.append(f" {letters_or_word(token)} ")
        else:
            said.append(SIGNS.get(token, ""))
    return re.sub(r" +", " ", "".join(said)).strip()


@rule(r"[A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}", re.ASCII)
def email(match: re.Match[str]) -> Answer:
    return _aloud(match[0])


@rule(r"(?:https?|ftp)://(?P<rest>[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~%/?=&\#+-]*[A-Za-z0-9/_])?/?)", re.I | re.A)
def url(match: re.Match[str]) -> Answer:
    return _aloud(match["rest"].rstrip("/"))


@rule(
    rf"(?<![A-Za-z0-9])(?:www(?:\.[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)+|(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+{DOMAINS})(?![A-Za-z0-9]|-[A-Za-z0-9])"
    r"(?:/[A-Za-z0-9._~%/?=&\#+-]*[A-Za-z0-9])?",
    re.I | re.A,
)
def domain(match: re.Match[str]) -> Answer:
    if not re.search(r"[A-Za-z]", match[0].split("/")[0].rsplit(".", 1)[0]):
        return None
    return _aloud(match[0])


@rule(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)")
def ip_address(match: re.Match[str]) -> Answer:
    return "点".join(digit_string(part) for part in match[0].split("."))


RULES = (email, url, domain, ip_address)
