"""What the words of a label give away: roles, names, titles, and words that are nobody's name."""

from __future__ import annotations

import re
import unicodedata


def folded(name: str) -> str:
    """The name as it is compared: width, case, spaces and punctuation do not count."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).casefold()


def _set(words: str) -> frozenset[str]:
    return frozenset(folded(word) for word in words.split())


NOT_IN_NAMES = re.compile(r"[{}|\\\[\]<>\x00-\x1f\x7f-\x9f]")
"""Markup and control characters: what holds one is text, no name."""

HOSTS = _set(
    "主持人 主持 主持者 记者 記者 本报记者 本刊记者 本網記者 采访者 采访人 採訪者 访者 访员 提问者 提问人 提问 "
    "問者 問 问 问题 問題 编辑 小编 主编 "
    "现场记者 外景主持人 总台记者 央视记者 财经记者 主播 播音员 Q host interviewer moderator reporter presenter "
    "anchor question "
    "聞き手 インタビュアー 司会 司会者 編集部 編集者 取材者 聴き手 主席 召集委員 主持人（女） 主持人（男）"
)
"""Labels of those who ask and lead."""

ASKERS = _set("问 問 q 提问 提問 提问者 问题 問題 question 網友提問 网友提问 観客 audience")
"""Labels that stand for a question, not for a person."""

ANSWERS = _set("答 a 回答 回复 回覆 答案 answer 解答 答复 答覆 答主")

GUESTS = _set(
    "嘉宾 嘉賓 访谈嘉宾 受访者 受訪者 受访人 被采访者 专家 專家 学者 教授 医生 醫生 大夫 律师 律師 老师 老師 学生 "
    "學生 同学 家长 家長 患者 网友 網友 观众 觀眾 听众 聽眾 市民 村民 居民 "
    "发言人 發言人 新闻发言人 翻译 現場觀眾 现场观众 读者 讀者 作者 导演 演员 法官 审判长 审判员 书记员 公诉人 "
    "辩护人 被告人 被告 原告 证人 原告代理人 被告代理人 检察官 警察 民警 警官 "
    "机长 副驾驶 乘务员 司机 乘客 店主 老板 顾客 客服 员工 男 女 甲 乙 丙 丁 众 众人 大家 全体 男声 女声 父亲 母亲 "
    "爸爸 妈妈 儿子 女儿 爷爷 奶奶 丈夫 妻子 委員 部長 院長 局長 署長 次長 "
    "語り手 話し手 ゲスト 一同 全員 会場 guest speaker caller audience all both man woman narrator everyone "
    "panelist operator respondent interviewee"
)
"""Labels that say what somebody is, without a name."""

NARRATORS = _set("解说 解說 解说词 解說詞 旁白 画外音 畫外音 配音 ナレーション narration narrator voiceover 旁述")

CAPTIONS_ON_SCREEN = _set(
    "字幕 字幕提示 字幕显示 屏幕字幕 片花 片头 片尾 标题字幕 画面 镜头 音乐 音效 同期声 背景 短片 视频 テロップ "
    "caption on-screen sound"
)
"""Labels of what is shown or heard: a narrator's, not a person's."""

NOTES = re.compile(
    r"[\s（(\[【〔]{0,3}(?:编者按|編者按|编者注|編者註|编按|按语|按語|记者手记|记者注|譯註|译注|译者注|譯者註|注释?|註釋?|编注|備註|备注|编辑注|作者注|作者简介|人物简介|嘉宾简介|受访者简介|受访人简介|作者介紹|作者介绍|嘉宾介绍|人物介绍|"
    r"editor['’]s note|note|translator['’]s note|ed\. note|編集部注|編注|訳注|注記)\s?[】\]）)〕]?\s?[:：]",
    re.IGNORECASE,
)
"""How a note by the editor or the translator begins."""

NOBODY = (
    _set(
        "比如 例如 譬如 比方 比方说 比如说 例 如 即 又如 再如 诸如 其中 其实 其次 首先 第一 第二 第三 第四 第五 一 "
        "广告 廣告 二 三 四 五 一是 二是 三是 四是 一方面 另一方面 总之 总的来说 结论 "
        "总结 小结 摘要 内容提要 核心提示 提示 温馨提示 导语 导读 导读 導讀 引言 前言 序言 简介 簡介 人物简介 "
        "嘉宾简介 個人簡介 作者简介 公司简介 背景 背景资料 链接 相关链接 资料 原因 结果 目的 方法 要求 标准 建议 "
        "注意 注 註 备注 附 附件 "
        "说明 說明 特点 优点 缺点 优势 劣势 功能 功能包括 价格 型号 名称 版本 版本号 网址 網址 官网 邮箱 电话 電話 "
        "地址 邮编 传真 微信 微博 公众号 时间 時間 日期 地点 地點 场地 人物 主题 主題 题目 "
        "标题 副标题 原标题 来源 來源 信息来源 发布时间 作者 译者 校对 编辑 选题 编译 开发者 许可证 授权 平台 语言 "
        "类型 分类 标签 关键词 答案 解析 问题 例句 释义 解释 定义 公式 数据 步骤 材料 用法 示例 输出 输入 "
        "新华社 图 表 注意事项 要点 重点 亮点 看点 观点 观点一 核心观点 精彩观点 主要观点 一句话 金句 目录 编者按 "
        "下一步 目前 现在 今天 昨天 今年 去年 未来 过去 当时 后来 最后 最终 同时 此外 另外 因此 所以 但是 然而 "
        "不过 "
        "我说 他说 她说 我问 他问 她问 有人问 有人说 俗话说 常言道 古人云 心想 记得 意思是 也就是说 换句话说 "
        "换言之 简单地说 简单来说 事实上 实际上 具体来说 具体包括 具体而言 包括 如下 以下 下面 答曰 曰 "
        "私は 私が つまり 例えば たとえば 注意 参考 日時 場所 出典 資料 会場 定員 料金 対象 主催 "
        "example for example note notes warning tip tips update answer summary abstract introduction conclusion "
        "background date time location title subject to from cc re "
        "source via url link http https email tel phone address price version license author developer platform "
        "features pros cons first second third finally "
        "however also and but so the this that here today now i.e e.g ps p.s step fact bonus spoiler disclaimer "
        "topic rule lesson result problem solution cause"
    )
    - ASKERS
)
"""Words before a colon that name nobody."""

VERBS = re.compile(
    r"(?:进一步|接着|继续|随即|随后|又|再|再次|也|还|便|则|笑着|笑|激动地|大声|轻声|反|连连|最后)?"
    r"(?:追问|追問|问道|問道|发问|提问|提問|反问|反問|插问|插话|插話|插嘴|回答|答道|回应|回應|回复|答|问|問|说道|說道|表示|大呼|高呼|大喊|喊道|喊|说|說|笑道|笑|补充|補充|补充道|总结|介绍|坦言|解释|强调|透露|指出|叹道|续问|再问|又问)"
)
"""`记者追问：` is still 记者."""

_SINGLE = (
    "王李张劉刘陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾肖蕭萧田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鍾姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付傅方邹鄒熊白孟秦邱"
    "江尹薛闫閻阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯常温溫康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷申欧歐耿关關焦左柳甘祝包宁寧尚符舒阮纪紀柯梅童毕畢裴霍谷苗路"
    "詹古单單华華曲欒栾辛解连連郎柴涂凌翁尤喻管娄婁车車鲍鮑成艾应應时時奚骆駱宗游穆麦麥简簡屈饶饒项項司桂佟仇卫衛匡冉芦蘆房井门門储儲尉历卓支边邊卞湛迟遲原晏晋冷窦竇初景缪繆池邬鄔查燕党黨褚蒲"
    "蓝藍商官米师師郁敖戚楚沙苑刁粟巴桑靳强勞劳蔺乐樂容闵閔席阳陽瞿隋鹿宫宮滕揭木水战戰花雍鞠邰谌諶苟云雲封丛叢竺危茅公都相丘全明皮盛和智"
)
SURNAMES = frozenset(_SINGLE)
COMPOUND_SURNAMES = _set(
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 公孙 慕容 司徒 令狐 夏侯 长孙 宇文 南宫 独孤 端木 西门 "
    "百里 范姜 張簡"
)

TITLES = (
    "党委书记|党组书记|总书记|党委副书记|副书记|书记|党委委员|党组成员|委员长|委員長|副主任|主任委員|主任委员|主任|副局长|局长|副局長|局長|副部长|部长|部長|副省长|省长|副市长|市长|市長|副县长|县长|副区长|区长|副司长|司长|司長|副处长|处长|處長|副科长|科长|科長|副院长|院长|院長|"
    "副校长|校长|校長|副会长|会长|會長|理事长|理事長|副理事长|秘书长|秘書長|董事长|董事長|董事|总经理|副总经理|总裁|總裁|副总裁|执行总裁|首席执行官|首席技术官|首席[\\w]{1,6}官|执行官|CEO|CTO|COO|CFO|创始人|創始人|联合创始人|创办人|創辦人|合伙人|总监|總監|总工程师|副总工程师|总工|工程师|工程師|"
    "教授|副教授|研究员|研究員|副研究员|讲师|講師|助教|助理教授|博士|院士|导师|导演|導演|编剧|演员|演員|作家|诗人|画家|歌手|记者|記者|评论员|評論員|特约评论员|主编|總編輯|总编辑|编辑|编审|主播|主持人|律师|律師|医生|醫生|主任医师|副主任医师|医师|醫師|护士长|护士|主管|负责人|負責人|发言人|發言人|"
    "经理|經理|店长|館長|馆长|所长|所長|站长|队长|隊長|厂长|廠長|行长|行長|主席|副主席|立委|委员|委員|议员|議員|代表|大使|参赞|顾问|顧問|专家|專家|学者|學者|分析师|經濟學家|经济学家|设计师|建筑师|摄影师|工人|教练|老师|老師|先生|女士|小姐|同志|氏|さん|様|先輩"
)
TITLE_END = re.compile(rf"(?:{TITLES})$")

_HONORIFIC = re.compile(
    r"(?:先生|女士|小姐|老师|老師|同志|教授|博士|院士|医生|主任|局长|总|氏|さん|様|君|くん|ちゃん)$"
)
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_NICKNAME = re.compile(
    r"(?:阿|老|小|大)[\u3400-\u9fff]{1,2}|[\u3400-\u9fff]{1,2}(?:哥|姐|叔|婶|嬸|伯|嫂|姨|爷|奶奶|爷爷|阿姨|大爷|大妈|大姐|师傅|師傅|太太|妈妈|爸爸|同学|同學|老板|老闆)"
)
_DOTTED_NAME = re.compile(r"[\u3400-\u9fff]{1,8}(?:[·•・‧．.][\u3400-\u9fff]{1,10}){1,4}")
_LATIN_NAME = re.compile(
    r"(?:(?:Dr|Mr|Mrs|Ms|Prof|Sir|Sen|Rep|Gov|Rev)\.?\s)?[A-Z\u00c0-\u00de][\w.'’\-]{0,20}(?:\s(?:[A-Z\u00c0-\u00de][\w.'’\-]{0,20}|de|van|von|der|del|la|bin|al|da|di|le)){0,4}"
)
_CAPITALS_NAME = re.compile(r"[A-Z][A-Z.'’\-]{0,20}(?:\s[A-Z][A-Z.'’\-]{0,20}){0,3}")
_KANA_NAME = re.compile(r"[\u3041-\u309f\u30a0-\u30ff\u3400-\u9fff々・ー]{2,10}(?:さん|氏)?")
_LEGISLATOR = re.compile(
    r"([\u3400-\u9fff])(召集委員|主任委員|副主任委員|副主任|委員|主席|院長|副院長|部長|次長|政務次長|常務次長|主任|局長|副局長|署長|司長|處長|秘書長|主任秘書|董事長|總經理|組長|參事|教授|律師|所長|議員)([\u3400-\u9fff]{1,3})"
)
_JOINT = re.compile(r"\s?[/／&＆、]\s?|\s(?:and|und|et|和|与|與)\s|(?<=[\u3400-\u9fff])[和与與](?=[\u3400-\u9fff])")
_NUMBERED = re.compile(r"(.*?)\s?[\dA-Da-d一二三四甲乙丙]{1,2}")


def without_brackets(name: str) -> str:
    """`白岩松（评论员）` → `白岩松`."""
    return re.sub(r"\s?[（(\[【][^）)\]】]{0,40}[）)\]】]\s?", "", name).strip() or name.strip()


def surname_length(name: str) -> int:
    """How many characters of a Chinese name are the surname; 0 where it has none."""
    if name[:2] in COMPOUND_SURNAMES:
        return 2
    return 1 if name[:1] in SURNAMES else 0


def is_person(name: str) -> bool:  # noqa: PLR0911 - one for each shape of a name
    """Whether it has the shape of a person's name, in the languages that narrator reads."""
    name = name.strip()
    bare = _HONORIFIC.sub("", name) or name
    if folded(name) in NOBODY:
        return False
    if _HAN_NAME.fullmatch(bare) and surname_length(bare):
        return True
    if bare != name and 1 <= len(bare) <= 8:
        return True
    if _NICKNAME.fullmatch(name):
        return True
    if _DOTTED_NAME.fullmatch(bare) or _LEGISLATOR.fullmatch(name):
        return True
    if _CAPITALS_NAME.fullmatch(bare) and len(bare) >= 3:
        return True
    return _LATIN_NAME.fullmatch(bare) is not None and len(bare) >= 3


def is_kana_name(name: str) -> bool:
    """Whether it could be a Japanese name: kana or kanji, and short."""
    return _KANA_NAME.fullmatch(name.strip()) is not None


def is_role(name: str) -> bool:
    """Whether the label says what somebody is, instead of a name."""
    bare = folded(without_brackets(name))
    if bare in HOSTS or bare in GUESTS or bare in ANSWERS or bare in ASKERS or bare in NARRATORS:
        return True
    if len(bare) > 3 and bare.endswith(
        ("记者", "記者", "网友", "網友", "观众", "觀眾", "主持人", "发言人", "發言人", "代表", "reporter")
    ):
        return True
    numbered = _NUMBERED.fullmatch(bare)
    return numbered is not None and numbered.group(1) in (HOSTS | GUESTS)


def asks_or_answers(key: str) -> bool:
    """Whether the label stands for a question or an answer, not for a person."""
    return key in ASKERS or key in ANSWERS


def names_in(label: str) -> list[str]:
    """`璟/天` → both, where a label names several people."""
    return [name for name in _JOINT.split(label) if name]


def initials(name: str) -> str:
    """`Laura Finch` → `LF`; nothing for a single word."""
    return "".join(word[0] for word in name.split() if word[0].isupper()) if " " in name else ""


def legislator(name: str) -> str | None:
    """`張委員慶忠` → `張慶忠`, the way the records of a parliament write a name around its title."""
    match = _LEGISLATOR.fullmatch(name.strip())
    return match.group(1) + match.group(3) if match and not VERBS.fullmatch(match.group(3)) else None


def parts(label: str) -> tuple[str, str]:
    """`商务部研究院主任 张建平` → (`商务部研究院主任`, `张建平`); what stands before a name, and the name."""
    label = re.sub(r"\s+", " ", label.strip())
    if legislator(label) and surname_length(label):
        return "", label
    before, space, last = label.rpartition(" ")
    if space and _is_title_before(before) and (is_person(last) or is_kana_name(last)):
        return before.strip(), last
    role = _ROLE_PREFIX.match(label)
    if role is not None:
        rest = label[role.end() :].strip()
        if _HAN_NAME.fullmatch(rest) and surname_length(rest):
            return role.group(), rest
    match = _TITLE_THEN_NAME.fullmatch(label) if len(label) > 3 else None
    if match and surname_length(match.group(2)) and not TITLE_END.search(match.group(2)):
        return match.group(1), match.group(2)
    return "", label


def _is_title_before(text: str) -> bool:
    return folded(text) in HOSTS | GUESTS or TITLE_END.search(text) is not None


_ROLE_PREFIX = re.compile(
    "|".join(sorted((role for role in HOSTS | GUESTS if len(role) >= 2 and not role.isascii()), key=len, reverse=True))
)
_TITLE_THEN_NAME = re.compile(rf"(.*(?:{TITLES}))([\u3400-\u9fff]{{2,4}})")
