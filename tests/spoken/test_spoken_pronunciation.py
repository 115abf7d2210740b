"""Polyphones, names, tones as they are spoken."""

from __future__ import annotations

import pytest

from narrator.spoken import verbalise_text


def _syllable(text: str, char: str, which: int = 0) -> str:
    """The reading of the `which`-th `char` in a text of hanzi and Chinese marks."""
    reading = verbalise_text(text)
    hanzi = [each for each in reading.spoken if each not in "，。、；：？！“”"]
    places = [at for at, each in enumerate(hanzi) if each == char]
    return reading.pinyin[places[which]]


@pytest.mark.parametrize(
    ("text", "char", "syllable"),
    [
        ("为落实上级的部署，我们开了会", "为", "wei4"),
        ("为加快建设步伐，出台了办法", "为", "wei4"),
        ("谢谢两位为我们分享", "为", "wei4"),
        ("把优势转化为成果", "为", "wei2"),
        ("以改革为抓手推动工作", "为", "wei2"),
        ("这里成为新的中心", "为", "wei2"),
        ("总面积为八十平方米", "为", "wei2"),
        ("为企业提供更好的服务", "为", "wei4"),
        ("培育一批立得住、叫得响的品牌", "得", "de5"),
        ("这件事我得好好想一想", "得", "dei3"),
        ("公司获得了大奖", "得", "de2"),
        ("他应付得了这种局面", "得", "de5"),
        ("扎实地推进各项工作", "地", "de5"),
        ("地面上有水", "地", "di4"),
        ("轻轻地推开了门", "地", "de5"),
        ("企业点多、线长、面广", "长", "chang2"),
        ("李院长讲话", "长", "zhang3"),
        ("重塑新的形象", "重", "chong2"),
        ("重大的责任", "重", "zhong4"),
        ("完善三重一大决策机制", "重", "zhong4"),
        ("与发展任务相适应的格局", "应", "ying4"),
        ("和现代制度相衔接", "相", "xiang1"),
        ("管党治党与治企兴企", "兴", "xing1"),
        ("服务央地企业合作", "地", "di4"),
        ("着力解决问题", "着", "zhuo2"),
        ("随着改革的深入", "着", "zhe5"),
        ("还了三年房贷还有两年", "还", "huan2"),
        ("公司还有很多问题", "还", "hai2"),
        ("还款的日子到了", "还", "huan2"),
        ("资产负债率有所下降", "率", "lv4"),
        ("率领大家前进", "率", "shuai4"),
        ("各行各业都在发展", "行", "hang2"),
        ("这个问题解决不了", "了", "liao3"),
        ("他终于睡着了", "着", "zhao2"),
        ("把部分资金给了他们", "分", "fen4"),
        ("积极参与各项活动", "与", "yu4"),
        ("数一数一共有几个", "数", "shu3"),
        ("会计师来自财会学院", "会", "kuai4"),
    ],
)
def test_polyphone_is_read_as_its_sentence_asks(text: str, char: str, syllable: str) -> None:
    assert _syllable(text, char) == syllable


@pytest.mark.parametrize(
    ("text", "char", "syllable"),
    [
        ("单老师来了", "单", "shan4"),
        ("这是解队长的意见", "解", "xie4"),
        ("区先生说", "区", "ou1"),
        ("仇局长讲话", "仇", "qiu2"),
        ("姓曾的人很多", "曾", "zeng1"),
        ("他曾经来过", "曾", "ceng2"),
        ("任先生您好", "任", "ren2"),
    ],
)
def test_surname_is_read_as_a_name_in_front_of_a_title(text: str, char: str, syllable: str) -> None:
    assert _syllable(text, char) == syllable


def test_surname_reading_is_shown_as_a_doubt() -> None:
    assert any("surname" in doubt.why for doubt in verbalise_text("单老师来了").doubts)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("一个", "yi2 ge4"),
        ("一天", "yi4 tian1"),
        ("第一", "di4 yi1"),
        ("统一", "tong3 yi1"),
        ("看一看", "kan4 yi5 kan4"),
        ("一等奖", "yi1 deng2 jiang3"),
        ("1+1", "yi1 jia1 yi1"),
        ("2021年", "er4 ling2 er4 yi1 nian2"),
        ("一百", "yi4 bai3"),
        ("不是", "bu2 shi4"),
        ("不行", "bu4 xing2"),
        ("是不是", "shi4 bu5 shi4"),
        ("差不多", "cha4 bu5 duo1"),
        ("你好", "ni2 hao3"),
        ("展览馆", "zhan2 lan2 guan3"),
        ("小老虎", "xiao3 lao2 hu3"),
        ("奶奶", "nai3 nai5"),
        ("花儿", "hua1 r5"),
        ("女儿", "nv3 er2"),
        ("儿子", "er2 zi5"),
    ],
)
def test_tones_change_as_they_do_in_speech(text: str, spoken: str) -> None:
    assert " ".join(verbalise_text(text).sandhi) == spoken


def test_dictionary_tones_are_kept_beside_the_spoken_ones() -> None:
    reading = verbalise_text("不是一个")
    assert reading.pinyin == ("bu4", "shi4", "yi1", "ge4")
    assert reading.sandhi == ("bu2", "shi4", "yi2", "ge4")


def test_traditional_text_sounds_like_simplified_text() -> None:
    traditional = verbalise_text("為了發展經濟，銀行行長看著這裡的頭髮", language="zh-TW")
    simplified = verbalise_text("为了发展经济，银行行长看着这里的头发")
    assert traditional.pinyin == simplified.pinyin
    assert traditional.spoken == traditional.written


def test_other_languages_are_left_to_the_engine() -> None:
    english = verbalise_text("It costs $5, Dr. Li said.", language="en")
    assert english.spoken == english.written
    assert english.pinyin == ()
    assert [word.of(english.spoken) for word in english.words][:2] == ["It", "costs"]
    japanese = verbalise_text("東京で会議がありました。", language="ja")
    assert japanese.spoken == japanese.written
    assert len(japanese.words) >= 2


@pytest.mark.parametrize("text", ["他买了一张新桌子。", "今天的会议在下午三点开始。", "我们去图书馆看书。"])
def test_plain_sentence_carries_no_doubt(text: str) -> None:
    assert not verbalise_text(text).doubts


def test_doubt_names_the_word_and_what_it_may_be_instead() -> None:
    (doubt,) = verbalise_text("医生说可能会咯血。").doubts
    assert doubt.why.startswith("咯 in 咯血 read ka3, may be ")


def test_reading_that_the_editor_demands_carries_no_doubt() -> None:
    lexicon = {"咯血": "ka3 xue4"}
    assert not verbalise_text("医生说可能会咯血。", lexicon=lexicon).doubts
