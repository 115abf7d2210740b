"""Who the people are, and where the chapters begin."""

from __future__ import annotations

from narrator.model import Role
from narrator.script.chapters import LONGEST_TITLE
from pages_as_printed import script_of

_PAGE = """城墙怎么修

主持人:各位网友,大家好!今天,我们邀请了市文物局党组书记、局长郭亮先生,古建研究院副院长蒋文女士与大家交流。
主持人:近年来,城墙风化的问题越来越受到关注,市民也提了很多建议。请问城墙为什么要修?
郭亮:砖已经风化,不修会塌。
主持人:修完还是原来的样子吗?
蒋文:我们坚持修旧如旧。
主持人:谢谢两位。
"""


def test_host_and_guests_are_known_with_place_title_and_gender() -> None:
    host, first, second = script_of(_PAGE).speakers
    assert (host.name, host.role) == ("主持人", Role.HOST)
    assert (first.name, first.role, first.affiliation, first.position, first.gender) == (
        "郭亮",
        Role.GUEST,
        "市文物局",
        "党组书记、局长",
        "male",
    )
    assert (second.affiliation, second.position, second.gender) == ("古建研究院", "副院长", "female")


def test_chapters_are_named_after_the_hosts_questions() -> None:
    chapters = script_of(_PAGE).chapters
    assert [chapter.turn for chapter in chapters] == [0, 1, 3]
    assert "城墙为什么要修" in chapters[1].title


def test_chapter_titles_are_short_and_end_at_a_word() -> None:
    question = "市属各级供水企业在推进老旧小区二次供水设施改造和智慧水务平台建设过程当中究竟遇到了哪些困难呢"
    page = f"主持人：{question}？\n王伟：不少。\n主持人：好吗？\n王伟：好。\n"
    title = script_of(page).chapters[0].title
    assert len(title) <= LONGEST_TITLE
    assert title.rstrip("…") in question


def test_chapters_follow_headings_where_there_are_any() -> None:
    page = "# 夜市\n\n## 开张\n\n记者：忙吗？\n\n阿芳：忙。\n\n## 以后\n\n记者：还开吗？\n\n阿芳：开。\n"
    assert [chapter.title for chapter in script_of(page, "a.md").chapters] == ["开张", "以后"]


def test_who_asks_is_the_host_when_nobody_is_called_so() -> None:
    page = "河城日报：从何时学的？\n罗玉兰：八岁。\n河城日报：苦吗？\n罗玉兰：苦。\n河城日报：还教吗？\n罗玉兰：教。\n"
    assert [(speaker.name, speaker.role) for speaker in script_of(page).speakers] == [
        ("河城日报", Role.HOST),
        ("罗玉兰", Role.GUEST),
    ]


def test_initials_and_titles_mean_the_person_they_belong_to() -> None:
    page = (
        "Ann Bell: Why boats?\nTom O'Neil: They float.\nAB: Always?\nTO: Nearly always.\nAB: And then?\nTO: I swim.\n"
    )
    assert [speaker.name for speaker in script_of(page).speakers] == ["Ann Bell", "Tom O'Neil"]


def test_chapter_title_is_not_cut_inside_an_abbreviation() -> None:
    page = (
        "Q: Dr. Finch, how did the U.S. plan start?\n\nA: With three people.\n\n"
        "Q: I see. Did J. R. Reed pay for it?\n\nA: He did, and so did others.\n"
    )
    assert [chapter.title for chapter in script_of(page).chapters] == [
        "Dr. Finch, how did the U.S. plan start?",
        "Did J. R. Reed pay for it?",
    ]


def test_bracket_in_the_head_says_where_a_guest_works_and_as_what() -> None:
    page = (
        "窗口前的一天\n\n嘉宾：孟晓云（河城区图书管理局党组书记、局长）\n主持人：陈晨\n\n"
        "主持人（陈晨）：大家好！孟局长，您好！\n\n孟晓云（局长）：主持人好，大家好！\n\n"
        "主持人（陈晨）：书够看吗？\n\n孟晓云（局长）：够看，每年添两万册。\n"
    )
    guest = next(each for each in script_of(page).speakers if each.name == "孟晓云")
    assert (guest.affiliation, guest.position) == ("河城区图书管理局", "党组书记、局长")


def test_chapter_is_named_after_what_its_question_points_back_to() -> None:
    page = (
        "记者：刚才提到去年全市开展了老旧电梯集中更换行动。能介绍一下这方面工作的情况吗？\n"
        "陈立：已经换了四百部，年底全部完成。\n记者：资金从哪里来？\n陈立：三家分担，居民出一成。\n"
    )
    assert [chapter.title for chapter in script_of(page).chapters] == ["老旧电梯集中更换行动", "资金从哪里来？"]


def test_chapter_title_lacks_a_tag_question_and_keeps_its_first_word_whole() -> None:
    page = "Q: Sofas are your trade, right?\n\nA: They are.\n\nQ: Who buys them?\n\nA: Nobody whom I know.\n"
    assert [chapter.title for chapter in script_of(page).chapters] == ["Sofas are your trade?", "Who buys them?"]


def test_people_who_are_asked_one_after_the_other_answer_below_their_names() -> None:
    questions = ("Wo fing es an?", "Was fehlt dir heute?", "Und was kommt danach?")
    answers = (
        "In einer Halle ohne Licht, im Winter.",
        "Die alten Freunde, vor allem am Sonntag.",
        "Ruhe, und ein Hund.",
    )
    talk = "".join(f"<p><b>{q}</b></p><p>{a}</p>" for q, a in zip(questions, answers, strict=True))
    page = f"<h1>Zwei vom Verein</h1><h3>Monika</h3>{talk}<h3>Stefan</h3>{talk}"
    script = script_of(page, "a.html")
    assert {turn.speaker for turn in script.turns if turn.speaker} >= {"Monika", "Stefan"}
    assert {speaker.name: speaker.gender for speaker in script.speakers}["Stefan"] == "male"
