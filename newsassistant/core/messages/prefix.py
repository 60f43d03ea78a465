"""The words of errors about prefix checkpoints, in English and Chinese; see `messages`.

Knows nothing of where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping

PREFIX_ERRORS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "prefix-missing": {
        "en": (
            "The house style {prefix} is not installed.",
            "Choose one of the installed ones: Styles lists them.",
        ),
        "zh": (
            "未安装写作风格 {prefix}。",
            "请从已安装的风格中选择，见“风格”。",
        ),
    },
    "prefix-invalid": {
        "en": (
            "This is not a usable prefix checkpoint: {detail}.",
            "Copy it again from where it was made, or ask its author.",
        ),
        "zh": ("这不是可用的前缀检查点：{detail}。", "请从来源重新复制，或询问其作者。"),
    },
    "prefix-none": {
        "en": (
            "There is no house style in {path}.",
            "Its folder holds manifest.json and prefix.safetensors, or what P-Tuning v2 or PEFT "
            "has written. A whole model is added as a model.",
        ),
        "zh": (
            "{path} 中没有写作风格。",
            "风格文件夹含有 manifest.json 和 prefix.safetensors，或者是 P-Tuning v2、PEFT "
            "的输出。完整的模型请作为模型添加。",
        ),
    },
    "prefix-inside": {
        "en": (
            "{path} is the folder of a training run; house styles are in {found} inside it.",
            "Name one of those folders; {newest} is the newest, which --newest takes.",
        ),
        "zh": (
            "{path} 是一次训练的文件夹，写作风格位于其中的 {found}。",
            "请指定其中一个文件夹；{newest} 是最新的，可用 --newest 采用。",
        ),
    },
    "prefix-base-unsure": {
        "en": (
            "No house style can be used with {model}: its graph was made by another program, and "
            "which weights it has cannot be told for certain.",
            "Use a model that News Assistant has converted itself.",
        ),
        "zh": (
            "{model} 不能使用写作风格：它的计算图由其他程序生成，无法确定其权重。",
            "请使用由本程序转换的模型。",
        ),
    },
    "prefix-damaged": {
        "en": (
            "The house style's file {path} is damaged: found {actual}, expected {expected}.",
            "Copy it again from where it was made, or ask its author.",
        ),
        "zh": (
            "写作风格的文件 {path} 已损坏：现为 {actual}，应为 {expected}。",
            "请从来源重新复制，或询问其作者。",
        ),
    },
    "prefix-too-new": {
        "en": (
            "A newer version of News Assistant wrote this house style: its format is {actual}, "
            "this version reads {expected}.",
            "Update News Assistant, or ask for a file of the older format.",
        ),
        "zh": (
            "该写作风格由更新版本的 News Assistant 写成：格式为 {actual}，本版本可读 {expected}。",
            "请更新 News Assistant，或索取旧格式的文件。",
        ),
    },
    "prefix-unsigned": {
        "en": (
            "A remark or a day of a sign-off needs the name of whoever signs the style off.",
            "Give the name, or leave the remark and the day out.",
        ),
        "zh": ("签发意见或日期需要签发人的姓名。", "请填写姓名，或去掉意见和日期。"),
    },
    "prefix-no-base": {
        "en": (
            "No installed model can use this house style: it was made for {needed}.",
            "Install that model first; --any-model installs the style before its model.",
        ),
        "zh": (
            "已安装的模型都不能使用该写作风格：它是为 {needed} 制作的。",
            "请先安装该模型；如要先装风格，请加 --any-model。",
        ),
    },
    "prefix-name": {
        "en": (
            "A house style needs a name that can be read.",
            "Use at least one letter or digit.",
        ),
        "zh": ("写作风格需要一个可读的名称。", "请至少使用一个字母、汉字或数字。"),
    },
    "prefix-stuck": {
        "en": (
            "The house style {prefix} cannot be removed: {detail}.",
            "Close every program that uses it, then try again.",
        ),
        "zh": ("无法移除写作风格 {prefix}：{detail}。", "请关闭正在使用它的程序后重试。"),
    },
    "prefix-not-finite": {
        "en": (
            "The prefix holds values that are no usable numbers (layer {layer}).",
            "Its training has failed; use an earlier checkpoint or train it again.",
        ),
        "zh": (
            "前缀第 {layer} 层含有不可用的数值。",
            "其训练已失败；请使用较早的检查点或重新训练。",
        ),
    },
    "prefix-other-shape": {
        "en": (
            "The house style was made for another model: it needs {expected}; loaded is {actual}.",
            "Load the model that it was trained on, or choose another style.",
        ),
        "zh": (
            "该写作风格属于另一模型：需要 {expected}，当前为 {actual}。",
            "请加载训练它的模型，或选择其他风格。",
        ),
    },
    "prefix-other-base": {
        "en": (
            "The house style was trained on {expected}; loaded is {actual} with other weights.",
            "Load the model that it was trained on, or choose another style.",
        ),
        "zh": (
            "该写作风格是在 {expected} 上训练的，当前的 {actual} 权重不同。",
            "请加载训练它的模型，或选择其他风格。",
        ),
    },
    "model-baked": {
        "en": (
            "A house style is baked into the model {model}: {actual} of its states begin with "
            "rows, which other programs drop without a word.",
            "Install the model without it, and the style by itself.",
        ),
        "zh": (
            "模型 {model} 中固化了写作风格：它有 {actual} 个状态以固定的行开头，"
            "其他程序会不加提示地丢弃这些行。",
            "请安装不含风格的模型，再单独安装该风格。",
        ),
    },
}
