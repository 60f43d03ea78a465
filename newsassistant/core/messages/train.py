"""The words of errors about training and its data, in English and Chinese; see `messages`.

Knows nothing of where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping

TRAIN_ERRORS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "train-missing": {
        "en": (
            "Training needs the package {package}.",
            "Install it on the page Train a style, or with `{command}` in a terminal.",
        ),
        "zh": (
            "训练需要软件包 {package}。",
            "请在“训练风格”页面安装，或在终端运行 {command}。",
        ),
    },
    "evaluate-missing": {
        "en": (
            "Evaluation needs the package {package}.",
            "Install it with `{command}` in a terminal.",
        ),
        "zh": (
            "评测需要软件包 {package}。",
            "请在终端运行 {command}。",
        ),
    },
    "pack-missing": {
        "en": (
            "Training and scoring styles need the training pack, which is not installed.",
            "Install {pack} {version}, the training pack for this version of News Assistant.",
        ),
        "zh": (
            "训练和评测风格需要训练包，目前尚未安装。",
            "请安装与本版 News Assistant 配套的训练包：{pack} {version}。",
        ),
    },
    "pack-version": {
        "en": (
            "The training pack that is installed, {found}, belongs to another version of News "
            "Assistant.",
            "Install {pack} {version} in its place.",
        ),
        "zh": (
            "已安装的训练包（{found}）属于另一版本的 News Assistant。",
            "请改为安装 {pack} {version}。",
        ),
    },
    "packages-running": {
        "en": (
            "The packages for training are being installed already.",
            "Wait until that has ended, in the other window too.",
        ),
        "zh": ("正在安装训练所需的软件包。", "请等待安装结束；也请查看另一个窗口。"),
    },
    "packages-failed": {
        "en": (
            "The packages for training could not be installed: {detail}.",
            "Check the connection and try again. pip's own settings name proxy, index and "
            "certificates.",
        ),
        "zh": (
            "无法安装训练所需的软件包：{detail}。",
            "请检查网络后重试。代理、软件源和证书以 pip 自身的设置为准。",
        ),
    },
    "packages-offline": {
        "en": (
            "Nothing answers where pip looks for packages.",
            "Check the connection, and pip's own settings of proxy and index; then try again.",
        ),
        "zh": (
            "pip 所用的软件源没有响应。",
            "请检查网络，以及 pip 自身的代理和软件源设置，然后重试。",
        ),
    },
    "packages-absent": {
        "en": (
            "{package} is not where pip looks.",
            "Ask whoever set up pip on this computer to add that version, then try again.",
        ),
        "zh": (
            "pip 所用的软件源中没有 {package}。",
            "请让配置本机 pip 的人员添加该版本，然后重试。",
        ),
    },
    "packages-changed": {
        "en": (
            "A package that was fetched is not the one that this program was tested with.",
            "Nothing was installed. Try again; if it happens again, tell whoever runs your index.",
        ),
        "zh": (
            "下载到的软件包与本程序测试所用的不一致。",
            "没有安装任何内容。请重试；如再次出现，请告知软件源的管理员。",
        ),
    },
    "packages-broken": {
        "en": (
            "The packages for training were fetched, but do not run here: {detail}.",
            "Nothing was installed. Try again, or install them in a terminal.",
        ),
        "zh": (
            "训练所需的软件包已下载，但无法在本机运行：{detail}。",
            "没有安装任何内容。请重试，或在终端中安装。",
        ),
    },
    "data-empty": {
        "en": (
            "{path} has no row that can be used.",
            "Give a table (Excel, CSV), JSON lines or a JSON list whose rows have an article and "
            "its summary.",
        ),
        "zh": (
            "{path} 中没有可用的数据行。",
            "请提供表格（Excel、CSV）、JSON Lines 或 JSON 列表，每行包含一篇文章及其摘要。",
        ),
    },
    "data-workbook": {
        "en": (
            "{path} cannot be read as an Excel workbook: {detail}.",
            "Open it in its own program, save it as .xlsx or CSV, and choose that file.",
        ),
        "zh": (
            "无法将 {path} 作为 Excel 工作簿读取：{detail}。",
            "请在原程序中打开，另存为 .xlsx 或 CSV，然后选择该文件。",
        ),
    },
    "data-column": {
        "en": (
            "{path} has no column {column}; its columns are: {columns}.",
            "Name the columns with --prompt-column, --response-column and --history-column.",
        ),
        "zh": (
            "{path} 没有名为 {column} 的列，现有的列：{columns}。",
            "请用 --prompt-column、--response-column 和 --history-column 指定列名。",
        ),
    },
    "data-invalid": {
        "en": (
            "{path}, line {line}: {detail}.",
            "Correct the line, or take it out, and try again.",
        ),
        "zh": (
            "{path} 第 {line} 行：{detail}。",
            "请改正或删去该行后重试。",
        ),
    },
    "train-failed": {
        "en": (
            "The training process ended before it was done: {detail}.",
            "Resume the run if it has a checkpoint, or try again; the log file has details.",
        ),
        "zh": (
            "训练进程提前结束：{detail}。",
            "如已有检查点，可继续该次训练，否则请重试；详情见日志文件。",
        ),
    },
    "train-running": {
        "en": ("The run {run} is going on.", "Stop it first, or wait until it has ended."),
        "zh": ("训练 {run} 正在进行。", "请先停止，或等待其结束。"),
    },
    "train-run-missing": {
        "en": ("There is no training run {run}.", "Choose one from the list, or begin anew."),
        "zh": ("没有名为 {run} 的训练。", "请从列表中选择，或重新开始。"),
    },
    "train-base": {
        "en": (
            "{path} cannot be trained: {detail}.",
            "Name the folder of a ChatGLM2, ChatGLM3, GLM-4 or GLM-Edge checkpoint, or `starter`.",
        ),
        "zh": (
            "{path} 无法用于训练：{detail}。",
            "请指定 ChatGLM2、ChatGLM3、GLM-4 或 GLM-Edge 检查点的文件夹，或 starter。",
        ),
    },
    "train-lora-starter": {
        "en": (
            "The starter has no checkpoint folder that a LoRA adapter could be merged into.",
            "Use --method prefix, or --method full, which makes such a folder.",
        ),
        "zh": (
            "内置模型没有可供合并 LoRA 适配器的检查点文件夹。",
            "请使用 --method prefix，或用会生成此类文件夹的 --method full。",
        ),
    },
    "train-context": {
        "en": (
            "The longest row has {tokens} tokens; the model has room for {room}.",
            "Use a smaller --max-source-length, --max-target-length or --pre-seq-len.",
        ),
        "zh": (
            "最长的一行有 {tokens} 个词元，模型最多容纳 {room} 个。",
            "请减小 --max-source-length、--max-target-length 或 --pre-seq-len。",
        ),
    },
    "tune-needs": {
        "en": ("Training needs {options}.", "Add them, or go on with a run by --resume DIR."),
        "zh": ("训练需要 {options}。", "请补充这些选项，或用 --resume DIR 继续已有的训练。"),
    },
    "resume-alone": {
        "en": (
            "A run is resumed as it was begun; {options} cannot be changed.",
            "Leave them out, or begin another run with them.",
        ),
        "zh": (
            "继续训练时沿用原有选项，不能更改 {options}。",
            "请去掉这些选项，或用它们重新开始一次训练。",
        ),
    },
    "run-exists": {
        "en": (
            "{path} holds a training run already.",
            "Choose another folder, or go on with it by --resume.",
        ),
        "zh": ("{path} 中已有一次训练。", "请另选文件夹，或用 --resume 继续。"),
    },
    "run-invalid": {
        "en": (
            "{path} cannot be resumed: {detail}.",
            "Delete its newest checkpoint folder and resume, or start the run again.",
        ),
        "zh": (
            "无法继续 {path} 中的训练：{detail}。",
            "请删除其中最新的检查点后继续，或重新开始训练。",
        ),
    },
    "run-unwritable": {
        "en": (
            "{path} cannot be written: {detail}.",
            "Check the folder and the free space, then go on with --resume.",
        ),
        "zh": ("无法写入 {path}：{detail}。", "请检查文件夹和剩余空间，然后用 --resume 继续。"),
    },
    "loss-not-finite": {
        "en": (
            "The loss is no number any more at step {step}, with a learning rate of {rate}.",
            "Start again with a smaller --lr; the last checkpoint before it is whole.",
        ),
        "zh": (
            "第 {step} 步的损失已不是数值，学习率为 {rate}。",
            "请用更小的 --lr 重新开始；此前的检查点完好。",
        ),
    },
    "train-backend": {
        "en": (
            "This torch cannot connect processes by {backend}.",
            "Leave --backend out, or install a torch that has it (oneCCL: its bindings for torch).",
        ),
        "zh": (
            "当前的 torch 不支持用 {backend} 连接进程。",
            "请去掉 --backend，或安装支持它的 torch（oneCCL 需安装其 torch 绑定）。",
        ),
    },
}
