"""What `newsassistant history` says, in English and Chinese; see `words`.

Knows nothing of when it is said.
"""

from __future__ import annotations

from collections.abc import Mapping

from newsassistant.core.types import Language

HISTORY_WORDS: Mapping[str, Mapping[Language, str]] = {
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
    "unreached": {
        "en": "This backup could not be reached and still holds the text; it is tried again every "
        "day: {path}",
        "zh": "无法处理该备份，其中仍有相关文字，之后每天会重试：{path}",
    },
}
