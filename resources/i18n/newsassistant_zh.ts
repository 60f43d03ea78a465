<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_GB">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Find in the article or the answers</source>
        <translation>在文章或回答中查找(&amp;F)</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Erase for good</source>
        <translation>彻底删除</translation>
    </message>
    <message>
        <source>In the list</source>
        <translation>在对话列表中</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>In the question box</source>
        <translation>在提问框中</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Article</source>
        <translation>文章(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Conversation</source>
        <translation>对话(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;New article</source>
        <translation>新文章(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Save conversation…</source>
        <translation>保存对话(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Summarise</source>
        <translation>生成摘要(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Regenerate the last answer</source>
        <translation>重新生成上一条回答(&amp;R)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy the last answer</source>
        <translation>复制上一条回答(&amp;C)</translation>
    </message>
    <message>
        <source>Copy con&amp;versation</source>
        <translation>复制整个对话(&amp;V)</translation>
    </message>
    <message>
        <source>Rena&amp;me conversation…</source>
        <translation>重命名对话(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Delete conversation</source>
        <translation>删除对话(&amp;D)</translation>
    </message>
    <message>
        <source>Search con&amp;versations</source>
        <translation>搜索对话(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Sidebar</source>
        <translation>侧边栏(&amp;S)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Actual size</source>
        <translation>实际大小(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Menu bar</source>
        <translation>菜单栏(&amp;M)</translation>
    </message>
    <message>
        <source>S&amp;ettings…</source>
        <translation>设置(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About News Assistant</source>
        <translation>关于新闻助手(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>模型(&amp;M)…</translation>
    </message>
    <message>
        <source>House st&amp;yle on or off</source>
        <translation>开关写作风格(&amp;Y)</translation>
    </message>
    <message>
        <source>St&amp;yles…</source>
        <translation>风格(&amp;Y)…</translation>
    </message>
    <message>
        <source>Com&amp;pare two styles…</source>
        <translation>比较两种风格(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Train a style…</source>
        <translation>训练风格(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Erase conversation for good…</source>
        <translation>永久抹除对话(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Undo the deletion</source>
        <translation>撤销删除(&amp;U)</translation>
    </message>
    <message>
        <source>Recently de&amp;leted…</source>
        <translation>最近删除(&amp;L)…</translation>
    </message>
    <message>
        <source>Choose a job</source>
        <translation>选择任务</translation>
    </message>
    <message>
        <source>Edit &amp;jobs…</source>
        <translation>编辑任务(&amp;J)…</translation>
    </message>
    <message>
        <source>Copy conversation as Mark&amp;down</source>
        <translation>以 Markdown 复制对话(&amp;D)</translation>
    </message>
    <message>
        <source>Copy the last answer as &amp;Markdown</source>
        <translation>以 Markdown 复制最后一个回答(&amp;M)</translation>
    </message>
    <message>
        <source>Edit the last question, where the box is empty</source>
        <translation>修改最后一个问题（输入框为空时）</translation>
    </message>
    <message>
        <source>Find the ne&amp;xt place</source>
        <translation>查找下一处(&amp;X)</translation>
    </message>
    <message>
        <source>Find the previo&amp;us place</source>
        <translation>查找上一处(&amp;U)</translation>
    </message>
    <message>
        <source>In the conversation</source>
        <translation>在对话中</translation>
    </message>
    <message>
        <source>Pi&amp;n or unpin conversation</source>
        <translation>置顶或取消置顶(&amp;N)</translation>
    </message>
    <message>
        <source>The version after it</source>
        <translation>后一个版本</translation>
    </message>
    <message>
        <source>The version before, of a question or an answer</source>
        <translation>问题或回答的前一个版本</translation>
    </message>
    <message>
        <source>Read &amp;only the selection</source>
        <translation>只读所选内容(&amp;O)</translation>
    </message>
    <message>
        <source>Read e&amp;verything of the article</source>
        <translation>读取文章全文(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Quotes of the article…</source>
        <translation>文章中的引语…(&amp;Q)</translation>
    </message>
    <message>
        <source>Fac&amp;ts of the article…</source>
        <translation>文章事实清单…(&amp;T)</translation>
    </message>
    <message>
        <source>Compare with another versio&amp;n…</source>
        <translation>与另一版本比较…(&amp;N)</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>导出(&amp;X)…</translation>
    </message>
    <message>
        <source>New pri&amp;vate conversation</source>
        <translation>新建保密对话(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Leave a passage out, or read it</source>
        <translation>不读或读取一段(&amp;L)</translation>
    </message>
    <message>
        <source>Copy the &amp;key sentences</source>
        <translation>复制关键句(&amp;K)</translation>
    </message>
    <message>
        <source>Show &amp;key sentences</source>
        <translation>显示关键句(&amp;K)</translation>
    </message>
    <message>
        <source>Show the sentence in the &amp;answers</source>
        <translation>在回答中显示此句(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Sources of the last answer</source>
        <translation>最后一条回答的出处(&amp;S)</translation>
    </message>
    <message>
        <source>Next mar&amp;k in the answers</source>
        <translation>回答中的下一处标记(&amp;K)</translation>
    </message>
    <message>
        <source>Previous mark in the &amp;answers</source>
        <translation>回答中的上一处标记(&amp;A)</translation>
    </message>
    <message>
        <source>Summarise a &amp;folder…</source>
        <translation>为文件夹生成摘要(&amp;F)…</translation>
    </message>
</context>
<context>
    <name>AnswerCard</name>
    <message>
        <source>Give back what the model wrote</source>
        <translation>恢复模型原文</translation>
    </message>
    <message>
        <source>By the starter, a small model for trying out: it is often wrong.</source>
        <translation>由入门模型所写：这是供试用的小模型，常会出错。</translation>
    </message>
    <message>
        <source>Get a better model…</source>
        <translation>获取更好的模型…</translation>
    </message>
    <message>
        <source>Shows the models, what they read and what they need</source>
        <translation>查看各模型能读的语言和所需空间</translation>
    </message>
    <message>
        <source>Reading the article: {0} %</source>
        <translation>正在阅读文章：{0} %</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>复制回答</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Regenerate the answer</source>
        <translation>重新生成回答</translation>
    </message>
    <message>
        <source>Answer the same request again</source>
        <translation>就同一要求重新回答</translation>
    </message>
    <message>
        <source>Answer by {0}, {1}</source>
        <translation>{0}（{1}）的回答</translation>
    </message>
    <message>
        <source>{0} tokens/s · first word {1} s</source>
        <translation>{0} 词元/秒 · 首字 {1} 秒</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Cut at the length limit</source>
        <translation>已达长度上限，回答被截断</translation>
    </message>
    <message>
        <source>The answer did not finish.</source>
        <translation>回答未能完成。</translation>
    </message>
    <message>
        <source>Regenerate it, or start a new conversation.</source>
        <translation>请重新生成，或新建对话。</translation>
    </message>
    <message>
        <source>The style that wrote this answer</source>
        <translation>写出这条回答的风格</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>以 Markdown 复制</translation>
    </message>
    <message>
        <source>Copy the answer; the menu of its card copies its Markdown</source>
        <translation>复制回答；卡片的菜单可以复制其 Markdown</translation>
    </message>
    <message>
        <source>Drag the answer from here into another program</source>
        <translation>从这里把回答拖到其他程序</translation>
    </message>
    <message>
        <source>Export the answer</source>
        <translation>导出回答</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Save the answer for Word, as Markdown, a web page or text</source>
        <translation>将回答保存为 Word、Markdown、网页或文本</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>Sources of the answer</source>
        <translation>回答的出处</translation>
    </message>
    <message>
        <source>Each sentence of the answer with where it comes from</source>
        <translation>逐句列出回答及其原文出处</translation>
    </message>
    <message>
        <source>There is more text</source>
        <translation>还有其他文字</translation>
    </message>
    <message>
        <source>As written</source>
        <translation>原样</translation>
    </message>
    <message>
        <source>As rows</source>
        <translation>分行</translation>
    </message>
    <message>
        <source>Show the text as the model wrote it, or read into rows</source>
        <translation>按模型写的原样显示，或分行显示</translation>
    </message>
</context>
<context>
    <name>ArticlePanel</name>
    <message>
        <source>Too long by {0}: summarise it in parts, mark the passages that count, or use what is not grey.</source>
        <translation>超出 {0}：可分段生成摘要、标出要读的段落，或只用未变灰的部分。</translation>
    </message>
    <message>
        <source>Article</source>
        <translation>文章</translation>
    </message>
    <message>
        <source>Kind of summary</source>
        <translation>摘要类型</translation>
    </message>
    <message>
        <source>What Summarise writes</source>
        <translation>“生成摘要”写什么</translation>
    </message>
    <message>
        <source>Article text</source>
        <translation>文章正文</translation>
    </message>
    <message>
        <source>Paste, drop or type the news article here</source>
        <translation>在此粘贴、拖入或输入新闻文章</translation>
    </message>
    <message>
        <source>Open a text or a saved conversation</source>
        <translation>打开文本或已保存的对话</translation>
    </message>
    <message>
        <source>Clear the article</source>
        <translation>清空文章</translation>
    </message>
    <message>
        <source>Summarise</source>
        <translation>生成摘要</translation>
    </message>
    <message>
        <source>Summarise the article</source>
        <translation>为文章生成摘要</translation>
    </message>
    <message>
        <source>Paste a news article here ({0}),
drop a document or open one ({1})</source>
        <translation>在此粘贴新闻文章（{0}），
拖入文档，或打开文档（{1}）</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>全部任务</translation>
    </message>
</context>
<context>
    <name>ChatView</name>
    <message>
        <source>Something went wrong</source>
        <translation>出错了</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Questions and answers about the article</source>
        <translation>关于文章的问答</translation>
    </message>
    <message>
        <source>You: {0}</source>
        <translation>您：{0}</translation>
    </message>
    <message>
        <source>Assistant: {0}</source>
        <translation>助手：{0}</translation>
    </message>
    <message>
        <source>The answer was stopped</source>
        <translation>回答已停止</translation>
    </message>
    <message>
        <source>The answer failed</source>
        <translation>回答失败</translation>
    </message>
    <message>
        <source>The answer is ready</source>
        <translation>回答已完成</translation>
    </message>
</context>
<context>
    <name>HeadlinesBody</name>
    <message>
        <source>Copy this headline</source>
        <translation>复制这个标题</translation>
    </message>
    <message>
        <source>Use as the conversation&apos;s title</source>
        <translation>用作对话的标题</translation>
    </message>
    <message>
        <source>Headlines</source>
        <translation>标题</translation>
    </message>
</context>
<context>
    <name>HeadlineRow</name>
    <message>
        <source>the same as {0}</source>
        <translation>与第{0}条相同</translation>
    </message>
    <message>
        <source>Headline {0}</source>
        <translation>标题{0}</translation>
    </message>
    <message>
        <source>Copy headline {0}</source>
        <translation>复制标题{0}</translation>
    </message>
    <message>
        <source>{0} characters</source>
        <translation>{0} 字</translation>
    </message>
    <message>
        <source>{0} of {1} characters</source>
        <translation>{0} 字，上限 {1} 字</translation>
    </message>
    <message>
        <source>{0} of {1} characters: {2} too many</source>
        <translation>{0} 字，超出上限 {1} 字：多 {2} 字</translation>
    </message>
    <message>
        <source>Headline {0} was copied</source>
        <translation>已复制标题{0}</translation>
    </message>
</context>
<context>
    <name>WhoWhatBody</name>
    <message>
        <source>Who, what, when, where, why, how</source>
        <translation>何人、何事、何时、何地、为何、如何</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>何人</translation>
    </message>
    <message>
        <source>What</source>
        <translation>何事</translation>
    </message>
    <message>
        <source>When</source>
        <translation>何时</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>何地</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>为何</translation>
    </message>
    <message>
        <source>How</source>
        <translation>如何</translation>
    </message>
</context>
<context>
    <name>Cell</name>
    <message>
        <source>not stated</source>
        <translation>原文未提</translation>
    </message>
    <message>
        <source>The model wrote: {0} — no clear source in the article</source>
        <translation>模型写的是：{0}（原文中没有明确出处）</translation>
    </message>
    <message>
        <source>The model wrote: {0}</source>
        <translation>模型写的是：{0}</translation>
    </message>
    <message>
        <source>{0}: show in the article</source>
        <translation>{0}：在原文中显示</translation>
    </message>
    <message>
        <source>Show where this stands in the article</source>
        <translation>显示这一内容在原文中的位置</translation>
    </message>
</context>
<context>
    <name>CheckLine</name>
    <message>
        <source>No number, date, name or quote to check</source>
        <translation>没有可核对的数字、日期、名称或引语</translation>
    </message>
    <message>
        <source>{0} (only its first {1} characters)</source>
        <translation>{0}（仅核对前 {1} 个字符）</translation>
    </message>
    <message>
        <source>An answer without marks is not proved right: only numbers, dates, names and quotes are compared.</source>
        <translation>没有标记的回答并不等于无误：这里只核对数字、日期、名称和引语。</translation>
    </message>
    <message>
        <source>Checked: {0}</source>
        <translation>已核对 {0}</translation>
    </message>
    <message>
        <source>Checked: {0}: in the article</source>
        <translation>已核对 {0}：原文有</translation>
    </message>
    <message>
        <source>Checked: {0}: rounded from the article</source>
        <translation>已核对 {0}：由原文取约数</translation>
    </message>
    <message>
        <source>Checked: {0}: all in the article, {1} rounded</source>
        <translation>已核对 {0}：原文均有，其中 {1} 处取约数</translation>
    </message>
    <message>
        <source>Checked: {0}: all in the article</source>
        <translation>已核对 {0}：原文均有</translation>
    </message>
    <message>
        <source>{0} is not in the article</source>
        <translation>{0}原文未见</translation>
    </message>
    <message>
        <source>{0} are not in the article</source>
        <translation>{0}原文未见</translation>
    </message>
    <message>
        <source>{0} differs from the article</source>
        <translation>{0}与原文不同</translation>
    </message>
    <message>
        <source>{0} differ from the article</source>
        <translation>{0}与原文不同</translation>
    </message>
    <message>
        <source>{0} has another unit there</source>
        <translation>{0}在原文中单位不同</translation>
    </message>
    <message>
        <source>{0} have another unit there</source>
        <translation>{0}在原文中单位不同</translation>
    </message>
    <message>
        <source>{0} has only its initials there</source>
        <translation>{0}在原文中只有缩写</translation>
    </message>
    <message>
        <source>{0} have only their initials there</source>
        <translation>{0}在原文中只有缩写</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>Cut at the length limit</source>
        <translation>达到长度上限，已截断</translation>
    </message>
    <message>
        <source>The answer is empty</source>
        <translation>回答是空的</translation>
    </message>
    <message>
        <source>Stopped before it began</source>
        <translation>尚未开始就已停止</translation>
    </message>
    <message>
        <source>Not asked yet</source>
        <translation>尚未生成</translation>
    </message>
    <message>
        <source>Its turn comes next</source>
        <translation>接下来轮到它</translation>
    </message>
    <message>
        <source>Reading the article…</source>
        <translation>正在阅读文章…</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>{0} characters</source>
        <translation>{0} 字</translation>
    </message>
    <message>
        <source>1 word</source>
        <translation>1 个词</translation>
    </message>
    <message>
        <source>{0} words</source>
        <translation>{0} 个词</translation>
    </message>
    <message>
        <source>1 sentence</source>
        <translation>1 句</translation>
    </message>
    <message>
        <source>{0} sentences</source>
        <translation>{0} 句</translation>
    </message>
    <message>
        <source>1 bullet</source>
        <translation>1 个要点</translation>
    </message>
    <message>
        <source>{0} bullets</source>
        <translation>{0} 个要点</translation>
    </message>
    <message>
        <source>no numbers</source>
        <translation>没有数字</translation>
    </message>
    <message>
        <source>1 number</source>
        <translation>1 个数字</translation>
    </message>
    <message>
        <source>{0} numbers</source>
        <translation>{0} 个数字</translation>
    </message>
</context>
<context>
    <name>CompareColumn</name>
    <message>
        <source>Comparing with the article…</source>
        <translation>正在与原文核对…</translation>
    </message>
    <message>
        <source>Reading the article: {0} %</source>
        <translation>正在阅读文章：{0} %</translation>
    </message>
    <message>
        <source>left</source>
        <translation>左侧</translation>
    </message>
    <message>
        <source>right</source>
        <translation>右侧</translation>
    </message>
    <message>
        <source>Style on the {0}</source>
        <translation>{0}的风格</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the answer of {0}</source>
        <translation>复制“{0}”的回答</translation>
    </message>
    <message>
        <source>Copy the answer as text</source>
        <translation>将回答复制为文本</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>采用这一份</translation>
    </message>
    <message>
        <source>Use the answer of {0}</source>
        <translation>采用“{0}”的回答</translation>
    </message>
    <message>
        <source>Put this answer into the conversation</source>
        <translation>把这份回答放入对话</translation>
    </message>
    <message>
        <source>Answer of {0}</source>
        <translation>“{0}”的回答</translation>
    </message>
    <message>
        <source>{0} tokens/s</source>
        <translation>{0} 词元/秒</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>The answer of {0} is ready</source>
        <translation>“{0}”的回答已完成</translation>
    </message>
    <message>
        <source>Compare styles</source>
        <translation>比较风格</translation>
    </message>
    <message>
        <source>What to ask for</source>
        <translation>要生成什么</translation>
    </message>
    <message>
        <source>The same article, the same request, the same model: {0}</source>
        <translation>同一篇文章、同一个要求、同一个模型：{0}</translation>
    </message>
    <message>
        <source>The part of the article that fits, the same request, one model: {0}</source>
        <translation>文章中放得下的部分、同一个要求、同一个模型：{0}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>End the answers; what is there stays (Esc)</source>
        <translation>停止生成，已有内容会保留（Esc）</translation>
    </message>
    <message>
        <source>Stop the answers</source>
        <translation>停止生成</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>No style fits this model</source>
        <translation>没有适合此模型的风格</translation>
    </message>
    <message>
        <source>The installed styles were made for other models. Load one of those, or import a style that was trained on this one.</source>
        <translation>已安装的风格是为其他模型制作的。请加载相应的模型，或导入用此模型训练的风格。</translation>
    </message>
    <message>
        <source>There is no style to compare with yet</source>
        <translation>还没有可以比较的风格</translation>
    </message>
    <message>
        <source>A style is a small file that teaches the model how your newsroom writes. Import one that you were given, or train one on your own articles and summaries.</source>
        <translation>风格是一个小文件，让模型学会您编辑部的写法。可以导入别人给您的风格，也可以用自己的文章和摘要训练一个。</translation>
    </message>
    <message>
        <source>Styles…</source>
        <translation>风格…</translation>
    </message>
    <message>
        <source>Import, look at, rename and delete styles</source>
        <translation>导入、查看、重命名和删除风格</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>重新比较</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Ask both styles, one after the other (Ctrl+Enter)</source>
        <translation>让两种风格先后生成（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>There is nothing to compare the base model with</source>
        <translation>没有可与基础模型比较的风格</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>全部任务</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Ask about this article…</source>
        <translation>就这篇文章提问…</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Send the question</source>
        <translation>发送问题</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc 键</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>停止回答</translation>
    </message>
    <message>
        <source>Stop the answer; what is there stays (Esc)</source>
        <translation>停止回答，已写出的内容保留（Esc）</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends, Enter makes a new line</source>
        <translation>Ctrl+Enter 发送，Enter 换行</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter makes a new line</source>
        <translation>Enter 发送，Shift+Enter 换行</translation>
    </message>
    <message>
        <source>First this answer; then you can send yours</source>
        <translation>先等这条回答；之后才能发送您的问题</translation>
    </message>
</context>
<context>
    <name>ConversationPanel</name>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Rename, copy, delete, settings, help</source>
        <translation>重命名、复制、删除、设置、帮助</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Compare two styles</source>
        <translation>比较两种风格</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Look in:</source>
        <translation>位置：</translation>
    </message>
    <message>
        <source>Kind of file:</source>
        <translation>文件类型：</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replace the file {0}?</source>
        <translation>替换文件 {0}？</translation>
    </message>
    <message>
        <source>What is in it is lost.</source>
        <translation>其中原有的内容将丢失。</translation>
    </message>
</context>
<context>
    <name>Dimming</name>
    <message>
        <source>The model does not read this line. Click to have it read.</source>
        <translation>模型不读这一行。点击即可让模型读取。</translation>
    </message>
    <message>
        <source>The model does not read this line.</source>
        <translation>模型不读这一行。</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Ready</source>
        <translation>已就绪</translation>
    </message>
    <message>
        <source>Preparing the starter model</source>
        <translation>正在准备入门模型</translation>
    </message>
    <message>
        <source>This is done once. You can paste an article meanwhile.</source>
        <translation>只需一次。其间可以先粘贴文章。</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>You can paste an article and write your question meanwhile.</source>
        <translation>其间可以粘贴文章、写下问题。</translation>
    </message>
    <message>
        <source>No model is installed</source>
        <translation>尚未安装模型</translation>
    </message>
    <message>
        <source>The model cannot be used</source>
        <translation>模型无法使用</translation>
    </message>
    <message>
        <source>Start with an article</source>
        <translation>从一篇文章开始</translation>
    </message>
    <message>
        <source>Paste, drop or open one on the left. Then press Summarise, or ask about it.</source>
        <translation>在左侧粘贴、拖入或打开一篇，然后点“生成摘要”，或直接提问。</translation>
    </message>
    <message>
        <source>You can paste an article meanwhile, or skip this at the foot.</source>
        <translation>其间可以粘贴文章，也可以在窗口底部跳过。</translation>
    </message>
    <message>
        <source>The starter model is small and reads English only: it is for trying things out. A better model writes better summaries, and reads Chinese too.</source>
        <translation>入门模型很小，只读英文，供试用。更好的模型写出的摘要更好，也读中文。</translation>
    </message>
    <message>
        <source>Try a sample article</source>
        <translation>试试示例文章</translation>
    </message>
    <message>
        <source>Try an English sample article</source>
        <translation>试试英文示例文章</translation>
    </message>
    <message>
        <source>Opens a short news article and summarises it</source>
        <translation>打开一篇短新闻并生成摘要</translation>
    </message>
    <message>
        <source>Paste yours</source>
        <translation>粘贴您的文章</translation>
    </message>
    <message>
        <source>Puts the article from the clipboard on the left</source>
        <translation>把剪贴板里的文章放到左侧</translation>
    </message>
    <message>
        <source>Get a better model…</source>
        <translation>获取更好的模型…</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>Shows the models, what they read and what they need</source>
        <translation>查看各模型能读的语言和所需空间</translation>
    </message>
    <message>
        <source>The starter model reads English only</source>
        <translation>入门模型只读英文</translation>
    </message>
    <message>
        <source>For Chinese articles, get a better model first. To try things out, begin with an English article.</source>
        <translation>处理中文文章，请先获取更好的模型。只想试用，可从一篇英文文章开始。</translation>
    </message>
    <message>
        <source>Press Summarise, or ask a question about the article on the left.</source>
        <translation>点“生成摘要”，或就左侧的文章提问。</translation>
    </message>
    <message>
        <source>Choose one under Models; from there you can also get one.</source>
        <translation>请在“模型”中选择，也可从那里下载。</translation>
    </message>
    <message>
        <source>Choose another model under Models, or get this one again.</source>
        <translation>请在“模型”中另选一个，或重新获取。</translation>
    </message>
</context>
<context>
    <name>ErrorBlock</name>
    <message>
        <source>Hide details</source>
        <translation>隐藏详情</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>显示详情</translation>
    </message>
</context>
<context>
    <name>EvidenceDesk</name>
    <message>
        <source>Next mark</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Show why this is marked, and what the article says</source>
        <translation>看标记的原因和原文的说法</translation>
    </message>
    <message>
        <source>Go to the next mark of this answer</source>
        <translation>转到这条回答的下一处标记</translation>
    </message>
    <message>
        <source>Comparing with the article…</source>
        <translation>正在与原文核对…</translation>
    </message>
    <message>
        <source>No marks in this conversation</source>
        <translation>这个对话中没有标记</translation>
    </message>
</context>
<context>
    <name>Execution</name>
    <message>
        <source>Exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Fastest</source>
        <translation>最快</translation>
    </message>
    <message>
        <source>Every number in full precision: slowest, but the same answer on nearly every computer.</source>
        <translation>所有数字都按全精度计算：最慢，但在几乎所有电脑上回答都相同。</translation>
    </message>
    <message>
        <source>The fastest way whose answers are practically those of exact (measured on this computer).</source>
        <translation>回答与“精确”几乎一样的方式中最快的一种（在本机测得）。</translation>
    </message>
    <message>
        <source>The fastest way of all that were measured on this computer; it may choose another word now and then.</source>
        <translation>在本机测过的方式中最快的一种；偶尔会选用另一个词。</translation>
    </message>
    <message>
        <source>Measuring how this model runs best here (once)…</source>
        <translation>正在测量此模型在本机怎样运行最好（仅一次）…</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0}/{1}</translation>
    </message>
    <message>
        <source>Not measured yet: run as OpenVINO chooses until the program has nothing to do.</source>
        <translation>尚未测量：程序空闲之前按 OpenVINO 的默认方式运行。</translation>
    </message>
    <message>
        <source>{0}: as fast as OpenVINO's own choice.</source>
        <translation>{0}：与 OpenVINO 的默认方式一样快。</translation>
    </message>
    <message>
        <source>{0}: writes {1} times as fast as OpenVINO's own choice.</source>
        <translation>{0}：写作速度是 OpenVINO 默认方式的 {1} 倍。</translation>
    </message>
    <message>
        <source>{0}: writes {1} times and reads {2} times as fast as OpenVINO's own choice.</source>
        <translation>{0}：与 OpenVINO 的默认方式相比，写作速度是 {1} 倍，阅读速度是 {2} 倍。</translation>
    </message>
    <message>
        <source>{0} arithmetic, {1}, KV cache {2}, {3}.</source>
        <translation>{0} 运算，{1}，KV 缓存 {2}，{3}。</translation>
    </message>
    <message>
        <source>Long prompts are read in {0}.</source>
        <translation>长提示以 {0} 读取。</translation>
    </message>
    <message>
        <source>1 thread</source>
        <translation>1 个线程</translation>
    </message>
    <message>
        <source>{0} threads</source>
        <translation>{0} 个线程</translation>
    </message>
    <message>
        <source>activations not rounded</source>
        <translation>激活值不取整</translation>
    </message>
    <message>
        <source>activations as int8 by whole rows</source>
        <translation>激活值按整行取 int8</translation>
    </message>
    <message>
        <source>activations as int8 in groups of {0}</source>
        <translation>激活值每 {0} 个一组取 int8</translation>
    </message>
    <message>
        <source>Difference from exact: KL divergence {0}, perplexity {1} %.</source>
        <translation>与“精确”相比：KL 散度 {0}，困惑度 {1} %。</translation>
    </message>
</context>
<context>
    <name>ExportDesk</name>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Exported as {0}</source>
        <translation>已导出为 {0}</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Labels on exports</source>
        <translation>导出标签</translation>
    </message>
</context>
<context>
    <name>Exports</name>
    <message>
        <source>Data for programs (.json)</source>
        <translation>供程序使用的数据 (.json)</translation>
    </message>
    <message>
        <source>Markdown text (.md)</source>
        <translation>Markdown 文本 (.md)</translation>
    </message>
    <message>
        <source>Plain text (.txt)</source>
        <translation>纯文本 (.txt)</translation>
    </message>
    <message>
        <source>To open here again (.newschat)</source>
        <translation>可在本程序重新打开 (.newschat)</translation>
    </message>
    <message>
        <source>Web page (.html)</source>
        <translation>网页 (.html)</translation>
    </message>
    <message>
        <source>Word document (.docx)</source>
        <translation>Word 文档 (.docx)</translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message>
        <source>&amp;Article</source>
        <translation>文章(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Notes</source>
        <translation>附注(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Provenance</source>
        <translation>来源说明(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Text; what you change here is in the file only</source>
        <translation>文字(&amp;T)；在此所做的改动只写入文件</translation>
    </message>
    <message>
        <source>Article and its hash, model, style, instruction, seed, times, who edited</source>
        <translation>文章及其哈希值、模型、风格、指令、随机种子、时间、编辑者</translation>
    </message>
    <message>
        <source>Choose where the file goes</source>
        <translation>选择文件的保存位置</translation>
    </message>
    <message>
        <source>Edited &amp;by</source>
        <translation>编辑者(&amp;B)</translation>
    </message>
    <message>
        <source>Export the answer</source>
        <translation>导出回答</translation>
    </message>
    <message>
        <source>Export the conversation</source>
        <translation>导出对话</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>It names an editor: enter who edited the text</source>
        <translation>标签中要写明编辑：请填写编辑者</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Name or initials</source>
        <translation>姓名或缩写</translation>
    </message>
    <message>
        <source>None: the file holds the conversation as it is, with its article</source>
        <translation>无：文件按原样保存整个对话及其文章</translation>
    </message>
    <message>
        <source>Numbers, dates, names and quotes of the answers: comments in Word, else notes</source>
        <translation>回答中的数字、日期、名称和引语：在 Word 中为批注，其他格式为注释</translation>
    </message>
    <message>
        <source>The answer as Markdown; the conversation keeps its own</source>
        <translation>回答的 Markdown 原文；对话中的回答不变</translation>
    </message>
    <message>
        <source>The kind of file that is written</source>
        <translation>要写入的文件类型</translation>
    </message>
    <message>
        <source>The label names an editor: enter who edited the text</source>
        <translation>标签中要写明编辑：请填写编辑者</translation>
    </message>
    <message>
        <source>There is no text to export</source>
        <translation>没有可以导出的文字</translation>
    </message>
    <message>
        <source>Whether the whole article stands behind the text</source>
        <translation>是否在文字后附上文章全文</translation>
    </message>
    <message>
        <source>Who answers for the text; remembered for the next export</source>
        <translation>对文字负责的人；下次导出时会记住</translation>
    </message>
    <message>
        <source>With a sheet that says where it comes from</source>
        <translation>附上来源说明表</translation>
    </message>
    <message>
        <source>With notes on what is not in the article</source>
        <translation>附注文章中没有的内容</translation>
    </message>
    <message>
        <source>With the article</source>
        <translation>附上文章</translation>
    </message>
    <message>
        <source>Without a sheet</source>
        <translation>不附来源说明</translation>
    </message>
    <message>
        <source>Without notes</source>
        <translation>不附注</translation>
    </message>
    <message>
        <source>Without the article</source>
        <translation>不附文章</translation>
    </message>
    <message>
        <source>Change the label…</source>
        <translation>更改标签…</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>The label on all exports, and those of China's rules</source>
        <translation>所有导出文件上的标签，以及中国规定的标识</translation>
    </message>
    <message>
        <source>The sheet will say: {0}</source>
        <translation>来源说明中将写明：{0}</translation>
    </message>
</context>
<context>
    <name>Fetches</name>
    <message>
        <source>an address (private)</source>
        <translation>一个网址（保密）</translation>
    </message>
    <message>
        <source>Fetching a page from {0}; your texts stay here</source>
        <translation>正在从 {0} 抓取网页，您的文字留在本机</translation>
    </message>
    <message>
        <source>Fetching</source>
        <translation>正在抓取</translation>
    </message>
    <message>
        <source>Asked {0} for a page at {1}; none came</source>
        <translation>{1} 向 {0} 请求了网页，未取得</translation>
    </message>
    <message>
        <source>No page fetched</source>
        <translation>未取得网页</translation>
    </message>
    <message>
        <source>Fetched 1 page from {0} at {1}</source>
        <translation>{1} 从 {0} 抓取了 1 个网页</translation>
    </message>
    <message>
        <source>1 page fetched</source>
        <translation>已抓取 1 个网页</translation>
    </message>
    <message>
        <source>Fetched {0} pages, the last from {1} at {2}</source>
        <translation>共抓取 {0} 个网页，最近一次：{2}，{1}</translation>
    </message>
    <message>
        <source>{0} pages fetched</source>
        <translation>已抓取 {0} 个网页</translation>
    </message>
    <message>
        <source>Requests since the program was opened:</source>
        <translation>程序打开以来的请求：</translation>
    </message>
    <message>
        <source>{0} more before them</source>
        <translation>此前还有 {0} 次</translation>
    </message>
    <message>
        <source>No article, question or answer was sent. The model runs on this computer.</source>
        <translation>没有发送任何文章、问题或回答。模型在本机运行。</translation>
    </message>
    <message>
        <source>{0} {1}: sent no page</source>
        <translation>{0} {1}：未传来网页</translation>
    </message>
    <message>
        <source>{0} {1}: {2} kB received</source>
        <translation>{0} {1}：收到 {2} kB</translation>
    </message>
</context>
<context>
    <name>HistoryDelegate</name>
    <message>
        <source>New title</source>
        <translation>新标题</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>d MMMM</source>
        <extracomment>A day of this year and of another year, as Qt's date formats.</extracomment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>Damaged conversation</source>
        <translation>已损坏的对话</translation>
    </message>
    <message>
        <source>Answering…</source>
        <translation>正在回答…</translation>
    </message>
    <message>
        <source>Waits, number {0}</source>
        <translation>等待中，第 {0} 位</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Private conversation</source>
        <translation>保密对话</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Save conversation…</source>
        <translation>保存对话…</translation>
    </message>
    <message>
        <source>New article</source>
        <translation>新文章</translation>
    </message>
    <message>
        <source>Start with another article</source>
        <translation>换一篇文章开始</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Conversations, newest first</source>
        <translation>对话，最新的在前</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo the deletion</source>
        <translation>撤销删除</translation>
    </message>
    <message>
        <source>Deleted “{0}”</source>
        <translation>已删除“{0}”</translation>
    </message>
    <message>
        <source>Nothing found for “{0}”</source>
        <translation>没有找到“{0}”</translation>
    </message>
    <message>
        <source>No conversations yet</source>
        <translation>还没有对话</translation>
    </message>
    <message>
        <source>Erase for good…</source>
        <translation>永久抹除…</translation>
    </message>
    <message>
        <source>Search conversations</source>
        <translation>搜索对话</translation>
    </message>
    <message>
        <source>Find words in all conversations (Esc clears)</source>
        <translation>在所有对话中查找词语（Esc 清除）</translation>
    </message>
    <message>
        <source>Conversations that were deleted, for 30 days</source>
        <translation>30 天内删除的对话</translation>
    </message>
    <message>
        <source>Recently deleted</source>
        <translation>最近删除</translation>
    </message>
    <message>
        <source>Bring it back ({0}, also later)</source>
        <translation>恢复（{0}，之后也可以）</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>New private conversation</source>
        <translation>新建保密对话</translation>
    </message>
    <message>
        <source>New private conversation, of which nothing is written ({0})</source>
        <translation>新建保密对话，内容不写入磁盘（{0}）</translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop for now; what was fetched is kept</source>
        <translation>暂时停止，已下载的部分保留</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop it; nothing half-made stays</source>
        <translation>停止，不留下未完成的文件</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Asking what {0} consists of…</source>
        <translation>正在查询 {0} 的文件列表…</translation>
    </message>
    <message>
        <source>Connecting to fetch {0}…</source>
        <translation>正在连接以下载 {0}…</translation>
    </message>
    <message>
        <source>Reading {0}…</source>
        <translation>正在读取 {0}…</translation>
    </message>
    <message>
        <source>Checking every file of {0}…</source>
        <translation>正在校验 {0} 的全部文件…</translation>
    </message>
    <message>
        <source>Removing {0}…</source>
        <translation>正在删除 {0}…</translation>
    </message>
    <message>
        <source>Converting {0} as {2}: {1} %</source>
        <translation>正在按 {2} 转换 {0}：{1} %</translation>
    </message>
    <message>
        <source>Converting {0}: {1} %</source>
        <translation>正在转换 {0}：{1} %</translation>
    </message>
    <message>
        <source>Downloading {0}: {1} of {2}</source>
        <translation>正在下载 {0}：{1}，共 {2}</translation>
    </message>
    <message>
        <source>Copying {0}: {1} of {2}</source>
        <translation>正在复制 {0}：{1}，共 {2}</translation>
    </message>
    <message>
        <source>Writing {0}…</source>
        <translation>正在写入 {0}…</translation>
    </message>
</context>
<context>
    <name>LabelForm</name>
    <message>
        <source>For exports that are published in China</source>
        <translation>用于在中国发布的导出文件</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Puts these words into the line above</source>
        <translation>将这段文字填入上面一栏</translation>
    </message>
    <message>
        <source>Stands below the title of every exported file</source>
        <translation>显示在每个导出文件的标题下方</translation>
    </message>
    <message>
        <source>Use “{0}”</source>
        <translation>使用“{0}”</translation>
    </message>
    <message>
        <source>Visible words at the beginning and metadata in the file, as GB 45438-2025 describes them. Whether its rules apply to you is for you to find out.</source>
        <translation>按 GB 45438-2025 在开头加显式标识，并在文件元数据中加隐式标识。这些规定是否适用于您，请自行确认。</translation>
    </message>
    <message>
        <source>{editor}, {date} and {model} in it are filled in with each export.</source>
        <translation>其中的 {editor}、{date} 和 {model} 会在每次导出时填入。</translation>
    </message>
    <message>
        <source>Ch&amp;ina's AI labels</source>
        <translation>中国的人工智能标识(&amp;I)</translation>
    </message>
    <message>
        <source>La&amp;bel</source>
        <translation>标签(&amp;B)</translation>
    </message>
    <message>
        <source>Name or code of who made the content, for the metadata</source>
        <translation>元数据中写明的内容制作者名称或编码</translation>
    </message>
    <message>
        <source>Pro&amp;ducer</source>
        <translation>制作者(&amp;D)</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <source>One line</source>
        <translation>一句话</translation>
    </message>
    <message>
        <source>3 bullets</source>
        <translation>三要点</translation>
    </message>
    <message>
        <source>150 words</source>
        <translation>150 字</translation>
    </message>
    <message>
        <source>Headline</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>问答</translation>
    </message>
    <message>
        <source>Summarise in one sentence</source>
        <translation>用一句话概括</translation>
    </message>
    <message>
        <source>Summarise in three bullets</source>
        <translation>概括为三个要点</translation>
    </message>
    <message>
        <source>Summarise in about 150 words</source>
        <translation>写约 150 字摘要</translation>
    </message>
    <message>
        <source>Suggest a headline</source>
        <translation>拟一个标题</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>基础模型</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英文</translation>
    </message>
    <message>
        <source>en</source>
        <extracomment>Leave as "en" in English, write "zh" in the Chinese translation.</extracomment>
        <translation>zh</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>剩余不到一分钟</translation>
    </message>
    <message>
        <source>about {0} min left</source>
        <translation>剩余约 {0} 分钟</translation>
    </message>
    <message>
        <source>about {0} h left</source>
        <translation>剩余约 {0} 小时</translation>
    </message>
    <message>
        <source>5 headlines</source>
        <translation>五标题</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>邮件</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>提纲</translation>
    </message>
    <message>
        <source>Suggest five headlines</source>
        <translation>拟五个标题</translation>
    </message>
    <message>
        <source>Write an e-mail to the desk</source>
        <translation>给编辑部写邮件</translation>
    </message>
    <message>
        <source>Write an outline</source>
        <translation>写提纲</translation>
    </message>
    <message>
        <source>{0} words</source>
        <translation>{0} 字</translation>
    </message>
    <message>
        <source>Part {0} of {1}</source>
        <translation>第 {0}/{1} 部分</translation>
    </message>
    <message>
        <source>Parts drawn together, {0} of {1}</source>
        <translation>合并各部分，第 {0}/{1} 组</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>不到一分钟</translation>
    </message>
    <message>
        <source>about {0} minutes</source>
        <translation>约 {0} 分钟</translation>
    </message>
    <message>
        <source>about {0} hours</source>
        <translation>约 {0} 小时</translation>
    </message>
    <message>
        <source>5 Ws and H</source>
        <translation>5W1H 要素</translation>
    </message>
    <message>
        <source>Who, what, when, where, why and how</source>
        <translation>列出何人、何事、何时、何地、为何、如何</translation>
    </message>
</context>
<context>
    <name>LeavingOut</name>
    <message>
        <source>Read everything</source>
        <translation>读取全文</translation>
    </message>
    <message>
        <source>Read only the selection</source>
        <translation>只读所选内容</translation>
    </message>
    <message>
        <source>Have the selection read</source>
        <translation>读取所选内容</translation>
    </message>
    <message>
        <source>Leave the selection out</source>
        <translation>不读所选内容</translation>
    </message>
    <message>
        <source>Read only this line</source>
        <translation>只读这一行</translation>
    </message>
    <message>
        <source>Have this line read</source>
        <translation>读取这一行</translation>
    </message>
    <message>
        <source>Leave this line out</source>
        <translation>不读这一行</translation>
    </message>
</context>
<context>
    <name>LeftDrafts</name>
    <message>
        <source>An unsent article was kept: {0}</source>
        <translation>已保留一篇未提交的文章：{0}</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>取回</translation>
    </message>
</context>
<context>
    <name>LongDesk</name>
    <message>
        <source>part {0} of {1}</source>
        <translation>第 {0}/{1} 部分</translation>
    </message>
</context>
<context>
    <name>LongOffers</name>
    <message>
        <source>It can be read whole in {0} parts: each is summarised, then the whole is written from that. You see each part as it is written, and can stop at any time.</source>
        <translation>可以分 {0} 部分读完全文：先逐部分概括，再据此写出全文概括。写出的每一部分都会显示，可随时停止。</translation>
    </message>
    <message>
        <source>Summarise in parts</source>
        <translation>分部分概括</translation>
    </message>
    <message>
        <source>The passages that have most of your question's words can be found and read, wherever in the article they are. The answer says which it read.</source>
        <translation>可以找出全文中与问题用词最相关的段落来读，无论它们在哪里。回答会注明读了哪些。</translation>
    </message>
    <message>
        <source>Find the passages</source>
        <translation>查找相关段落</translation>
    </message>
    <message>
        <source>How long it takes was not measured yet on this computer.</source>
        <translation>尚未测得在本机需要多长时间。</translation>
    </message>
    <message>
        <source>It takes {0} on this computer, as fast as its last answers were.</source>
        <translation>按最近回答的速度，在本机需要{0}。</translation>
    </message>
    <message>
        <source>One part at a time is in memory: {0} beside the model.</source>
        <translation>内存中每次只有一部分：除模型外占用 {0}。</translation>
    </message>
</context>
<context>
    <name>MarkNote</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>The article says:</source>
        <translation>原文：</translation>
    </message>
    <message>
        <source>Show in the article</source>
        <translation>在原文中显示</translation>
    </message>
    <message>
        <source>Use the article's words</source>
        <translation>改用原话</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the article's words</source>
        <translation>复制原文的这段话</translation>
    </message>
    <message>
        <source>Put the article's words into the answer</source>
        <translation>把回答中的引语改为原文的话</translation>
    </message>
    <message>
        <source>Scroll the article to this passage</source>
        <translation>把文章滚动到这一处</translation>
    </message>
    <message>
        <source>The article has other words here.</source>
        <translation>原文此处的话不同。</translation>
    </message>
</context>
<context>
    <name>MarkWalk</name>
    <message>
        <source>{0} of {1}</source>
        <translation>第 {0} 处，共 {1} 处</translation>
    </message>
</context>
<context>
    <name>PageOffer</name>
    <message>
        <source>Fetch this page? {0} will see this request; nothing else is sent.</source>
        <translation>抓取这个网页？{0} 会看到此请求，不发送其他内容。</translation>
    </message>
    <message>
        <source>Fetch this page? {0} and whoever is on the way will see this request; nothing else is sent.</source>
        <translation>抓取这个网页？{0} 和传输途中的人会看到此请求，不发送其他内容。</translation>
    </message>
    <message>
        <source>One request, without cookies; scripts of the page are not run</source>
        <translation>只请求一次，不带 Cookie，不运行网页脚本</translation>
    </message>
    <message>
        <source>Fetch this page</source>
        <translation>抓取网页</translation>
    </message>
</context>
<context>
    <name>PartsCard</name>
    <message>
        <source>Show the parts</source>
        <translation>显示各部分</translation>
    </message>
    <message>
        <source>Hide the parts</source>
        <translation>收起各部分</translation>
    </message>
    <message>
        <source>Read in parts: {0}</source>
        <translation>分部分阅读：{0} 部分</translation>
    </message>
    <message>
        <source>What was noted of each part; the answer is written from it</source>
        <translation>各部分的概括；答案据此写成</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go on with the parts that are missing</source>
        <translation>继续概括其余部分</translation>
    </message>
    <message>
        <source>Summarise the parts that are missing, then write the whole</source>
        <translation>概括其余部分，然后写出全文概括</translation>
    </message>
    <message>
        <source>Reading this part: {0} %</source>
        <translation>正在阅读这一部分：{0} %</translation>
    </message>
    <message>
        <source>Stopped: the parts before this one are kept.</source>
        <translation>已停止：此前各部分的概括已保留。</translation>
    </message>
    <message>
        <source>This part was not summarised.</source>
        <translation>这一部分未能概括。</translation>
    </message>
    <message>
        <source>Go on from here; what is done is kept.</source>
        <translation>可从这里继续；已完成的内容已保留。</translation>
    </message>
</context>
<context>
    <name>PrivateBar</name>
    <message>
        <source>Private: nothing of this is written to the disk. It is gone when you leave.</source>
        <translation>保密：内容不写入磁盘，离开后即消失。</translation>
    </message>
    <message>
        <source>Leave…</source>
        <translation>离开…</translation>
    </message>
    <message>
        <source>Leave the private conversation</source>
        <translation>离开保密对话</translation>
    </message>
    <message>
        <source>Forget what is private and go on with the other conversations</source>
        <translation>清除保密内容，回到其他对话</translation>
    </message>
</context>
<context>
    <name>PrivateDesk</name>
    <message>
        <source>Leave the private conversation?</source>
        <translation>离开保密对话？</translation>
    </message>
    <message>
        <source>Its article, questions and answers are in memory only. Once you leave, nothing brings them back. Copy or save before that what you need.</source>
        <translation>其中的文章、提问和回答只在内存中。离开后无法找回。请先复制或保存需要的内容。</translation>
    </message>
    <message>
        <source>Leave and forget</source>
        <translation>离开并清除</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
</context>
<context>
    <name>ProgressBar</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Show the conversations</source>
        <translation>显示对话列表</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>News Assistant</source>
        <translation>新闻助手</translation>
    </message>
    <message>
        <source>Private conversation</source>
        <translation>保密对话</translation>
    </message>
</context>
<context>
    <name>ModelChoice</name>
    <message>
        <source>{0} needs more memory than is free</source>
        <translation>空闲内存不足以运行 {0}</translation>
    </message>
    <message>
        <source>Choose a smaller model, or convert this one to int4.</source>
        <translation>请选择较小的模型，或将其转换为 int4。</translation>
    </message>
    <message>
        <source>Close other programs first, or answers will be very slow.</source>
        <translation>请先关闭其他程序，否则回答会非常慢。</translation>
    </message>
    <message>
        <source>Load it anyway</source>
        <translation>仍然加载</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>At most {0}: {1} for its weights, {2} for a whole context (KV cache), {3} for articles read before, {4} for the program</source>
        <translation>最多 {0}：权重 {1}，占满上下文时的缓存（KV）{2}，读过的文章 {3}，程序 {4}</translation>
    </message>
    <message>
        <source>Needs {0} of memory</source>
        <translation>需要 {0} 内存</translation>
    </message>
    <message>
        <source>Needs {0} of memory; this computer has {1}</source>
        <translation>需要 {0} 内存，本机共有 {1}</translation>
    </message>
    <message>
        <source>Needs {0} of memory, {1} free</source>
        <translation>需要 {0} 内存，空闲 {1}</translation>
    </message>
    <message>
        <source>{0} tokens of context</source>
        <translation>上下文 {0} 个词元</translation>
    </message>
    <message>
        <source>{0} of disk while it is installed</source>
        <translation>安装时需要 {0} 磁盘空间</translation>
    </message>
    <message>
        <source>{0} of disk while it is installed, {1} free</source>
        <translation>安装时需要 {0} 磁盘空间，现有 {1}</translation>
    </message>
    <message>
        <source>{0}, with {1}</source>
        <translation>{0}（{1} 权重）</translation>
    </message>
    <message>
        <source>{0} only</source>
        <translation>只读{0}</translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation>{0}和{1}</translation>
    </message>
    <message>
        <source>Downloading {0}: {1} %</source>
        <translation>正在下载 {0}：{1} %</translation>
    </message>
    <message>
        <source>Copying {0}: {1} %</source>
        <translation>正在复制 {0}：{1} %</translation>
    </message>
    <message>
        <source>Converting {0}: {1} %</source>
        <translation>正在转换 {0}：{1} %</translation>
    </message>
</context>
<context>
    <name>ModelsDesk</name>
    <message>
        <source>The house style inside it was added to Styles.</source>
        <translation>其中的写作风格已加入“风格”。</translation>
    </message>
    <message>
        <source>The house style inside it cannot be used. {0}</source>
        <translation>其中的写作风格无法使用。{0}</translation>
    </message>
    <message>
        <source>It cannot be used as it is. Conversations stay.</source>
        <translation>它目前无法使用。对话会保留。</translation>
    </message>
    <message>
        <source>{0} is complete: every file has the right hash.</source>
        <translation>{0} 完整无误：所有文件校验通过。</translation>
    </message>
    <message>
        <source>{0} was removed.</source>
        <translation>已删除 {0}。</translation>
    </message>
    <message>
        <source>Remove {0}?</source>
        <translation>删除 {0}？</translation>
    </message>
    <message>
        <source>This frees {0}. Conversations stay.</source>
        <translation>将释放 {0} 空间，对话不受影响。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Discard the download of {0}?</source>
        <translation>丢弃 {0} 已下载的部分？</translation>
    </message>
    <message>
        <source>This frees {0}; it would have to be fetched again.</source>
        <translation>将释放 {0} 空间，以后需要重新下载。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>{0} ({1}) is ready. Press Use to answer with it.</source>
        <translation>{0}（{1}）已就绪。点“使用”即可用它回答。</translation>
    </message>
    <message>
        <source>{0} ({1}) was converted, but has no tokenizer and cannot chat.</source>
        <translation>{0}（{1}）已转换，但没有分词器，无法对话。</translation>
    </message>
    <message>
        <source>Stop and delete the download of {0}?</source>
        <translation>停止下载 {0} 并删除已下载的部分？</translation>
    </message>
    <message>
        <source>{0} were fetched. Pause keeps them for later.</source>
        <translation>已下载 {0}。如选择暂停，可留待以后继续。</translation>
    </message>
    <message>
        <source>Stop and delete</source>
        <translation>停止并删除</translation>
    </message>
    <message>
        <source>{0} is ready.</source>
        <translation>{0} 已可使用。</translation>
    </message>
    <message>
        <source>Import a model's folder</source>
        <translation>导入模型文件夹</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>This model is damaged and cannot be used.</source>
        <translation>该模型已损坏，无法使用。</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>本机已有</translation>
    </message>
    <message>
        <source>To download</source>
        <translation>可下载</translation>
    </message>
    <message>
        <source>Answer with this model from now on</source>
        <translation>以后用此模型回答</translation>
    </message>
    <message>
        <source>This computer has too little memory for it</source>
        <translation>本机内存不足以运行它</translation>
    </message>
    <message>
        <source>It is in use; choose another model first</source>
        <translation>正在使用，请先换用其他模型</translation>
    </message>
    <message>
        <source>It came with the program and stays with it</source>
        <translation>随程序提供，不能单独移除</translation>
    </message>
    <message>
        <source>All users of this computer share it</source>
        <translation>由本机所有用户共用，不能在此移除</translation>
    </message>
    <message>
        <source>A newer News Assistant made this model; this one cannot use it.</source>
        <translation>此模型由更新版本的程序生成，当前版本无法使用。</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Check every file by its hash</source>
        <translation>用哈希值校验每个文件</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Show its files</source>
        <translation>查看它的文件</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Delete it from this computer</source>
        <translation>从本机删除</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Continue…</source>
        <translation>继续下载…</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>下载…</translation>
    </message>
    <message>
        <source>Shows the licence and the size first</source>
        <translation>先显示许可和大小</translation>
    </message>
    <message>
        <source>Delete what was fetched so far</source>
        <translation>删除已下载的部分</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>丢弃…</translation>
    </message>
    <message>
        <source>About {0} to download</source>
        <translation>下载约 {0}</translation>
    </message>
    <message>
        <source>{0} of about {1} are here</source>
        <translation>已下载 {0}，共约 {1}</translation>
    </message>
    <message>
        <source>{0} tokens of context</source>
        <translation>上下文 {0} 个词元</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>导入文件夹…</translation>
    </message>
    <message>
        <source>Convert a ChatGLM folder as its authors publish it, take an OpenVINO or ONNX export of another program, or copy a converted one</source>
        <translation>转换作者发布的 ChatGLM 文件夹，采用其他程序导出的 OpenVINO 或 ONNX 模型，或复制已转换好的模型</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Models run on this computer. Only a download connects to the internet, and it sends no article, question or answer.</source>
        <translation>模型在本机运行。只有下载模型时才会联网，且不会发送任何文章、问题或回答。</translation>
    </message>
    <message>
        <source>Try {0}</source>
        <translation>改用 {0}</translation>
    </message>
    <message>
        <source>For trying out</source>
        <translation>供试用</translation>
    </message>
    <message>
        <source>Best for this computer</source>
        <translation>最适合本机</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Bring it back</source>
        <translation>取回</translation>
    </message>
    <message>
        <source>Show the article again that was put aside</source>
        <translation>重新显示被收起的文章</translation>
    </message>
    <message>
        <source>Close this line</source>
        <translation>关闭此提示</translation>
    </message>
</context>
<context>
    <name>Possible</name>
    <message>
        <source>The model is loading; you can read and edit meanwhile.</source>
        <translation>模型正在加载，其间可以阅读和编辑。</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>没有加载模型。</translation>
    </message>
    <message>
        <source>Paste or open an article first</source>
        <translation>请先粘贴或打开文章</translation>
    </message>
    <message>
        <source>An answer is being written; Esc stops it</source>
        <translation>正在写回答，按 Esc 停止</translation>
    </message>
    <message>
        <source>Summarise the article (Ctrl+Enter)</source>
        <translation>为文章生成摘要（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Two styles are being compared.</source>
        <translation>正在比较两种风格。</translation>
    </message>
    <message>
        <source>Compare two styles on this article (Ctrl+D)</source>
        <translation>用这篇文章比较两种风格（Ctrl+D）</translation>
    </message>
    <message>
        <source>What comes next can be asked after that answer.</source>
        <translation>等这条回答之后才能问下一个。</translation>
    </message>
    <message>
        <source>An answer is being written; Compare waits for its end</source>
        <translation>正在写回答；写完后才能对比</translation>
    </message>
    <message>
        <source>Fetch the page first, or paste its text</source>
        <translation>请先抓取网页，或粘贴其文字</translation>
    </message>
    <message>
        <source>Compare works with models on this computer</source>
        <translation>“比较”仅适用于本机上的模型</translation>
    </message>
</context>
<context>
    <name>Presenter</name>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>C&amp;olours</source>
        <translation>颜色(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Motion</source>
        <translation>动态效果(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Zoom</source>
        <translation>缩放(&amp;Z)</translation>
    </message>
    <message>
        <source>&amp;Send a question with</source>
        <translation>发送问题用(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Unload the model</source>
        <translation>卸载模型(&amp;U)</translation>
    </message>
    <message>
        <source>After {0} minutes</source>
        <translation>空闲 {0} 分钟后</translation>
    </message>
    <message>
        <source>Read the article &amp;ahead</source>
        <translation>提前阅读文章(&amp;A)</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>总是</translation>
    </message>
    <message>
        <source>Not on battery</source>
        <translation>使用电池时不读</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Conversations and models are in {0}</source>
        <translation>对话和模型保存在 {0}</translation>
    </message>
    <message>
        <source>Open data folder</source>
        <translation>打开数据文件夹</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast, light</source>
        <translation>高对比度（浅色）</translation>
    </message>
    <message>
        <source>High contrast, dark</source>
        <translation>高对比度（深色）</translation>
    </message>
    <message>
        <source>Reduced</source>
        <translation>减弱</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter 键</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter 键</translation>
    </message>
    <message>
        <source>&amp;Run on</source>
        <translation>运行设备(&amp;R)</translation>
    </message>
    <message>
        <source>These four count from the next time a model is loaded. A device that is not there gives way to the processor.</source>
        <translation>这四项在下次加载模型时生效。没有的设备会改用处理器。</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器（CPU）</translation>
    </message>
    <message>
        <source>Graphics (GPU)</source>
        <translation>显卡（GPU）</translation>
    </message>
    <message>
        <source>Neural processor (NPU)</source>
        <translation>神经网络处理器（NPU）</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>8 bit (smaller)</source>
        <translation>8 位（更省内存）</translation>
    </message>
    <message>
        <source>32 bit (exact)</source>
        <translation>32 位（最精确）</translation>
    </message>
    <message>
        <source>Use the s&amp;tyle for</source>
        <translation>风格用于(&amp;T)</translation>
    </message>
    <message>
        <source>Summaries only</source>
        <translation>仅摘要</translation>
    </message>
    <message>
        <source>Summaries and questions</source>
        <translation>摘要和提问</translation>
    </message>
    <message>
        <source>&amp;Execution</source>
        <translation>运行方式(&amp;E)</translation>
    </message>
    <message>
        <source>Chosen for this computer</source>
        <translation>按本机选择</translation>
    </message>
    <message>
        <source>16 bit</source>
        <translation>16 位</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>重新测量</translation>
    </message>
    <message>
        <source>Find out anew how the loaded model runs best on this computer</source>
        <translation>重新测量已加载的模型在本机怎样运行最好</translation>
    </message>
    <message>
        <source>Possible when a model is loaded and nothing runs</source>
        <translation>模型已加载且没有任务运行时可用</translation>
    </message>
    <message>
        <source>The conversations are backed up every day; a backup is kept for seven days.</source>
        <translation>对话每天自动备份，备份保留七天。</translation>
    </message>
    <message>
        <source>Backups…</source>
        <translation>备份…</translation>
    </message>
    <message>
        <source>See the backups and restore one</source>
        <translation>查看并恢复备份</translation>
    </message>
    <message>
        <source>&amp;Default summary</source>
        <translation>默认摘要(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Cache (KV)</source>
        <translation>缓存（KV）(&amp;C)</translation>
    </message>
    <message>
        <source>Memory for w&amp;hat was read</source>
        <translation>已读内容占用的内存(&amp;H)</translation>
    </message>
    <message>
        <source>0: always the likeliest word</source>
        <translation>0：总取最可能的词</translation>
    </message>
    <message>
        <source>1: varied</source>
        <translation>1：多样</translation>
    </message>
    <message>
        <source>As the model has it</source>
        <translation>按模型默认</translation>
    </message>
    <message>
        <source>Higher writes differently each time, and strays from the article sooner</source>
        <translation>越高每次写法越不同，也越容易偏离原文</translation>
    </message>
    <message>
        <source>Le&amp;ngth of answers</source>
        <translation>回答长度(&amp;N)</translation>
    </message>
    <message>
        <source>Of answers to questions, and of jobs that say no length</source>
        <translation>用于提问的回答，以及未写明长度的任务</translation>
    </message>
    <message>
        <source>Tem&amp;perature</source>
        <translation>温度(&amp;P)</translation>
    </message>
    <message>
        <source>Up to about {0} words</source>
        <translation>约 {0} 字以内</translation>
    </message>
    <message>
        <source>&amp;Fetch pages from</source>
        <translation>网页抓取范围(&amp;F)</translation>
    </message>
    <message>
        <source>The internet only</source>
        <translation>仅互联网</translation>
    </message>
    <message>
        <source>The local network too</source>
        <translation>也包括本地网络</translation>
    </message>
    <message>
        <source>Intranet pages are on the local network. A page is fetched only when asked.</source>
        <translation>内部网站位于本地网络。只有您要求时才会抓取网页。</translation>
    </message>
    <message>
        <source>Articles, questions and answers stay on this computer. None of them is sent.</source>
        <translation>文章、问题和回答都留在本机，不会发送。</translation>
    </message>
    <message>
        <source>Exported files bear no label</source>
        <translation>导出文件不带标签</translation>
    </message>
    <message>
        <source>Exported files bear the label “{0}”</source>
        <translation>导出文件带有标签“{0}”</translation>
    </message>
    <message>
        <source>Labels…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>What stands on every exported file</source>
        <translation>显示在每个导出文件上的文字</translation>
    </message>
    <message>
        <source>En&amp;glish headline</source>
        <translation>英文标题(&amp;G)</translation>
    </message>
    <message>
        <source>Ch&amp;inese headline</source>
        <translation>中文标题(&amp;I)</translation>
    </message>
    <message>
        <source>Any length</source>
        <translation>长度不限</translation>
    </message>
    <message>
        <source>Up to {0} characters</source>
        <translation>不超过 {0} 字</translation>
    </message>
    <message>
        <source>Headlines that are longer are marked where five are suggested</source>
        <translation>拟五个标题时，超过这一长度的会标出</translation>
    </message>
</context>
<context>
    <name>SourceOptions</name>
    <message>
        <source>Fami&amp;ly</source>
        <translation>系列(&amp;L)</translation>
    </message>
    <message>
        <source>As its files say</source>
        <translation>按文件识别</translation>
    </message>
    <message>
        <source>Family of an imported model</source>
        <translation>导入模型所属的系列</translation>
    </message>
    <message>
        <source>For a checkpoint whose files do not say what it is</source>
        <translation>用于文件未说明系列的检查点</translation>
    </message>
    <message>
        <source>Download &amp;from</source>
        <translation>下载来源(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Mirror (optional)</source>
        <translation>镜像地址，可不填(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Precision</source>
        <translation>精度(&amp;P)</translation>
    </message>
    <message>
        <source>fp16 (exact, large)</source>
        <translation>fp16（精确，体积大）</translation>
    </message>
    <message>
        <source>Download from</source>
        <translation>下载来源</translation>
    </message>
    <message>
        <source>Precision of the weights</source>
        <translation>权重精度</translation>
    </message>
    <message>
        <source>Holds for the next download or import</source>
        <translation>用于下一次下载或导入</translation>
    </message>
    <message>
        <source>Address of a mirror</source>
        <translation>镜像地址</translation>
    </message>
    <message>
        <source>A server with the same files, where Hugging Face cannot be reached</source>
        <translation>无法访问 Hugging Face 时，提供相同文件的服务器</translation>
    </message>
    <message>
        <source>int8 (nearly exact)</source>
        <translation>int8（几乎无损）</translation>
    </message>
    <message>
        <source>int4 (least memory)</source>
        <translation>int4（内存最少）</translation>
    </message>
    <message>
        <source>{0} (best for this computer)</source>
        <translation>{0}（最适合本机）</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>The model rests; it loads when asked</source>
        <translation>模型已休眠，提问时重新加载</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>How far the model is</source>
        <translation>模型的进度</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed of the last answer: words arrive in tokens, of 3 to 4 letters each</source>
        <translation>上一条回答的速度：文字以词元为单位输出，一个词元约一两个汉字</translation>
    </message>
    <message>
        <source>Offline: nothing leaves this computer</source>
        <translation>离线运行：内容不出本机</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线运行</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>The model runs on this computer. This window opens no connection.</source>
        <translation>模型在本机运行，此窗口不建立任何网络连接。</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在退出…</translation>
    </message>
    <message>
        <source>Writing the answer</source>
        <translation>正在写回答</translation>
    </message>
    <message>
        <source>Stopping the answer…</source>
        <translation>正在停止回答…</translation>
    </message>
    <message>
        <source>No model is loaded</source>
        <translation>没有加载模型</translation>
    </message>
    <message>
        <source>Preparing the starter model: {0} %</source>
        <translation>正在准备入门模型：{0} %</translation>
    </message>
    <message>
        <source>Loading the model: {0} %</source>
        <translation>正在加载模型：{0} %</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>Reading the article…</source>
        <translation>正在阅读文章…</translation>
    </message>
    <message>
        <source>Reading the article: {0} %</source>
        <translation>正在阅读文章：{0} %</translation>
    </message>
    <message>
        <source>{0} GB of {1} GB</source>
        <translation>内存 {0} / {1} GB</translation>
    </message>
    <message>
        <source>Nothing is going on</source>
        <translation>没有正在进行的任务</translation>
    </message>
    <message>
        <source>What the program itself holds in memory, of what this computer has. Model files that the system can drop when it needs room do not count.</source>
        <translation>程序自身占用的内存，以及本机的总内存。系统在需要空间时可以释放的模型文件不计算在内。</translation>
    </message>
    <message>
        <source>{0} tokens/s · first word {1} s</source>
        <translation>{0} 词元/秒 · 首字 {1} 秒</translation>
    </message>
    <message>
        <source>Downloading a model; your texts stay here</source>
        <translation>正在下载模型；您的文字仍留在本机</translation>
    </message>
    <message>
        <source>The download sends no article, question or answer.</source>
        <translation>下载不会发送任何文章、问题或回答。</translation>
    </message>
    <message>
        <source>Comparing two styles</source>
        <translation>正在比较两种风格</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Ending the measurement…</source>
        <translation>正在结束测量…</translation>
    </message>
    <message>
        <source>Skip measuring</source>
        <translation>跳过测量</translation>
    </message>
    <message>
        <source>Load the model now; the rest is measured the next time it is loaded</source>
        <translation>现在就加载模型；其余的在下次加载时测量</translation>
    </message>
    <message>
        <source>Downloading packages; your texts stay here</source>
        <translation>正在下载软件包；您的文字仍留在本机</translation>
    </message>
    <message>
        <source>Leaves this computer</source>
        <translation>会离开本机</translation>
    </message>
    <message>
        <source>The article, your questions and the earlier answers of a conversation go to {0} when you press Summarise or Send. Nothing goes there before.</source>
        <translation>点击“生成摘要”或“发送”时，文章、您的问题和该对话此前的回答会发送到 {0}。在此之前不会发送任何内容。</translation>
    </message>
    <message>
        <source>{0} answers: what you ask leaves this computer</source>
        <translation>由 {0} 作答：您所问的内容会离开本机</translation>
    </message>
</context>
<context>
    <name>StyleChoice</name>
    <message>
        <source>No installed style fits this model.</source>
        <translation>没有适用于当前模型的风格。</translation>
    </message>
    <message>
        <source>The base model answers from now on</source>
        <translation>此后由基础模型回答</translation>
    </message>
    <message>
        <source>{0} answers everything from now on</source>
        <translation>此后摘要和提问都用“{0}”</translation>
    </message>
    <message>
        <source>{0} writes the summaries from now on; questions use the base model</source>
        <translation>此后摘要用“{0}”，提问用基础模型</translation>
    </message>
    <message>
        <source>The style {0} is no longer installed.</source>
        <translation>风格“{0}”已不在本机。</translation>
    </message>
    <message>
        <source>The built-in styles answer meanwhile.</source>
        <translation>目前由内置风格回答。</translation>
    </message>
    <message>
        <source>The base model answers meanwhile.</source>
        <translation>目前由基础模型回答。</translation>
    </message>
    <message>
        <source>Each job has its built-in style from now on</source>
        <translation>此后每项任务使用各自的内置风格</translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>The style {0} of this job is not installed.</source>
        <translation>该任务的风格 {0} 未安装。</translation>
    </message>
    <message>
        <source>{0} answers meanwhile.</source>
        <translation>暂由 {0} 回答。</translation>
    </message>
</context>
<context>
    <name>StyleCombo</name>
    <message>
        <source>Styles…</source>
        <translation>管理风格…</translation>
    </message>
    <message>
        <source>Import, look at, rename and delete styles</source>
        <translation>导入、查看、重命名和删除风格</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>基础模型</translation>
    </message>
    <message>
        <source>The model as it is, without a style</source>
        <translation>模型原样，不加风格</translation>
    </message>
    <message>
        <source>for {0}</source>
        <translation>用于 {0}</translation>
    </message>
    <message>
        <source>Use for summaries only</source>
        <translation>仅用于摘要</translation>
    </message>
    <message>
        <source>Use for summaries and questions</source>
        <translation>用于摘要和提问</translation>
    </message>
    <message>
        <source>Best for most styles: they were trained on summaries, not on questions</source>
        <translation>适合多数风格：它们是用摘要而不是问答训练的</translation>
    </message>
    <message>
        <source>Answers to typed questions may get worse</source>
        <translation>回答提问的质量可能下降</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Style:</source>
        <translation>风格：</translation>
    </message>
    <message>
        <source>for summaries</source>
        <translation>用于摘要</translation>
    </message>
    <message>
        <source>Which style answers: {0}</source>
        <translation>当前风格：{0}</translation>
    </message>
    <message>
        <source>{0} switches the style on and off</source>
        <translation>{0} 开关风格</translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>A style for each job came with this model: it selects instead of inventing</source>
        <translation>这个模型为每项任务自带一种风格：摘选原文，而不是编造</translation>
    </message>
</context>
<context>
    <name>Styles</name>
    <message>
        <source>{0} was made for other weights of {1}. Import those, or choose another style.</source>
        <translation>“{0}”是为另一份 {1} 权重训练的。请导入那份权重，或选择其他风格。</translation>
    </message>
    <message>
        <source>{0} was made for {1}. Load that model, or choose another style.</source>
        <translation>“{0}”是为 {1} 训练的。请加载该模型，或选择其他风格。</translation>
    </message>
    <message>
        <source>licence not stated</source>
        <translation>未注明许可</translation>
    </message>
    <message>
        <source>For {0}</source>
        <translation>适用于 {0}</translation>
    </message>
    <message>
        <source>{0} tokens long</source>
        <translation>长度 {0} 个词元</translation>
    </message>
    <message>
        <source>{0} layers, {1} KV heads of {2}</source>
        <translation>{0} 层，{1} 个 KV 头，每头 {2} 维</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>制作日期</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Fingerprint of the weights</source>
        <translation>权重指纹</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不详</translation>
    </message>
    <message>
        <source>ChatGLM P-Tuning v2, imported</source>
        <translation>由 ChatGLM P-Tuning v2 导入</translation>
    </message>
    <message>
        <source>PEFT prefix tuning, imported</source>
        <translation>由 PEFT 前缀微调导入</translation>
    </message>
    <message>
        <source>Trained with News Assistant</source>
        <translation>用新闻助手训练</translation>
    </message>
    <message>
        <source>Training pairs</source>
        <translation>训练数据条数</translation>
    </message>
    <message>
        <source>Training steps</source>
        <translation>训练步数</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>Loss on unseen pairs</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>Training data</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>With projection</source>
        <translation>使用投影层</translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Kind of summary</source>
        <translation>摘要类型</translation>
    </message>
    <message>
        <source>Best step, kept</source>
        <translation>采用的最佳步</translation>
    </message>
    <message>
        <source>Pairs in a step</source>
        <translation>每步数据条数</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>训练设备</translation>
    </message>
    <message>
        <source>Minutes of training</source>
        <translation>训练时长（分钟）</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Pairs held out</source>
        <translation>留作评估的样本</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>意见</translation>
    </message>
    <message>
        <source>SHA-256 of its file</source>
        <translation>文件的 SHA-256</translation>
    </message>
    <message>
        <source>SHA-256 of the data</source>
        <translation>训练数据的 SHA-256</translation>
    </message>
    <message>
        <source>Signed off</source>
        <translation>签发</translation>
    </message>
    <message>
        <source>{0} on {1}</source>
        <translation>{0}（{1}）签发</translation>
    </message>
</context>
<context>
    <name>StylesDesk</name>
    <message>
        <source>{0} was imported. Press Use to answer in this style.</source>
        <translation>已导入“{0}”。点击“使用”即可用它回答。</translation>
    </message>
    <message>
        <source>{0} was imported. {1}</source>
        <translation>已导入“{0}”。{1}</translation>
    </message>
    <message>
        <source>Its files are deleted from this computer. Conversations stay.</source>
        <translation>将从本机删除其文件，对话会保留。</translation>
    </message>
    <message>
        <source>This frees {0}. Conversations stay. Keep a copy of its folder if nobody else has one: it would have to be trained again.</source>
        <translation>将释放 {0}，对话会保留。若别处没有副本，请先保存其文件夹，否则只能重新训练。</translation>
    </message>
    <message>
        <source>The base model will answer in its place.</source>
        <translation>之后由基础模型回答。</translation>
    </message>
    <message>
        <source>{0} was deleted.</source>
        <translation>已删除“{0}”。</translation>
    </message>
    <message>
        <source>Delete the style {0}?</source>
        <translation>删除风格“{0}”？</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>The built-in styles will answer in its place.</source>
        <translation>此后由内置风格代为回答。</translation>
    </message>
    <message>
        <source>Import a style's folder</source>
        <translation>导入风格文件夹</translation>
    </message>
    <message>
        <source>Export the style</source>
        <translation>导出风格</translation>
    </message>
    <message>
        <source>House styles (*.newsstyle)</source>
        <translation>写作风格 (*.newsstyle)</translation>
    </message>
    <message>
        <source>Import a style's file</source>
        <translation>导入风格文件</translation>
    </message>
    <message>
        <source>The style is in {0}.</source>
        <translation>风格已导出到 {0}。</translation>
    </message>
</context>
<context>
    <name>StylesDialog</name>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Name of the style</source>
        <translation>风格名称</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Answer in this style from now on</source>
        <translation>此后用这种风格回答</translation>
    </message>
    <message>
        <source>Answer with the base model from now on</source>
        <translation>此后用基础模型回答</translation>
    </message>
    <message>
        <source>Stop using</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>收起详情</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Where it came from and how it was trained</source>
        <translation>来源和训练情况</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Give it another name</source>
        <translation>换一个名称</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Show its files</source>
        <translation>显示其文件</translation>
    </message>
    <message>
        <source>Delete it from this computer</source>
        <translation>从本机删除</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>This style is damaged and cannot be used.</source>
        <translation>该风格已损坏，无法使用。</translation>
    </message>
    <message>
        <source>No style is installed yet</source>
        <translation>尚未安装风格</translation>
    </message>
    <message>
        <source>A style is a small file, trained on articles and the summaries that your newsroom wrote for them. With it the model writes as your newsroom does. The model itself stays as it is, and you switch between the two at any time.</source>
        <translation>风格是一个小文件，用本报的稿件和编辑写的摘要训练而成。有了它，模型会按本报的写法写作。模型本身不变，随时可以切换。</translation>
    </message>
    <message>
        <source>Has a colleague got one? Drop its file or folder here, or press Import. Otherwise train one here from your own articles and summaries.</source>
        <translation>同事已有风格？把它的文件或文件夹拖到这里，或点击“导入”。没有的话，可以用自己的稿件和摘要在这里训练。</translation>
    </message>
    <message>
        <source>Styles</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Import folder…</source>
        <translation>导入文件夹…</translation>
    </message>
    <message>
        <source>Train one…</source>
        <translation>训练风格…</translation>
    </message>
    <message>
        <source>Make one from your own articles and summaries</source>
        <translation>用自己的稿件和摘要训练</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>A style changes how the model writes, not what it knows. Switching takes effect with the next answer. Drop a file or folder here to import it.</source>
        <translation>风格改变模型的写法，不改变它的知识。切换从下一条回答起生效。把文件或文件夹拖到这里即可导入。</translation>
    </message>
    <message>
        <source>Built-in styles</source>
        <translation>内置风格</translation>
    </message>
    <message>
        <source>One for each job: with them this small model selects sentences of the article instead of inventing. Trained on texts of the US government (CC0).</source>
        <translation>每项任务各有一种：用了它，这个小模型会摘选文章中的句子，而不是自己编造。训练材料为美国政府文本（CC0）。</translation>
    </message>
    <message>
        <source>No style of your own yet</source>
        <translation>还没有自己的风格</translation>
    </message>
    <message>
        <source>A style's folder, or what P-Tuning v2 or PEFT has written</source>
        <translation>风格文件夹，或 P-Tuning v2、PEFT 的输出文件夹</translation>
    </message>
    <message>
        <source>A .newsstyle file, which somebody has exported</source>
        <translation>他人导出的 .newsstyle 文件</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Import file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Write it into one file for others</source>
        <translation>写成一个文件，供他人安装</translation>
    </message>
</context>
<context>
    <name>TextView</name>
    <message>
        <source>[… The rest is too long to be shown here.]</source>
        <translation>[……其余内容过长，无法在此显示。]</translation>
    </message>
</context>
<context>
    <name>TokenMeter</name>
    <message>
        <source>Counting…</source>
        <translation>正在计数…</translation>
    </message>
    <message>
        <source>No article</source>
        <translation>没有文章</translation>
    </message>
    <message>
        <source>Article length: {0}</source>
        <translation>文章长度：{0}</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>已读完</translation>
    </message>
    <message>
        <source>read {0} %</source>
        <translation>已读 {0}%</translation>
    </message>
    <message>
        <source>The article is read while you look at it: the first words of an answer then come sooner.</source>
        <translation>您浏览文章时模型已在阅读：回答的第一个字会来得更快。</translation>
    </message>
    <message>
        <source>{0} of {1} tokens</source>
        <translation>{0} / {1} 个词元</translation>
    </message>
    <message>
        <source>The first number is the article, the second about what this model can read. It counts in tokens, the pieces of words that it reads.</source>
        <translation>前一个数字是文章长度，后一个大约是该模型能读的长度。模型按词元（词的片段）计数。</translation>
    </message>
    <message>
        <source>This is an estimate, rather too long: the server that answers is not asked before you press Summarise or Send.</source>
        <translation>这是偏多的估计：在您点击“生成摘要”或“发送”之前，不会询问作答的服务器。</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Show earlier messages</source>
        <translation>显示更早的消息</translation>
    </message>
    <message>
        <source>New text below</source>
        <translation>下方有新内容</translation>
    </message>
    <message>
        <source>Go to the new text below</source>
        <translation>跳到下方的新内容</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
</context>
<context>
    <name>UnreadLine</name>
    <message>
        <source>Read everything</source>
        <translation>读取全文</translation>
    </message>
    <message>
        <source>Have the model read the whole article</source>
        <translation>让模型读取整篇文章</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show the next passage that is not read</source>
        <translation>显示下一处不读的内容</translation>
    </message>
    <message>
        <source>The model reads 1 passage, {0} of {1} characters.</source>
        <translation>模型只读 1 段，共 {1} 个字符中的 {0} 个。</translation>
    </message>
    <message>
        <source>The model reads {0} passages, {1} of {2} characters.</source>
        <translation>模型只读 {0} 段，共 {2} 个字符中的 {1} 个。</translation>
    </message>
    <message>
        <source>The model does not read 1 line.</source>
        <translation>有 1 行模型不读。</translation>
    </message>
    <message>
        <source>The model does not read {0} lines.</source>
        <translation>有 {0} 行模型不读。</translation>
    </message>
</context>
<context>
    <name>UserBubble</name>
    <message>
        <source>You asked</source>
        <translation>您的提问</translation>
    </message>
    <message>
        <source>Ask this again in other words; the old answers stay</source>
        <translation>换一种说法重新提问；原来的回答会保留</translation>
    </message>
    <message>
        <source>Copy the question</source>
        <translation>复制问题</translation>
    </message>
    <message>
        <source>Edit the question</source>
        <translation>修改问题</translation>
    </message>
</context>
<context>
    <name>CurveView</name>
    <message>
        <source>no losses yet</source>
        <translation>尚无损失值</translation>
    </message>
    <message>
        <source>loss {0} after {1} of {2} steps</source>
        <translation>第 {1} 步（共 {2} 步），损失 {0}</translation>
    </message>
    <message>
        <source>{0}, evaluation loss {1}</source>
        <translation>{0}，评测损失 {1}</translation>
    </message>
    <message>
        <source>Loss curve</source>
        <translation>损失曲线</translation>
    </message>
    <message>
        <source>The curve begins with the first step</source>
        <translation>完成第一步后开始绘制曲线</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>training, smoothed</source>
        <translation>训练（平滑）</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation>评测</translation>
    </message>
</context>
<context>
    <name>DataStep</name>
    <message>
        <source>What is in the file</source>
        <translation>文件内容</translation>
    </message>
    <message>
        <source>Look at this</source>
        <translation>请留意</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>A style learns from your own work: articles, and the summaries that your desk wrote of them. A few hundred pairs are a good start. They stay on this computer.</source>
        <translation>风格从您自己的稿件中学习：文章，以及编辑部为其撰写的摘要。几百对即可起步。数据不会离开本机。</translation>
    </message>
    <message>
        <source>The &amp;article is in</source>
        <translation>文章所在的列(&amp;A)</translation>
    </message>
    <message>
        <source>The &amp;summary is in</source>
        <translation>摘要所在的列(&amp;S)</translation>
    </message>
    <message>
        <source>Choose the two columns, then the file is read.</source>
        <translation>请选择这两列，随后读取文件。</translation>
    </message>
    <message>
        <source>Reading every row…</source>
        <translation>正在读取每一行…</translation>
    </message>
    <message>
        <source>A table with a column for the articles and one for their summaries, from Excel or as CSV, or JSON lines.</source>
        <translation>一个表格：一列为文章，一列为摘要。可以是 Excel、CSV 或 JSON Lines。</translation>
    </message>
    <message>
        <source>Save a file to &amp;fill in…</source>
        <translation>保存填写用的表格(&amp;F)…</translation>
    </message>
    <message>
        <source>Saved: {0}. Put your own articles and summaries in the place of the two examples, one article a row, save it, and drop it here.</source>
        <translation>已保存：{0}。请用您自己的文章和摘要替换其中两行示例，每行一篇文章，保存后拖放到此处。</translation>
    </message>
</context>
<context>
    <name>DropCard</name>
    <message>
        <source>Drop a file with articles and summaries here</source>
        <translation>将含有文章和摘要的文件拖到这里</translation>
    </message>
    <message>
        <source>Choose another…</source>
        <translation>换一个文件…</translation>
    </message>
    <message>
        <source>&amp;Choose a file…</source>
        <translation>选择文件(&amp;C)…</translation>
    </message>
    <message>
        <source>Excel, CSV or TSV with names of columns, JSON lines, or a JSON list of rows</source>
        <translation>带列名的 Excel、CSV 或 TSV 表格，JSON Lines，或由各行组成的 JSON 列表</translation>
    </message>
</context>
<context>
    <name>MissingCard</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Command that installs it</source>
        <translation>安装命令</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Installing PyTorch and its companions</source>
        <translation>正在安装 PyTorch 及相关软件包</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Training needs PyTorch and its companions</source>
        <translation>训练需要 PyTorch 及相关软件包</translation>
    </message>
    <message>
        <source>They are not installed yet ({0} is missing). Installing them fetches about {1} and takes {2} of the disk, once. Your texts stay on this computer.</source>
        <translation>尚未安装（缺少 {0}）。安装需下载约 {1}，占用磁盘 {2}，只需一次。您的文字仍留在本机。</translation>
    </message>
    <message>
        <source>They are not installed ({0} is missing), and this program has no pip that could fetch them. Install its training package in a terminal, then look again.</source>
        <translation>尚未安装（缺少 {0}），而本程序没有可用于下载的 pip。请在终端安装其训练软件包，然后重新检查。</translation>
    </message>
    <message>
        <source>Try &amp;again</source>
        <translation>重试(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Install (about {0})</source>
        <translation>安装（约 {0}）(&amp;I)</translation>
    </message>
    <message>
        <source>Or in a terminal:</source>
        <translation>或在终端运行：</translation>
    </message>
    <message>
        <source>In a terminal:</source>
        <translation>在终端运行：</translation>
    </message>
    <message>
        <source>Once that is installed</source>
        <translation>安装完成后使用</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop it; nothing half-made stays</source>
        <translation>停止，不留下任何未完成的内容</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
</context>
<context>
    <name>RunStep</name>
    <message>
        <source>Stopping after this step; what was learnt is being saved…</source>
        <translation>完成当前步后停止，正在保存已学到的内容…</translation>
    </message>
    <message>
        <source>Nothing was trained</source>
        <translation>未进行训练</translation>
    </message>
    <message>
        <source>You may close this page: the training goes on.</source>
        <translation>可以关闭此页面，训练会继续进行。</translation>
    </message>
    <message>
        <source>{0} tokens/s</source>
        <translation>每秒 {0} 个词元</translation>
    </message>
    <message>
        <source>saved at step {0}</source>
        <translation>已保存至第 {0} 步</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Save what was learnt, and go on later</source>
        <translation>保存已学到的内容，稍后继续</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>继续(&amp;R)</translation>
    </message>
    <message>
        <source>Go on from the last checkpoint</source>
        <translation>从最近的检查点继续</translation>
    </message>
    <message>
        <source>&amp;Use the style</source>
        <translation>使用该风格(&amp;U)</translation>
    </message>
    <message>
        <source>Answer in this style from now on</source>
        <translation>今后以该风格回答</translation>
    </message>
    <message>
        <source>Open &amp;folder</source>
        <translation>打开文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Show the run's files</source>
        <translation>显示该次训练的文件</translation>
    </message>
    <message>
        <source>{0} is ready</source>
        <translation>“{0}”已就绪</translation>
    </message>
    <message>
        <source>The training of {0} failed</source>
        <translation>“{0}”训练失败</translation>
    </message>
    <message>
        <source>{0} was stopped; it can go on where it was</source>
        <translation>“{0}”已停止，可从停止处继续</translation>
    </message>
    <message>
        <source>{0} was stopped before anything was saved</source>
        <translation>“{0}”在保存之前已停止</translation>
    </message>
</context>
<context>
    <name>SettingsStep</name>
    <message>
        <source>The starter model</source>
        <translation>入门模型</translation>
    </message>
    <message>
        <source>A checkpoint's folder…</source>
        <translation>检查点文件夹…</translation>
    </message>
    <message>
        <source>&amp;Name of the style</source>
        <translation>风格名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Base model</source>
        <translation>基础模型(&amp;B)</translation>
    </message>
    <message>
        <source>How &amp;long</source>
        <translation>训练时长(&amp;L)</translation>
    </message>
    <message>
        <source>House style</source>
        <translation>本报风格</translation>
    </message>
    <message>
        <source>The style is trained with this request</source>
        <translation>训练该风格时使用这一要求</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>充分</translation>
    </message>
    <message>
        <source>Length of the prefix (tokens)</source>
        <translation>前缀长度（词元）</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Longest article (tokens)</source>
        <translation>文章最大长度（词元）</translation>
    </message>
    <message>
        <source>Longest summary (tokens)</source>
        <translation>摘要最大长度（词元）</translation>
    </message>
    <message>
        <source>Seed (the same one gives the same style)</source>
        <translation>随机种子（相同则结果相同）</translation>
    </message>
    <message>
        <source>Licence of the style (optional)</source>
        <translation>风格的许可（可选）</translation>
    </message>
    <message>
        <source>the usual one</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Hide advanced settings</source>
        <translation>收起高级设置</translation>
    </message>
    <message>
        <source>Advanced settings</source>
        <translation>高级设置</translation>
    </message>
    <message>
        <source>The summaries &amp;are</source>
        <translation>摘要类型(&amp;A)</translation>
    </message>
    <message>
        <source>{0} steps; the time that they take is shown after the first ones</source>
        <translation>{0} 步；开始几步后会显示所需时间</translation>
    </message>
    <message>
        <source>A style fits only the model that it was trained on. For another one than the starter, choose the folder of the checkpoint that it was converted from.</source>
        <translation>风格只适用于训练它的模型。如不用入门模型，请选择所用模型转换前的检查点文件夹。</translation>
    </message>
</context>
<context>
    <name>TrainDesk</name>
    <message>
        <source>Its checkpoints are deleted. A style that was made of it stays.</source>
        <translation>检查点将被删除，由此生成的风格会保留。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Remove the training of {0}?</source>
        <translation>删除“{0}”的训练？</translation>
    </message>
    <message>
        <source>Choose the training data</source>
        <translation>选择训练数据</translation>
    </message>
    <message>
        <source>A style is being trained</source>
        <translation>正在训练风格</translation>
    </message>
    <message>
        <source>Closing stops the training. What was learnt is saved, and the training can go on at the next start.</source>
        <translation>关闭将停止训练。已学到的内容会保存，下次启动后可继续训练。</translation>
    </message>
    <message>
        <source>Stop and keep for later</source>
        <translation>停止并保留</translation>
    </message>
    <message>
        <source>Articles and summaries (*.xlsx *.csv *.tsv *.jsonl *.json)</source>
        <translation>文章与摘要 (*.xlsx *.csv *.tsv *.jsonl *.json)</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Save a file to fill in</source>
        <translation>保存填写用的表格</translation>
    </message>
    <message>
        <source>Articles and summaries</source>
        <translation>文章与摘要</translation>
    </message>
    <message>
        <source>Import a model's folder</source>
        <translation>导入模型文件夹</translation>
    </message>
</context>
<context>
    <name>TrainDialog</name>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Show the curve of its loss</source>
        <translation>查看损失曲线</translation>
    </message>
    <message>
        <source>Go on from the last checkpoint</source>
        <translation>从最近的检查点继续</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Delete its checkpoints; a style that was made of it stays</source>
        <translation>删除检查点，由此生成的风格会保留</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Start &amp;training</source>
        <translation>开始训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>下一步(&amp;N)</translation>
    </message>
    <message>
        <source>Train a style</source>
        <translation>训练风格</translation>
    </message>
    <message>
        <source>1  Data</source>
        <translation>1  数据</translation>
    </message>
    <message>
        <source>2  Settings</source>
        <translation>2  设置</translation>
    </message>
    <message>
        <source>3  Training</source>
        <translation>3  训练</translation>
    </message>
    <message>
        <source>Earlier trainings</source>
        <translation>以往的训练</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>A training that is going on goes on</source>
        <translation>正在进行的训练不会中断</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source> (numbers: {0}, dates: {1}, names: {2}, quotes: {3})</source>
        <translation>（数字 {0}、日期 {1}、名称 {2}、引语 {3}）</translation>
    </message>
    <message>
        <source>Evenly chosen and compared with their articles: {0} summaries</source>
        <translation>均匀选取并与文章核对的摘要：{0} 条</translation>
    </message>
    <message>
        <source>Every number, date, name and quote that was recognised is in its article</source>
        <translation>识别到的数字、日期、名称和引语在文章中都有</translation>
    </message>
    <message>
        <source>Summaries with numbers, dates, names or quotes that are not in their article: {0}{1}</source>
        <translation>含有原文未见的数字、日期、名称或引语的摘要：{0}{1}</translation>
    </message>
    <message>
        <source>{0} of {1} rows can be used</source>
        <translation>{1} 行中有 {0} 行可用</translation>
    </message>
    <message>
        <source>That is little: a style needs some hundred pairs to show</source>
        <translation>数量偏少：风格通常需要几百对数据才能显现</translation>
    </message>
    <message>
        <source>Articles have {0} tokens as a rule and {1} at most, summaries {2} and {3}</source>
        <translation>文章一般 {0} 个词元，最长 {1} 个；摘要一般 {2} 个，最长 {3} 个</translation>
    </message>
    <message>
        <source>Every row fits; nothing will be cut</source>
        <translation>各行长度都合适，不会截断</translation>
    </message>
    <message>
        <source>Line {0}: {1}</source>
        <translation>第 {0} 行：{1}</translation>
    </message>
    <message>
        <source> (lines {0})</source>
        <translation>（第 {0} 行）</translation>
    </message>
    <message>
        <source>{0}: loading the model…</source>
        <translation>{0}：正在加载模型…</translation>
    </message>
    <message>
        <source>{0}: step {1} of {2}</source>
        <translation>{0}：第 {1} 步，共 {2} 步</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed at step {0} of {1}</source>
        <translation>在第 {0} 步失败（共 {1} 步）</translation>
    </message>
    <message>
        <source>Stopped at step {0} of {1}</source>
        <translation>已停止在第 {0} 步（共 {1} 步）</translation>
    </message>
    <message>
        <source>loss {0}</source>
        <translation>损失 {0}</translation>
    </message>
    <message>
        <source>Too long, so that only the beginning is learnt: {0}{1}</source>
        <translation>过长、只学习开头部分的行：{0}{1}</translation>
    </message>
    <message>
        <source>Repeating an earlier article: {0}{1}</source>
        <translation>文章与前面重复的行：{0}{1}</translation>
    </message>
    <message>
        <source>Left out, because there is no text: {0}{1}</source>
        <translation>因没有文字而略过：{0}{1}</translation>
    </message>
    <message>
        <source>The file was read as {0}</source>
        <translation>文件按 {0} 编码读取</translation>
    </message>
    <message>
        <source>The file was read as {0}, which is not certain: look at a row</source>
        <translation>文件按 {0} 编码读取，但不能确定：请抽查一行</translation>
    </message>
    <message>
        <source>Left out, because they cannot be read: {0}{1}</source>
        <translation>因无法读取而略过：{0}{1}</translation>
    </message>
    <message>
        <source>Left out, because one of the two columns is missing: {0}{1}</source>
        <translation>因缺少其中一列而略过：{0}{1}</translation>
    </message>
    <message>
        <source> (line {0})</source>
        <translation>（第 {0} 行）</translation>
    </message>
    <message>
        <source>Kept aside to measure the style on, and not learnt from: {0}</source>
        <translation>留作检验、不参与训练的行数：{0}</translation>
    </message>
    <message>
        <source>Trying them out…</source>
        <translation>正在试运行…</translation>
    </message>
    <message>
        <source>Unpacking {0}…</source>
        <translation>正在解压 {0}…</translation>
    </message>
    <message>
        <source>Unpacking {1} packages…</source>
        <translation>正在解压 {1} 个软件包…</translation>
    </message>
    <message>
        <source>Asking for the packages…</source>
        <translation>正在查询软件包…</translation>
    </message>
    <message>
        <source>Fetching {0}: {1} of {2}</source>
        <translation>正在下载 {0}：{1}，共 {2}</translation>
    </message>
    <message>
        <source>Fetching {0}…</source>
        <translation>正在下载 {0}…</translation>
    </message>
    <message>
        <source>Fetching {0}, package {1} of {2}</source>
        <translation>正在下载 {0}，第 {1} 个，共 {2} 个</translation>
    </message>
</context>
<context>
    <name>Weights</name>
    <message>
        <source>{0}; {1}; {2}.</source>
        <translation>{0}；{1}；质量：{2}。</translation>
    </message>
    <message>
        <source>Half the memory of fp16</source>
        <translation>内存为 fp16 的一半</translation>
    </message>
    <message>
        <source>About half the memory of int8</source>
        <translation>内存约为 int8 的一半</translation>
    </message>
    <message>
        <source>Twice the memory of int8</source>
        <translation>内存为 int8 的两倍</translation>
    </message>
    <message>
        <source>its speed here is being measured</source>
        <translation>正在测量本机上的速度</translation>
    </message>
    <message>
        <source>speed not measured on this computer yet</source>
        <translation>尚未在本机测量速度</translation>
    </message>
    <message>
        <source>writes {0} times as fast as {1} on this computer</source>
        <translation>本机上的写作速度是 {1} 的 {0} 倍</translation>
    </message>
    <message>
        <source>answers practically as exact as with fp16</source>
        <translation>回答与 fp16 几乎一样准确</translation>
    </message>
    <message>
        <source>makes noticeably more mistakes: use it where memory is short</source>
        <translation>错误明显较多，内存不足时再用</translation>
    </message>
    <message>
        <source>the weights as published, not rounded</source>
        <translation>权重与发布时相同，未取整</translation>
    </message>
</context>
<context>
    <name>BackupsDialog</name>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Backups of the conversations</source>
        <translation>对话备份</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Show the files of the backups</source>
        <translation>显示备份文件</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>There is no backup yet. One is made every day.</source>
        <translation>还没有备份。程序每天会自动备份一次。</translation>
    </message>
    <message>
        <source>It is damaged and cannot be restored</source>
        <translation>已损坏，无法恢复</translation>
    </message>
    <message>
        <source>1 conversation</source>
        <translation>1 个对话</translation>
    </message>
    <message>
        <source>{0} conversations</source>
        <translation>{0} 个对话</translation>
    </message>
    <message>
        <source>Go on with these conversations; the present ones are kept</source>
        <translation>改用这些对话；当前的对话会另外保留</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>恢复…</translation>
    </message>
    <message>
        <source>Made every day</source>
        <translation>每日备份</translation>
    </message>
    <message>
        <source>Made before an update</source>
        <translation>升级前备份</translation>
    </message>
    <message>
        <source>Kept when a backup was restored</source>
        <translation>恢复备份时保留</translation>
    </message>
    <message>
        <source>One is made every day and kept for seven days. What you erase leaves the backups too.</source>
        <translation>每天自动备份一次，保留七天。永久抹除的内容也会从备份中清除。</translation>
    </message>
</context>
<context>
    <name>FilesDesk</name>
    <message>
        <source>Save the conversation</source>
        <translation>保存对话</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Saved conversation (*.newschat)</source>
        <translation>已保存的对话 (*.newschat)</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>已保存为 {0}</translation>
    </message>
</context>
<context>
    <name>HistoryDesk</name>
    <message>
        <source>Erase this conversation for good?</source>
        <translation>永久抹除该对话？</translation>
    </message>
    <message>
        <source>“{0}” is erased from the history, the search index, all backups and the drafts. A backup that is damaged and may hold it is deleted. It cannot be brought back.</source>
        <translation>“{0}”将从历史记录、搜索索引、所有备份和草稿中抹除。已损坏且可能含有它的备份会被删除。此操作无法撤销。</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>抹除</translation>
    </message>
    <message>
        <source>Not every backup could be reached</source>
        <translation>部分备份无法处理</translation>
    </message>
    <message>
        <source>The conversation is erased, but these backups still hold it: {0}. They are tried again every day.</source>
        <translation>对话已抹除，但以下备份中仍有其内容：{0}。之后每天会重试。</translation>
    </message>
    <message>
        <source>Restore the backup of {0}?</source>
        <translation>恢复 {0} 的备份？</translation>
    </message>
    <message>
        <source>The window goes on with the conversations of that backup. Those of now are kept as a backup of their own.</source>
        <translation>窗口将改用该备份中的对话。当前的对话会另存为一个备份。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>The conversations of {0} are back.</source>
        <translation>已恢复 {0} 的对话。</translation>
    </message>
    <message>
        <source> Those of before are kept in {0}.</source>
        <translation>之前的对话保存在 {0}。</translation>
    </message>
    <message>
        <source>Close all the same</source>
        <translation>仍然关闭</translation>
    </message>
    <message>
        <source>Rename the conversation</source>
        <translation>重命名对话</translation>
    </message>
    <message>
        <source>Everything is saved</source>
        <translation>已全部保存</translation>
    </message>
    <message>
        <source>Some answers are not saved</source>
        <translation>有回答尚未保存</translation>
    </message>
    <message>
        <source>The history cannot be written, so that what is marked “Not saved” is in this window only. Copy what you need; if you close now, it is lost.</source>
        <translation>历史记录无法写入，标有“未保存”的内容只在此窗口中。请复制需要的内容；现在关闭就会丢失。</translation>
    </message>
    <message>
        <source>No longer pinned: “{0}”</source>
        <translation>已取消置顶：“{0}”</translation>
    </message>
    <message>
        <source>Pinned: “{0}”</source>
        <translation>已置顶：“{0}”</translation>
    </message>
    <message>
        <source>The conversation is called: “{0}”</source>
        <translation>对话标题已改为：“{0}”</translation>
    </message>
</context>
<context>
    <name>EditedLine</name>
    <message>
        <source>Show the edited answer</source>
        <translation>显示改动后的回答</translation>
    </message>
    <message>
        <source>Show what was made of it</source>
        <translation>显示改动后的文字</translation>
    </message>
    <message>
        <source>This is what the model wrote</source>
        <translation>这是模型原来写的</translation>
    </message>
    <message>
        <source>Show what the model wrote</source>
        <translation>显示模型原文</translation>
    </message>
    <message>
        <source>Show the answer as it was at first</source>
        <translation>显示最初的回答</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>已改动</translation>
    </message>
    <message>
        <source>Edited: 1 quote in the article's words</source>
        <translation>已改动：1 处引语改用文章原话</translation>
    </message>
    <message>
        <source>Edited: {0} quotes in the article's words</source>
        <translation>已改动：{0} 处引语改用文章原话</translation>
    </message>
</context>
<context>
    <name>AnswerEditing</name>
    <message>
        <source>The quote has the article's words now.</source>
        <translation>引语已改用文章原话。</translation>
    </message>
    <message>
        <source>The answer is as the model wrote it.</source>
        <translation>回答已恢复为模型原文。</translation>
    </message>
    <message>
        <source>The edited answer is shown again.</source>
        <translation>已重新显示改动后的回答。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>EncodingBar</name>
    <message>
        <source>Read as…</source>
        <translation>以其他编码读取…</translation>
    </message>
    <message>
        <source>Read the file in another encoding</source>
        <translation>用另一种编码重新读取文件</translation>
    </message>
    <message>
        <source>Close this line</source>
        <translation>关闭此行</translation>
    </message>
</context>
<context>
    <name>Encodings</name>
    <message>
        <source>Unicode (UTF-8)</source>
        <translation>Unicode 编码（UTF-8）</translation>
    </message>
    <message>
        <source>Chinese (GB 18030, GBK)</source>
        <translation>中文（GB 18030、GBK）</translation>
    </message>
    <message>
        <source>Chinese (Big5)</source>
        <translation>中文（Big5）</translation>
    </message>
    <message>
        <source>Western (Windows-1252)</source>
        <translation>西欧（Windows-1252）</translation>
    </message>
    <message>
        <source>Unicode (UTF-16 LE)</source>
        <translation>Unicode 编码（UTF-16 LE）</translation>
    </message>
    <message>
        <source>Unicode (UTF-16 BE)</source>
        <translation>Unicode 编码（UTF-16 BE）</translation>
    </message>
    <message>
        <source>The file was read as {0}.</source>
        <translation>文件按 {0} 读取。</translation>
    </message>
    <message>
        <source>The file was read as {0}, which is not certain.</source>
        <translation>文件按 {0} 读取，但不能确定。</translation>
    </message>
    <message>
        <source>Places that could not be read: {0}. They show as �.</source>
        <translation>有 {0} 处无法读取，显示为 �。</translation>
    </message>
</context>
<context>
    <name>AboutSheet</name>
    <message>
        <source>News Assistant {0}</source>
        <translation>新闻助手 {0}</translation>
    </message>
    <message>
        <source>Summarises news articles and answers questions about them with a ChatGLM model on this computer. Check every answer against the article before you publish.</source>
        <translation>用本机上的 ChatGLM 模型为新闻文章生成摘要并回答问题。发稿前请对照原文核实每一条回答。</translation>
    </message>
    <message>
        <source>Nothing leaves this computer.</source>
        <translation>任何内容都不会离开本机。</translation>
    </message>
</context>
<context>
    <name>AnotherWindowSheet</name>
    <message>
        <source>News Assistant is open, but does not answer</source>
        <translation>新闻助手已打开，但没有响应</translation>
    </message>
    <message>
        <source>It may be busy. Its window keeps its article; another window has the same conversations.</source>
        <translation>它可能正忙。原窗口会保留其文章；另开的窗口使用相同的对话记录。</translation>
    </message>
    <message>
        <source>Open another window</source>
        <translation>另开一个窗口</translation>
    </message>
</context>
<context>
    <name>ArticleDesk</name>
    <message>
        <source>Open an article or a conversation</source>
        <translation>打开文章或对话</translation>
    </message>
    <message>
        <source>Articles and saved conversations ({0})</source>
        <translation>文章和已保存的对话 ({0})</translation>
    </message>
</context>
<context>
    <name>Copying</name>
    <message>
        <source>The answer was copied</source>
        <translation>回答已复制</translation>
    </message>
    <message>
        <source>The conversation was copied</source>
        <translation>对话已复制</translation>
    </message>
</context>
<context>
    <name>CrashSheet</name>
    <message>
        <source>News Assistant stopped unexpectedly</source>
        <translation>新闻助手曾意外退出</translation>
    </message>
    <message>
        <source>Your conversations were saved. This report may help whoever maintains the program; it holds no article text, and it stays here unless you pass it on.</source>
        <translation>您的对话已保存。这份报告可供程序维护者参考；其中不含文章内容，除非您转交，否则只留在本机。</translation>
    </message>
    <message>
        <source>Crash report</source>
        <translation>故障报告</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>知道了</translation>
    </message>
</context>
<context>
    <name>DamagedSheet</name>
    <message>
        <source>The conversations cannot be opened</source>
        <translation>无法打开对话</translation>
    </message>
    <message>
        <source>Restore a backup to go on with the conversations of an earlier day. The damaged file is kept whatever you choose.</source>
        <translation>恢复备份即可继续使用之前某一天的对话。无论如何选择，损坏的文件都会保留。</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Start with an empty history</source>
        <translation>从空白历史开始</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>恢复备份…</translation>
    </message>
</context>
<context>
    <name>FailureSheet</name>
    <message>
        <source>News Assistant cannot start</source>
        <translation>新闻助手无法启动</translation>
    </message>
</context>
<context>
    <name>LicenceSheet</name>
    <message>
        <source>Download {0}?</source>
        <translation>下载 {0}？</translation>
    </message>
    <message>
        <source>{0} will be fetched from {1}.</source>
        <translation>将从 {1} 下载 {0}。</translation>
    </message>
    <message>
        <source>The source shows no licence text.</source>
        <translation>下载来源没有提供许可文本。</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Accept and download</source>
        <translation>接受并下载</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>The training of {0} was stopped at step {1} of {2}.</source>
        <translation>“{0}”的训练停在第 {1} 步（共 {2} 步）。</translation>
    </message>
    <message>
        <source>Go on with it…</source>
        <translation>继续训练…</translation>
    </message>
    <message>
        <source>Train a style…</source>
        <translation>训练风格…</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>{0} was not summarised to its end.</source>
        <translation>“{0}”的摘要尚未全部生成。</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ShortcutsSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
</context>
<context>
    <name>TooLongSheet</name>
    <message>
        <source>The article is too long</source>
        <translation>文章太长</translation>
    </message>
    <message>
        <source>The model can read the part that fits, from the beginning. The rest is shown in grey in the article and plays no part in the answer.</source>
        <translation>模型可以从头读到放得下的地方。其余部分在文章中显示为灰色，不会用于回答。</translation>
    </message>
    <message>
        <source>Use the part that fits</source>
        <translation>只用放得下的部分</translation>
    </message>
    <message>
        <source>It has {0}; this model can read the first {1}.</source>
        <translation>全文 {0}，该模型能读前 {1} 个。</translation>
    </message>
    <message>
        <source>In tokens, the pieces of words that it reads: {0}, room for {1}.</source>
        <translation>按词元（模型读取的词的片段）计：{0}，可容纳 {1}。</translation>
    </message>
    <message>
        <source>Only the beginning</source>
        <translation>只用开头</translation>
    </message>
    <message>
        <source>Or mark the passages that count: select one in the article, press {0}, and go on with the next. The model then reads these alone.</source>
        <translation>也可以标出重要的段落：在文章中选中一段，按 {0}，再选下一段。模型就只读这些段落。</translation>
    </message>
    <message>
        <source>Mark passages</source>
        <translation>标出段落</translation>
    </message>
</context>
<context>
    <name>Origins</name>
    <message>
        <source>{0}, edited</source>
        <translation>{0}，已修改</translation>
    </message>
    <message>
        <source>pasted from {0}</source>
        <translation>粘贴自 {0}</translation>
    </message>
    <message>
        <source>dropped {0}</source>
        <translation>拖入 {0}</translation>
    </message>
    <message>
        <source>opened {0}</source>
        <translation>打开自 {0}</translation>
    </message>
    <message>
        <source>from {0}</source>
        <translation>来自 {0}</translation>
    </message>
    <message>
        <source>pasted {0}</source>
        <translation>{0} 粘贴</translation>
    </message>
    <message>
        <source>dropped in {0}</source>
        <translation>{0} 拖入</translation>
    </message>
    <message>
        <source>typed</source>
        <translation>手动输入</translation>
    </message>
    <message>
        <source>sample article</source>
        <translation>示例文章</translation>
    </message>
    <message>
        <source>origin unknown</source>
        <translation>来源未知</translation>
    </message>
    <message>
        <source>Typed here</source>
        <translation>在此手动输入</translation>
    </message>
    <message>
        <source>Pasted</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Dropped on the window</source>
        <translation>拖入窗口</translation>
    </message>
    <message>
        <source>Opened from a file</source>
        <translation>从文件打开</translation>
    </message>
    <message>
        <source>A sample that comes with the program</source>
        <translation>程序自带的示例</translation>
    </message>
    <message>
        <source>How it came in was not written down</source>
        <translation>没有记录文章是怎样进来的</translation>
    </message>
    <message>
        <source>Read as {0}</source>
        <translation>按 {0} 读取</translation>
    </message>
    <message>
        <source>Edited here since</source>
        <translation>之后在此修改过</translation>
    </message>
    <message>
        <source>d MMM, HH:mm</source>
        <translation>M月d日 HH:mm</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm</source>
        <translation>yyyy年M月d日 HH:mm</translation>
    </message>
    <message>
        <source>Author: {0}</source>
        <translation>作者：{0}</translation>
    </message>
    <message>
        <source>Date: {0}</source>
        <translation>日期：{0}</translation>
    </message>
    <message>
        <source>Source: {0}</source>
        <translation>来源：{0}</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>fetched from {0}</source>
        <translation>抓取自 {0}</translation>
    </message>
    <message>
        <source>Fetched from its address</source>
        <translation>按地址抓取</translation>
    </message>
</context>
<context>
    <name>WaitingBar</name>
    <message>
        <source>Put first</source>
        <translation>优先回答</translation>
    </message>
    <message>
        <source>Answer this before the others that wait</source>
        <translation>在其他等待的请求之前回答这一条</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take this request back; nothing else is stopped</source>
        <translation>撤回这个请求；不会停止其他回答</translation>
    </message>
    <message>
        <source>Answer it</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Answer the last request now</source>
        <translation>现在回答最后一个请求</translation>
    </message>
</context>
<context>
    <name>Turns</name>
    <message>
        <source>No model is loaded; this waits for one.</source>
        <translation>没有加载模型；这个请求会等到有模型为止。</translation>
    </message>
    <message>
        <source>The model is loading; yours is next.</source>
        <translation>模型正在加载；接下来就是您的请求。</translation>
    </message>
    <message>
        <source>The model is loading; before yours: {0}.</source>
        <translation>模型正在加载；您之前还有 {0} 个。</translation>
    </message>
    <message>
        <source>Answering “{0}”; yours is next.</source>
        <translation>正在回答“{0}”；接下来就是您的请求。</translation>
    </message>
    <message>
        <source>Answering “{0}”; waiting before yours: {1}.</source>
        <translation>正在回答“{0}”；您之前还有 {1} 个在等。</translation>
    </message>
    <message>
        <source>This request was not answered.</source>
        <translation>这个请求没有得到回答。</translation>
    </message>
</context>
<context>
    <name>DeletedDialog</name>
    <message>
        <source>Recently deleted</source>
        <translation>最近删除</translation>
    </message>
    <message>
        <source>Erase all…</source>
        <translation>全部抹除…</translation>
    </message>
    <message>
        <source>Erase all of them for good now</source>
        <translation>现在永久抹除全部</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nothing was deleted.</source>
        <translation>没有删除过对话。</translation>
    </message>
    <message>
        <source>Damaged conversation</source>
        <translation>损坏的对话</translation>
    </message>
    <message>
        <source>Put it back into the list and open it</source>
        <translation>放回列表并打开</translation>
    </message>
    <message>
        <source>Erase it now, from the backups too; nothing brings it back</source>
        <translation>现在抹除，备份中也抹除；无法恢复</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Erase now…</source>
        <translation>立即抹除…</translation>
    </message>
    <message>
        <source>Deleted {0}</source>
        <translation>{0} 删除</translation>
    </message>
    <message>
        <source>erased today</source>
        <translation>今天抹除</translation>
    </message>
    <message>
        <source>erased tomorrow</source>
        <translation>明天抹除</translation>
    </message>
    <message>
        <source>erased in {0} days</source>
        <translation>{0} 天后抹除</translation>
    </message>
    <message>
        <source>Conversations stay here for {0} days. Then they are erased for good, from the backups too.</source>
        <translation>对话在这里保留 {0} 天，之后永久抹除，备份中也会抹除。</translation>
    </message>
</context>
<context>
    <name>DeletedDesk</name>
    <message>
        <source>Erase this conversation for good?</source>
        <translation>永久抹除该对话？</translation>
    </message>
    <message>
        <source>“{0}” is erased from the history, all backups and the drafts. It cannot be brought back.</source>
        <translation>“{0}”将从历史、所有备份和草稿中抹除，无法恢复。</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>抹除</translation>
    </message>
    <message>
        <source>Erase all deleted conversations for good?</source>
        <translation>永久抹除所有已删除的对话？</translation>
    </message>
    <message>
        <source>{0} conversations are erased from the history, all backups and the drafts. They cannot be brought back.</source>
        <translation>{0} 个对话将从历史、所有备份和草稿中抹除，无法恢复。</translation>
    </message>
    <message>
        <source>Erase all</source>
        <translation>全部抹除</translation>
    </message>
</context>
<context>
    <name>ChangedBar</name>
    <message>
        <source>The article has changed since these answers. The next summary or question starts a new conversation.</source>
        <translation>这些回答之后文章有改动。下一次摘要或提问会开始新的对话。</translation>
    </message>
    <message>
        <source>These answers are about an article that was taken away here. Questions still go to it.</source>
        <translation>这些回答所依据的文章已从这里移除。提问仍会针对它。</translation>
    </message>
    <message>
        <source>These answers were given without this article. The next summary or question starts a new conversation.</source>
        <translation>这些回答没有依据这篇文章。下一次摘要或提问会开始新的对话。</translation>
    </message>
    <message>
        <source>Show the article</source>
        <translation>显示文章</translation>
    </message>
    <message>
        <source>Show the answered text</source>
        <translation>显示回答所依据的文本</translation>
    </message>
</context>
<context>
    <name>ModelCombo</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>尚无模型</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>Get, check and remove models</source>
        <translation>获取、校验和删除模型</translation>
    </message>
    <message>
        <source>The model that answers; press to choose another one</source>
        <translation>当前回答所用的模型，点击可另选</translation>
    </message>
    <message>
        <source>Reads: {0}</source>
        <translation>语言：{0}</translation>
    </message>
    <message>
        <source>Licence: {0}</source>
        <translation>许可：{0}</translation>
    </message>
    <message>
        <source>At {0}</source>
        <translation>位于 {0}</translation>
    </message>
    <message>
        <source>Models on a server of your newsroom; texts leave this computer</source>
        <translation>使用本单位服务器上的模型；文本会离开本机</translation>
    </message>
    <message>
        <source>Newsroom servers…</source>
        <translation>编辑部服务器…</translation>
    </message>
    <message>
        <source>What you ask these models leaves this computer</source>
        <translation>向这些模型提问时，内容会离开本机</translation>
    </message>
</context>
<context>
    <name>LanguageOffer</name>
    <message>
        <source>Get a better model…</source>
        <translation>获取更好的模型…</translation>
    </message>
    <message>
        <source>Shows the models, what they read and what they need</source>
        <translation>查看各模型能读的语言和所需空间</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>The starter model reads {0} only, and this article is in {1}.</source>
        <translation>入门模型只读{0}，而这篇文章是{1}的。</translation>
    </message>
    <message>
        <source>{0} reads {1} only, and this article is in {2}.</source>
        <translation>{0} 只读{1}，而这篇文章是{2}的。</translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>That is a picture. Copy the text of the article instead.</source>
        <translation>这是一张图片，请改为复制文章的文字。</translation>
    </message>
    <message>
        <source>The clipboard holds no text. Copy the article first, then come back.</source>
        <translation>剪贴板里没有文字。请先复制文章，再回到这里。</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find in this column</source>
        <translation>在此栏中查找</translation>
    </message>
    <message>
        <source>Previous place (Shift+Enter)</source>
        <translation>上一处（Shift+Enter）</translation>
    </message>
    <message>
        <source>Next place (Enter)</source>
        <translation>下一处（Enter）</translation>
    </message>
    <message>
        <source>Close this line (Esc)</source>
        <translation>关闭此栏（Esc）</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>第 {0} 处，共 {1} 处</translation>
    </message>
</context>
<context>
    <name>Aside</name>
    <message>
        <source>Put aside: {0}</source>
        <translation>已收起：{0}</translation>
    </message>
    <message>
        <source>Put aside: {0}, and {1} more before it</source>
        <translation>已收起：{0}，此前还有 {1} 篇</translation>
    </message>
</context>
<context>
    <name>Installing</name>
    <message>
        <source>Installing what training needs…</source>
        <translation>正在安装训练所需的软件包…</translation>
    </message>
    <message>
        <source>Installing what training needs: {0} %</source>
        <translation>正在安装训练所需的软件包：{0}%</translation>
    </message>
    <message>
        <source>Styles can be trained now.</source>
        <translation>现在可以训练风格了。</translation>
    </message>
</context>
<context>
    <name>UnsavedBar</name>
    <message>
        <source>Earlier conversations cannot be shown until then.</source>
        <translation>在此之前无法显示以前的对话。</translation>
    </message>
    <message>
        <source>Summaries and questions work all the same, but until then they are in this window only: copy what you need.</source>
        <translation>摘要和提问照常可用，但在此之前只保留在此窗口中：请复制需要的内容。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>Unread</name>
    <message>
        <source>Read without the lines around the article</source>
        <translation>已读全文（文章以外的行除外）</translation>
    </message>
    <message>
        <source>{0} % of the article was not read: its end</source>
        <translation>文章末尾的 {0}% 未被阅读</translation>
    </message>
    <message>
        <source>Read 1 passage, {0} of {1} characters</source>
        <translation>读了 1 段，共 {1} 个字符中的 {0} 个</translation>
    </message>
    <message>
        <source>Read {0} passages, {1} of {2} characters</source>
        <translation>读了 {0} 段，共 {2} 个字符中的 {1} 个</translation>
    </message>
</context>
<context>
    <name>Lengths</name>
    <message>
        <source>{0} of {1} characters</source>
        <translation>{0} / {1} 字</translation>
    </message>
    <message>
        <source>{0} of {1} words</source>
        <translation>{0} / {1} 词</translation>
    </message>
    <message>
        <source>{0} characters</source>
        <translation>{0} 个字</translation>
    </message>
    <message>
        <source>{0} words</source>
        <translation>{0} 个词</translation>
    </message>
</context>
<context>
    <name>JobForm</name>
    <message>
        <source>&amp;Instruction</source>
        <translation>指令(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Length, in words (Chinese: characters)</source>
        <translation>长度(&amp;L)，按字数（英文按词数）</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>A headline is one line, for example</source>
        <translation>例如标题只有一行</translation>
    </message>
    <message>
        <source>About how long the answer shall be; empty: as in the settings</source>
        <translation>回答大约多长；留空则按设置</translation>
    </message>
    <message>
        <source>As above</source>
        <translation>同上</translation>
    </message>
    <message>
        <source>As chosen</source>
        <translation>按所选风格</translation>
    </message>
    <message>
        <source>As in the settings</source>
        <translation>按设置</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>基础模型</translation>
    </message>
    <message>
        <source>For &amp;Chinese articles, if in other words</source>
        <translation>用于中文文章，如需另写(&amp;C)</translation>
    </message>
    <message>
        <source>In both, {language} becomes the language of the article and {length} the length below.</source>
        <translation>两处的 {language} 会换成文章的语言，{length} 会换成下面的长度。</translation>
    </message>
    <message>
        <source>Left empty, the instruction above is used for them too</source>
        <translation>留空则中文文章也用上面的指令</translation>
    </message>
    <message>
        <source>Or &amp;before one of these texts, one a line (\n is a line break)</source>
        <translation>或在下列文字之前结束，每行一条（\n 表示换行）(&amp;B)</translation>
    </message>
    <message>
        <source>St&amp;yle</source>
        <translation>风格(&amp;Y)</translation>
    </message>
    <message>
        <source>The answer &amp;ends</source>
        <translation>回答结束于(&amp;E)</translation>
    </message>
    <message>
        <source>The answer ends before the first of them and does not show it</source>
        <translation>回答在最先出现的那条之前结束，且不显示它</translation>
    </message>
    <message>
        <source>This stays as it is: {0}</source>
        <translation>以下内容原样保留：{0}</translation>
    </message>
    <message>
        <source>What it is called under the article and in the menu</source>
        <translation>在文章下方和菜单中显示的名称</translation>
    </message>
    <message>
        <source>What the model reads behind the article</source>
        <translation>模型在文章之后读到的内容</translation>
    </message>
    <message>
        <source>Where the model ends it</source>
        <translation>由模型决定</translation>
    </message>
    <message>
        <source>Who writes it; a style that is not installed gives way</source>
        <translation>由谁来写；未安装的风格会让位</translation>
    </message>
    <message>
        <source>With its first line</source>
        <translation>第一行之后</translation>
    </message>
    <message>
        <source>{0} (not installed)</source>
        <translation>{0}（未安装）</translation>
    </message>
</context>
<context>
    <name>JobMenu</name>
    <message>
        <source>&amp;Jobs</source>
        <translation>任务(&amp;J)</translation>
    </message>
</context>
<context>
    <name>JobOffer</name>
    <message>
        <source>Summarise writes: {0}</source>
        <translation>“生成摘要”将写：{0}</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>A length is a whole number of up to {0}.</source>
        <translation>长度应为不超过 {0} 的整数。</translation>
    </message>
    <message>
        <source>Added as {0}: another job is called {1}</source>
        <translation>已添加为“{0}”：已有名为“{1}”的任务</translation>
    </message>
    <message>
        <source>Added: {0}</source>
        <translation>已添加：{0}</translation>
    </message>
    <message>
        <source>An instruction may have up to {0} characters.</source>
        <translation>指令最多 {0} 个字符。</translation>
    </message>
    <message>
        <source>Another job has this name.</source>
        <translation>已有同名任务。</translation>
    </message>
    <message>
        <source>Give the job a name.</source>
        <translation>请为任务取名。</translation>
    </message>
    <message>
        <source>Left out: {0}. There may be up to {2} jobs</source>
        <translation>未导入：{0}。任务最多 {2} 个</translation>
    </message>
    <message>
        <source>Left out: {1}</source>
        <translation>未导入：{1}</translation>
    </message>
    <message>
        <source>One of these texts is empty.</source>
        <translation>其中有一条为空。</translation>
    </message>
    <message>
        <source>Such a text may have up to {0} characters.</source>
        <translation>每条最多 {0} 个字符。</translation>
    </message>
    <message>
        <source>The instruction says {length}: give a length, or take that out.</source>
        <translation>指令中有 {length}：请填写长度，或将其删去。</translation>
    </message>
    <message>
        <source>The name may have up to {0} characters.</source>
        <translation>名称最多 {0} 个字符。</translation>
    </message>
    <message>
        <source>There already: {0}</source>
        <translation>已存在：{0}</translation>
    </message>
    <message>
        <source>There may be up to {0} such texts.</source>
        <translation>最多 {0} 条。</translation>
    </message>
    <message>
        <source>Write what the model shall do.</source>
        <translation>请写明要模型做什么。</translation>
    </message>
    <message>
        <source>its style {0} is not installed here</source>
        <translation>其风格 {0} 未在本机安装</translation>
    </message>
</context>
<context>
    <name>JobsDesk</name>
    <message>
        <source>Conversations keep its name and what it said.</source>
        <translation>已有对话会保留它的名称和内容。</translation>
    </message>
    <message>
        <source>Copy of {0}</source>
        <translation>{0} 副本</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the job {0}?</source>
        <translation>删除任务“{0}”？</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Discard what is not saved?</source>
        <translation>放弃未保存的更改？</translation>
    </message>
    <message>
        <source>Export jobs</source>
        <translation>导出任务</translation>
    </message>
    <message>
        <source>Import jobs</source>
        <translation>导入任务</translation>
    </message>
    <message>
        <source>Jobs (*.json)</source>
        <translation>任务 (*.json)</translation>
    </message>
    <message>
        <source>New job</source>
        <translation>新任务</translation>
    </message>
    <message>
        <source>Not saved: {0}</source>
        <translation>未保存：{0}</translation>
    </message>
    <message>
        <source>Restore brings it back as it came.</source>
        <translation>可用“恢复”按原样找回。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the changes?</source>
        <translation>保存更改？</translation>
    </message>
    <message>
        <source>Save the new job first, then move it.</source>
        <translation>请先保存新任务再移动。</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>The jobs of the program are as they came. Yours stay.</source>
        <translation>程序自带的任务已恢复原样，您自己的任务不变。</translation>
    </message>
    <message>
        <source>There may be up to {0} jobs.</source>
        <translation>任务最多 {0} 个。</translation>
    </message>
    <message>
        <source>What became of each job</source>
        <translation>各任务的导入结果</translation>
    </message>
    <message>
        <source>{0} jobs are in {1}.</source>
        <translation>{0} 个任务已存入 {1}。</translation>
    </message>
    <message>
        <source>{0} of {1} jobs were added.</source>
        <translation>共 {1} 个任务，已添加 {0} 个。</translation>
    </message>
</context>
<context>
    <name>JobsDialog</name>
    <message>
        <source>A job is what Summarise asks for. The first four stand under the article, the first nine have the keys {0} to {1}.</source>
        <translation>任务就是“生成摘要”要模型做的事。前四个显示在文章下方，前九个可用 {0} 至 {1} 选择。</translation>
    </message>
    <message>
        <source>Add the jobs in a file</source>
        <translation>添加文件中的任务</translation>
    </message>
    <message>
        <source>Bring back the jobs of the program as they came; yours stay</source>
        <translation>将程序自带的任务恢复原样，您自己的任务不变</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>Delete the job (Del)</source>
        <translation>删除任务 (Del)</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Duplicate the job</source>
        <translation>复制任务</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Jobs in their order</source>
        <translation>任务列表（按顺序）</translation>
    </message>
    <message>
        <source>Move down (Alt+Down)</source>
        <translation>下移 (Alt+Down)</translation>
    </message>
    <message>
        <source>Move up (Alt+Up)</source>
        <translation>上移 (Alt+Up)</translation>
    </message>
    <message>
        <source>New job</source>
        <translation>新任务</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save all jobs as one file</source>
        <translation>将全部任务存为一个文件</translation>
    </message>
    <message>
        <source>Save what was changed</source>
        <translation>保存更改</translation>
    </message>
    <message>
        <source>Take back what is not saved</source>
        <translation>撤回未保存的更改</translation>
    </message>
    <message>
        <source>{0}, not saved</source>
        <translation>{0}，未保存</translation>
    </message>
</context>
<context>
    <name>ReadingBar</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Reading {0}…</source>
        <translation>正在读取 {0}…</translation>
    </message>
    <message>
        <source>Stop reading; the present article stays (Esc)</source>
        <translation>停止读取，保留当前文章 (Esc)</translation>
    </message>
    <message>
        <source>Fetching a page from {0}…</source>
        <translation>正在从 {0} 抓取网页…</translation>
    </message>
</context>
<context>
    <name>PasswordSheet</name>
    <message>
        <source>{0} needs a password</source>
        <translation>{0} 需要密码</translation>
    </message>
    <message>
        <source>The file is encrypted. Its password is used to read it now and is not kept.</source>
        <translation>文件已加密。密码仅用于本次读取，不会保存。</translation>
    </message>
    <message>
        <source>That was not its password.</source>
        <translation>密码不正确。</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>The password of the file</source>
        <translation>该文件的密码</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>CardMenu</name>
    <message>
        <source>Copy what is selected</source>
        <translation>复制所选内容</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>EditingBar</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Editing question {0}. It and what follows it are kept as another version.</source>
        <translation>正在修改第 {0} 个问题。原问题及其后的内容会作为另一个版本保留。</translation>
    </message>
    <message>
        <source>Leave the question as it is</source>
        <translation>保留原问题不变</translation>
    </message>
    <message>
        <source>Leave the question as it is (Esc)</source>
        <translation>保留原问题不变（Esc）</translation>
    </message>
</context>
<context>
    <name>VersionSwitch</name>
    <message>
        <source>Answer after this one</source>
        <translation>后一个回答</translation>
    </message>
    <message>
        <source>Answer before this one</source>
        <translation>前一个回答</translation>
    </message>
    <message>
        <source>Question after this one</source>
        <translation>后一个问题</translation>
    </message>
    <message>
        <source>Question before this one</source>
        <translation>前一个问题</translation>
    </message>
    <message>
        <source>Version {0} of {1}</source>
        <translation>第 {0} 个版本，共 {1} 个</translation>
    </message>
</context>
<context>
    <name>KeyDesk</name>
    <message>
        <source>Source: {0}</source>
        <translation>来源：{0}</translation>
    </message>
    <message>
        <source>The key sentences were copied</source>
        <translation>关键句已复制</translation>
    </message>
    <message>
        <source>No sentence of this article is long enough</source>
        <translation>这篇文章没有足够长的句子</translation>
    </message>
</context>
<context>
    <name>SourcesDesk</name>
    <message>
        <source>This sentence is no longer in the article beside</source>
        <translation>左侧文章里已没有这句话</translation>
    </message>
    <message>
        <source>No clear source in the article: compare this sentence yourself</source>
        <translation>原文中没有明确出处：请自行核对这句话</translation>
    </message>
    <message>
        <source>This sentence is in no answer that is shown</source>
        <translation>显示的回答都没有用到这句话</translation>
    </message>
    <message>
        <source>One sentence of the answers comes from it</source>
        <translation>回答中有一句出自这里</translation>
    </message>
    <message>
        <source>{0} sentences of the answers come from it</source>
        <translation>回答中有 {0} 句出自这里</translation>
    </message>
    <message>
        <source>{0} of {1} sentences are in the answers</source>
        <translation>回答用到了全文 {1} 句中的 {0} 句</translation>
    </message>
</context>
<context>
    <name>SourcesSheet</name>
    <message>
        <source>Sources of the answer</source>
        <translation>回答的出处</translation>
    </message>
    <message>
        <source>Sentences of the answer and their sources</source>
        <translation>回答的句子及其出处</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message>
        <source>In the article: {0}</source>
        <translation>原文：{0}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>SourceRows</name>
    <message>
        <source>No clear source</source>
        <translation>没有明确出处</translation>
    </message>
    <message>
        <source>No error: a sentence in words of its own has none. Compare it yourself.</source>
        <translation>这不算错误：换了说法的句子就没有明确出处。请自行核对。</translation>
    </message>
    <message>
        <source>From the article</source>
        <translation>出自原文</translation>
    </message>
    <message>
        <source>Nearest: {0}</source>
        <translation>最接近的原文：{0}</translation>
    </message>
</context>
<context>
    <name>EntrySheet</name>
    <message>
        <source>paragraph {0}, sentence {1}</source>
        <translation>第 {0} 段第 {1} 句</translation>
    </message>
    <message>
        <source>speaker not clear</source>
        <translation>说话人不明</translation>
    </message>
    <message>
        <source>Copied: {0}</source>
        <translation>已复制：{0} 条</translation>
    </message>
    <message>
        <source>The article is being read…</source>
        <translation>正在读取文章…</translation>
    </message>
    <message>
        <source>No direct quotes were recognised in this article.</source>
        <translation>本文中没有识别到直接引语。</translation>
    </message>
    <message>
        <source>Nothing of this kind was recognised in this article.</source>
        <translation>本文中没有识别到这类内容。</translation>
    </message>
    <message>
        <source>Every quote stands here letter by letter as in the article; who says it is taken from the words beside it.</source>
        <translation>每条引语与原文逐字一致；说话人取自引语旁的文字。</translation>
    </message>
    <message>
        <source>What was recognised of numbers, dates and names, as it is written.</source>
        <translation>识别到的数字、日期和名称，均按原文写法列出。</translation>
    </message>
    <message>
        <source>Quotes of the article</source>
        <translation>文章中的引语</translation>
    </message>
    <message>
        <source>Facts of the article</source>
        <translation>文章事实清单</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Which facts are shown</source>
        <translation>显示哪类事实</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Save what is shown as a document</source>
        <translation>将所列内容保存为文档</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Copy everything that is shown</source>
        <translation>复制所列全部内容</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy what is chosen (Ctrl+C)</source>
        <translation>复制所选内容（Ctrl+C）</translation>
    </message>
    <message>
        <source>Show in the article</source>
        <translation>在文章中显示</translation>
    </message>
    <message>
        <source>Select it in the article (Enter)</source>
        <translation>在文章中选中它（Enter）</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
</context>
<context>
    <name>SheetsDesk</name>
    <message>
        <source>Quotes</source>
        <translation>引语</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>事实清单</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Exported as {0}</source>
        <translation>已导出为 {0}</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>VersionsDesk</name>
    <message>
        <source>Open the other version</source>
        <translation>打开另一版本</translation>
    </message>
    <message>
        <source>Articles ({0})</source>
        <translation>文章 ({0})</translation>
    </message>
    <message>
        <source>The list of changes was copied.</source>
        <translation>已复制改动列表。</translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message>
        <source>New: {1}</source>
        <translation>新增：{1}</translation>
    </message>
    <message>
        <source>Changed: {0}; now: {1}</source>
        <translation>改动：{0}；现为：{1}</translation>
    </message>
    <message>
        <source>Removed: {0}</source>
        <translation>删除：{0}</translation>
    </message>
    <message>
        <source>The versions are being compared…</source>
        <translation>正在比较两个版本…</translation>
    </message>
    <message>
        <source>Paste the other version, or open its file; then compare.</source>
        <translation>请粘贴另一版本，或打开其文件，然后比较。</translation>
    </message>
    <message>
        <source>Only the first 50,000 characters of each were compared.</source>
        <translation>每个版本只比较了前 50,000 个字符。</translation>
    </message>
    <message>
        <source>Change {0} of {1}</source>
        <translation>第 {0} 处改动，共 {1} 处</translation>
    </message>
    <message>
        <source>Older version</source>
        <translation>旧版本</translation>
    </message>
    <message>
        <source>Newer version</source>
        <translation>新版本</translation>
    </message>
    <message>
        <source>The article on the desk</source>
        <translation>当前文章</translation>
    </message>
    <message>
        <source>Pasted text</source>
        <translation>粘贴的文字</translation>
    </message>
    <message>
        <source>Paste the other version here</source>
        <translation>在此粘贴另一版本</translation>
    </message>
    <message>
        <source>Two versions of a story</source>
        <translation>同一报道的两个版本</translation>
    </message>
    <message>
        <source>The change before (Shift+F8)</source>
        <translation>上一处改动（Shift+F8）</translation>
    </message>
    <message>
        <source>The next change (F8)</source>
        <translation>下一处改动（F8）</translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Read the other version from a file</source>
        <translation>从文件读取另一版本</translation>
    </message>
    <message>
        <source>Swap sides</source>
        <translation>左右互换</translation>
    </message>
    <message>
        <source>Let the older version be the newer one</source>
        <translation>将旧版本与新版本对调</translation>
    </message>
    <message>
        <source>Copy the changes</source>
        <translation>复制改动</translation>
    </message>
    <message>
        <source>Copy the list of changes</source>
        <translation>复制改动列表</translation>
    </message>
    <message>
        <source>Have the model word it…</source>
        <translation>请模型写成文字…</translation>
    </message>
    <message>
        <source>Put a question with the changes into the question box</source>
        <translation>将附有改动的提问填入提问框</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Another version…</source>
        <translation>换一个版本…</translation>
    </message>
    <message>
        <source>Compare with another text</source>
        <translation>与另一段文字比较</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Show what differs (Ctrl+Enter)</source>
        <translation>显示不同之处（Ctrl+Enter）</translation>
    </message>
</context>
<context>
    <name>Folder</name>
    <message>
        <source>Being written…</source>
        <translation>正在写…</translation>
    </message>
    <message>
        <source>Left out: {0}</source>
        <translation>不包括：{0}</translation>
    </message>
    <message>
        <source>Making ready…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>Not written: {0}</source>
        <translation>未写：{0}</translation>
    </message>
    <message>
        <source>One file</source>
        <translation>1 个文件</translation>
    </message>
    <message>
        <source>There is no file to summarise in this folder.</source>
        <translation>此文件夹中没有可以生成摘要的文件。</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Word and similar</source>
        <translation>Word 等文档</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>已写</translation>
    </message>
    <message>
        <source>Written · nothing marked</source>
        <translation>已写 · 无标记</translation>
    </message>
    <message>
        <source>Written · {0} not in the article</source>
        <translation>已写 · {0} 处原文未见</translation>
    </message>
    <message>
        <source>folders inside {0}</source>
        <translation>子文件夹 {0}</translation>
    </message>
    <message>
        <source>hidden files {0}</source>
        <translation>隐藏文件 {0}</translation>
    </message>
    <message>
        <source>lists with a story a line</source>
        <translation>每行一篇的清单</translation>
    </message>
    <message>
        <source>mails</source>
        <translation>邮件</translation>
    </message>
    <message>
        <source>others, which may be no articles</source>
        <translation>其他（可能不是文章）</translation>
    </message>
    <message>
        <source>texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>web pages</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>wire copy</source>
        <translation>通讯社稿件</translation>
    </message>
    <message>
        <source>{0} files</source>
        <translation>{0} 个文件</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>剩余 {0}</translation>
    </message>
    <message>
        <source>{0} not written</source>
        <translation>未写 {0}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} 条（共 {1} 条）</translation>
    </message>
    <message>
        <source>{0} written</source>
        <translation>已写 {0}</translation>
    </message>
</context>
<context>
    <name>FolderCard</name>
    <message>
        <source>All files in it that can be read are summarised</source>
        <translation>其中所有可以读取的文件都会生成摘要</translation>
    </message>
    <message>
        <source>Choose a &amp;folder…</source>
        <translation>选择文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Choose files</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose some files of a folder</source>
        <translation>选择文件夹中的部分文件</translation>
    </message>
    <message>
        <source>Drop a folder with articles here</source>
        <translation>将装有文章的文件夹拖到这里</translation>
    </message>
    <message>
        <source>F&amp;iles…</source>
        <translation>文件(&amp;I)…</translation>
    </message>
</context>
<context>
    <name>FolderDesk</name>
    <message>
        <source>A folder is being summarised</source>
        <translation>正在为文件夹生成摘要</translation>
    </message>
    <message>
        <source>As each job is usually written</source>
        <translation>各任务的惯用风格</translation>
    </message>
    <message>
        <source>Choose a folder for the results</source>
        <translation>选择存放结果的文件夹</translation>
    </message>
    <message>
        <source>Choose a folder with articles</source>
        <translation>选择装有文章的文件夹</translation>
    </message>
    <message>
        <source>Choose articles</source>
        <translation>选择文章</translation>
    </message>
    <message>
        <source>Closing stops it. What is written is kept, and the rest can be written after the next start.</source>
        <translation>关闭会停止生成。已写的会保留，其余的可在下次启动后继续。</translation>
    </message>
    <message>
        <source>Leave the private conversation first.</source>
        <translation>请先离开隐私对话。</translation>
    </message>
    <message>
        <source>Results would be files, and this window is private.</source>
        <translation>结果会写成文件，而此窗口处于隐私模式。</translation>
    </message>
    <message>
        <source>Stop and keep for later</source>
        <translation>停止，留待以后</translation>
    </message>
    <message>
        <source>{0} – summaries</source>
        <translation>{0} – 摘要</translation>
    </message>
</context>
<context>
    <name>FolderDialog</name>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>Summarise a folder</source>
        <translation>为文件夹生成摘要</translation>
    </message>
    <message>
        <source>What is going on goes on</source>
        <translation>正在进行的不会停止</translation>
    </message>
    <message>
        <source>Write about every story of the folder</source>
        <translation>为文件夹中的每篇稿件生成内容</translation>
    </message>
</context>
<context>
    <name>OutcomesModel</name>
    <message>
        <source>Job and style</source>
        <translation>任务与风格</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Story</source>
        <translation>稿件</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Another &amp;folder…</source>
        <translation>其他文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>选择其他文件夹</translation>
    </message>
    <message>
        <source>Keep what is written, and go on later</source>
        <translation>保留已写的，以后再继续</translation>
    </message>
    <message>
        <source>Open the file of the chosen result</source>
        <translation>打开所选结果的文件</translation>
    </message>
    <message>
        <source>Open the folder of the results</source>
        <translation>打开存放结果的文件夹</translation>
    </message>
    <message>
        <source>Show the &amp;results</source>
        <translation>显示结果(&amp;R)</translation>
    </message>
    <message>
        <source>Stopping after this step…</source>
        <translation>完成这一步后停止…</translation>
    </message>
    <message>
        <source>Stories and what has come of them</source>
        <translation>稿件及其结果</translation>
    </message>
    <message>
        <source>The chosen result</source>
        <translation>所选的结果</translation>
    </message>
    <message>
        <source>Try &amp;again</source>
        <translation>重试(&amp;A)</translation>
    </message>
    <message>
        <source>Try again what could not be written</source>
        <translation>重试未能生成的稿件</translation>
    </message>
    <message>
        <source>Write what is not written yet</source>
        <translation>继续生成尚未写出的</translation>
    </message>
    <message>
        <source>You may close this page and work on: what you ask goes first, and this goes on behind it.</source>
        <translation>您可以关闭此页继续工作：您的提问优先，这里在后台继续。</translation>
    </message>
    <message>
        <source>{0} is summarised</source>
        <translation>“{0}”的摘要已全部生成</translation>
    </message>
    <message>
        <source>{0} was stopped; what is written is kept</source>
        <translation>“{0}”已停止；已写的会保留</translation>
    </message>
</context>
<context>
    <name>SetupPage</name>
    <message>
        <source>A file for each result, besides the list of all</source>
        <translation>除总清单外，每条结果另存一个文件</translation>
    </message>
    <message>
        <source>Also the fo&amp;lders inside</source>
        <translation>包括其中的文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>Change where results go</source>
        <translation>更改结果的存放位置</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Choose another folder for the results</source>
        <translation>选择其他文件夹存放结果</translation>
    </message>
    <message>
        <source>Looking at the files…</source>
        <translation>正在查看文件…</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不另存</translation>
    </message>
    <message>
        <source>Results are there already: what was written is kept, and the rest is added.</source>
        <translation>那里已有结果：已写的会保留，其余的会补上。</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Text (.txt)</source>
        <translation>文本 (.txt)</translation>
    </message>
    <message>
        <source>The articles stay as they are; results come into a folder of their own.</source>
        <translation>文章保持原样；结果存入单独的文件夹。</translation>
    </message>
    <message>
        <source>What to write</source>
        <translation>写什么</translation>
    </message>
    <message>
        <source>Where results go</source>
        <translation>结果存放位置</translation>
    </message>
</context>
<context>
    <name>PlaceBanner</name>
    <message>
        <source>Begin a conversation about this article with the model that is chosen now</source>
        <translation>用当前所选模型就这篇文章开始新对话</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
</context>
<context>
    <name>ServerForm</name>
    <message>
        <source>&amp;Address</source>
        <translation>地址(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Certificate</source>
        <translation>证书(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>密钥(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Proxy</source>
        <translation>代理(&amp;P)</translation>
    </message>
    <message>
        <source>A file of your newsroom's authority, where this computer does not know it</source>
        <translation>本机不认识本单位的证书颁发机构时，请选择其证书文件</translation>
    </message>
    <message>
        <source>A newsroom server</source>
        <translation>编辑部服务器</translation>
    </message>
    <message>
        <source>A server of your newsroom that answers like OpenAI's: News Assistant's own, OpenVINO Model Server, llama.cpp, Ollama or vLLM. Try asks it for its models and sends nothing but the key.</source>
        <translation>与 OpenAI 接口兼容的本单位服务器：新闻助手自带的服务器、OpenVINO Model Server、llama.cpp、Ollama 或 vLLM。“试连”只询问它有哪些模型，除密钥外不发送任何内容。</translation>
    </message>
    <message>
        <source>Allow plain &amp;http: anybody on the way can read everything</source>
        <translation>允许明文 http：途中任何人都能读到全部内容(&amp;H)</translation>
    </message>
    <message>
        <source>As those who run the server gave it to you; kept in a file for you alone</source>
        <translation>由服务器管理员提供；保存在只有您能读取的文件中</translation>
    </message>
    <message>
        <source>Ask the server which models and styles it has</source>
        <translation>询问服务器有哪些模型和风格</translation>
    </message>
    <message>
        <source>Asking the server for its models…</source>
        <translation>正在询问服务器有哪些模型…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose a file of certificates</source>
        <translation>选择证书文件</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>For example https://desk.example.org, with a path if it is not /v1</source>
        <translation>例如 https://desk.example.org；路径不是 /v1 时请一并填写</translation>
    </message>
    <message>
        <source>Keep this server; try it first</source>
        <translation>保存此服务器；请先试连</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Only within a network that you trust</source>
        <translation>仅限您信任的网络</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>The address of an HTTP proxy, where the server needs one</source>
        <translation>连接服务器需要代理时，填写 HTTP 代理的地址</translation>
    </message>
    <message>
        <source>The server answers, and has no model.</source>
        <translation>服务器有响应，但没有模型。</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试连</translation>
    </message>
</context>
<context>
    <name>ServerLink</name>
    <message>
        <source>Let texts leave this computer, to {0}?</source>
        <translation>允许文本离开本机，发送到 {0}？</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>使用 {0}</translation>
    </message>
</context>
<context>
    <name>Servers</name>
    <message>
        <source>1 model</source>
        <translation>1 个模型</translation>
    </message>
    <message>
        <source>1 style</source>
        <translation>1 种风格</translation>
    </message>
    <message>
        <source>Private conversations stay on this computer, and {0} is chosen.</source>
        <translation>保密对话留在本机，而当前选择的是 {0}。</translation>
    </message>
    <message>
        <source>This conversation leaves this computer: {0}</source>
        <translation>本对话会离开本机：{0}</translation>
    </message>
    <message>
        <source>This conversation left this computer: {0}. It goes on with a model there.</source>
        <translation>本对话已离开本机：{0}。只能用那里的模型继续。</translation>
    </message>
    <message>
        <source>This conversation stays on this computer. {0} answers new ones only.</source>
        <translation>本对话留在本机。{0} 只回答新对话。</translation>
    </message>
    <message>
        <source>When you press Summarise or Send, the article as far as it is read, your question, the earlier questions and answers of that conversation and the name of the style are sent to {0}. Those who run that server can read them.

Nothing is sent before: not while you paste, open, read or type. Conversations that were begun on this computer stay on it, and so does everything private. Answers are checked against the article on this computer.</source>
        <translation>点击“生成摘要”或“发送”时，文章中要读的部分、您的问题、该对话此前的问答以及风格名称会发送到 {0}。该服务器的管理者可以读到这些内容。

在此之前不会发送任何内容：粘贴、打开、阅读和输入时都不会。在本机开始的对话和一切保密内容都留在本机。回答与文章的核对在本机进行。</translation>
    </message>
    <message>
        <source>house styles are not available on this server</source>
        <translation>此服务器不提供写作风格</translation>
    </message>
    <message>
        <source>{0} models</source>
        <translation>{0} 个模型</translation>
    </message>
    <message>
        <source>{0} more</source>
        <translation>另有 {0} 个</translation>
    </message>
    <message>
        <source>{0} styles</source>
        <translation>{0} 种风格</translation>
    </message>
</context>
<context>
    <name>ServersDesk</name>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>证书 (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>Its address and key are deleted from this computer. Conversations stay.</source>
        <translation>将从本机删除其地址和密钥。对话会保留。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the server {0}?</source>
        <translation>移除服务器 {0}？</translation>
    </message>
    <message>
        <source>The certificate of your newsroom's authority</source>
        <translation>本单位证书颁发机构的证书</translation>
    </message>
    <message>
        <source>{0} is set up. Its models stand in the menu of models.</source>
        <translation>{0} 已设置好，其模型已列入模型菜单。</translation>
    </message>
</context>
<context>
    <name>ServersDialog</name>
    <message>
        <source>Add a server…</source>
        <translation>添加服务器…</translation>
    </message>
    <message>
        <source>Ask it again which models it has</source>
        <translation>重新询问它有哪些模型</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Delete its address and its key from this computer</source>
        <translation>从本机删除其地址和密钥</translation>
    </message>
    <message>
        <source>Enter its address and try it</source>
        <translation>填写地址并试连</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Its address, key, certificate</source>
        <translation>地址、密钥、证书</translation>
    </message>
    <message>
        <source>Its model is in use; choose another model first</source>
        <translation>正在使用它的模型；请先选择其他模型</translation>
    </message>
    <message>
        <source>Newsroom servers</source>
        <translation>编辑部服务器</translation>
    </message>
    <message>
        <source>No server is set up.</source>
        <translation>尚未设置服务器。</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Texts leave this computer.</source>
        <translation>文本会离开本机。</translation>
    </message>
    <message>
        <source>Their models stand in the menu of models. What you ask those leaves this computer, and the conversation says so.</source>
        <translation>它们的模型列在模型菜单中。向这些模型提问时，内容会离开本机，对话中会注明。</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试连</translation>
    </message>
    <message>
        <source>You will be asked before the first text is sent.</source>
        <translation>首次发送文本之前会先询问您。</translation>
    </message>
</context>
<context>
    <name>ExportedSheet</name>
    <message>
        <source>It is in {0}.</source>
        <translation>文件位于 {0}。</translation>
    </message>
    <message>
        <source>Tell whoever gets the file this hash, by telephone or in another message: with it they know that nobody has changed it on the way.</source>
        <translation>请通过电话或另一条消息把此哈希值告诉收件人：对方据此可确认文件在途中未被改动。</translation>
    </message>
    <message>
        <source>The style is exported</source>
        <translation>风格已导出</translation>
    </message>
</context>
<context>
    <name>PackageSheet</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>安装</translation>
    </message>
    <message>
        <source>Install {0}?</source>
        <translation>安装“{0}”？</translation>
    </message>
    <message>
        <source>Nobody has signed this style off.</source>
        <translation>该风格无人签发。</translation>
    </message>
    <message>
        <source>The hash of the file. Compare it with what its sender tells you by another way: anybody can write any name into a file.</source>
        <translation>文件的哈希值。请与发送者通过其他途径告知的值核对：任何人都能在文件中写入任意姓名。</translation>
    </message>
</context>
<context>
    <name>StyleExportSheet</name>
    <message>
        <source>A name is a person's word and no signature. Whoever gets the file compares its hash with the one that you tell them.</source>
        <translation>姓名只代表个人的说法，并非数字签名。收件人应将文件的哈希值与您告知的值核对。</translation>
    </message>
    <message>
        <source>Export {0}</source>
        <translation>导出“{0}”</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Licence:</source>
        <translation>许可：</translation>
    </message>
    <message>
        <source>Notes:</source>
        <translation>说明：</translation>
    </message>
    <message>
        <source>Now signed off by {0} on {1}. A new name takes the place of that.</source>
        <translation>现由 {0} 于 {1} 签发；填写新的姓名将取而代之。</translation>
    </message>
    <message>
        <source>One file with the style, which model it is for and how it was trained. Others install it by Import, a server by newsassistant prefixes add.</source>
        <translation>一个文件，包含风格、所属模型和训练情况。他人可通过“导入”安装，服务器用 newsassistant prefixes add 安装。</translation>
    </message>
    <message>
        <source>Remark:</source>
        <translation>意见：</translation>
    </message>
    <message>
        <source>Signed off by:</source>
        <translation>签发人：</translation>
    </message>
    <message>
        <source>What it is for</source>
        <translation>适用范围</translation>
    </message>
    <message>
        <source>What was tried, and what to look out for</source>
        <translation>试用过什么，需要注意什么</translation>
    </message>
    <message>
        <source>Who may use it, and for what</source>
        <translation>谁可以使用，用于何处</translation>
    </message>
    <message>
        <source>Who says that this style may be used; empty for nobody</source>
        <translation>由谁认可该风格可以使用；无人则留空</translation>
    </message>
</context>
</TS>
