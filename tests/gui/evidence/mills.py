"""An article with enough sentences to choose from, in both languages."""

from __future__ import annotations

MILL = (
    "Mill at Ashford closes after 120 years\n\n"
    "The paper mill at Ashford closed on 4 May after 120 years of work. "
    "It employed 1,187 people, its owner said in a statement to the town. "
    "“We did all that we could to keep it open,” said Mary Holt, who had led it for 12 years.\n\n"
    "The council will buy the site of the mill for £3.5 million. "
    "Flats and a school are planned on the river bank beside the old mill. "
    "Work on them should begin next spring, the council said on Monday.\n\n"
    "The price of paper fell by a third in two years. "
    "Two other mills on the same river have closed since 2019. "
    "The union asked the government for help in March and had no reply. "
    "Most of the workers at the mill live within five miles of Ashford."
)
ANSWER = (
    "The mill at **Ashford** closed on 4 May. It employed 1,187 people.\n\n"
    "- The council buys the site for £3.5 million.\n"
    "- Whales sang many songs.\n"
)
MILL_ZH = (
    "阿什福德造纸厂关闭\n\n"
    "阿什福德的造纸厂在运营一百二十年之后于5月4日关闭。该厂业主在声明中说，工厂雇用了1187名工人。"
    "“我们已经尽了最大努力让它继续运转，”领导工厂十二年的玛丽·霍尔特说。\n\n"
    "市议会将以350万英镑买下工厂的土地。河岸上的旧厂房旁边计划建造住宅和一所学校。"
    "市议会周一表示，工程将于明年春天开始。\n\n"
    "纸张价格在两年内下跌了三分之一。自2019年以来，同一条河边的另外两家造纸厂也已关闭。"
    "工会在三月请求政府帮助，但没有得到答复。工厂的大多数工人住在离阿什福德五英里的范围内。"
)
ANSWER_ZH = "造纸厂于5月4日关闭。工厂雇用了1187名工人。市议会以350万英镑买下土地。"
