"""Scores, ratios, scales and votes: `3:2`, `1:1000`, `2-1`."""

from __future__ import annotations

import re

from narrator.spoken.classes.numbers import number
from narrator.spoken.classes.patterns import NUMBER
from narrator.spoken.rewriting import Answer, after, before, rule, say

SPORT = (
    r"(?:比分|比分为|以|主场|客场|战成|打成|扳成|追成|总比分|大比分|中国|日本|韩国|美国|[队国]|[一-龥]{2}队|"
    r"点球|半场|上半场|下半场|胜|负|平|战平|击败|输|赢|[打战踢扳追逼]成了?|[打战踢扳追逼]到|比分(?:是|为|定格在|停在|锁定在)?|最终|最后|结果)\s?"
)
RESULT = (
    r"\s?(?:大胜|取胜|战胜|击败|战平|险胜|获胜|落败|领先|落后|胜|负|逆转|惜败|不敌|告负|完胜|横扫|力克|轻取|"
    r"淘汰|的?比分|的?战绩|握手言和|平局|打平|言和|战和|收场|告终|完败|大败|胜出|晋级|夺冠|拿下|赢|输|绝杀|反超|逆袭)"
)


@rule(
    rf"(?<![\d:：.])(?P<first>{NUMBER})(?P<colon>\s?[:：∶]\s?)(?P<second>{NUMBER})(?:(?P<colon2>\s?[:：∶]\s?)(?P<third>{NUMBER}))?(?![\d:：])"
)
def ratio(match: re.Match[str]) -> Answer:
    """Numbers around a colon that can be no time of day."""
    words = {name: number(match[name]) for name in ("first", "second", "third") if match[name]}
    return say(match, **words, colon="比", colon2="比")


@rule(r"(?<![\d.-])(?P<first>\d{1,3})(?P<dash>\s?[-–—]\s?)(?P<second>\d{1,3})(?![\d.]|[-–—/]\d)")
def score(match: re.Match[str]) -> Answer:
    """`2-1` behind a team or before a verb of winning."""
    if not (after(match, RESULT) or (before(match, SPORT) and after(match, r"\s*(?:$|[，。！；、,)）])"))):
        return None
    return say(match, first=number(match["first"]), dash="比", second=number(match["second"]))


@rule(r"(?<![\d./])(?P<first>\d{1,2})(?P<slash>/)(?P<second>\d{1,2})(?![\d./])")
def score_with_slash(match: re.Match[str]) -> Answer:
    if not before(match, r"[一-龥]\s") or not after(match, r"\s*$"):
        return None
    return say(match, first=number(match["first"]), slash="比", second=number(match["second"]))


RULES = (ratio, score, score_with_slash)
