"""Pages and scripts for the tests of the editor's desk."""

from __future__ import annotations

from narrator.model import Script
from narrator.pipeline import editable
from narrator.script import from_text

MARKET = """---
narrator: 1
title: 夜市的第一年
source: market.html
published: '2025-03-01'
publisher: 江畔晚报
language: zh-CN
narration: 旁白
speakers:
  记者: {role: host}
  阿芳: {role: guest}
---

> [title] 夜市的第一年

> [metadata] 发布时间：2025-03-01 来源：江畔晚报

## 开张

记者：林阿芳是夜市里第一个摆摊的人，请问您是什么时候开始的？

阿芳：去年三月。[[stage direction|（笑）]]那时候一条街上只有我一个人，收摊的时候连路灯都熄了。

> [?] a question stands inside this turn: perhaps two people speak
> [=] 阿芳：
记者：后来重新装修了一次，生意就好起来了，一晚上能卖掉3/4的货。

## 变化

记者：老周师傅也在。您觉得夜市变了吗？

\\老周：我在这里修了十年的伞，看着她从一张桌子做到三张桌子。

阿芳：变了，人多了，灯也亮了。可是大家还是认得我，走过来都要打一声招呼。

往后的打算

记者：明年有什么打算？

阿芳：想再添一个炉子，把豆花也卖起来。

> [notice] 责任编辑：江边

记者：谢谢两位。
"""
"""An interview with faults that readers make: a wrong speaker, one whom nobody introduced, a heading that is said."""


def written(script: Script) -> str:
    """The script as editable text."""
    return editable(script)


def read(text: str) -> Script:
    """The editable text as a script."""
    return from_text(text, "draft.txt")


def market() -> Script:
    """The interview as a script."""
    return read(MARKET)


THREE_FAULTS = """---
narrator: 1
title: 夜市的第一年
source: market.html
published: '2025-03-01'
language: zh-CN
narration: 旁白
speakers:
  记者: {role: host}
  阿芳: {role: guest}
---

记者：林阿芳是夜市里第一个摆摊的人，请问您是什么时候开始的？

> [?] a question stands inside this turn: perhaps two people speak
> [=] 阿芳：
记者：去年的3/4，我一个人来的。那时候一条街上只有我一个人，收摊的时候连路灯都熄了。

记者：那时候真不容易，后来大家都认得您了。

往后的打算

记者：明年有什么打算？

阿芳：想再添一个炉子，把甜汤也卖起来。
"""
"""A wrong speaker (the second turn), a wrong reading (3/4 is a date), a heading in somebody's mouth."""
