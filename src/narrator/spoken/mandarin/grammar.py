"""Constructions that decide a reading over any distance or by what they count, written as patterns of characters.

They look at characters, never at words: the segmenter may glue 三行代码 as it likes. What stands beside a polyphone
is the judge's to weigh; here is only what it cannot see or has seen too seldom.
"""

from __future__ import annotations

import re

_NUMBER = "[一二三四五六七八九十百千万两几数零0-9]"

CONSTRUCTIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), syllable)
    for pattern, syllable in (
        # done by: 为人民所需, 为他人所知
        (r"(?P<at>为)[一-龥]{1,8}所(?!有|以|在|谓|属)[一-龥]", "wei2"),
        # for the sake of: 为……而奋斗
        (r"(?P<at>为)[一-龥]{2,16}而(?:努力|奋斗|战|骄傲|自豪|感|不懈|共同|拼搏|奔波|忙)", "wei4"),
        (r"(?P<at>为)(?:数|时)(?:不|甚|很|太|已|尚|过)", "wei2"),
        # 以……为……, 转化为: be, become
        (
            r"(?<![可得难予用所])以(?![便免及后前来更此期])[^，。；：！？以]{1,16}(?P<at>为)"
            r"(?![了此何谁我你他]|大家|人民|群众|企业)",
            "wei2",
        ),
        (r"(?:转[化变]|演[化变]|[变改更命]名|[改变更化称评视译列])(?P<at>为)(?![了此何谁我你他]|大家)", "wei2"),
        # lines, and trades: 第五行, 四行, 这一行, 每行
        (rf"第{_NUMBER}{{1,4}}(?P<at>行)", "hang2"),
        (r"[这那哪每另本][一几]?(?P<at>行)(?![动为走驶程军使李人进事文])", "hang2"),
        (r"(?:[二三四五六七八九十百千两几]|[^一]一|^一)(?P<at>行)(?=(?:字|代码|诗|泪|眼泪|热泪|文字|空|数据|内容|大字|小字|标题|脚印|树))",
         "hang2"),
        (r"[二三四五六七八九十百千两几](?P<at>行)(?=[，。、；：！？]|$)", "hang2"),
        # 数了数, 数一数: counting
        (r"(?P<at>数)[了一](?=数)", "shu3"),
        (r"数[了一](?P<at>数)(?!字|据|量|目)", "shu3"),
        # 量了量, 量一量: measuring
        (r"(?P<at>量)[了一](?=量)", "liang2"),
        (r"量[了一](?P<at>量)", "liang2"),
        # after a measure of length or of years: 长一米七, 比我长两岁
        (rf"(?P<at>长)(?:约|近|达|有)?{_NUMBER}+(?:多|来)?(?:米|公里|千米|厘米|丈|尺|里)", "chang2"),
        (rf"(?P<at>长)(?:了|我|他|她|你|您)?{_NUMBER}+(?:多|来)?(?:岁|辈)", "zhang3"),
        # the ground, behind what is said of it: 窗外的地
        (r"的(?P<at>地)(?=[，。！？；、”]|$)", "di4"),
        # only, before a verb that nothing was counted for: 只摆着三只碗; but 船只摆渡
        (
            rf"(?<!{_NUMBER})(?<![这那每整多半各船舰])(?P<at>只)(?=[有剩是要会能想需用够好顾管摆放留挂装站坐知怕求因靠凭在见听说做卖买收给])",
            "zhi3",
        ),
        (r"(?<=只)(?P<at>只)", "zhi1"),
        # planting, as a verb at the end: 很好种, 不能种
        (r"(?:[难易能会可该去]|很好|不好|可以|开始)(?P<at>种)(?=[，。！？的了吗]|$)", "zhong4"),
        # hits: 十发九中, 三枪两中
        (rf"{_NUMBER}+[发枪箭射投次]{_NUMBER}+(?P<at>中)(?=[，。！？]|$)", "zhong4"),
        # to work: 带头干, 大胆干
        (r"(?:带头|一起|好好|大胆|放手|埋头|拼命|加油|动手|实)(?P<at>干)(?![燥净涸旱枯脆洁果粮杯扰涉预戈])", "gan4"),
        # 表明了立场: no 明了
        (r"[表证说声阐发查申标注]明(?P<at>了)", "le5"),
        # 解决不了, 应付得了
        (r"(?<=[一-龥]不)(?P<at>了)(?=[，。！？、的吗吧呢]|$)", "liao3"),
    )
)  # fmt: skip


def by_grammar(plain: str) -> dict[int, str]:
    """Readings that follow from a construction, by position."""
    return {found.start("at"): said for pattern, said in CONSTRUCTIONS for found in pattern.finditer(plain)}
