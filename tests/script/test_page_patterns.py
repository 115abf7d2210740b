"""Labels in any marks, questions without labels, and how sure the script is of what it found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.model import Block
from narrator.script.chain import CONTINUES, STARTS, STATES, can_follow, explained, fitted
from narrator.script.labels import examined, weighed
from narrator.script.openings import openings
from pages_as_printed import script_of, turns_of

_QUESTIONS = ("渡口什么时候修的？", "船票涨过价吗？", "您最忙是哪几个月？", "年轻人还愿意学撑船吗？")
_ANSWERS = (
    "我爷爷那辈就有了，桥修好以后人少了一半。",
    "涨过两次，现在是两块钱，老人不收。",
    "秋天最忙，橘子熟了，一天要跑四十趟。",
    "有一个徒弟，学了三年，夜里也敢开。",
)


def _page(host: str, guest: str) -> str:
    lines = ["南岸渡口的一天", ""]
    for question, answer in zip(_QUESTIONS, _ANSWERS, strict=True):
        lines += [host.format(question), "", guest.format(answer), ""]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("host", "guest"),
    [
        ("《渡口》：{}", "沈阿水：{}"),
        ("“记者”：{}", "“沈阿水”：{}"),
        ("‹记者›：{}", "‹沈阿水›：{}"),
        ("记者丨{}", "沈阿水丨{}"),
        ("记者 | {}", "沈阿水 | {}"),
        ("记者 —— {}", "沈阿水 —— {}"),
        ("记者\t{}", "沈阿水\t{}"),
        ("记者 10:20 {}", "沈阿水 10:21 {}"),
        ("[S1]{}", "[S2]{}"),
        ("🎤 记者：{}", "🎤 沈阿水：{}"),
        ("From 记者 : {}", "From 沈阿水 : {}"),
        ("记者 2025-03-05 10:20:33\n{}", "沈阿水 2025-03-05 10:21:02\n{}"),
        ("说话人 1 00:12\n{}", "说话人 2 00:31\n{}"),
        ("【记者】{}", "【沈阿水】{}"),
        ("▲记者：{}", "▲沈阿水：{}"),
    ],
)
def test_label_is_found_in_whatever_marks_the_page_sets_it(host: str, guest: str) -> None:
    said = [text for speaker, text in turns_of(_page(host, guest)) if speaker]
    assert said == [text for pair in zip(_QUESTIONS, _ANSWERS, strict=True) for text in pair]
    speakers = [speaker for speaker, _ in turns_of(_page(host, guest)) if speaker]
    assert len(set(speakers[::2])) == len(set(speakers[1::2])) == 1
    assert speakers[0] != speakers[1]


@pytest.mark.parametrize(
    "question",
    [
        "<p><strong>{}</strong></p>",
        "<p><em>{}</em></p>",
        "<h3>{}</h3>",
        "<p class=ask>{}</p>",
        '<p style="color:#c00">{}</p>',
    ],
)
def test_questions_set_off_by_their_look_alone_are_somebodys(question: str) -> None:
    body = "".join(
        question.format(asked) + f"<p>{answer}</p>" for asked, answer in zip(_QUESTIONS, _ANSWERS, strict=True)
    )
    named = [(speaker, text) for speaker, text in turns_of(f"<h1>渡口</h1>{body}", "a.html") if speaker]
    assert [text for _, text in named] == [text for pair in zip(_QUESTIONS, _ANSWERS, strict=True) for text in pair]
    assert len({speaker for speaker, _ in named}) == 2


def test_table_with_a_head_of_question_and_answer_is_a_conversation() -> None:
    rows = "".join(f"<tr><td>{q}</td><td>{a}</td></tr>" for q, a in zip(_QUESTIONS, _ANSWERS, strict=True))
    page = f"<h1>渡口</h1><table><tr><th>问</th><th>答</th></tr>{rows}</table>"
    assert [speaker for speaker, _ in turns_of(page, "a.html") if speaker] == ["问", "答"] * 4


def test_question_inside_somebodys_turn_carries_a_doubt_or_a_warning() -> None:
    page = _page("{}", "沈阿水：{}").replace("沈阿水：我", "我").replace("沈阿水：秋", "秋")
    script = script_of(page)
    assert script.warnings or any(turn.doubt for turn in script.turns)


def test_page_full_of_questions_in_one_voice_says_that_a_side_may_be_missing() -> None:
    page = "\n\n".join(f"沈阿水：{question}\n\n{answer}" for question, answer in zip(_QUESTIONS, _ANSWERS, strict=True))
    assert any("missing" in warning for warning in script_of(page).warnings)


def test_turn_of_an_ordinary_interview_is_sure() -> None:
    script = script_of(_page("记者：{}", "沈阿水：{}"))
    assert script.warnings == ()
    assert sum(turn.doubt is not None for turn in script.turns) <= 1


def test_who_asks_leads_and_pronouns_tell_a_woman() -> None:
    page = "渡口来了女船工\n\n沈秋生今年三十二岁，她从小在船上长大。\n\n" + "\n\n".join(
        f"陆远：{q}\n\n沈秋生：{a}" for q, a in zip(_QUESTIONS, _ANSWERS, strict=True)
    )
    people = {speaker.name: speaker for speaker in script_of(page).speakers}
    assert people["陆远"].role == "host"
    assert people["沈秋生"].role == "guest"
    assert people["沈秋生"].gender == "female"


@given(st.text(alphabet="记者沈《》“”【】[]（）<>：:|丨-— \t\n0123？。Qa", max_size=60))
def test_opening_is_a_beginning_of_its_block(text: str) -> None:
    line = text.replace("\n", " ")
    if not line.strip():
        return
    for each in openings(0, Block(at=0, text=line)):
        assert 0 < each.label.end <= len(line)
        assert each.said == line[each.label.end :].strip()
        assert each.name


_SIGNS = st.lists(st.sampled_from(sorted(fitted().signs)), max_size=6).map(lambda names: dict.fromkeys(names, 1.0))


@given(st.lists(_SIGNS, min_size=1, max_size=12), st.data())
def test_explanation_of_any_page_is_a_way_that_pages_go(signs: Sequence[dict[str, float]], data: st.DataObject) -> None:
    flags = st.lists(st.booleans(), min_size=len(signs), max_size=len(signs))
    found = explained(signs, data.draw(flags), data.draw(flags), fitted())
    for before, after in zip(found.states, found.states[1:], strict=False):
        assert can_follow(before, after)
    assert STATES.index(found.states[0]) in STARTS or found.states[0].part == "before"
    assert STATES.index(found.states[0]) != CONTINUES
    assert np.all(found.chances >= -1e-9)
    assert np.all(found.chances <= 1 + 1e-6)


def test_name_that_recurs_in_turn_is_likelier_a_label_than_a_word_that_names_nobody() -> None:
    lines = [*_page("记者：{}", "沈阿水：{}").split("\n"), "例如：南岸、北岸、江心洲"]
    page = examined([Block(at=0, text=line) for line in lines if line])
    chances = {each.name: chance for each, chance in zip(page.found, weighed(page), strict=True)}
    assert chances["沈阿水"] > 0.8
    assert chances["例如"] < 0.3
