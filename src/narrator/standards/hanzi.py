"""What counts as a hanzi (Unicode's CJK ideographs, with 〇)."""

from __future__ import annotations

import re

HANZI = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
