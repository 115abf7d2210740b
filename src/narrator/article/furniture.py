"""What a page prints around the article, told by its words: metadata, credits, links, forum chrome, and the tail.

Only short lines are furniture; whatever reads like a sentence of somebody's speech is left to the script.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from narrator.article.beginnings import with_recurring_beginnings
from narrator.article.pieces import Piece
from narrator.model import BlockKind

LONGEST = 160
"""Characters; a longer line is text, whatever it begins with."""

_C = r"\s{0,3}[:：]\s{0,3}"
_KEYED_METADATA = (
    "信息来源|文章来源|新闻来源|稿件来源|消息来源|资料来源|来源|來源|发布时间|发布日期|发表时间|发布于|发表于|更新时间|更新日期|发稿时间|"
    "创建时间|撰写时间|時間|时间|日期|發布時間|發佈時間|發布日期|發表時間|更新時間|刊登日期|地点|地點|场地|場地|会场|主办|主辦|协办|协辦|承办|"
    "承辦|主办方|主辦單位|嘉宾|嘉賓|访谈嘉宾|訪談嘉賓|受访嘉宾|受访者|受訪者|受访人|受訪人|采访对象|採訪對象|访谈对象|对谈人|主讲人|主講人|"
    "访谈时间|访谈地点|采访时间|采访地点|访谈主题|访谈题目|访谈形式|活动时间|活动地点|直播时间|播出时间|访谈日期|采访日期|採訪時間|採訪地點|"
    "点击|点击数|点击量|点击次数|浏览|浏览量|浏览次数|阅读|阅读量|阅读次数|访问量|访问次数|瀏覽|瀏覽次數|點閱|點閱數|人氣|字号|字体|字體|字数|"
    "作者|作 者|撰稿|撰稿人|发布人|发布者|发布单位|发布机构|发布部门|发文机关|信息类别|索引号|文号|主题词|关键词|"
    "關鍵字|关键字|标签|標籤|分类|分類|"
    "栏目|欄目|频道|所属栏目|题图|头图|封面图|网址|本文网址|本文链接|文章链接|原文链接|原文地址|原文网址|链接|連結|链接地址|视频地址|视频链接|"
    "日時|場所|取材日|収録日|公開日|更新日|掲載日|日にち|発行日|"
    "published|posted|updated|last updated|date|source|author|location|venue|duration|length|tags|category|"
    "categories|filed under|"
    "keywords|reading time|url|link|permalink|recorded|recorded on|guest|guests|via"
)
_KEYED_CREDITS = (
    "责任编辑|责编|责 编|编辑|编 辑|編輯|責任編輯|責編|网络编辑|网站编辑|新媒体编辑|本期编辑|值班编辑|主编|"
    "执行主编|副主编|总编|总编辑|校对|校 对|校對|责任校对|"
    "审核|审稿|审校|初审|复审|终审|一审|二审|三审|终审发布|监制|監製|总监制|签发|统筹|策划|策劃|制作|製作|出品|出品人|编导|导演|编剧|摄像|摄影|攝影|摄影师|拍摄|"
    "美编|美術|排版|设计|視覺設計|图片|图|圖|文|图文|图/文|文/图|图片来源|圖片來源|配图|照片|供图|供稿|来稿|采写|"
    "采 写|採寫|采访|採訪|采访人|采访者|采访整理|采访、整理|"
    "采访/整理|采编|撰文|撰写|执笔|文字|文字整理|记录|记录整理|紀錄|纪要|整理|录音整理|翻译|翻譯|译者|譯者|译|编译|選題|选题|字幕|配音|剪辑|剪輯|后期|音乐|配乐|播音|"
    "実況|文責|構成|編集|撮影|写真|取材|取材・文|取材・構成|文・写真|企画|"
    "edited by|editor|photo|photos|photo by|photos by|photo credit|image|image credit|illustration|illustration by|"
    "words by|words|text by|"
    "translated by|translator|translation|transcribed by|transcript by|transcription|music|music by|produced by|"
    "producer|proofreading|reviewer|collector"
)
_KEY_VALUE = re.compile(rf"[\s【\[（(▲△◎●■]{{0,3}}({_KEYED_METADATA}|{_KEYED_CREDITS}){_C}(.*)", re.IGNORECASE)
_CREDIT_KEY = re.compile(rf"(?:{_KEYED_CREDITS})", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:[（(【\[]?\s?(?:本报|本刊|本网|本台|本社|新华社|中新社|特约|见习|實習|实习|通讯员|本報)\S{0,4}记?者?\s?\S{1,30}(?:\s\S{1,12}){0,6}[）)】\]]?"
    r"|(?:采写|採寫|采访|撰文|撰稿|作者|文|图|文图|图文|摄影|编辑|整理|编译|翻译|文字|記者|记者)\s?[｜|/／•·丨︱‖]\s?.{1,60}"
    r"|(?:采写|採寫|撰文|撰稿|作者|编译|翻译)[ ]\S{1,20}(?:[ 、]\S{1,20}){0,4}"
    r"|(?:by|words|photos?|text|story|interview|photo by|photos by|image by|edited by|translated by|transcribed by|"
    r"music by|written by)\s(?-i:[A-Z])[\w.'’\-]{0,20}(?:,?\s(?:and|&|on|for|of|from|[A-Z][\w.'’\-]{0,20})){0,10}"
    r"|(?:本文)?(?:原文|转载|轉載|原载|原載|摘编|节选|摘自|转自|轉自|选自)(?:来自|来源|于|自|來自|來源)?\s?[:：「《“\[].{0,120})",
    re.IGNORECASE,
)
_CREDIT_WORDS = (
    "责任编辑|责编|编辑|編輯|校对|审核|统筹|策划|撰文|撰写|撰稿|执笔|采写|採寫|采访|採訪|采编|整理|供稿|供图|来稿|摄影|攝影|编译|翻译|翻譯|"
    "文字|通讯员|取材|構成|編集|撮影|写真|聞き手"
)
_CREDITS_IN_BRACKETS = re.compile(
    rf"[（(【\[](?=[^。！？!?：:]{{4,80}}$|[^。！？!?：:]{{2,12}}[：:][^。！？!?：:]{{2,40}}$)(?:\S{{1,12}}\s(?:\S{{1,12}}\s){{0,3}}(?:{_CREDIT_WORDS})"
    rf"|(?:{_CREDIT_WORDS})[\s/／・·｜|、：:].{{1,70}})[）)】\]]"
)
"""`（宣传科 吴某 供稿）`, `（取材・文　佐伯某）`."""
_BYLINE_PART = (
    r"(?:by\s\S.{0,40}|(?:[A-Z][a-z]{2,5}day,?\s)?(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}|"
    r"\d{1,2}(?:st|nd|rd|th)?\s[A-Z][a-z]{2,8}\.?,?\s\d{4})|"
    r"\d{1,3}\s?min(?:ute)?s?\sread|\d{4}-\d\d-\d\d)"
)
_BYLINE_IN_PARTS = re.compile(
    rf"(?:published|posted|updated|aired)\s[^.!?。]{{0,30}}\d{{4}}[^.!?。]{{0,30}}|\d{{4}}[-/.]\d\d?[-/.]\d\d?(?:\s?[·•|]\s?[^。！？!?·•|]{{1,20}}){{1,4}}|{_BYLINE_PART}(?:\s?[·•|/–—]\s?{_BYLINE_PART}){{0,4}}",
    re.IGNORECASE,
)
"""`By Tom Reed · June 4, 2019 · 6 min read`."""
_SOURCE_LINE = re.compile(
    r"(?:本文|原文|文章)?(?:来自|來自|转载自|轉載自|转自|轉自|摘自|选自|原载于?|原載於?|首发于?|首發於?|刊于|刊於)\s?[「《“\[【]?\S{1,60}"
)
_PLAYER = re.compile(
    r"[\s▶►🔊🎧◀]{0,4}(?:人工智能朗读|人工智能朗讀|AI\s?朗读|AI\s?朗讀|语音播报|語音播報|语音朗读|点击(?:收听|播放|朗读)\S{0,6}|听新闻|聽新聞|收听本文|朗读全文|全文朗读|"
    r"播放(?:音频|語音|语音|全文)?|listen to (?:this )?(?:article|episode|story)\S?|この記事を(?:聴く|"
    r"聞く))\s?[:：]?\s?(?:00:00(?:\s?/\s?\d\d:\d\d)?)?",
    re.IGNORECASE,
)
_OFFER = (
    r"(?:点击|點擊|扫码|掃碼|立即|下载|下載|领取|領取|抢购|搶購|限时|限時|优惠|優惠|免费|免費|注册|APP\b|https?:|www\.)"
)
_ADVERTISED = r"(?:广告|廣告|推广|推廣|赞助商?|贊助商?)"
_ADVERTISEMENT = re.compile(
    rf"(?:[【\[（(]\s?{_ADVERTISED}\s?[】\])）]|{_ADVERTISED}\s?[:：|｜])\s?(?:[^。！？!?]*|.*?{_OFFER}.*)|广告|廣告"
    r"|(?:点击|點擊|扫码|掃碼|立即|马上)?(?:下载|下載|领取|領取)[^。！？!?]{0,12}(?:APP|客户端|客戶端|红包|紅包|优惠券|優惠券|福利)[^。？?]{0,30}"
    r"|advertisement(?:\s?[-–—:|].{0,60})?|sponsored(?: content| post| links?)?(?:\s?[:|].{0,80})?",
    re.IGNORECASE,
)
"""`广告：点击下载APP，领取红包`; not `广告：我们每年投三百万。`, which somebody says."""
_RELATED = re.compile(
    r"[\s【\[■◆●▼>》#*—-]{0,4}(?:相关(?:稿件|阅读|新闻|链接|文章|报道|推荐|内容|专题|信息|附件|解读|文件|视频)|相關(?:閱讀|新聞|連結|文章|報導|報道|推薦|內容)|"
    r"延伸阅读|延伸閱讀|推荐阅读|推薦閱讀|更多(?:阅读|精彩|新闻|文章|内容|報導|新聞|閱讀)\S{0,4}|猜你喜欢|你可能(?:还|也)?(?:喜欢|感兴趣)\S{0,4}|热门(?:推荐|文章|新闻|评论|阅读)|熱門(?:文章|新聞)|"
    r"往期(?:回顾|精选|推荐|文章|访谈|内容)|往期\S{0,6}|最新(?:文章|新闻|推荐)|精彩推荐|为您推荐|喜欢此内容的人还(?:喜欢|看了)|编辑推荐|延伸阅读|参考(?:资料|文献|链接|阅读)|參考(?:資料|文獻)|注释|註釋|附件|"
    r"関連(?:記事|リンク|ページ|情報)|おすすめ(?:記事)?|あわせて読みたい|参考(?:文献|リンク)|脚注|"
    r"related(?: (?:articles?|posts?|stor(?:y|ies)|links?|reading|content|news|episodes?))?|(?:read|see) (?:more|"
    r"also|next)|more (?:from|on|stories|articles|posts|to read)\b.{0,40}|further reading|"
    r"recommended(?: (?:reading|for you))?|you (?:may|might) also (?:like|enjoy)|"
    r"show ?notes|references|footnotes|links(?: (?:and resources|mentioned))?|resources|trending|popular posts|"
    r"latest (?:news|posts|articles))\s?[】\]]?\s?[:：>»↓]?\s?",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"[\s【\[■◆●▼#*]{0,4}(?:网友评论|网友热评|用户评论|热门评论|精选评论|精选留言|全部评论|最新评论|评论|評論|留言|网友说|评论区|发表评论|我要评论|文章评论|网友留言|留言板|發表評論|讀者留言|發表迴響|"
    r"コメント(?:一覧|欄)?|comments?|leave a (?:comment|reply)|\d+\s?(?:comments?|responses|replies|条评论|則留言|"
    r"則回應))\s?(?:[(（]\d+[)）])?\s?[】\]]?\s?[:：]?\s?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:版权(?:声明|所有|归)|版權(?:聲明|所有)|免责声明|免責聲明|特别声明|郑重声明|著作权|轉載請|转载请|转载[、,，须需]|未经(?:授权|许可|允许|本)|未經(?:授權|許可)|如需转载|欢迎转载|本文(?:由|为|系|版权|仅代表|已获|经授权|不代表|首发|首發|原载|原載|选自|摘自|整理自|转载|刊于|发表于|原刊)|"
    r"©|copyright\b|all rights reserved|\(c\)\s?\d{4}|licen[cs]ed under|this (?:work|article|post|"
    r"interview) (?:is licensed|was originally|originally|first|has been edited)|cc[ -]by|"
    r"扫描|扫一扫|扫码|掃描|长按(?:识别|二维码|关注)|点击(?:阅读原文|原文|下方|上方|蓝字|关注|此处|这里)|阅读原文|閱讀原文|关注(?:我们|公众号|微信|官方)|欢迎(?:关注|订阅|投稿|加入|扫码|分享|转发|留言)|歡迎(?:訂閱|關注|投稿|加入|追蹤)|"
    r"微信(?:号|公众号|搜索|扫)|公众号[:：]|官方微(?:信|博)|投稿(?:邮箱|信箱|请)|商务合作|转载合作|联系(?:我们|邮箱|电话|小助理)|[(（]微信号|下载(?:客户端|App)|"
    r"分享(?:到|至|给|本文)|分享[:：]|点赞|点个|喜欢(?:本文|这篇)|打赏|赞赏|收藏|举报|纠错|打印(?:本页|此页)?$|關注我們|"
    r"请加入|請加入|訂閱|加入.{0,12}(?:會員|会员|訂戶|群)|月費|"
    r"subscribe\b|sign up\b|follow (?:us|me)\b|share (?:this|on)\b|tweet\b|join (?:our|the) (?:newsletter|mailing)|"
    r"support (?:us|the show)\b|download (?:the )?(?:episode|transcript|mp3)|"
    r"(?:this )?transcripts? (?:was|is|are|may|were)\b|"
    r"[点點]?个?在看(?:点|[^\u3400-\u9fff]|$)|※.{0,60}(?:行われ|収録|取材|掲載|当時)|"
    r"シェアする|フォローする|購読|転載|無断)",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(
    r"(?:(?:您的?|你的?)?(?:当前|現在|目前)?(?:所在)?位置\s?[:：].*|首页\s?(?:>|»|/|›|-|→|·|&gt;).*|首頁\s?(?:>|»|/|›|-|→|·).*|home\s?(?:>|»|/|›|→).*|"
    r"(?:上|下)一(?:篇|页|頁|条|則|张)\s?[:：]?.{0,60}|(?:返回|回到)(?:顶部|首页|上一页|列表|頂部|首頁)?|字号\s?[:：]?.{0,12}|【?(?:打印|关闭|收藏|纠错|大|中|小|列印|友善列印)】?(?:[\s|｜/【】]{0,4}(?:打印|打印本页|关闭|关闭窗口|收藏|纠错|大|中|小|列印|分享|复制链接))*】?|"
    r"(?:previous|next|older|newer|prev)(?: (?:post|article|page|episode|entry))?\s?[:»→>]?.{0,60}|back to (?:top|"
    r"home|all .{1,20})|skip to (?:main )?content|menu|search|log ?in|sign ?in|toggle navigation|table of contents|"
    r"目录|目錄|目次|[^\s:：<‹«〈《]{1,10}\s?>\s?(?!\d)[^\s:：<]{1,20}(?:\s?>\s?[^\s:：<]{1,20}){0,4})",
    re.IGNORECASE,
)
_FLOOR = re.compile(
    r"(?:(?:第\s?)?\d{1,5}\s?[楼樓层層].{0,80}|#\d{1,5}\s{0,3}(?:发表|回复|.{0,40}\d{4}[-/]\d).{0,60}|(?:沙发|板凳|地板|楼主|樓主)\s.{0,60}|.{0,30}(?:发表于|發表於)\s?[:：]?\s?\d{4}[-/年].{0,40}|.{0,60}只看(?:该作者|楼主|该用户).{0,20}|"
    r"(?:发表|发布|回复)于?\s?[:：]\s?\d{4}-\d.{0,40})"
)
_FORUM = re.compile(
    r"(?:本主题由.{0,60}(?:合并|移动|置顶|设置|加入|关闭|分类|提升|编辑|推荐).{0,30}|本帖最后由.{0,60}(?:编辑|編輯).{0,10}|(?:回复|引用|评分|道具|举报|TOP|顶端|收藏|分享|支持|反对|只看该作者|使用道具|倒序浏览|阅读模式|电梯直达|显示全部楼层)(?:\s{1,4}(?:回复|引用|评分|道具|举报|TOP|顶端|收藏|分享|支持|反对|\d+))*|"
    r"(?:注册时间|最后登录|在线时间|积分|帖子|主题|精华|威望|金币|UID|来自|等级|级别|发帖|阅读权限|性别)\s?[:：]?\s?.{0,20}\d.{0,30}|(?:新手上路|注册会员|中级会员|高级会员|金牌会员|论坛元老|版主|超级版主|管理员|初级会员|禁止发言)|"
    r"(?:.{0,30}[整理编].{0,6}，)?讨论请前往.{0,60}|.{1,20}整理，讨论请前往.{0,60})"
)
_PICTURE = re.compile(
    r"(?:[▲△▼▽↑↓◀▶]\s?\S.{0,120}|(?:图|圖)(?:\d{1,3}|[一二三四五六七八九十]{1,2})?\s?(?:为|[:：/／|｜]|\s).{1,100}|(?:图为|圖為|资料图|資料圖|资料照片|资料图片|題圖|题图|配图|示意图|示意圖)\s?.{0,100}|"
    r"[^。！？!?：:]{2,80}?[。 　]?(?:[\w/／]{0,10}\s?(?:摄|攝|供图|供圖|摄影|攝影|制图|製圖|绘|撮影))[)）]?|"
    r"[（(](?:图|圖|图片|圖片|照片|来源|來源|資料照|photo|image)[^）)]{0,80}[)）]|"
    r"(?:photo|image|picture|illustration|figure|fig\.)(?:\s(?:by|courtesy|credit)|\s?\d{0,3}[:.])\s?.{1,100}|"
    r"[^！？!?]{2,60}[（(](?:摄影|攝影|图|圖|供图)[/／:：｜|\s][^）)]{1,12}[）)]|"
    r"(?:photograph|image) ©.{0,60})",
    re.IGNORECASE,
)
_END = re.compile(
    r"[-—=·~*\s]{0,6}(?:END|The End|完|全文完|本文完|终|終)[-—=·~*.\s]{0,6}|(?:文中|本文|以上)?(?:图片"
    r"|照片|圖片|配图|題圖|题图)(?:均|皆|都)?(?:由|来自|來自|为).{1,30}",
    re.IGNORECASE,
)
_END_LINE = re.compile(r"[-—=·~*\s]{0,6}(?:END|The End|完|全文完|本文完)[-—=·~*.\s]{0,6}", re.IGNORECASE)
_LINK = re.compile(r"[\s（(<【\[:：\-–—*•·]*(?:https?://|www\.)\S+[\s）)>】\]]*", re.IGNORECASE)
_NAMED_LINK = re.compile(
    r"[^。！？!?，,；;]{0,40}?\s?(?:https?://|www\.)[\w./?=&%#~+:@\-]+\s?[)）>]?\s?", re.IGNORECASE
)
_PART = re.compile(
    r"[\s【\[（(■◆●▼-]{0,4}(?:以下(?:是|为|為)|以下|下面是)?(?:本次|此次|部分)?(?:访谈|訪談|采访|採訪|对话|對話|专访|專訪|问答|問答|对谈|對談|演讲|直播|圆桌|沙龙)(?:的)?(?:正文|实录|實錄|全文|内容|內容|文字(?:实录|版|稿)?|记录|紀錄|节选|摘录|摘要)(?:如下|整理)?\s?[】\])）]?\s?[:：]?\s?"
)
_TIME_OF_PUBLICATION = re.compile(
    r"[\s（(]{0,2}\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?\s{0,3}(?:星期.|周.)?\s{0,3}(?:\d{1,2}[:：时]\d{1,2}(?:[:：]\d{1,2})?分?)?\s{0,3}[）)]?(?:\s{1,6}(?:来源|作者|浏览|阅读|编辑)?\s?[:：]?\s?\S{1,30}){0,4}\s?"
)
_SENTENCE = re.compile(r"[。！？!?…]|[a-z]\.(?:\s|$)")
_ENDS_SENTENCE = re.compile(r"[。！？!?…][”’」』）)\"]{0,3}$|[a-z]\.[”\")]?$")
_FORUM_NAME = re.compile(r"[^。！？!?；;：:]{1,40}")
_LABEL_SHAPE = re.compile(r"[^\s。！？!?，,；;]{1,20}\s?[:：]\s?\S")

_MARK = re.compile(r"[\[［【〔](?:注|註)?\s?(\d{1,3})[\]］】〕]")
_FOOTNOTE = re.compile(r"[\[［【〔](?:注|註)?\s?(\d{1,3})[\]］】〕]\s?\S")
_DEFINED_NOTE = re.compile(r"\[\^[^\[\]\s]{1,40}\]\s?[:：]")
"""Markdown's `[^1]: …`."""
TAIL_SHARE = 0.12
"""Of the page's text: what stands behind the last rule and is shorter than this is no part of the article."""


def set_aside(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces; those that are no part of the article say why."""
    out = list(pieces)
    keys = Counter(match.group(1).lower() for piece in out if (match := _KEY_VALUE.match(piece.text[:80])))
    patterned = with_recurring_beginnings(out)
    for index, piece in enumerate(out):
        if piece.why is None and index not in patterned and (why := _why(piece, keys)):
            out[index] = replace(piece, why=why)
    _set_aside_forum_names(out)
    _set_aside_related(out)
    _set_aside_behind_last_rule(out)
    _set_aside_footnotes(out)
    _set_aside_behind_end(out)
    return out


def _why(piece: Piece, keys: Counter[str]) -> str | None:
    if piece.kind is BlockKind.CAPTION:
        return "picture caption"
    text = piece.text.strip()
    if len(text) > LONGEST:
        return None
    if piece.kind is BlockKind.HEADING and piece.level == 1:
        return None
    sentence = text[-1:] in "。！？!?…" and text[:1] not in "（(【[▲△▼▽↑↓◀"
    for pattern, why in _WHOLE_LINES:
        if pattern.fullmatch(text) and not (sentence and why in ("credits", "metadata", "picture caption", "forum")):
            return why
    if _TAIL.match(text):
        return "notice"
    return _why_keyed(text, keys)


_WHOLE_LINES = (
    (_PLAYER, "player line"),
    (_ADVERTISEMENT, "advertisement"),
    (_FORUM, "forum"),
    (_FLOOR, "forum"),
    (_NAVIGATION, "navigation"),
    (_TIME_OF_PUBLICATION, "metadata"),
    (_SOURCE_LINE, "metadata"),
    (_BYLINE, "credits"),
    (_CREDITS_IN_BRACKETS, "credits"),
    (_BYLINE_IN_PARTS, "metadata"),
    (_LINK, "link"),
    (_END, "notice"),
    (_NAMED_LINK, "link"),
    (_PART, "heading of a part"),
    (_PICTURE, "picture caption"),
)


def _why_keyed(text: str, keys: Counter[str]) -> str | None:
    """`来源:市水务局 发布时间:…` is metadata; `编辑：您怎么看？`, again and again, is somebody who asks."""
    match = _KEY_VALUE.fullmatch(text)
    if match is None:
        return None
    key, value = match.group(1).lower(), match.group(2)
    if keys[key] >= 3 or _SENTENCE.search(value) or len(value) > 100:
        return None
    return "credits" if _CREDIT_KEY.fullmatch(key) else "metadata"


def is_related_head(text: str) -> bool:
    """Whether the line announces links to other pages."""
    return len(text) <= 40 and _RELATED.fullmatch(text) is not None


def _set_aside_forum_names(pieces: list[Piece]) -> None:
    """Who wrote a post, and their motto, stand right above the line with the post's number."""
    for index, piece in enumerate(pieces):
        if piece.why != "forum" or not _FLOOR.fullmatch(piece.text.strip()):
            continue
        above = [at for at in range(max(0, index - 2), index) if pieces[at].why is None]
        if not above or any(pieces[at].kind is BlockKind.HEADING for at in above):
            above = [at for at in above if pieces[at].kind is not BlockKind.HEADING]
        names = [
            at for at in above if _FORUM_NAME.fullmatch(pieces[at].text) and not _LABEL_SHAPE.match(pieces[at].text)
        ]
        if not names:
            continue
        for at in range(names[0], index):
            if pieces[at].why is None:
                pieces[at] = replace(pieces[at], why="forum")


def _set_aside_related(pieces: list[Piece]) -> None:
    """Behind `相关稿件:` come headlines, until the page goes on with whole sentences; behind `评论`, nothing else."""
    why: str | None = None
    level = 0
    said = 0
    total = sum(len(piece.text) for piece in pieces if piece.why is None)
    for index, piece in enumerate(pieces):
        said += len(piece.text) if piece.why is None else 0
        if _COMMENTS.fullmatch(piece.text) and len(piece.text) <= 30 and said * 2 >= total:
            why, level = "comments", piece.level
        elif is_related_head(piece.text):
            why, level = "related links", piece.level
        elif why is None or piece.why is not None:
            continue
        elif (
            piece.kind is BlockKind.HEADING
            and piece.level
            and (not level or piece.level <= level)
            and why != "comments"
        ) or (why == "related links" and _is_prose(piece)):
            why = None
            continue
        if index or why != "related links":
            pieces[index] = replace(piece, why=why)


def _set_aside_footnotes(pieces: list[Piece]) -> None:
    """`[1] …` at the end explains the `[1]` in the text above."""
    marks: set[str] = set()
    for index, piece in enumerate(pieces):
        if piece.why is None and _DEFINED_NOTE.match(piece.text):
            pieces[index] = replace(piece, why="footnote")
        note = _FOOTNOTE.match(piece.text)
        if note is not None and note.group(1) in marks and piece.why is None:
            pieces[index] = replace(piece, why="footnote")
        marks.update(_MARK.findall(piece.text, 1))


def _set_aside_behind_end(pieces: list[Piece]) -> None:
    """Behind `-END-` comes only what the site adds, if it is short and nobody speaks there."""
    at = next((index for index, piece in enumerate(pieces) if _END_LINE.fullmatch(piece.text)), len(pieces))
    behind = [index for index in range(at + 1, len(pieces)) if pieces[index].why is None]
    length = sum(len(pieces[index].text) for index in behind)
    if length > TAIL_SHARE * sum(len(piece.text) for piece in pieces[:at]):
        return
    if any(_LABEL_SHAPE.match(pieces[index].text) and _SENTENCE.search(pieces[index].text) for index in behind):
        return
    for index in behind:
        pieces[index] = replace(pieces[index], why="notice")


def _is_prose(piece: Piece) -> bool:
    if piece.links * 2 > len(piece.text):
        return False
    return len(piece.text) >= 30 and _ENDS_SENTENCE.search(piece.text) is not None


def _set_aside_behind_last_rule(pieces: list[Piece]) -> None:
    rules = [index for index, piece in enumerate(pieces) if piece.after_rule]
    if not rules:
        return
    total = sum(len(piece.text) for piece in pieces)
    behind = [at for at in range(rules[-1], len(pieces)) if pieces[at].why is None]
    if len(behind) > 6 or sum(len(pieces[at].text) for at in behind) > TAIL_SHARE * total:
        return
    if any(_LABEL_SHAPE.match(pieces[at].text) and _SENTENCE.search(pieces[at].text) for at in behind):
        return
    if any(pieces[at].why is not None or pieces[at].links for at in range(rules[-1], len(pieces))):
        for at in behind:
            pieces[at] = replace(pieces[at], why="notice")
