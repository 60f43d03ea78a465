"""What the terminal says besides answers and errors, in English and Chinese.

The words of errors are in `core.messages`, because the window needs them too.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping

from newsassistant.cli.shared.style_words import STYLE_WORDS
from newsassistant.core.types import Language

WORDS: Mapping[str, Mapping[Language, str]] = {
    # --- a model at work ---
    "preparing": {
        "en": "Preparing the starter model: {percent} %",
        "zh": "正在生成入门模型：{percent} %",
    },
    "calibrating": {
        "en": "Measuring how this model runs best here (once): {done} of {total}",
        "zh": "正在测量该模型在本机的最佳运行方式（仅一次）：{done}/{total}",
    },
    "loading": {"en": "Loading the model", "zh": "正在加载模型"},
    "prefill": {"en": "Reading: {done} of {total} tokens", "zh": "正在阅读：{done}/{total} 个词元"},
    "statistics": {
        "en": "{model}: read {prompt} tokens, first word after {ttft:.1f} s, "
        "wrote {completion} tokens at {speed:.1f} tokens/s, {reason}, seed {seed}.",
        "zh": "{model}：读入 {prompt} 个词元，{ttft:.1f} 秒后出首字，"
        "生成 {completion} 个词元，{speed:.1f} 词元/秒，{reason}，种子 {seed}。",
    },
    "checked": {
        "en": "Checked against the article: {told}.",
        "zh": "与文章核对：{told}。",
    },
    "checked-missing": {
        "en": "Checked against the article: {told}: {listed}",
        "zh": "与文章核对：{told}：{listed}",
    },
    "stop": {"en": "complete", "zh": "完整"},
    "length": {"en": "ended by the length limit", "zh": "因长度上限而结束"},
    "cancelled": {"en": "stopped", "zh": "已停止"},
    "fitted": {
        "en": "Only the first {used} of {all} characters fit into the model and are used.",
        "zh": "文章共 {all} 个字符，模型只放得下并使用开头 {used} 个。",
    },
    "left-out": {
        "en": "Lines around the article that are not read: {lines} (--all-lines reads them).",
        "zh": "文章以外的行不参与阅读：{lines} 行（加 --all-lines 可一并阅读）。",
    },
    "parts": {
        "en": "The article is read in {parts} parts, one at a time ({megabytes} MB of memory).",
        "zh": "文章分 {parts} 部分依次阅读（每部分占用 {megabytes} MB 内存）。",
    },
    "parts-time": {
        "en": "What is left takes about {minutes} min.",
        "zh": "剩余部分大约需要 {minutes} 分钟。",
    },
    "part": {"en": "Summarising part {number} of {of}.", "zh": "正在概括第 {number}/{of} 部分。"},
    "tight": {
        "en": "{model} needs {need} of memory, {free} are free: close other programs first.",
        "zh": "{model} 需要 {need} 内存，现有 {free} 可用：请先关闭其他程序。",
    },
    "hopeless": {
        "en": "{model} needs {need} of memory, but this computer has only {total}.",
        "zh": "{model} 需要 {need} 内存，而本机只有 {total}。",
    },
    # --- reading and asking ---
    "stdin": {"en": "standard input", "zh": "标准输入"},
    "stdout": {"en": "standard output", "zh": "标准输出"},
    "paste-article": {
        "en": "Paste the article, then press {keys}.",
        "zh": "请粘贴文章，然后按 {keys}。",
    },
    "fetching-page": {
        "en": "Asking {host} for the page; nothing else is sent.",
        "zh": "正在向 {host} 请求网页，不发送其他内容。",
    },
    "password": {"en": "Password: ", "zh": "密码："},
    "read-as": {
        "en": "{path} was read as {encoding}, which is not certain. Name another with --encoding.",
        "zh": "{path} 按 {encoding} 读取，但不能确定。可用 --encoding 指定其他编码。",
    },
    "read-damaged": {
        "en": "{path} was read as {encoding}; places that could not be read: {places}. "
        "Name another encoding with --encoding.",
        "zh": "{path} 按 {encoding} 读取，有 {places} 处无法读取。可用 --encoding 指定其他编码。",
    },
    "data-encoding": {
        "en": "The encoding was taken to be {encoding}, which is not certain: look at a row.",
        "zh": "编码按 {encoding} 处理，但不能确定，请抽查一行。",
    },
    "check-nothing": {
        "en": "Every number, date, name and quote that was recognised is in the article.",
        "zh": "识别到的数字、日期、名称和引语在文章中都有。",
    },
    "facts-nothing": {"en": "Nothing of the kind was recognised.", "zh": "没有识别到这类内容。"},
    "versions-cut": {
        "en": "Only the first 50,000 characters of each version were compared.",
        "zh": "每个版本只比较了前 50,000 个字符。",
    },
    "nothing-done": {"en": "Nothing was done.", "zh": "未执行任何操作。"},
    "window-raised": {
        "en": "The window is open already and has come to the front. --new-window opens another.",
        "zh": "窗口已打开，现已置于最前。使用 --new-window 可另开一个窗口。",
    },
    # --- chat ---
    "chat-help": {
        "en": "Ask a question. clear: forget the conversation; stop or Ctrl-C: end an answer; "
        "style NAME, style base: change the house style; exit: leave.",
        "zh": "请输入问题。clear：清空对话；stop 或 Ctrl-C：停止回答；"
        "style 名称、style base：切换写作风格；exit：退出。",
    },
    "chat-style": {
        "en": "Answers are written in the house style {name} from now on.",
        "zh": "此后的回答使用写作风格 {name}。",
    },
    "chat-base": {
        "en": "Answers are the base model's from now on.",
        "zh": "此后的回答来自基础模型。",
    },
    "chat-cleared": {"en": "The conversation is forgotten.", "zh": "对话已清空。"},
    "chat-leave": {
        "en": "Type exit to leave, or press Ctrl-C again.",
        "zh": "输入 exit 退出，或再按一次 Ctrl-C。",
    },
    # --- convert ---
    "converting": {
        "en": "Converting: {percent} %, about {seconds} s left",
        "zh": "正在转换：{percent} %，约剩 {seconds} 秒",
    },
    "converted": {
        "en": "The model is in {path}. Its family is {family}.",
        "zh": "模型已存入 {path}。所属系列：{family}。",
    },
    "style-inside": {
        "en": "A house style is inside too: `newsassistant prefixes add {source}` adds it.",
        "zh": "检查点中还有写作风格：可用 `newsassistant prefixes add {source}` 添加。",
    },
    "no-tokenizer": {
        "en": "The checkpoint has no tokenizer files: the model can compute logits but not chat.",
        "zh": "检查点缺少分词器文件：模型只能计算 logits，不能对话。",
    },
    # --- models ---
    "no-models": {
        "en": "No model is installed yet; the starter model is made when it is first used.",
        "zh": "尚未安装模型；入门模型会在首次使用时生成。",
    },
    "model-damaged": {
        "en": "{model} cannot be used. {reason}",
        "zh": "{model} 无法使用。{reason}",
    },
    "verified": {
        "en": "{model}: all {count} files are as its manifest says.",
        "zh": "{model}：{count} 个文件全部与清单一致。",
    },
    "downloading": {
        "en": "Fetching: {percent} %, about {seconds} s left",
        "zh": "正在下载：{percent} %，约剩 {seconds} 秒",
    },
    "copying": {
        "en": "Copying: {percent} %, about {seconds} s left",
        "zh": "正在复制：{percent} %，约剩 {seconds} 秒",
    },
    "offer": {
        "en": "{name}: {size} to fetch from {host}; it will need about {need} of memory.",
        "zh": "{name}：需从 {host} 下载 {size}，运行约需 {need} 内存。",
    },
    "no-licence": {
        "en": "{host} shows no licence text for this model; read it on the authors' pages first.",
        "zh": "{host} 未提供该模型的许可全文，请先到作者的页面阅读。",
    },
    "fetched-before": {
        "en": "{size} of it are here already; the download goes on from there.",
        "zh": "本机已有 {size}，将从此处继续下载。",
    },
    "ask-download": {
        "en": "Do you agree to the licence, and shall it be fetched? y or n:",
        "zh": "是否同意许可并开始下载？请输入 y 或 n：",
    },
    "ask-remove": {
        "en": "Delete the model {model} and all its files? y or n:",
        "zh": "是否删除模型 {model} 及其全部文件？请输入 y 或 n：",
    },
    "installed": {
        "en": "The model {model} is installed. Its family is {family}.",
        "zh": "模型 {model} 已安装。所属系列：{family}。",
    },
    "style-added": {
        "en": "The house style inside the checkpoint is installed too; its id is {prefix}.",
        "zh": "检查点中的写作风格也已安装，标识为 {prefix}。",
    },
    "style-not-added": {
        "en": "A house style is inside the checkpoint, but cannot be used. {reason}",
        "zh": "检查点中有写作风格，但无法使用。{reason}",
    },
    "removed": {"en": "The model {model} is removed.", "zh": "模型 {model} 已移除。"},
    **STYLE_WORDS,
    # --- history ---
    "no-backups": {
        "en": "There is no backup in {folder} yet; the window makes one every day.",
        "zh": "{folder} 中还没有备份；窗口每天会自动备份一次。",
    },
    "no-conversations": {
        "en": "There is no conversation in the history.",
        "zh": "历史记录中没有对话。",
    },
    "no-deleted": {
        "en": "No deleted conversation is waiting to be erased.",
        "zh": "没有等待抹除的已删除对话。",
    },
    "backup-daily": {"en": "of the day", "zh": "每日备份"},
    "backup-update": {"en": "before an update", "zh": "升级前"},
    "backup-replaced": {"en": "before a backup was put back", "zh": "恢复备份前"},
    "backup-damaged": {"en": "damaged", "zh": "已损坏"},
    "conversation-damaged": {"en": "(damaged)", "zh": "（已损坏）"},
    "conversation-deleted": {"en": "deleted", "zh": "已删除"},
    "ask-restore": {
        "en": "Go on with the backup {name} of {date}? The present history is kept as a backup. "
        "y or n:",
        "zh": "是否改用 {date} 的备份 {name}？当前的历史记录会另存为备份。请输入 y 或 n：",
    },
    "restored": {
        "en": "The history is that of {date} now: {count} conversations.",
        "zh": "历史记录已恢复到 {date}，共 {count} 个对话。",
    },
    "kept-aside": {
        "en": "The one before is kept in {path}.",
        "zh": "之前的历史记录保存在 {path}。",
    },
    "ask-erase": {
        "en": "Erase the conversation \u201c{title}\u201d for good, also from the backups, the "
        "search index and the drafts? It cannot be brought back. y or n:",
        "zh": "是否永久抹除对话“{title}”？备份、搜索索引和草稿中的内容也会一并抹除，"
        "且无法恢复。请输入 y 或 n：",
    },
    "ask-erase-deleted": {
        "en": "Erase the {count} deleted conversations for good, also from the backups, the "
        "search index and the drafts? They cannot be brought back. y or n:",
        "zh": "是否永久抹除 {count} 个已删除的对话？备份、搜索索引和草稿中的内容也会一并抹除，"
        "且无法恢复。请输入 y 或 n：",
    },
    "erased": {
        "en": "Conversations erased for good: {count}.",
        "zh": "已永久抹除 {count} 个对话。",
    },
    "chat-saved": {
        "en": "The conversation is saved in {path}.",
        "zh": "对话已保存到 {path}。",
    },
    "chat-exported": {
        "en": "The export is in {path}.",
        "zh": "已导出到 {path}。",
    },
    "chat-added": {
        "en": "The conversation is in the history; its number is {id}.",
        "zh": "对话已加入历史记录，编号为 {id}。",
    },
    "chat-known": {
        "en": "The conversation is in the history already; its number is {id}.",
        "zh": "历史记录中已有该对话，编号为 {id}。",
    },
    "unreached": {
        "en": "This backup could not be reached and still holds the text; it is tried again every "
        "day: {path}",
        "zh": "无法处理该备份，其中仍有相关文字，之后每天会重试：{path}",
    },
    # --- tune ---
    "tune-report": {
        "en": "{rows} rows, {used} can be used, {held_out} of them are held out.",
        "zh": "共 {rows} 行，可用 {used} 行，其中留出 {held_out} 行用于评估。",
    },
    "tune-source_tokens": {
        "en": "Articles: median {median}, 95 % up to {p95}, longest {max} tokens.",
        "zh": "文章：中位数 {median}，95 % 不超过 {p95}，最长 {max} 个词元。",
    },
    "tune-target_tokens": {
        "en": "Summaries: median {median}, 95 % up to {p95}, longest {max} tokens.",
        "zh": "摘要：中位数 {median}，95 % 不超过 {p95}，最长 {max} 个词元。",
    },
    "tune-cut": {
        "en": "{count} rows are too long and will be cut: lines {lines}.",
        "zh": "{count} 行过长，将被截断：第 {lines} 行。",
    },
    "tune-duplicates": {
        "en": "{count} articles stand there twice: lines {lines}.",
        "zh": "{count} 篇文章重复：第 {lines} 行。",
    },
    "tune-empty": {
        "en": "{count} rows without text are left out: lines {lines}.",
        "zh": "{count} 行没有文字，已略去：第 {lines} 行。",
    },
    "tune-missing": {
        "en": "{count} rows without the columns are left out: lines {lines}.",
        "zh": "{count} 行缺少所需的列，已略去：第 {lines} 行。",
    },
    "tune-bad": {
        "en": "{count} rows cannot be read and are left out: lines {lines}.",
        "zh": "{count} 行无法读取，已略去：第 {lines} 行。",
    },
    "tune-bad-row": {"en": "Line {line}: {detail}.", "zh": "第 {line} 行：{detail}。"},
    "tune-read": {
        "en": "Read as {schemas}, in {encoding}.",
        "zh": "按以下格式读取：{schemas}；编码：{encoding}。",
    },
    "tune-absent": {
        "en": "{count} summaries hold numbers, dates, names or quotes that are not in their "
        "article: lines {lines}.",
        "zh": "{count} 条摘要含有原文未见的数字、日期、名称或引语：第 {lines} 行。",
    },
    "tune-compared": {
        "en": "{compared} of the {used} summaries, evenly chosen, were compared with their "
        "articles.",
        "zh": "从 {used} 条摘要中均匀选取 {compared} 条，与文章核对。",
    },
    "tune-start": {
        "en": "Training {trainable} numbers from step {step} to {steps}: {device}, {precision} "
        "(bf16 units: {units}), {processes} processes of {threads} threads.",
        "zh": "训练 {trainable} 个参数，第 {step} 步到第 {steps} 步：{device}，{precision}"
        "（bf16 单元：{units}），{processes} 个进程，每个 {threads} 线程。",
    },
    "tune-step": {
        "en": "Step {step} of {steps}: loss {loss:.3f}, about {minutes} min left",
        "zh": "第 {step}/{steps} 步：损失 {loss:.3f}，约剩 {minutes} 分钟",
    },
    "tune-eval": {
        "en": "Step {step}: evaluation loss {loss:.4f}.",
        "zh": "第 {step} 步：评估损失 {loss:.4f}。",
    },
    "tune-checkpoint": {
        "en": "Step {step}: checkpoint saved.",
        "zh": "第 {step} 步：已保存检查点。",
    },
    "tune-done": {"en": "The result is in {path}.", "zh": "结果已存入 {path}。"},
    # --- jobs ---
    "job-style": {
        "en": "The style {style} of this job is not used: {reason}",
        "zh": "该任务的风格 {style} 未使用：{reason}",
    },
    "job-default": {"en": "as chosen", "zh": "按所选风格"},
    "job-base": {"en": "base model", "zh": "基础模型"},
    "job-added": {"en": "Added: {name}", "zh": "已添加：{name}"},
    "job-renamed": {
        "en": "Added as {name}: another job is called {detail}",
        "zh": "已添加为 {name}：已有名为 {detail} 的任务",
    },
    "job-there": {"en": "There already: {name}", "zh": "已存在：{name}"},
    "job-bad": {"en": "Left out: {detail}", "zh": "未导入：{detail}"},
    "job-full": {
        "en": "Left out, since the library is full: {name}",
        "zh": "任务已满，未导入：{name}",
    },
    "job-style-missing": {
        "en": "{name}: its style {style} is not installed here.",
        "zh": "{name}：其风格 {style} 未在本机安装。",
    },
    "jobs-imported": {
        "en": "{added} of {count} jobs were added.",
        "zh": "共 {count} 个任务，已添加 {added} 个。",
    },
    "jobs-exported": {"en": "{count} jobs are in {path}.", "zh": "{count} 个任务已存入 {path}。"},
    # --- evaluate ---
    "evaluate-skipped": {
        "en": "Rows that cannot be used, left out: {count} (line {lines}).",
        "zh": "{count} 行无法使用，已略去：第 {lines} 行。",
    },
    "evaluate-resumed": {
        "en": "{style}: {count} of {rows} summaries were made before and are kept.",
        "zh": "{style}：{rows} 篇摘要中有 {count} 篇已经生成，直接沿用。",
    },
    "evaluate-anew": {
        "en": "{style}: model, style, texts or options are others than before, so all summaries "
        "are made anew; the former ones are in {path}.",
        "zh": "{style}：模型、风格、文字或选项与之前不同，将全部重新生成；之前的结果在 {path}。",
    },
    "evaluate-progress": {
        "en": "{style}: {done} of {rows} summaries, about {minutes} min left",
        "zh": "{style}：第 {done}/{rows} 篇摘要，约剩 {minutes} 分钟",
    },
    "evaluate-scoring": {
        "en": "{style}: {done} of {rows} summaries scored",
        "zh": "{style}：已评分 {done}/{rows} 篇",
    },
    "evaluate-cut": {
        "en": "{style}: articles too long, of which the beginning was used: {count}.",
        "zh": "{style}：{count} 篇文章过长，只使用了开头部分。",
    },
    "evaluate-unfinished": {
        "en": "{style}: summaries that ended at the length limit: {count}.",
        "zh": "{style}：{count} 篇摘要因长度上限而结束。",
    },
    "evaluate-stopped": {
        "en": "Stopped. What is done is in {path}; the same command goes on from there.",
        "zh": "已停止。已完成的部分在 {path}，再次运行同一命令即可继续。",
    },
    "evaluate-done": {
        "en": "Summaries and scores are in {path}.",
        "zh": "摘要和评分在 {path}。",
    },
    # --- batch ---
    "batch-progress": {
        "en": "{done} of {total} answers, {failed} failed, about {minutes} min left",
        "zh": "第 {done}/{total} 个结果，失败 {failed} 个，约剩 {minutes} 分钟",
    },
    "batch-watching": {
        "en": "Answers: {done}, failed: {failed}; waiting for more (Ctrl-C ends)",
        "zh": "已有 {done} 个结果，失败 {failed} 个；等待新稿件（按 Ctrl-C 结束）",
    },
    "batch-done": {
        "en": "Answers made: {made}, kept: {kept}, failed: {failed}. {path}",
        "zh": "新生成 {made} 个结果，沿用 {kept} 个，失败 {failed} 个。{path}",
    },
    "batch-failed": {"en": "{source}: {reason}", "zh": "{source}：{reason}"},
    # --- serve ---
    "serve-key": {
        "en": "The key of {user}; it is shown this once. A server that runs takes it when it is "
        "started again.",
        "zh": "{user} 的密钥，仅显示这一次。正在运行的服务器重新启动后生效。",
    },
    "serve-loading": {
        "en": "Listening at {address}; the model is being loaded.",
        "zh": "正在 {address} 上监听，正在加载模型。",
    },
    "serve-ready": {
        "en": "{model} answers at {address} (Ctrl-C ends)",
        "zh": "{model} 已可在 {address} 使用（按 Ctrl-C 结束）",
    },
    "serve-ended": {"en": "The server has ended.", "zh": "服务器已结束。"},
}


def say(key: str, language: Language, **params: object) -> str:
    """The words for `key` filled with `params`; raises KeyError. Any thread."""
    return WORDS[key][language].format(**params)


def gigabytes(size: int) -> str:
    """`size` bytes as a number with one decimal and its unit."""
    if size < 50_000:
        return f"{size / 1e3:.1f} kB"
    return f"{size / 1e9:.1f} GB" if size >= 50_000_000 else f"{size / 1e6:.1f} MB"


def language_of_locale() -> Language:
    """ "zh" when the environment's locale is Chinese, else "en"; LC_ALL wins over LANG."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").strip()
        if value:
            return _language(value)
    return _language(locale.getlocale()[0] or "")


def _language(name: str) -> Language:
    # Windows writes "Chinese (Simplified)_China".
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"
