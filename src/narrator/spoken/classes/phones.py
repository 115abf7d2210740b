"""Telephone numbers, hotlines and the last digits of cards: read digit by digit, 1 as 幺."""

from __future__ import annotations

import re

from narrator.spoken.classes.numbers import digit_string
from narrator.spoken.classes.patterns import COUNTED
from narrator.spoken.rewriting import Answer, after, before, rule, say

CALL = r"(?:拨打|致电|热线|电话|打|呼叫|客服|号码|手机|手机号|短信|平台|拨|联系|传真|微信|QQ|咨询|求助|报警)"
HOTLINE_NAME = (
    r"(?:热线|电话|平台|服务热线|政务|便民|报警|报警台|急救|消防|火警|匪警|指挥中心|客服|网站|举报|投诉|接警|查询|中心|来电|短信|市民|"
    r"系统|官网|购票|诉求|工单|受理|救护车)"
)
NAMED_CODE = (
    r"(?:尾号|卡号|账号|帐号|编号|代码|邮编|邮政编码|验证码|工号|学号|证号|警号|车牌号|车牌|号码|密码|身份证号|"
    r"身份证|批号|流水号|序列号|统一社会信用代码|邮箱|频道号|房号)"
)

EMERGENCY = r"(?:110|119|120|122|114|999)"


def _dialled(number: str) -> str:
    return digit_string(re.sub(r"\D", "", number), one="幺")


@rule(r"\+(?P<country>\d{1,3})[-\s]?(?P<number>\(?\d{2,4}\)?[-\s]?\d{3,4}[-\s]?\d{3,5})(?!\d)")
def international(match: re.Match[str]) -> Answer:
    return f"加{_dialled(match['country'])} {_dialled(match['number'])}"


@rule(r"(?<![\d.])(?:\(\d{3,4}\)|（\d{3,4}）)[-\s]?\d{7,8}(?!\d)")
def area_in_brackets(match: re.Match[str]) -> Answer:
    return _dialled(match[0])


@rule(r"(?<![\d.])0\d{2,3}(?:\s?[-–—]\s?)(?:\d{3,4}\s\d{4}|\d{3,8})(?:[-–—]\d{1,5})?(?!\d|[-/]\d|年|月)")
def landline(match: re.Match[str]) -> Answer:
    return _dialled(match[0])


@rule(
    r"(?<![\d.])1[3-9]\d(?:(?P<a>[-\s]?)\d{4}(?P=a)\d{4}|\d(?P<b>[-\s])\d{3,4}(?P=b)\d{3,4})(?!\d|\.\d|元|万|亿|个|人|吨)"
)
def mobile(match: re.Match[str]) -> Answer:
    return _dialled(match[0])


@rule(r"(?<![\d.])[48]00\d?[-—–\s]?\d{3,4}[-—–\s]?\d{3,4}(?!\d|\.\d|元|万|亿|个|人|吨)")
def toll_free(match: re.Match[str]) -> Answer:
    if len(re.sub(r"\D", "", match[0])) != 10 or (match[0].isdigit() and not before(match, CALL + r"[^\d]{0,6}")):
        return None
    return _dialled(match[0])


@rule(rf"(?<![\d.])(?:{EMERGENCY}|\d{{5,12}})(?=/|、|或|和|,|$|[^\d.%])")
def after_call(match: re.Match[str]) -> Answer:
    """拨打12345, 客服热线：95588, 举报电话12388: the words before say that it is dialled."""
    if not before(match, CALL + r"(?:号码|号|热线|电话|了|过|是|为|[:：\s“\"”]|“|‘)*"):
        return None
    if re.compile(r"(?:多|余|几)?(?:个|次|元|人|万|亿|条|通|名|件|家)").match(match.string, match.end()):
        return None
    return _dialled(match[0])


@rule(rf"(?<![\d.])(?:{EMERGENCY}|1\d{{4}}|9[56]\d{{3,4}})(?=[”\"’]?{HOTLINE_NAME})")
def before_hotline(match: re.Match[str]) -> Answer:
    """12345热线, 110报警, 12306网站: the words behind say it."""
    return _dialled(match[0])


@rule(
    rf"(?<![\d.])(?:123(?!00)\d\d|10086|10010|10000(?=号)|95\d{3}|955\d\d|12(?:110|122|117|121|395|580))(?!\d|[.,]\d|%|年)(?!{COUNTED})"
)
def known_hotline(match: re.Match[str]) -> Answer:
    """Numbers of the 123xx, 100xx and 955xx blocks are public service numbers unless they count something."""
    return _dialled(match[0])


@rule(rf"(?<![\d.]){EMERGENCY}(?!\d|[.,]\d|%|年|号|路|[-–—~/:+×])(?!{COUNTED})")
def emergency(match: re.Match[str]) -> Answer:
    """打119, 110和119, 110、119、122: called, alone, or in a list of such numbers."""
    others = rf"(?:[\s、，/和与跟或及”“]|或者|以及|还是)+{EMERGENCY}(?![\d.])"
    alone = not match.string[: match.start()].strip(" “") and after(match, r"$|[\s、，。”]|是|的?号码")
    listed = before(match, rf"(?<!\d){EMERGENCY}(?:[\s、，/和与跟或及”“]|或者|以及|还是)+", 8) or after(match, others)
    called = before(match, r"(?:打|叫|拨|拨通|按|报|转接)了?[“\s]?", 6)
    return _dialled(match[0]) if alone or listed or called else None


@rule(
    r"(?P<lead>)(?P<digits>\d{3,})(?![\d.]|年|月|个|元|万|亿|人)",
)
def tail_of_number(match: re.Match[str]) -> Answer:
    """尾号1702, 验证码385214, 股票代码600519: named as a code."""
    if not before(match, NAMED_CODE + r"(?:是|为|：|:|\s|号|“|（|\()*"):
        return None
    return say(match, digits=digit_string(match["digits"], one="幺"))


RULES = (
    international,
    area_in_brackets,
    landline,
    mobile,
    toll_free,
    after_call,
    before_hotline,
    known_hotline,
    emergency,
    tail_of_number,
)
