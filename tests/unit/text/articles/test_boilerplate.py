"""Lines around an article are told from its own, and none of its own is taken for one of those."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.articles.article import clean
from newsassistant.text.articles.boilerplate import boilerplate, is_boilerplate
from newsassistant.text.articles.spans import normal

AROUND = """
Advertisement
ADVERTISEMENT - CONTINUE READING BELOW
Story continues below advertisement
Continue reading the main story
Skip to main content
Share
Share this article
Share on Facebook
Share this story on Twitter
Facebook Twitter WhatsApp Email
Facebook | X | LinkedIn | Copy link
Tweet
Print
Save
Listen to this article: 4 minutes
5 min read
12 Comments
Leave a comment
Join the conversation
View all comments
Related
Related stories
RELATED: Harbour wall to be raised by two metres
Read more: Council votes on the new bus lanes
Read next
See also: What the strike means for commuters
Most read
Trending now
You may also like
More from this author: City desk
Watch live: Press conference at city hall
Sign up for our free morning newsletter
Sign up to get the day's top stories delivered to your inbox.
Subscribe to our podcast
Subscribe now
Want more stories like this? Sign up for our newsletter.
Get the latest news in your inbox every morning
Already a subscriber? Log in
Log in
Become a member today
Support independent journalism from as little as 3 pounds a month
Follow us on Instagram
Follow Jane Smith on Twitter @janesmith
Follow @citydesk on X
Like us on Facebook
Join our WhatsApp channel for breaking news
Download our app for alerts
Click here to see the full list of winners
Got a news tip? Write to tips@example.org
Do you have a story for us? Get in touch.
Photo: Jane Smith
Photo by John Doe/AP
Photograph: Maria Lopez/The Daily
(AP Photo/Maria Lopez)
REUTERS/Jim Young/File Photo
Jim Young/Reuters
Getty Images
Image credit: University of Example
Image source, Getty Images
File photo
© 2026 Example Media Ltd
Copyright 2026 The Example Press. All rights reserved.
All rights reserved. This material may not be published.
This material may not be published, broadcast or rewritten without permission.
(Reporting by Ann Lee; Editing by Tom Brown)
Reporting by Ann Lee in Paris, editing by Tom Brown
Our Standards: The Example Trust Principles
Privacy Policy | Terms of Use | Contact us
We use cookies to improve your experience.
Back to top
分享
分享到微信朋友圈
分享到：
微信 微博 QQ空间 复制链接
点赞 收藏 评论 转发
点击查看更多
点击下方链接查看原文
点击上方蓝字关注我们
阅读原文
展开全文
加载更多
扫码关注
扫描二维码关注我们
长按识别二维码下载客户端
欢迎关注“城市日报”微信公众号
关注城市日报官方微信，了解更多内容
微信公众号：城市日报
下载城市日报客户端
相关阅读
相关阅读：地铁三号线将于明年开工
推荐阅读：周末天气怎么样
延伸阅读
上一篇：昨日要闻回顾
下一篇：明日天气预报
热门评论
发表评论
网友评论（32）
广告
责任编辑：王芳
（责任编辑：李强 王芳）
[责任编辑:赵敏]
编辑：王芳 校对：李强 审核：赵敏
责编：陈晨
图片来源：视觉中国
图/新华社
图：受访者供图
摄影：王芳
新华社记者 王芳 摄
（资料图片）
视频：城市日报
转载请注明出处
未经授权，不得转载
本文为城市日报独家发布，未经许可不得转载。
版权所有，侵权必究
版权声明：本文版权归城市日报所有
免责声明：本文仅代表作者个人观点，与本网无关。
以上信息仅供参考
新闻热线：010-00000000
投稿邮箱：news@example.org
商务合作：ad@example.org
原标题：城市交通新规下月实施
更多精彩内容请关注城市日报
觉得文章不错，请点个赞
京ICP备00000000号
"""

NEWS = """
The company will advertise the posts next week.
He shared the photo on Facebook, and it was viewed two million times.
Twitter said on Monday that it had removed 3,000 accounts.
Follow the money, the prosecutor told the jury.
Share prices fell 4 percent in London.
Shares of the bank rose on Tuesday
Subscribers will pay 2 pounds more a month from January.
Subscribe and save schemes face new rules, the regulator said.
The newsletter, which has 40,000 readers, was founded in 1999.
"Sign up now," the recruiter told the students.
Sign up for health insurance ends on Friday, officials said.
Photographs taken by a satellite show the damage.
A photo by a passer-by shows the train before it left the rails.
The video, which lasts 40 seconds, was filmed by a neighbour.
Reuters reported on Monday that the talks had failed.
AP and AFP journalists were expelled from the country.
Getty bought the museum's collection in 1976.
Copyright law protects the design for 25 years, the court ruled.
The editor of the paper resigned on Sunday.
Editing the genes of embryos is banned in 70 countries.
Read more books, the minister advised.
More than 300 people came to the meeting.
More on that was not known on Friday.
Comments by the president have angered the opposition.
Related costs rose to 4 million.
Trending topics are chosen by an algorithm.
Advertisement spending fell by a fifth last year.
Like many on Facebook, she had believed the rumour.
Join the army, his father had said.
Click fraud costs advertisers billions.
Download speeds doubled within a year.
Watch sales rose 8 percent in Switzerland.
Print circulation fell below 100,000.
Save the Children has closed its office in the capital.
Play was stopped twice because of rain.
Continue the fight, she told the crowd.
Already a third of the members have left.
Get up early and vote, he said.
Contact with the ship was lost at 3 a.m.
Cookies are baked in the old town hall.
The app has 30 million users in India.
Image rights were sold for 20 million.
The writer and editor died on Monday, aged 81.
Editor Jane Smith declined to comment
- 300 new homes by the river
- A bus every ten minutes
Reporting from the front has become harder.
Wind grows
BERLIN, May 5
By Jane Smith
Published 5 May 2026
Q: What will it cost?
A: About 4 million.
Total: 4,200
What happens next
Background
Why it matters
分享经济规模去年增长两成。
他在微博上分享了这张照片，获得两百万次点击。
微信公众号数量已超过两千万个。
公司关注到有关报道，并已启动调查。
警方提醒，扫码付款前应核对收款人。
市民可扫描二维码登记，工作人员现场解答。
图片显示，大桥的一侧已经断裂。
摄影师王芳的作品在上海展出。
热爱摄影的退休工人
现场拍摄
这段视频由路人拍摄，时长四十秒。
编辑部设在上海。
主编王芳表示，杂志将于明年停刊。
未经许可进入保护区的人员将被处以罚款。
未经批准擅自使用无人机的，由公安机关处罚。
转载这篇报道的网站超过一百家。
版权法保护该设计二十五年，法院裁定。
版权收入达到三亿元。
来源不明的资金达到四千万元。
举报电话：110
联系人：王芳
更多家长关注孩子心理健康
更多的人来到会场。
相关部门已介入调查。
相关人员被停职。
推荐医院名单下周公布。
热门景点门票售罄
评论认为，这一决定来得太晚。
点击率下降了三成。
点击进入该网站后，用户会被要求填写银行账号。
下载速度提高了一倍。
广告收入下降两成。
广告法修订草案公开征求意见
打印店老板说，学生是主要顾客。
收藏家王芳将藏品捐给博物馆。
转发超过十万次
侵权内容已被删除，平台表示歉意。
本报记者从国家版权局获悉，侵权案件下降一成。
本文作者为上海大学教授，研究方向为城市交通。
声明说，双方将继续谈判。
特别声明之后，股价上涨。
欢迎仪式在机场举行。
请关注天气变化，合理安排出行。
上一篇论文发表于三年前。
城市交通新规
新华社北京5月5日电
记者 王芳
2026年5月5日
一、总体要求
背景
问：费用是多少？
答：约四百万元。
"""


def lines(text: str) -> list[str]:
    return text.strip().split("\n")


@pytest.mark.parametrize("line", lines(AROUND))
def test_what_stands_around_an_article_is_known(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize("line", lines(NEWS))
def test_a_line_of_news_is_none(line: str) -> None:
    assert not is_boilerplate(line)


def around(text: str) -> list[str]:
    return [text[start:end] for start, end in boilerplate(text)]


def test_whole_lines_are_found_and_the_headline_is_none() -> None:
    text = "Advertisement\n\nThe first line.\nShare this article\n\nThe last line.\n© 2026 Example"

    assert around(text) == ["Share this article", "© 2026 Example"]


def test_networks_below_a_line_that_asks_to_share_belong_to_it() -> None:
    text = "Wind grows\nShare\nFacebook\nX\nCopy link\nThe first line.\nTwitter\nThe second line."

    assert around(text) == ["Share", "Facebook", "X", "Copy link"]


def test_headlines_of_other_articles_at_the_end_are_none_of_it() -> None:
    body = "Wind grows\nThe first line.\nRelated stories\n"
    others = "Harbour wall to be raised\nBus lanes for the north"

    assert around(body + others) == ["Related stories", *others.split("\n")]
    assert around(f"{body}{others}\nThe council met on Monday.") == ["Related stories"]
    assert around(f"{body}{'The council and the port have met again ' * 4}") == ["Related stories"]


def test_a_source_is_part_of_the_lines_below_the_headline_alone() -> None:
    head = "城市交通新规\n来源：城市日报\n第一段。\n第二段。\n第三段。\n"

    assert around(f"{head}来源：城市日报") == ["来源：城市日报"]


def test_a_text_of_nothing_else_is_read() -> None:
    assert boilerplate("Share\nTweet\nRead more") == ()
    assert boilerplate("") == boilerplate("Share") == ()


@given(st.lists(st.sampled_from([*lines(AROUND), *lines(NEWS), "", " "]), max_size=12))
def test_the_spans_are_whole_lines_in_order(parts: list[str]) -> None:
    text = clean("\n".join(parts))
    found = boilerplate(text)

    assert normal(found, len(text)) in (found, None)
    for start, end in found:
        assert text[start:end] == text[start:end].strip() != ""
        assert "\n" not in text[start:end]
        assert start == 0 or text[start - 1] in "\n "
        assert end == len(text) or text[end] in "\n "


@pytest.mark.parametrize(
    "part", ["Share on ", "Photo: a/", "分享到 ", "编辑：王 ", "X, ", "Copyright © "]
)
def test_endless_lines_take_no_time_that_grows_faster_than_they_do(part: str) -> None:
    assert boilerplate("Wind grows\nIt blows.\n" + part * 200_000) == ()


def test_next_to_nothing_of_real_news_is_taken_for_it(shared_dir: Path) -> None:
    """Of 44,777 lines 237 are found, and 233 of those are none of the news."""
    read = taken = 0
    for name in ("en_dev", "en_train", "zh_dev", "zh_train"):
        with (shared_dir / "data" / "pairs" / f"{name}.jsonl").open(encoding="utf-8") as file:
            for row in file:
                text = json.loads(row)["content"]
                read += text.count("\n") + 1
                taken += len(boilerplate(text))
    assert taken * 1000 < 7 * read
