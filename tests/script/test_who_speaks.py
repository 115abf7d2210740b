"""Each trap in the words of the trap: who says what on a page."""

from __future__ import annotations

import pytest

from pages_as_printed import script_of, spoken_by, turns_of


def test_names_with_a_colon_begin_turns_and_paragraphs_below_belong_to_them() -> None:
    assert turns_of("主持人：大家好。\n王伟:您好。\n我来说两点。\n主持人：请讲。\n") == [
        ("主持人", "大家好。"),
        ("王伟", "您好。/我来说两点。"),
        ("主持人", "请讲。"),
    ]


def test_colon_inside_a_turn_begins_none() -> None:
    page = "主持人：怎么做？\n王伟：分三步。\n比如：先看，再问。\n2015年：开始试点。\n主持人：好。\n王伟：谢谢。\n"
    assert turns_of(page)[1] == ("王伟", "分三步。/比如：先看，再问。/2015年：开始试点。")


@pytest.mark.parametrize(
    "page",
    [
        "【主持人】：您好，请坐。\n【李强】：谢谢，您好。\n【主持人】：忙吗？\n【李强】：很忙。\n",
        "[主持人] 您好，请坐。\n[李强] 谢谢，您好。\n[主持人] 忙吗？\n[李强] 很忙。\n",
        "主持人\n您好，请坐。\n李强\n谢谢，您好。\n主持人\n忙吗？\n李强\n很忙。\n",
        "主持人：\n您好，请坐。\n李强：\n谢谢，您好。\n主持人：\n忙吗？\n李强：\n很忙。\n",
        "00:01 主持人：您好，请坐。\n00:04 李强：谢谢，您好。\n00:09 主持人：忙吗？\n00:12 李强：很忙。\n",
    ],
    ids=["brackets and colon", "brackets alone", "alone on the line", "alone with a colon", "time stamps"],
)
def test_label_of_any_shape_is_found(page: str) -> None:
    assert turns_of(page) == [
        ("主持人", "您好，请坐。"),
        ("李强", "谢谢，您好。"),
        ("主持人", "忙吗？"),
        ("李强", "很忙。"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "**主持人**：您好，请坐。\n\n**李强**：谢谢，您好。\n\n**主持人**：忙吗？\n\n**李强**：很忙。\n",
        "**【主持人】**您好，请坐。\n\n**【李强】**谢谢，您好。\n\n**【主持人】**忙吗？\n\n**【李强】**很忙。\n",
        "** 主持人**：您好，请坐。\n\n**李强 **：谢谢，您好。\n\n**主持人：** 忙吗？\n**李强：** 很忙。\n",
    ],
    ids=["bold", "bold brackets", "stray spaces"],
)
def test_bold_label_in_markdown_is_found(page: str) -> None:
    assert spoken_by(page, "page.md") == ["主持人", "李强", "主持人", "李强"]
    assert "*" not in "".join(text for _, text in turns_of(page, "page.md"))


def test_title_before_the_name_is_no_part_of_it() -> None:
    page = "河务局局长 郑明：堤要加固，这是第一件事。\n主持人：为什么？\n郑明：汛期到了。\n主持人：谢谢。\n"
    assert spoken_by(page) == ["郑明", "主持人", "郑明", "主持人"]
    (speaker, _) = script_of(page).speakers
    assert (speaker.affiliation, speaker.position) == ("河务局", "局长")


def test_role_at_first_mention_names_the_same_person_later() -> None:
    assert spoken_by("郑明（评论员）：先说结论。\n主持人：请讲。\n郑明：堤要修。\n") == ["郑明", "主持人", "郑明"]


def test_declared_abbreviation_stands_for_the_name() -> None:
    page = (
        "由何静（下简称“何”）对林志（下简称“林”）进行了采访。\n\n何：您好，忙吗？\n林：还好。\n何：谢谢。\n"
        "林：不客气。\n"
    )
    assert spoken_by(page) == [None, "何静", "林志", "何静", "林志"]


def test_legend_declares_who_asks_and_is_not_read() -> None:
    page = "問：記者    趙：店主趙大同\n\n問：開咗幾耐？\n\n趙：三十年啦，好辛苦。\n\n問：捨得嗎？\n\n趙：唔捨得。\n"
    assert spoken_by(page) == ["記者", "趙大同", "記者", "趙大同"]


def test_surname_stands_for_the_person_in_the_lead() -> None:
    page = "本报记者专访了青年作家沈一鸣。\n\n问：写了多久？\n沈：五年。\n问：辛苦吗？\n沈：辛苦，也快乐。\n"
    assert spoken_by(page) == [None, "问", "沈一鸣", "问", "沈一鸣"]


def test_numbered_questions_and_answers_are_turns() -> None:
    page = "一、问：为什么要修订？\n答：旧办法用了十年。\n二、问：改了什么？\n答：改了三处。\n"
    assert turns_of(page)[2] == ("问", "改了什么？")
    assert spoken_by("Q1：何时搬？\n\nA1：三月搬。\n\nQ2：旧址呢？\n\nA2：改成公园。\n", "a.md") == ["Q", "A", "Q", "A"]


def test_bold_question_is_answered_by_the_paragraphs_below_it() -> None:
    page = "# 和木匠聊天\n\n**您怎么入行的？**\n\n跟舅舅学的。\n\n磨了三年刀。\n\n**最难的是什么？**\n\n开榫。\n"
    assert turns_of(page, "a.md") == [
        ("问", "您怎么入行的？"),
        ("答", "跟舅舅学的。/磨了三年刀。"),
        ("问", "最难的是什么？"),
        ("答", "开榫。"),
    ]


def test_label_in_bold_with_unlabelled_answers_names_the_interviewee() -> None:
    page = "# An interview with Ada Brown\n\n**Q: Why boats?**\n\nThey float.\n\n**Q: Always?**\n\nNearly.\n"
    assert spoken_by(page, "a.md") == ["Q", "Ada Brown", "Q", "Ada Brown"]


def test_arrows_and_caption_labels_are_turns() -> None:
    page = (
        ">> HOST: Good evening and welcome.\n>> DR. LEE: Thank you.\n>> HOST: What did you find?\n>> DR. "
        "LEE: Bottles.\n"
    )
    assert spoken_by(page) == ["HOST", "DR. LEE", "HOST", "DR. LEE"]


def test_voice_tags_of_captions_name_the_speaker_once() -> None:
    page = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann Bell:>Ann Bell: Good\n\n00:02.000 --> 00:03.000\n"
        "<v Ann Bell:>morning.\n\n"
        "00:03.500 --> 00:04.000\n<v Tom>Hello!\n"
    )
    assert turns_of(page, "a.vtt") == [("Ann Bell", "Good morning."), ("Tom", "Hello!")]


def test_parliament_prints_the_title_inside_the_name() -> None:
    page = (
        "主席：請林委員志明發言。\n林委員志明：請問部長，為何延期？\n陳部長大文：因為工程延長。\n"
        "林委員志明：多久？\n陳部長大文：一年。\n"
    )
    assert spoken_by(page) == ["主席", "林志明", "陳大文", "林志明", "陳大文"]


def test_follow_up_question_is_asked_by_the_same_person() -> None:
    page = (
        "记者：为什么回来？\n何静：家里需要我。\n记者追问：只是因为家里？\n何静笑着说：也喜欢这里。\n"
        "记者：还走吗？\n何静：不走了。\n"
    )
    assert spoken_by(page) == ["记者", "何静"] * 3


def test_misspelt_name_is_the_same_person_and_in_doubt() -> None:
    page = "主持人：好。\n王建国：您好。\n主持人：书卖得好吗？\n王健国：很好。\n主持人：祝贺。\n王建国：谢谢。\n"
    script = script_of(page)
    assert [turn.speaker for turn in script.turns][3] == "王建国"
    assert "王健国" in (script.turns[3].doubt or "")


def test_several_people_at_once_are_read_by_the_first_with_a_doubt() -> None:
    page = "编辑：好吗？\n严歌：很好。\n编辑：久吗？\n严歌：两年。\n编辑/严歌：谢谢大家。\n"
    script = script_of(page)
    assert script.turns[-1].speaker == "编辑"
    assert script.turns[-1].doubt


def test_definition_list_of_turns_is_read_and_of_facts_is_not() -> None:
    page = (
        "<dl><dt>聞き手</dt><dd>ささき</dd><dt>場所</dt><dd>東京</dd></dl><dl><dt>ささき</dt><dd>好きな本は？</dd><dt>もり</dt><dd>辞書です。</dd>"
        "<dt>ささき</dt><dd>なぜですか？</dd><dt>もり</dt><dd>終わらないから (笑)</dd></dl>"
    )
    named = [(speaker, text) for speaker, text in turns_of(page, "a.html") if speaker]
    assert named == [
        ("ささき", "好きな本は？"),
        ("もり", "辞書です。"),
        ("ささき", "なぜですか？"),
        ("もり", "終わらないから"),
    ]


def test_dash_is_who_asks_in_japanese_magazines() -> None:
    page = (
        "町工場の三代目\n\n――きっかけは何ですか。\n高橋　父に頼まれました。\n――最初の仕事は？\n"
        "高橋　掃除です。\n――辞めたいと思ったことは？\n高橋　毎日です。\n"
    )
    assert spoken_by(page) == ["聞き手", "高橋"] * 3


def test_turns_that_lost_their_line_breaks_are_found() -> None:
    page = "主持人：大家好，今天谈养老。孙丽：大家好。主持人：食堂开了几家？孙丽：二十家，老人们都说好。主持人：谢谢。"
    assert spoken_by(page) == ["主持人", "孙丽", "主持人", "孙丽", "主持人"]


@pytest.mark.parametrize(
    "page",
    [
        "今日要闻\n\n张伟：推动产业升级\n李娜：加快人才引进\n王强：做好防汛准备\n",
        "手机评测\n\n价格：1999元\n屏幕：6.1英寸\n优点：轻便，续航长。\n缺点：拍照一般。\n",
        "红烧茄子\n\n材料：茄子两根。\n调料：酱油、糖。\n第一步：切块，撒盐。\n第二步：下油，炸软。\n",
        "渡口\n\n“水比去年大。”他说。\n\n老人笑了笑：“慢一点就行。”\n\n孩子问：“能过河吗？”\n",
    ],
    ids=["headlines", "keys and values", "recipe", "story"],
)
def test_page_without_dialogue_is_a_narration(page: str) -> None:
    assert set(spoken_by(page)) == {None}
    assert not script_of(page).speakers


def test_lead_headings_and_notes_are_narration_in_nobodys_mouth() -> None:
    page = (
        "# 夜市\n\n夜市开了三年，生意一直不错。\n\n## 第一天\n\n记者：忙吗？\n\n阿芳：很忙。\n\n"
        "（注：夜市于二〇二〇年开业，每晚六点开门。）\n\n"
        "## 以后\n\n记者：还开吗？\n\n阿芳：开。\n"
    )
    assert [text for speaker, text in turns_of(page, "a.md") if speaker is None] == [
        "夜市开了三年，生意一直不错。",
        "第一天",
        "（注：夜市于二〇二〇年开业，每晚六点开门。）",
        "以后",
    ]


def test_paragraph_behind_the_list_of_answers_is_narration() -> None:
    page = (
        "1. **问**：能用吗？\n\n    **答**：能用。\n\n2. **问**：好用吗？\n\n    **答**：好用。\n\n会后，"
        "大家继续交流。\n"
    )
    assert turns_of(page, "a.md")[-1] == (None, "会后，大家继续交流。")


def test_forum_replies_are_not_read() -> None:
    page = (
        "楼主甲\n\n1楼 发表于 2011-1-2 09:14  只看该作者\n\n记：难吗？\n\n曾：难，地质复杂。\n\n"
        "记：多久？\n\n曾：四年。\n\n"
        "路人\n\n2楼 发表于 2011-1-2 10:00  只看该作者\n\n我觉得他说得不错。\n"
    )
    script = script_of(page)
    assert [turn.speaker for turn in script.turns] == ["记", "曾", "记", "曾"]
    assert any("我觉得" in each.text for each in script.not_spoken)


def test_questions_and_answers_that_seem_swapped_are_warned_about() -> None:
    long = "我们厂一开始只有三个人，后来慢慢有了三十个人，订单也越来越多，客户反映都很好"
    page = f"记者：{long}。\n厂长：一年做多少？\n记者：{long}。\n厂长：将来呢？\n记者：{long}。\n厂长：谢谢。\n"
    assert "swapped" in script_of(page).warnings[0]


def test_role_alone_is_the_person_it_was_printed_with() -> None:
    page = "主持人刘星：大家好。\n嘉宾陈磊：大家好。\n刘星：聊什么？\n陈磊：聊房子。\n主持人：房子怎么了？\n嘉宾：涨价了。\n"
    assert spoken_by(page) == ["刘星", "陈磊"] * 3


def test_time_in_brackets_parts_name_and_speech() -> None:
    page = "Ann Bell (00:01:02) Why bread?\n\nMona Field (00:01:05) It is honest.\n\nAnn Bell (00:01:20) Honest?\n\nMona Field (00:01:22) Yes.\n"
    assert turns_of(page)[:2] == [("Ann Bell", "Why bread?"), ("Mona Field", "It is honest.")]


def test_bold_names_without_a_colon_are_labels_when_they_take_turns() -> None:
    page = "<p>地下室里的乐队。</p><p><b>杜江</b> 我们是同学。</p><p><b>记者</b> 谁先提的？</p><p><b>杜江</b> 是他，我不敢。</p><p><b>记者</b> 后来呢？</p>"
    assert spoken_by(page + "<p><b>杜江</b> 后来有了歌。</p>", "a.html")[1:] == ["杜江", "记者", "杜江", "记者", "杜江"]


def test_numbers_and_end_marks_are_not_read() -> None:
    page = "# 写字\n\n01\n\n**许木：** 难吗？\n\n**李渔：** 难。\n\n02\n\n**许木：** 还写？\n\n**李渔：** 写。\n\n—— 完 ——\n"
    assert spoken_by(page, "a.md") == ["许木", "李渔", "许木", "李渔"]


def test_radio_transcript_names_people_in_full_once_and_by_surname_then() -> None:
    page = "KIM LEE, HOST: The ferry stops today.\n\n(SOUNDBITE OF HORN)\n\nJOE PARK: I took it to school.\n\nLEE: And now?\n\nPARK: I walk.\n"
    script = script_of(page)
    assert [turn.speaker for turn in script.turns] == ["KIM LEE", "JOE PARK", "KIM LEE", "JOE PARK"]
    assert script.speakers[0].role == "host"


def test_label_with_markup_in_it_is_text_and_no_name() -> None:
    page = "记者：好吗？\n苏{重|chong2}文：好的，谢谢。\n记者：忙吗？\n苏{重|chong2}文：很忙。\n记者：谢谢。\n苏文：不客气。\n"
    assert set(spoken_by(page)) == {"记者", "苏文"}
    assert "苏{重|chong2}文：很忙。" in "".join(text for _, text in turns_of(page))


@pytest.mark.parametrize(
    "line",
    ["广告：点击下载APP，领取红包", "【广告】秋季新书五折起", "点击下载客户端，领取优惠券", "广告", "Advertisement"],
)
def test_advertisement_between_turns_is_not_spoken(line: str) -> None:
    page = f"主持人：忙吗？\n李强：很忙。\n{line}\n主持人：谢谢。\n李强：不客气。\n"
    assert spoken_by(page) == ["主持人", "李强", "主持人", "李强"]
    assert turns_of(page)[1] == ("李强", "很忙。")
    assert (line, "advertisement") in [(each.text, each.why) for each in script_of(page).not_spoken]


def test_speaking_about_advertisements_is_no_advertisement() -> None:
    page = "主持人：钱花在哪儿？\n李强：两处。\n广告：我们每年投三百万。\n广告这一行，我做了三十年。\n主持人：谢谢。\n李强：不客气。\n"
    assert turns_of(page)[1] == ("李强", "两处。/广告：我们每年投三百万。/广告这一行，我做了三十年。")


def test_pictures_that_a_chat_prints_as_words_are_stage_directions() -> None:
    page = "主持人：忙吗？\n李强：也能结算啦[鲜花][鼓掌]\n主持人：谢谢[抱拳]再见。\n李强：花店叫（鲜花铺）。\n"
    assert turns_of(page) == [
        ("主持人", "忙吗？"),
        ("李强", "也能结算啦"),
        ("主持人", "谢谢/再见。"),
        ("李强", "花店叫（鲜花铺）。"),
    ]
