"""The words of errors of the history, in English and Chinese; see `messages`.

Knows nothing of where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping

STORE_ERRORS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "store-too-new": {
        "en": (
            "The history is of version {actual}; this program knows up to {expected}.",
            "Install the newer News Assistant again. Nothing was changed.",
        ),
        "zh": (
            "历史记录版本为 {actual}，本程序支持到 {expected}。",
            "请重新安装新版程序。数据未被改动。",
        ),
    },
    "store-damaged": {
        "en": (
            "The history file {path} is damaged: {detail}.",
            "A copy was kept beside it. Put one of the backups in {backups} back: in the window "
            "with Settings, Backups…, on the command line with `newsassistant history restore`.",
        ),
        "zh": (
            "历史文件 {path} 已损坏：{detail}。",
            "已在旁边保留副本。请恢复 {backups} 中的一个备份：在窗口中选择“设置”里的“备份…”，"
            "或在命令行运行 newsassistant history restore。",
        ),
    },
    "answer-unsaved": {
        "en": (
            "This answer is not saved yet: the history cannot be written.",
            "It is kept here and saved as soon as that is possible; copy it to be safe.",
        ),
        "zh": (
            "该回答尚未保存：历史记录无法写入。",
            "回答暂存于此，一旦可以写入就会保存；为稳妥起见请先复制。",
        ),
    },
    "store-full": {
        "en": (
            "Nothing can be saved to {path}: the disk is full.",
            "Free some disk space: delete what you no longer need, or move it to another disk.",
        ),
        "zh": (
            "无法保存到 {path}：磁盘已满。",
            "请释放磁盘空间：删除不再需要的文件，或将其移到其他磁盘。",
        ),
    },
    "store-protected": {
        "en": (
            "Nothing can be saved to {path}: you have no permission to write there.",
            "Allow writing for the file and its folder, or ask whoever looks after this computer.",
        ),
        "zh": (
            "无法保存到 {path}：您没有写入权限。",
            "请开放该文件及其文件夹的写入权限，或联系管理这台电脑的人。",
        ),
    },
    "store-read-only": {
        "en": (
            "Nothing can be saved to {path}: its disk can only be read.",
            "Make the disk writable (a memory stick may have a switch), or set NEWSASSISTANT_HOME "
            "to a folder on another disk.",
        ),
        "zh": (
            "无法保存到 {path}：所在磁盘为只读。",
            "请将该磁盘改为可写（U 盘上可能有开关），"
            "或将 NEWSASSISTANT_HOME 设为其他磁盘上的文件夹。",
        ),
    },
    "store-locked": {
        "en": (
            "Nothing can be saved to {path}: another program is using the file.",
            "Close the program that holds it, for example a backup or a database viewer.",
        ),
        "zh": (
            "无法保存到 {path}：另一个程序正在占用该文件。",
            "请关闭占用它的程序，例如备份软件或数据库查看器。",
        ),
    },
    "store-unwritable": {
        "en": (
            "Nothing can be saved to {path}: {detail}.",
            "Check the disk, and that you may write there.",
        ),
        "zh": ("无法保存到 {path}：{detail}。", "请检查磁盘，并确认有写入权限。"),
    },
    "store-mended": {
        "en": (
            "The search index of the history was damaged and has been made anew.",
            "Try again; no conversation was touched.",
        ),
        "zh": ("历史记录的搜索索引曾损坏，现已重建。", "请重试；对话未受影响。"),
    },
    "store-unusable": {
        "en": ("The history cannot be used: {detail}.", "Close the program and start it again."),
        "zh": ("无法使用历史记录：{detail}。", "请关闭程序后重新启动。"),
    },
    "store-in-use": {
        "en": (
            "Another window or command has the history {path} open.",
            "Close it and try again, or do this in that window with Settings, Backups….",
        ),
        "zh": (
            "历史记录 {path} 正被另一个窗口或命令使用。",
            "请关闭后重试，或在该窗口的“设置”里选择“备份…”。",
        ),
    },
    "backup-missing": {
        "en": (
            "There is no usable backup {name} in {folder}.",
            "Choose one of those that are there.",
        ),
        "zh": ("{folder} 中没有可用的备份 {name}。", "请从现有的备份中选择。"),
    },
    "store-unsupported": {
        "en": (
            "This computer's SQLite is version {actual}; the history needs {expected}.",
            "Install a newer Python or SQLite library.",
        ),
        "zh": (
            "本机 SQLite 版本为 {actual}，历史记录需要 {expected}。",
            "请安装更新的 Python 或 SQLite。",
        ),
    },
    "conversation-damaged": {
        "en": (
            "A part of this conversation is damaged in the history; the rest is shown.",
            "If something is missing, look into a backup: Settings, Backups….",
        ),
        "zh": (
            "该对话在历史记录中有部分损坏，其余内容照常显示。",
            "如有缺失，可在“设置”的“备份…”中查看备份。",
        ),
    },
    "chat-invalid": {
        "en": (
            "{path} cannot be opened as a conversation: {detail}.",
            "Get the file again from whoever saved it, and check that you may read it.",
        ),
        "zh": (
            "无法将 {path} 作为对话打开：{detail}。",
            "请向保存该文件的人重新索取，并确认您有读取权限。",
        ),
    },
    "chat-too-new": {
        "en": (
            "{path} was saved by a newer News Assistant: its format is version {actual}, and this "
            "program reads up to {expected}.",
            "Install the newer News Assistant, then open the file again.",
        ),
        "zh": (
            "{path} 由新版程序保存：文件格式版本为 {actual}，本程序支持到 {expected}。",
            "请安装新版程序后再打开该文件。",
        ),
    },
    "chat-too-large": {
        "en": (
            "{path} was not saved: the conversation has {size_mb} MB, and such a file may have up "
            "to {limit_mb} MB.",
            "Copy the parts that you need into a document.",
        ),
        "zh": (
            "未能保存 {path}：该对话有 {size_mb} MB，此类文件最多 {limit_mb} MB。",
            "请把需要的部分复制到文档中。",
        ),
    },
    "export-nothing": {
        "en": ("There is nothing to export yet.", "Ask something first, or open a conversation."),
        "zh": ("还没有可以导出的内容。", "请先提问，或打开一个对话。"),
    },
    "export-answer-missing": {
        "en": (
            "This conversation has no answer {number}: it has {count}.",
            "Name one from 1 on, or leave it out to export them all.",
        ),
        "zh": (
            "该对话没有第 {number} 个回答：共 {count} 个。",
            "请从 1 起指定，或省略以导出全部。",
        ),
    },
    "export-whole": {
        "en": (
            "A .newschat file holds a whole conversation, not one answer.",
            "Leave the answer's number out, or choose another format.",
        ),
        "zh": (".newschat 文件保存整个对话，而不是单个回答。", "请去掉回答编号，或选择其他格式。"),
    },
    "export-needs-file": {
        "en": (
            "A .{form} file cannot be shown in a terminal.",
            "Name a file to write with --output.",
        ),
        "zh": (".{form} 文件无法在终端显示。", "请用 --output 指定要写入的文件。"),
    },
    "export-editor-missing": {
        "en": (
            "The label of your exports names an editor, and no name was given.",
            "Enter who edited the text, or change the label in the settings.",
        ),
        "zh": ("导出标签中要写明编辑，但没有填写姓名。", "请填写编辑姓名，或在设置中修改标签。"),
    },
    "jobs-damaged": {
        "en": (
            "Your jobs in {path} cannot be read: {detail}.",
            "The file was kept as {copy}, and the jobs of the program are used. Put a good copy "
            "in its place, or import one with Edit jobs….",
        ),
        "zh": (
            "无法读取 {path} 中的任务：{detail}。",
            "原文件已保留为 {copy}，现使用程序自带的任务。请换回完好的副本，"
            "或在“编辑任务…”中导入。",
        ),
    },
    "jobs-partly": {
        "en": (
            "Some of your jobs in {path} cannot be used: {detail}.",
            "The other jobs are here, and the file was kept as {copy}: correct it there and import "
            "it with Edit jobs….",
        ),
        "zh": (
            "{path} 中有些任务无法使用：{detail}。",
            "其余任务照常可用，原文件已保留为 {copy}：请在其中更正后用“编辑任务…”导入。",
        ),
    },
    "jobs-unreadable": {
        "en": (
            "Your jobs in {path} cannot be read: {detail}.",
            "The file stays as it is. Check that you may read it, then start again.",
        ),
        "zh": (
            "无法读取 {path} 中的任务：{detail}。",
            "该文件不会被改动。请确认有读取权限后重新启动。",
        ),
    },
    "jobs-unwritable": {
        "en": (
            "Your jobs cannot be saved to {path}: {detail}.",
            "Free some disk space and check that you may write there, then save again.",
        ),
        "zh": (
            "无法将任务保存到 {path}：{detail}。",
            "请释放磁盘空间，并确认有写入权限，然后重新保存。",
        ),
    },
    "jobs-invalid": {
        "en": (
            "{path} cannot be opened as a file of jobs: {detail}.",
            "Get the file again from whoever exported it.",
        ),
        "zh": ("无法将 {path} 作为任务文件打开：{detail}。", "请向导出该文件的人重新索取。"),
    },
    "jobs-too-new": {
        "en": (
            "The jobs in {path} are of version {actual}; this program knows up to {expected}.",
            "The file stays as it is. Install the newer News Assistant.",
        ),
        "zh": (
            "{path} 中的任务版本为 {actual}，本程序支持到 {expected}。",
            "该文件不会被改动。请安装新版程序。",
        ),
    },
    "answer-not-editable": {
        "en": (
            "This answer cannot be edited.",
            "Wait until it is written; only whole answers can be, no questions and no summaries of "
            "parts.",
        ),
        "zh": (
            "无法编辑该回答。",
            "请等待其写完；只有完整的回答可以编辑，提问和各部分的摘要不行。",
        ),
    },
    "answer-words-missing": {
        "en": (
            "The answer does not have these words as they are shown: {words}.",
            "They may be changed already, or set in a way that cannot be edited here: export the "
            "answer and correct them in its text there.",
        ),
        "zh": (
            "回答中找不到与显示一致的文字：{words}。",
            "可能已被改动，或因排版无法在此修改：请导出该回答，并在导出窗口的文字中更正。",
        ),
    },
    "job-missing": {
        "en": ("There is no job {job} any more.", "Choose another job."),
        "zh": ("任务 {job} 已不存在。", "请选择其他任务。"),
    },
}
