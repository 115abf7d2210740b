"""Numbers that name and do not count: rooms, ports, figures and tables, accounts, days known by their figures."""

from __future__ import annotations

import re

from narrator.spoken.classes.numbers import cardinal, digit_string
from narrator.spoken.rewriting import Answer, before, rule, say

FIGURE = r"(?:[图表]|公式|式|附图|附表|例|算法|代码|清单|习题|图表)"
ACCOUNT = (
    r"(?:(?:QQ|qq|Qq|微信|支付宝|抖音|快手|钉钉|会议|腾讯会议|直播间|房间|用户|设备|产品|商品|会员|员工|订单|运单|快递单|"
    r"快递|物流|流水|发票|合同|工单|案件|案|档案|学籍|准考证|考生|驾驶证|驾照|护照|许可证|执照|银行卡|信用卡|储蓄卡|借记卡|卡|"
    r"群|账|帐|单|票|单据|凭证|批次|编|序列|机身|车架|发动机|取件|提取|邀请|激活|兑换|取餐|排队)\s?(?:群|群号|号|码|编号|号码|ID|Id|id|账号|账户|户)"
    r"|QQ群?|qq群?|微信群?|ID|UID|id|编码|代码|邮编|区号|卡|账户|帐户|口令|暗号|PIN|pin)"
)
EVENT = (
    r"(?:新政|政变|事件|事变|惨案|大促|购物节|专案|工程|大地震|地震|战役|计划|座谈|讲话|会谈|案件?|特大|暴雨|洪灾|空难|矿难|"
    r"爆炸|火灾|事故|纪念日|抗震|指示|批示|学潮|运动|起义|革命)"
)
ROOM_BEFORE = r"[0-9A-Za-z一二三四五六七八九十](?:号楼|单元|栋|幢|座|号|楼|门|区|层|弄)|[一-龥](?:座|栋|幢|单元)"
ZERO_SIGN = "○OΟ◯o0"


@rule(r"(?<=[栋幢座号楼单元门区层弄])(?P<digits>\d{3,4})(?=$|[^\d.,%年个人万亿元平米户套家吨次位名台间所条])")
def room(match: re.Match[str]) -> Answer:
    """2单元301, B座1203: a room without the word."""
    if not before(match, ROOM_BEFORE):
        return None
    return digit_string(match["digits"], one="幺")


@rule(
    r"(?<=端口)(?P<lead>号?(?:是|为|：|:)?\s?)(?P<digits>\d{2,5})(?!\d)|(?<=:)(?P<port>\d{4,5})(?=端口)|(?<![\d.])(?P<before>\d{2,5})(?=端口)"
)
def port(match: re.Match[str]) -> Answer:
    digits = match["digits"] or match["port"] or match["before"]
    return say(match, **{name: digit_string(digits) for name in ("digits", "port", "before") if match[name]})


@rule(r"(?<![\d.])(?P<digits>\d{2,5})(?=(?:号)?端口)")
def port_behind(match: re.Match[str]) -> Answer:
    return digit_string(match["digits"])


@rule(r"(?P<chapter>\d{1,2})(?P<dash>\s?[-–—－]\s?)(?P<number>\d{1,3})(?![\d.%-]|[年月日个人岁周天万元])")
def figure(match: re.Match[str]) -> Answer:
    """表3-1 is 表三杠一."""
    if not before(match, FIGURE + r"\s?"):
        return None
    return say(match, chapter=cardinal(match["chapter"]), dash="杠", number=cardinal(match["number"]))


@rule(r"(?P<digits>\d{5,})(?![\d.]|[万亿元个人])")
def account(match: re.Match[str]) -> Answer:
    """QQ群123456789, 订单号20240308001, 卡号: figure by figure."""
    if not before(match, ACCOUNT + r"(?:是|为|：|:|\s|号|“|（|\(|#)*", 16):
        return None
    return digit_string(match["digits"], one="幺")


@rule(r"(?<![\d.])2(?=班(?!倒|次|车|船|飞机|地铁|轮|岗|制|人马|列车|公交|高铁|航班))")
def second_class(match: re.Match[str]) -> Answer:
    """2班 is a class of a school; 2班倒 are two shifts."""
    return None if before(match, r"[分每有开加]") else "二"


@rule(
    rf"(?<=[一二三四五六七八九零〇○])(?P<zero>[{ZERO_SIGN}])(?=[一二三四五六七八九零〇年{ZERO_SIGN}])|(?<=[一二三四五六七八九〇零○OΟ◯o0])(?P<zero2>[{ZERO_SIGN}])(?=[一二三四五六七八九零〇年])"
)
def zero_in_words(match: re.Match[str]) -> Answer:
    """二○二四年, with whatever round sign was at hand."""
    return "零"


@rule(rf"(?<![\d.,])(?P<digits>(?:1[0-2]|0?[1-9])(?:3[01]|[12]\d|0[1-9]))(?=[”\"’]?{EVENT})")
def day_known_by_figures(match: re.Match[str]) -> Answer:
    """930新政, 1126事件: month and day."""
    return digit_string(match["digits"], one="幺" if match["digits"].startswith("110") else "一")


@rule(
    r"(?<![\d.])(?P<month>1[0-2]|[1-9])(?P<dot>[.·・])(?P<day>3[01]|[12]\d|[1-9])(?=[”\"’]?(?:节(?!课|约|能|车|目|点)|大促|新政|购物|特卖|阅兵))"
)
def festival(match: re.Match[str]) -> Answer:
    """3.8节 is 三八节."""
    return digit_string(match["month"]) + digit_string(match["day"])


@rule(r"(?<=波音|空客)(?:A)?(?P<digits>\d{3})|(?P<plane>7[0-9]7|3[0-9]0)(?=客机|飞机|机型|航班)")
def plane(match: re.Match[str]) -> Answer:
    return ("A" if match[0].startswith("A") else "") + digit_string(match["digits"] or match["plane"])


RULES = (zero_in_words, figure, port, port_behind, account, room, second_class, festival, day_known_by_figures, plane)
