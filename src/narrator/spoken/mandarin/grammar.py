"""Polyphones that grammar decides: 为, 得, 地, 都, 还, 只, 率, 重, 行.

Each rule looks at the words around one character and declines when it is not sure; the dictionaries and the
network come after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .dictionary import phrase
from .words import Token

Rule = Callable[[str, int, tuple[Token, ...], int], str | None]
"""Text, position of the character, words, index of the character's word → syllable or None."""

CLAUSE_END = re.compile(r"[，。；：！？、,;:!?（）()“”\"]")
PREDICATE = frozenset({"v", "vn", "vd", "vi", "vg", "a", "ad", "an", "vq", "zg", "l", "i", "p", "d"})

ASPECTS = "核心|中心|基础|导向|引领|支撑|代表|抓手|契机|目标|重点|牵引|主线|主题|主体|主导|主要|依托|依据|根本|根基|突破口|载体|平台|动力|例|纽带|龙头|对象|驱动|原则|标准|前提|保障|主业|主轴|目的|指导|己任|指引|关键|起点|突破|准则|准绳|特色|特征|手段|内容|方向|荣"

FOR_WHOM = re.compile(
    r"(?:我|你|您|他|她|它|咱|自己|大家|人民|群众|百姓|老百姓|市民|居民|公众|客户|用户|企业|职工|员工|党员|干部|国家|社会|祖国|党|"
    r"各|全|广大|孩子|学生|老人|农民|农户|消费者|投资者|经济|发展|实现|推动|推进|加快|落实|贯彻|确保|进一步|促进|保障|建设|提升|"
    r"更好|切实|有效|解决|破解|应对|打造|构建|营造|适应|满足|做好|防止|避免|保证|维护|加强|深化|完善|支持|鼓励|方便|帮助|规范|"
    r"高质量|全面|全市|全国|全省|地方|城市|乡村|区域|行业|产业|科技|创新|世界|人类|中国|深圳|本|该|其|此|何|什么|了|之(?!一)|着)"
)
SERVED = re.compile(
    r"提供|服务|奠定|作出|做出|做好|注入|带来|打下|打造|增添|赋能|保驾|助力|争取|赢得|创造|准备|造福|谋|感到|点赞|祝|送|解决|撑腰|铺|"
    r"开展|开辟|建立|举办|办|树立|指明|贡献|积累|搭建|开|保护|守护|推动|设立|设计|制定|颁发|颁|拓展|营造|输送|培养|插上|敞开|减轻|"
    r"争|献|奋斗|牺牲|纾困|解忧|排忧|除|减|加油|喝彩|鼓|代言|发声|负责|骄傲|自豪|高兴|担心|着想|所用|介绍|讲解|解答|分享|写|画|唱|做|买|找"
)
WEI_VERBS = frozenset(
    [
        "成",
        "作",
        "称",
        "视",
        "改",
        "分",
        "列",
        "评",
        "名",
        "定",
        "变",
        "化",
        "转",
        "译",
        "选",
        "设",
        "誉",
        "升",
        "降",
        "增",
        "减",
        "约",
        "即",
        "均",
        "皆",
        "亦",
        "乃",
        "尊",
        "奉",
        "认",
        "命",
        "任",
        "封",
        "收",
        "纳",
        "融",
        "合",
        "归",
        "立",
        "授",
        "沦",
        "沿",
        "引",
        "折",
        "贬",
        "拆",
        "建",
        "编",
        "写",
        "演",
        "扩",
        "缩",
        "算",
        "兼",
        "判",
        "号",
        "谓",
        "总",
        "统",
        "简",
        "泛",
        "结",
        "视作",
        "转化",
        "转变",
        "演变",
        "发展",
        "更名",
        "命名",
        "确定",
        "认定",
        "界定",
        "定位",
        "细化",
        "升级",
        "转换",
        "转",
        "打造",
        "建设",
        "培育",
        "调整",
        "设定",
        "变更",
        "简称",
        "统称",
        "通称",
        "俗称",
        "原名",
        "全称",
        "划分",
        "区分",
        "概括",
        "总结",
        "归纳",
        "列入",
        "评选",
        "评定",
        "选定",
        "任命",
        "提升",
        "浓缩",
        "凝聚",
        "汇聚",
        "聚合",
        "理解",
        "解释",
        "表现",
        "体现",
        "扩大",
        "缩短",
        "缩小",
        "增加",
        "减少",
        "增长",
        "下降",
        "上升",
        "提高",
        "降低",
        "达到",
        "分别",
        "最",
        "更",
        "极",
        "颇",
        "较",
        "尤",
        "甚",
        "深",
        "大",
        "广",
        "稍",
        "略",
        "不",
        "仅",
        "只",
        "已",
        "将",
        "应",
        "可",
        "能",
        "须",
        "需",
        "必",
        "常",
        "多",
        "曾",
        "仍",
        "非",
        "共",
    ]
)


def by_grammar(plain: str, words: tuple[Token, ...]) -> dict[int, str]:
    """Readings that follow from the words around a character."""
    found: dict[int, str] = {}
    for number, word in enumerate(words):
        for offset, char in enumerate(word.text):
            rule = RULES.get(char)
            if rule is not None and (syllable := rule(plain, word.start + offset, words, number)):
                found[word.start + offset] = syllable
    return found


def _clause(plain: str, at: int) -> tuple[str, str]:
    """What stands before and behind the character in its clause."""
    end = CLAUSE_END.search(plain, at + 1)
    before = CLAUSE_END.split(plain[max(0, at - 60) : at])[-1]
    return before, plain[at + 1 : end.start() if end else len(plain)]


def _neighbours(words: tuple[Token, ...], number: int) -> tuple[Token | None, Token | None]:
    word = words[number]
    before = words[number - 1] if number and words[number - 1].end == word.start else None
    behind = words[number + 1] if number + 1 < len(words) and words[number + 1].start == word.end else None
    return before, behind


def _wei(plain: str, at: int, words: tuple[Token, ...], number: int) -> str | None:
    """wéi: be, become, as; wèi: for, because of."""
    if len(words[number].text) > 1:
        return None
    left, right = _clause(plain, at)
    before, behind = _neighbours(words, number)
    if right.startswith(("了", "此", "何", "什么", "之计")):
        return "wei4"
    if re.match(r"[^，。]{0,12}所(?!有|以|在|谓|需|属)", right) and not right.startswith(("所",)):
        return "wei2"
    if re.search(r"(?:^|[^可得难予用])[以把将视变化由从][^以把将]{1,24}$", left) and (
        re.match(rf"(?:[^，。]{{0,10}})(?:{ASPECTS})", right) or before is None or before.text not in ("是", "而", "要")
    ):
        if not (re.search(r"以[^以]*(?:来|去|更|地)$", left)):
            return "wei2"
    if re.match(
        rf"(?:主|首|准|止|期|重(?!点|大|要)|先(?!进)|本(?!市|次|地|届)|例|限|由|界|邻|荣|戒|镜|鉴|纲|官|政|难|害|患|虞|{ASPECTS})(?![一-龥]{{0,8}}(?:提供|服务|奠定))",
        right,
    ):
        return "wei2"
    if before is not None and (before.text in WEI_VERBS or before.text[-1:] in "称名列评视作改变化定分译升"):
        return "wei2"
    if re.match(r"(?:第?[零一二三四五六七八九十百千万亿两几半]|百分之|负|[A-Za-z])", right) and not re.match(
        r"一(?:线|方|己|个人|家)", right
    ):
        return "wei2"
    if re.search(
        r"(?:愿|肯|甘|因|专门|专|一心|都是|而是|正是|就是|只是|不是|是|并|也|同时|共同|主动|积极|继续|持续|更好地|更好|切实|不断|全力|努力|真正)$",
        left,
    ) and FOR_WHOM.match(right):
        return "wei4"
    if not left and (FOR_WHOM.match(right) or (behind is not None and behind.part == "v" and len(behind.text) > 1)):
        return "wei4"
    if re.match(r"(?:我|你|您|他|她|它|咱|自己|大家|人民|群众|百姓|老百姓|市民)", right):
        return "wei4"
    if (served := SERVED.search(right)) and served.start() >= 2:
        return "wei4"
    return None


def _de(plain: str, at: int, words: tuple[Token, ...], number: int) -> str | None:
    """de5 behind a verb (做得好, 立得住); děi: must; dé: get."""
    word = words[number]
    before, behind = _neighbours(words, number)
    following = plain[at + 1 : at + 2]
    if word.text == "得":
        if before is None:
            return (
                "dei3"
                if behind is not None
                and behind.part.startswith(("v", "d", "p"))
                and plain[at + 1 : at + 2] not in "到了出奖分益失票名主"
                else None
            )
        if before.text in (
            "必",
            "总",
            "就",
            "还",
            "也",
            "都",
            "只",
            "可",
            "才",
            "非",
            "我",
            "你",
            "您",
            "他",
            "她",
            "我们",
            "你们",
            "他们",
            "大家",
            "要",
            "又",
            "先",
            "只有",
            "一定",
            "真",
            "那",
            "这",
            "咱",
            "咱们",
            "谁",
            "再",
        ):
            return (
                "dei3"
                if following not in ("到", "了", "以", "出", "奖", "分", "益", "")
                and not _clause(plain, at)[1][:2] == "不到"
                else None
            )
        if before.part.startswith(("v", "a", "z", "i", "l")) or len(before.text) == 1:
            if before.text in (
                "取",
                "获",
                "赢",
                "夺",
                "博",
                "求",
                "购",
                "觅",
                "喜",
                "所",
                "不",
                "难",
                "应",
                "可",
                "未",
                "既",
                "已",
                "均",
                "各",
                "共",
                "方",
                "始",
                "曾",
                "仅",
            ):
                return None
            return "de5" if following or len(before.text) > 1 else None
        return None
    if (
        word.text == "得到"
        and before is not None
        and before.text in CAPABLE
        and not plain[at + 2 : at + 3].strip("，。的吗吧呢、！？")
    ):
        return "de5"
    if word.end == at + 1 and len(word.text) > 1 and phrase(word.text) is None:
        return "de5" if word.text[-2] not in GAINED else None
    if len(word.text) == 3 and word.text[1] == "得" and at == word.start + 1:
        return "de5" if phrase(word.text) is None and word.text[0] not in GAINED else None
    return None


CAPABLE = frozenset("做办想看听找碰遇用见说够摸感赶拿收买达".strip())
GAINED = frozenset("获取所赢夺博求购觅喜")


def _di(plain: str, at: int, words: tuple[Token, ...], number: int) -> str | None:
    """de5 between an adverbial and its verb; dì: ground, place."""
    word = words[number]
    if word.text != "地":
        # 轻轻地: one word with the adverb
        adverb = word.end == at + 1 and len(word.text) > 2 and word.part in ("d", "z", "ad", "i", "l", "a")
        return "de5" if adverb else None
    before, behind = _neighbours(words, number)
    if before is None or (
        before.part in ("m", "q", "n", "ns", "nr", "r", "p", "f") and before.text[-1:] not in "性样般步层度断"
    ):
        return None
    if behind is None and not plain[at + 1 : at + 2].isspace():
        return None
    adverbial = (
        before.part in ("a", "ad", "an", "d", "z", "i", "l", "vd", "b", "o", "dg", "ag", "v", "vn")
        or before.text[-1:] in "性样般步层度断"
    )
    if (
        adverbial
        and len(before.text) > 1
        and behind is not None
        and behind.part not in ("f", "q", "u", "ul", "uj", "y")
    ):
        return "de5"
    return None


def _dou(plain: str, at: int, words: tuple[Token, ...], number: int) -> str | None:
    """dōu, the adverb; dū is a city and the word it is part of."""
    word = words[number]
    if word.text == "都" and plain[at + 1 : at + 2] not in ("督", "市", "城", "江", "匀", "尉", "护", "司", "察", "指"):
        before, _ = _neighbours(words, number)
        return (
            "dou1"
            if before is None
            or before.text not in ("首", "古", "故", "京", "迁", "建", "定", "国", "魔", "帝", "陪", "旧", "新")
            else None
        )
    if word.text in ("都会", "都要", "都将", "都能", "都有", "都在", "都可", "都应", "都得"):
        return "dou1"
    return None


def _zhi(plain: str, at: int, words: tuple[Token, ...], number: int) -> str | None:
    """zhī behind a number, zhǐ: only."""
    if words[number].text != "只":
        return None
    return "zhi1" if plain[at - 1 : at] in "一二三四五六七八九十百千万两几多余每这那半" and at else None


def _lv(plain: str, at: int, words: tuple[Token, ...], number: int) -> str | None:
    """lǜ at the end of a noun (杠杆率); shuài leads."""
    word = words[number]
    if word.end == at + 1 and len(word.text) > 2 and word.text[-2:] != "统率":
        return "lv4"
    before, behind = _neighbours(words, number)
    if (
        word.text == "率"
        and before is not None
        and before.part in ("n", "v", "vn", "a", "b", "j", "nz")
        and len(before.text) > 1
    ):
        if behind is None or (
            behind.part in ("m", "v", "p", "d", "uj", "f", "c", "a")
            and behind.text not in ("队", "团", "部", "众", "军", "先", "领")
        ):
            return "lv4"
    return None


def _chong(plain: str, at: int, words: tuple[Token, ...], number: int) -> str | None:
    """chóng: again, before a verb of one syllable; zhòng: heavy."""
    word = words[number]
    if (
        word.text[:1] == "重"
        and word.start == at
        and plain[at + 1 : at + 2] in AGAIN
        and word.text[:2] not in ("重点", "重整")
    ):
        return "chong2"
    return None


AGAIN = frozenset("塑构建启申返现温叠组置筑振铸绘拾提印修设逢燃聚归回演写做审归构新复构蹈述译写")


def _huan(plain: str, at: int, words: tuple[Token, ...], number: int) -> str | None:
    """huán: give back; hái: still."""
    word = words[number]
    following = plain[at + 1 : at + 3]
    if (
        word.start == at
        and following[:1]
        in (
            "款",
            "贷",
            "债",
            "钱",
            "账",
            "息",
            "清",
            "书",
            "本",
            "给",
            "林",
            "湖",
            "田",
            "路",
            "绿",
            "草",
            "权",
            "耕",
            "乡",
            "俗",
            "击",
            "礼",
            "价",
            "魂",
        )
        and following not in ("本来", "本是", "清楚", "清晰", "给我", "给你", "给他", "给大", "本着")
    ):
        return "huan2"
    if word.text == "还":
        before, behind = _neighbours(words, number)
        if before is not None and before.text in ("偿", "归", "退", "返", "奉", "交", "送"):
            return "huan2"
        if behind is not None and behind.part.startswith(("v", "d", "p", "a", "c", "r")) and following[:1] != "了":
            return "hai2"
    return None


def _xiang(plain: str, at: int, words: tuple[Token, ...], number: int) -> str | None:
    """xiāng: each other, before a verb (相衔接, 相匹配)."""
    _, behind = _neighbours(words, number)
    if (
        words[number].text == "相"
        and behind is not None
        and behind.part.startswith(("v", "n", "a", "l"))
        and len(behind.text) > 1
    ):
        return "xiang1"
    return None


def _liao(plain: str, at: int, words: tuple[Token, ...], number: int) -> str | None:
    """liǎo behind 不 and 得 that follow a verb: 解决不了."""
    before = plain[at - 1 : at]
    if before == "不" and at >= 2 and re.match(r"[一-龥]", plain[at - 2]) and plain[at - 2] not in "再也都就可不":
        return "liao3"
    if before == "得" and at >= 2 and plain[at - 2] in "受办做干去来吃走跑少免离忘管用卖付决持担证帮救":
        return "liao3"
    return None


def _guo(plain: str, at: int, words: tuple[Token, ...], number: int) -> str | None:
    """guò: pass; guo5 behind a verb that happened (见过)."""
    word = words[number]
    if word.text != "过":
        return None
    before, behind = _neighbours(words, number)
    if behind is not None and behind.text in ("着", "程", "一会儿"):
        return "guo4"
    if before is None or (before.part in ("r", "d", "n", "t", "nr", "c", "ns", "m") and len(before.text) > 1):
        return "guo4"
    return (
        "guo5" if before.part.startswith("v") and len(before.text) == 1 and before.text not in "通经越超穿跨" else None
    )


def _zhong(plain: str, at: int, words: tuple[Token, ...], number: int) -> str | None:
    """zhòng: plant; zhǒng: kind, seed."""
    word = words[number]
    if word.text != "种":
        return None
    if plain[at - 1 : at] and plain[at - 1] in "一二两三四五六七八九十几多各这那某每哪何此该另百千万种":
        return "zhong3"
    return "zhong4" if plain[at + 1 : at + 2] and plain[at + 1] in "在树花菜田地粮草下上了过出好满着" else None


def _zhe(plain: str, at: int, words: tuple[Token, ...], number: int) -> str | None:
    """zháo behind 不 or 得 that follow a verb: 猜不着, 睡得着."""
    if at >= 2 and plain[at - 1] in "不得" and re.match(r"[找猜睡摸够见用犯数管碰]", plain[at - 2]):
        return "zhao2"
    return (
        "zhe5"
        if words[number].text == "着"
        and plain[at + 1 : at + 2]
        not in ("力", "眼", "手", "火", "急", "陆", "凉", "实", "装", "重", "落", "墨", "色", "想")
        and at
        and words[number - 1].part.startswith("v")
        and plain[at + 1 : at + 2] != "了"
        else None
    )


RULES: dict[str, Rule] = {
    "为": _wei, "得": _de, "地": _di, "都": _dou, "只": _zhi, "率": _lv, "重": _chong, "还": _huan, "了": _liao, "相": _xiang, "过": _guo, "种": _zhong, "着": _zhe,
}  # fmt: skip
