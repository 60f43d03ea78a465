"""Pages as sites make them, with made-up news: what stands around an article on each."""

from __future__ import annotations

ENGLISH_TEXT = (
    "The council of Westmere agreed on Tuesday to widen the old pier by 12 metres, after two years"
    " of argument about what it would cost.",
    "Work begins in March and is to end before the summer of next year, the harbour master, Ann"
    " Roe, told reporters in the town hall.",
    "“We have waited long enough,” she said. “A pier that closes in every storm is no pier.”",
    "Critics say that the money, some 5 million pounds, is needed for the school on Mill Lane,"
    " whose roof has leaked since the winter.",
)
CHINESE_TEXT = (
    "西湾镇议会周二通过决议，将把百年老码头加宽十二米，此前各方就费用问题争论了两年之久。",
    "工程将于三月动工，预计明年夏天之前完工，港务负责人林安在镇政府对记者表示。",
    "“我们等得够久了。”她说，“一座每逢风暴就要关闭的码头，算不上码头。”",
    "反对者认为，这笔约五百万元的资金应当用于磨坊路的学校，那里的屋顶入冬以来一直漏水。",
)


def paragraphs(texts: tuple[str, ...]) -> str:
    """The texts as the paragraphs of a page."""
    return "".join(f"<p>{text}</p>\n" for text in texts)


def teasers(count: int) -> str:
    """Other articles as a page shows them: linked headlines with the first words."""
    return "".join(
        f'<div class="card"><h3><a href="/{number}">Storm closes road number {number} for a'
        " week</a></h3><p>Drivers are asked to go by the northern bridge, the county said, while"
        f" crews clear what fell on road {number}, and to be patient...</p></div>"
        for number in range(count)
    )


ENGLISH = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>Westmere to widen its pier - The Westmere Mail</title>
<meta property="og:title" content="Westmere to widen its pier">
<meta property="og:site_name" content="The Westmere Mail">
<link rel="canonical" href="https://mail.example/pier">
<meta name="author" content="Tom Hale">
<meta property="article:published_time" content="2026-03-04T09:30:00Z">
<script>var words = "<p>This is not the article, though it is long, with commas.</p>";</script>
<style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/">Home</a><li><a href="/sport">Sport</a></ul></nav>
<div class="cookie-banner"><p>We use cookies, as everybody does, to make this site work better.</p>
</div><main><h1>Westmere to widen its pier</h1>
<div class="byline">By Tom Hale</div>
<div class="share-tools"><a href="#">Share</a> <a href="#">Tweet</a></div>
<div class="story">{paragraphs(ENGLISH_TEXT[:2])}<div class="ad">Advertisement</div>
<figure><img src="http://pictures.example/1.jpg"><figcaption>The pier, seen from the north. Photo:
Mail</figcaption></figure>{paragraphs(ENGLISH_TEXT[2:])}
<p>Sign up for our newsletter, and get the news of the coast every day.</p></div></main>
<section class="related"><h2>Related</h2>{teasers(4)}</section>
<div id="comments"><h3>2 comments</h3><p>I have walked on that pier, and it is wide enough for me
and for my dog, whatever the council says.</p></div>
<footer><p>© The Westmere Mail, all rights reserved. Nothing may be copied.</p></footer>
</body></html>"""

CHINESE = f"""<html><head><meta charset="utf-8"><title>西湾镇将加宽老码头_西湾新闻_西湾网</title>
</head><body><div class="nav"><a href="/">首页</a> | <a href="/ty">体育</a></div>
<div class="left"><h1>西湾镇将加宽老码头</h1>
<div class="info">2026年3月4日 09:30 来源：西湾日报 作者：林小海</div>
<div class="content">{"".join(f"　　{text}<br><br>" for text in CHINESE_TEXT)}
<p>责任编辑：周远</p></div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div></div>
<div class="right"><h3>热门推荐</h3><ul>{
    "".join(
        f'<li><a href="/{n}">第{n}条：风暴致道路封闭一周，县里请司机绕行北桥</a></li>'
        for n in range(9)
    )
}</ul></div><div class="footer">版权所有 西湾网，未经授权，不得转载。</div></body></html>"""
