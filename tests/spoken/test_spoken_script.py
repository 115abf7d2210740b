"""A whole script verbalised."""

from __future__ import annotations

from narrator.model import Kind, Override, Paragraph, Role, Script, Span, Speaker, Turn
from narrator.spoken import notice, notice_words, verbalise


def _script(text: str, *turns: Turn, language: str = "zh-CN") -> Script:
    speakers = tuple(
        Speaker(name=name, role=Role.GUEST) for name in dict.fromkeys(turn.speaker for turn in turns if turn.speaker)
    )
    return Script(
        text=text, source="-", speakers=speakers, turns=turns, chapters=(), not_spoken=(), title="", language=language
    )


def _paragraph(text: str, words: str, **rest: object) -> Paragraph:
    return Paragraph(at=text.index(words), text=words, **rest)  # type: ignore[arg-type]


def test_sentences_keep_their_place_speaker_and_paragraph() -> None:
    text = "开场白。\n甲:大家好!今天天气好。\n再说一句。\n（笑）又说。"
    script = _script(
        text,
        Turn(speaker=None, paragraphs=(_paragraph(text, "开场白。"),)),
        Turn(
            speaker="甲",
            paragraphs=(
                _paragraph(text, "大家好!今天天气好。"),
                _paragraph(text, "再说一句。"),
                _paragraph(text, "又说。", continues=True),
            ),
        ),
    )
    sentences = verbalise(script, {})
    assert [sentence.reading.written for sentence in sentences] == [
        "开场白。",
        "大家好!",
        "今天天气好。",
        "再说一句。",
        "又说。",
    ]
    assert all(text[each.at :].startswith(each.reading.written) for each in sentences)
    assert [each.kind for each in sentences] == [Kind.NARRATION, *[Kind.SPEECH] * 4]
    assert [each.paragraph for each in sentences] == [0, 1, 1, 2, 2]
    assert [each.turn for each in sentences] == [0, 1, 1, 1, 1]


def test_override_reaches_its_sentence() -> None:
    text = "第一句。重塑形象。"
    paragraph = Paragraph(at=0, text=text, overrides=(Override(span=Span(4, 5), reading="zhong4"),))
    sentences = verbalise(_script(text, Turn(speaker="甲", paragraphs=(paragraph,))), {})
    assert sentences[1].reading.pinyin[0] == "zhong4"


def test_paragraph_of_nothing_but_punctuation_is_one_sentence_without_words() -> None:
    text = "……！"
    sentences = verbalise(_script(text, Turn(speaker="甲", paragraphs=(Paragraph(at=0, text=text),))), {})
    assert len(sentences) == 1
    assert sentences[0].reading.words == ()


def test_notice_says_that_the_speech_is_synthetic_in_the_language_of_the_page() -> None:
    assert "人工智能" in notice_words("zh-CN")
    assert "人工智慧" in notice_words("zh-TW")
    assert "AI" in notice_words("en-GB")
    assert notice_words("xx") == notice_words("en")
    sentence = notice(notice_words("zh-CN"), "zh-CN", {})
    assert sentence.kind is Kind.NOTICE
    assert (sentence.at, sentence.turn) == (-1, -1)
    assert sentence.reading.pinyin
