"""The words of errors about models that other programs have exported; see `messages`.

Knows nothing of where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping

FOREIGN_ERRORS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "foreign-encoder": {
        "en": (
            "{path} holds a model with an encoder and a decoder ({actual}), as translators have.",
            "Choose a chat model, which only continues a text.",
        ),
        "zh": (
            "{path} 中是带编码器和解码器的模型（{actual}），如翻译模型。",
            "请选择只续写文本的对话模型。",
        ),
    },
    "foreign-pictures": {
        "en": (
            "{path} holds a model that also reads pictures or sound ({actual}).",
            "Choose the model of the same family that reads text alone.",
        ),
        "zh": (
            "{path} 中是还能读取图片或声音的模型（{actual}）。",
            "请选择同系列的纯文本模型。",
        ),
    },
    "foreign-first": {
        "en": (
            "{path} holds a graph of ChatGLM-6B, which reads its prompt in a way of its own.",
            "Convert its checkpoint instead: News Assistant makes the graph itself.",
        ),
        "zh": (
            "{path} 中是 ChatGLM-6B 的计算图，它读取提示词的方式与众不同。",
            "请改为转换其检查点，计算图由本程序生成。",
        ),
    },
    "foreign-stateless": {
        "en": (
            "The graph keeps no cache: it has neither states nor past keys and values.",
            "Export it again with them: by optimum-intel, for the task text-generation-with-past.",
        ),
        "zh": (
            "该计算图没有缓存：既没有状态，也没有 past key/value 输入。",
            "请带缓存重新导出：使用 optimum-intel，任务为 text-generation-with-past。",
        ),
    },
    "foreign-cache": {
        "en": (
            "The graph keeps its cache in a way that is not known here: {detail}.",
            "Export it again with optimum-intel, or convert the checkpoint it was made of.",
        ),
        "zh": (
            "该计算图保存缓存的方式无法识别：{detail}。",
            "请用 optimum-intel 重新导出，或转换其原始检查点。",
        ),
    },
    "foreign-input": {
        "en": (
            "The graph asks for an input that only its own program gives: {actual}.",
            "Export it again for the task text-generation-with-past.",
        ),
        "zh": (
            "该计算图需要只有其专用程序才提供的输入：{actual}。",
            "请以 text-generation-with-past 任务重新导出。",
        ),
    },
    "foreign-fixed": {
        "en": (
            "The graph takes texts of one length only ({actual}).",
            "Export it again with dynamic shapes.",
        ),
        "zh": ("该计算图只接受固定长度的文本（{actual}）。", "请以动态形状重新导出。"),
    },
    "foreign-logits": {
        "en": (
            "The graph does not give logits for each token: {actual}.",
            "Export it again without a cut before its last layer.",
        ),
        "zh": (
            "该计算图没有给出每个词元的 logits：{actual}。",
            "请重新导出，不要在最后一层前截取。",
        ),
    },
    "foreign-adapter": {
        "en": (
            "The graph has an adapter (LoRA) built in that is switched while it runs: {actual}.",
            "Export the model without it, or merge it into the weights first.",
        ),
        "zh": (
            "该计算图内置了运行时切换的适配器（LoRA）：{actual}。",
            "请不带适配器导出，或先将其合并到权重中。",
        ),
    },
    "foreign-operation": {
        "en": (
            "The graph uses an operation that OpenVINO does not have itself: {actual}.",
            "Nothing of other makers is loaded into this program. Convert the checkpoint instead.",
        ),
        "zh": (
            "该计算图使用了 OpenVINO 自身没有的算子：{actual}。",
            "本程序不加载第三方扩展，请改为转换检查点。",
        ),
    },
    "foreign-graph": {
        "en": ("The graph cannot be used: {detail}.", "Get the model's files again."),
        "zh": ("无法使用该计算图：{detail}。", "请重新获取模型文件。"),
    },
    "foreign-outside": {
        "en": (
            "{path} refers to a file that is not beside it: {actual}.",
            "Get the model's files again, from a place that you trust.",
        ),
        "zh": (
            "{path} 引用了不在同一文件夹中的文件：{actual}。",
            "请从可信的来源重新获取模型文件。",
        ),
    },
    "foreign-tokenizer": {
        "en": (
            "There is no tokenizer in {path} that can be read here: found {actual}, expected "
            "{expected}.",
            "Put the original model's {expected} into the folder.",
        ),
        "zh": (
            "{path} 中没有可读取的分词器：现有 {actual}，应有 {expected}。",
            "请将原模型的 {expected} 放入该文件夹。",
        ),
    },
    "foreign-template": {
        "en": (
            "There is no chat template in {path}, so nobody knows how to ask the model.",
            "Put chat_template.jinja or the original tokenizer_config.json into the folder; a "
            "model without one is no chat model.",
        ),
        "zh": (
            "{path} 中没有对话模板，无法知道如何向模型提问。",
            "请放入 chat_template.jinja 或原来的 tokenizer_config.json；没有模板的不是对话模型。",
        ),
    },
    "foreign-trial": {
        "en": (
            "The model has not passed its trial run: {detail}.",
            "Export it again, or convert the checkpoint it was made of.",
        ),
        "zh": ("模型未通过试运行：{detail}。", "请重新导出，或转换其原始检查点。"),
    },
    "foreign-adapter-file": {
        "en": (
            "An adapter can be merged into a checkpoint only, not into a graph.",
            "Name the folder of the checkpoint.",
        ),
        "zh": ("适配器只能合并到检查点中，不能合并到计算图中。", "请指定检查点文件夹。"),
    },
    "foreign-onnx-reader": {
        "en": (
            "This installation has no reader for ONNX files: {detail}.",
            "Convert the model where News Assistant runs from its source, and add the folder that "
            "is made there.",
        ),
        "zh": (
            "本安装版没有 ONNX 读取组件：{detail}。",
            "请在从源码运行本程序的环境中转换该模型，再添加生成的文件夹。",
        ),
    },
}
