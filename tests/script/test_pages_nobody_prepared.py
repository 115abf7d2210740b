"""Traps that pages outside the corpus had, each in the words of the trap."""

from __future__ import annotations

from narrator.article import extract
from narrator.script import parse
from pages_as_printed import script_of, spoken_by, turns_of


def _not_spoken(page: str, name: str = "page.txt") -> dict[str, str]:
    return {each.text: each.why for each in script_of(page, name).not_spoken}


def test_host_named_in_the_head_is_declared_and_says_nothing_there() -> None:
    page = "主持人：韩雪\n\n主持人：两位好，忙吗？\n王立：很忙。\n主持人：谢谢。\n王立：再见，谢谢大家。\n"
    assert turns_of(page)[0] == ("韩雪", "两位好，忙吗？")


def test_director_of_a_film_is_no_speaker() -> None:
    page = "《归途》\n导演：秦朗\n片长：98分钟\n简介：一个司机迷路了。\n《听雨》\n导演：叶舟\n片长：87分钟\n简介：她重新学会了听。\n"
    assert set(spoken_by(page)) == {None}


def test_list_of_guests_with_wide_spaces_is_not_speech_of_theirs() -> None:
    page = "王立　书店店主\n段晓　作家\n\n主持人：忙吗？\n王立：我很忙。\n段晓：我不忙。\n主持人：谢谢你们。\n"
    assert [turn for turn in turns_of(page) if turn[0]][:2] == [("主持人", "忙吗？"), ("王立", "我很忙。")]


def test_semicolon_in_place_of_the_colon_is_a_slip_and_shown_as_doubt() -> None:
    page = "主持人：忙吗？\n王立：我很忙。\n主持人；那你休息吗？\n王立：不休息。\n他；是另一回事。\n"
    assert [name for name in spoken_by(page) if name] == ["主持人", "王立", "主持人", "王立"]
    assert script_of(page).turns[2].doubt


def test_full_foreign_name_first_and_family_name_later_is_one_person() -> None:
    page = "安德烈·杜邦：您好，忙吗？\n伊莎·莫罗：雨天不忙。\n杜邦：为什么？\n莫罗：我怕冷。\n"
    assert spoken_by(page) == ["安德烈·杜邦", "伊莎·莫罗"] * 2


def test_dashes_that_ask_are_the_interviewer_when_some_questions_end_without_ka() -> None:
    page = (
        "町工場の社長に聞く\n\n――最初の仕事はいつですか。\n岡部　十年前です。大変でしたよ。\n――なぜ断ったのでしょう。\n"
        "岡部　無理だと思ったんです。\n――夢は。\n岡部　月に行きたいですね。\n"
    )
    assert spoken_by(page) == ["聞き手", "岡部"] * 3


def test_dialogue_of_a_novel_in_dashes_is_nobodys_question() -> None:
    assert set(spoken_by("夜里有人敲门。\n——谁呀？\n——是我。\n——这么晚？\n——开门吧。\n")) == {None}


def test_footnote_at_the_end_is_no_part_of_the_last_answer() -> None:
    page = "记者：石头呢？\n莫罗：石头从海里来。[1]\n记者：为什么？\n莫罗：它记得。\n[1] 指石灰石由遗骸沉积而成。\n"
    assert turns_of(page)[-1] == ("莫罗", "它记得。")
    assert _not_spoken(page)["[1] 指石灰石由遗骸沉积而成。"] == "footnote"


def test_credits_in_brackets_are_not_read() -> None:
    talk = "记者：忙吗？\n莫罗：我很忙。\n记者：为什么？\n莫罗：它记得。\n"
    for line in (
        "（宣传科 吴倩 供稿）",
        "（取材・文　佐伯洋子／写真　平田剛）",
        "（聞き手・構成：編集部）",
        "（采写/木子 编辑/阿正）",
    ):
        assert _not_spoken(talk + line)[line] == "credits"


def test_byline_with_date_and_reading_time_is_metadata() -> None:
    page = (
        "<h1>Ten minutes</h1><p>By Tom Reed · June 4, 2019 · 6 min read</p><p>Ingrid paints lighthouses all year.</p>"
    )
    assert _not_spoken(page, "a.html")["By Tom Reed · June 4, 2019 · 6 min read"]


def test_recess_of_a_session_is_no_part_of_the_speech_before_it() -> None:
    page = "主席：現在休息，謝謝。\n休息（10時3分）\n繼續開會（10時14分）\n主席：請發言。\n林委員慶豐：（10時15分）主席好。\n"
    assert turns_of(page)[1][0] is None
    assert turns_of(page)[-1] == ("林慶豐", "主席好。")


def test_one_question_in_a_recipe_makes_no_conversation() -> None:
    assert set(spoken_by("红烧肉\n\n步骤一：五花肉切块。\n问题：为什么我做的红烧肉不红？多半是糖色没有炒够。\n")) == {
        None
    }


def test_lead_above_a_list_of_questions_and_answers_is_read() -> None:
    page = (
        "<body><div><a href='/'>文芸 トップ</a></div><h1>海辺で書く</h1><p>話題の水野さんに聞きました。</p><dl><dt>編集部</dt><dd>"
        "きっかけを教えてください。海ですか。</dd><dt>水野</dt><dd>祖母の家が海のそばにありました。</dd><dt>編集部</dt><dd>次は"
        "何ですか。</dd><dt>水野</dt><dd>山の話を書きます。</dd></dl></body>"
    )
    assert turns_of(page, "a.html")[0] == (None, "話題の水野さんに聞きました。")
    assert _not_spoken(page, "a.html")["文芸 トップ"] == "navigation"


def test_stage_directions_are_dropped_or_narrated() -> None:
    article = extract("记者：忙吗？\n莫罗：忙。（笑）你呢？\n（掌声）\n记者：我也忙。\n".encode(), name="a.txt")
    dropped = parse(article)
    assert [turn.speaker for turn in dropped.turns] == ["记者", "莫罗", "记者"]
    narrated = parse(article, stage_directions="narrate")
    assert [(turn.speaker, turn.paragraphs[0].text) for turn in narrated.turns] == [
        ("记者", "忙吗？"),
        ("莫罗", "忙。"),
        (None, "笑"),
        ("莫罗", "你呢？"),
        (None, "掌声"),
        ("记者", "我也忙。"),
    ]


def test_reporter_asks_with_a_verb_behind_the_label_throughout() -> None:
    page = "一、记者问：有什么特点？\n答：有三个特点，时间早。\n二、记者问：发烧怎么办？\n答：不用担心。\n记者追问：如果烧到39度呢？\n答：去医院。\n"
    assert spoken_by(page) == ["记者", "答"] * 3


def test_laughter_of_all_says_nothing() -> None:
    page = (
        "司会：忙しいですか。\n星野：忙しいですね。\n一同：（笑）\n司会：どうもありがとうございます。\n星野：はい。\n"
    )
    assert turns_of(page)[1] == ("星野", "忙しいですね。")


def test_bold_heading_between_bold_questions_is_narration() -> None:
    page = (
        "**记者：船卖了多少钱？**\n\n**老纪：** 四十一万。我没数。\n\n**“儿子不会回来了”**\n\n**记者：儿子想过接班吗？**\n\n"
        "**老纪：** 他在送外卖。\n"
    )
    assert spoken_by(page, "page.md") == ["记者", "老纪", None, "记者", "老纪"]


def test_nothing_behind_the_end_is_read() -> None:
    page = "记者：忙吗？\n莫罗：我很忙，忙着在山里听风，听了整整一个夏天。\n记者：为什么要去听风？\n莫罗：舱里没有风。\n-END-\n戳这里👇\n"
    assert turns_of(page)[-1] == ("莫罗", "舱里没有风。")
    assert _not_spoken(page)["戳这里👇"] == "notice"


def test_gender_comes_from_the_pronoun_beside_the_only_name() -> None:
    page = (
        "Ingrid Solberg paints lighthouses. She spoke to us from a ladder.\n\nQ: Are you afraid?\n\nIngrid Solberg: Every"
        " day, yes.\n\nQ: Why white?\n\nIngrid Solberg: It's hard to get right.\n"
    )
    assert {speaker.name: speaker.gender for speaker in script_of(page).speakers}["Ingrid Solberg"] == "female"


def test_pronoun_beside_two_names_says_nothing_of_gender() -> None:
    page = (
        "Imre Solberg met Tove Reed. She spoke to him.\n\nImre Solberg: Are you afraid?\n\nTove Reed: Every day, yes.\n\n"
        "Imre Solberg: Why white?\n\nTove Reed: It's hard to get right.\n"
    )
    assert {speaker.gender for speaker in script_of(page).speakers} == {None}


def test_usual_first_name_tells_a_gender_unless_a_title_says_otherwise() -> None:
    page = "Maria: Are you afraid?\n\nPeter: Every day, yes.\n\nMaria: Why white?\n\nPeter: It's hard to get right.\n"
    assert {speaker.name: speaker.gender for speaker in script_of(page).speakers} == {
        "Maria": "female",
        "Peter": "male",
    }


def test_pronouns_of_the_lead_mean_the_one_who_is_interviewed() -> None:
    page = "她在河边开了二十年书店。她说，她从没想过离开。\n\n记者：书店难吗？\n\n严棠：难，也高兴。\n\n记者：还开下去吗？\n\n严棠：开下去。\n"
    assert {speaker.name: speaker.gender for speaker in script_of(page).speakers} == {"记者": None, "严棠": "female"}


def test_letter_is_the_one_label_that_it_begins() -> None:
    page = "Pavla: Where to?\n\nRoman: North, I think.\n\nP: By train?\n\nR: No, on foot.\n\nP: Why?\n\nR: I like it.\n"
    assert {turn.speaker for turn in script_of(page).turns} == {"Pavla", "Roman"}


def test_time_behind_the_colon_is_no_word_of_the_speaker() -> None:
    page = "Mara: 00:00:02\n\nHow was the ferry?\n\nJoel: 00:00:05\n\nSlow, and quiet.\n\nMara: 00:00:09\n\nDid you sleep?\n\nJoel: 00:00:12\n\nNo, I read.\n"
    assert turns_of(page)[0] == ("Mara", "How was the ferry?")


def test_who_is_interviewed_is_named_where_answers_have_no_label() -> None:
    page = (
        "<h1>Oracle Wells: a talk with Hanna Brook</h1><p>Oracle wells feed half of the valley. Many oracle wells are old.</p>"
        "<p><b>How deep is a well?</b></p><p>About thirty metres, and the old ones are deeper than that.</p>"
        "<p><b>Who digs them?</b></p><p>We do it ourselves, with two machines and a lot of patience.</p>"
        "<p><b>Is there enough water?</b></p><p>There was until last year. Now we measure every week.</p>"
    )
    assert "Hanna Brook" in spoken_by(page, "a.html")


def test_names_in_buttons_are_labels_when_they_take_turns() -> None:
    lines = [
        ("毕川", "这条船是哪一年造的，还记得吗？"), ("沈渡", "八三年，我父亲和两个叔叔一起造的。"),
        ("毕川", "后来为什么不再出海了呢？"), ("沈渡", "鱼少了，油也贵了，出去一趟要赔钱。"),
    ]  # fmt: skip
    page = "".join(f"<div><button>{name}</button><p>{words}</p></div>" for name, words in lines)
    assert spoken_by(f"<h1>一条船</h1>{page}", "a.html") == ["毕川", "沈渡", "毕川", "沈渡"]


def test_questions_of_reporters_at_a_press_conference_make_chapters() -> None:
    page = (
        "主持人：大家下午好，请提问。\n南方社记者：供暖价格会不会上调？\n赵宏：今年不调整，请放心。\n北方社记者：家里不热应该找谁？\n"
        "赵宏：打热线就行，我们上门。\n主持人：谢谢大家。\n"
    )
    assert [chapter.title for chapter in script_of(page).chapters][1:] == ["供暖价格会不会上调？", "家里不热应该找谁？"]


def test_head_of_a_page_that_breaks_sentences_is_left_out() -> None:
    lines = [
        "MR REED: The pier was closed when we",
        "arrived, and nobody had told the crew",
        "MS BELL: Why was that, in your",
    ]
    lines += [
        "opinion, and who had the key on the",
        "MR REED: The warden had it, and he was",
        "not there. We waited for an hour or",
    ]
    page = "\n".join(f"{line}\nDraft of the Harbour Inquiry - page" for line in lines)
    assert "Draft of the Harbour Inquiry - page" in _not_spoken(page)


def test_page_that_is_likely_right_is_quiet() -> None:
    page = "".join(
        f"记者：{question}\n\n沈阿水：{answer}\n\n"
        for question, answer in (
            ("您是哪一年学的撑船？", "一九六二年，跟我叔叔学的。那时候河上没有桥。"),
            ("一天要撑多少趟？", "少的时候十趟，赶集的日子三十趟也有。"),
            ("现在还有人坐船吗？", "有，老人坐，孩子也坐，都说比走桥有意思。"),
            ("以后谁来接您的班？", "没有人接。等我撑不动了，船就送给博物馆。"),
        )
    )
    script = script_of(page)
    assert not script.warnings
    assert not any(turn.doubt for turn in script.turns)


def test_paragraph_behind_a_dash_that_asks_is_the_answer() -> None:
    page = (
        "――船を造り始めたのはいつですか。\n\n十七のときです。祖父に教わりました。\n\n――つらかったことは。\n\n"
        "冬の水です。手が動かなくなります。\n\n――うれしかったことを聞かせてください。\n\n子どもが手を振ってくれたことです。\n\n"
        "――これからの夢は何でしょうか。\n\nもう一艘造りたいです。\n"
    )
    speakers = spoken_by(page)
    assert len(speakers) == 8
    assert len(set(speakers)) == 2


def test_heading_that_stands_once_is_no_speaker() -> None:
    page = "".join(
        f"<h4>{head}</h4><p>{words}</p>"
        for head, words in (
            ("从船上下来以后的日子", "刚下来那半年最难。早上四点就醒，醒了不知道要去哪里。"),
            ("最想留给孩子们的东西", "是一条干净的河。我小时候能看见河底的石头。"),
            ("如果从头再来一次", "还是撑船。别人都想去厂里，我喜欢水。"),
        )
    )
    assert not set(spoken_by(f"<h1>撑船的人</h1>{page}", "a.html")) & {"从船上下来以后的日子", "如果从头再来一次"}
