// The page of `newsassistant serve`. It asks the server it came from, and nobody else; what is
// pasted, asked and answered stays in this tab. Texts are only ever set as text.
"use strict";

const WORDS = {
  en: {
    key: "Your key", take: "Use it", keyNote: "It is kept in this tab until you close it.",
    article: "Article", articleHint: "Paste the article here", job: "Task", model: "House style",
    go: "Summarise", question: "Ask about the article", send: "Ask", stop: "Stop",
    caveat: "Written by a language model. Check names, numbers and quotes against the article.",
    place: "The model runs on {0}. Nothing is kept there.", base: "Without a style",
    waiting: "Waiting for a turn…", reading: "Reading…", writing: "Writing…",
    stopped: "Stopped", length: "Stopped at the length limit", copy: "Copy", copied: "Copied",
    label: "AI: {0}", tokens: "{0} of {1} tokens", tooLong: "{0} tokens; {1} too many",
    loading: "The model is being loaded…", gone: "The server cannot be reached.",
    badKey: "The server does not know this key.", cut: "The answer was cut off.",
    jobs: {
      "one-sentence": "One line", "three-bullets": "3 bullets", "150-words": "150 words",
      headline: "Headline", "five-headlines": "5 headlines", w5h1: "5 Ws and H",
      outline: "Outline", email: "E-mail",
    },
  },
  zh: {
    key: "您的密钥", take: "使用", keyNote: "仅保留在此标签页中，关闭后即清除。",
    article: "稿件", articleHint: "在此粘贴稿件", job: "任务", model: "文风",
    go: "生成摘要", question: "就稿件提问", send: "提问", stop: "停止",
    caveat: "由语言模型撰写。请对照原文核实姓名、数字和引语。",
    place: "模型运行在 {0} 上，不保留任何内容。", base: "不使用文风",
    waiting: "排队中…", reading: "正在阅读…", writing: "正在撰写…",
    stopped: "已停止", length: "已达长度上限", copy: "复制", copied: "已复制",
    label: "AI：{0}", tokens: "{0} / {1} 个词元", tooLong: "{0} 个词元，超出 {1} 个",
    loading: "正在加载模型…", gone: "无法连接服务器。",
    badKey: "服务器不认识此密钥。", cut: "回答中断。",
    jobs: {
      "one-sentence": "一句话", "three-bullets": "三要点", "150-words": "150 字",
      headline: "标题", "five-headlines": "五标题", w5h1: "5W1H 要素",
      outline: "提纲", email: "邮件",
    },
  },
};
const LANGUAGE = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
const SAY = WORDS[LANGUAGE];
const $ = (id) => document.getElementById(id);
const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, at) => values[Number(at)]);

let key = "";
let running = null; // AbortController of the answer that is being written
let talk = []; // {role, content}: the turns behind the article
let jobs = [];
let names = new Map(); // model id -> what people call it
let counting = 0;

class Refused extends Error {
  constructor(status, error) {
    super(error.message || String(status));
    this.status = status;
    this.code = error.code || "";
  }
}

async function call(path, body, signal) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers.Authorization = "Bearer " + key;
  const answer = await fetch(path, {
    method: body === undefined ? "GET" : "POST", headers, signal,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: "omit", redirect: "error", cache: "no-store",
  });
  if (answer.ok) return answer;
  let error = {};
  try { error = (await answer.json()).error || {}; } catch { /* no answer of ours */ }
  throw new Refused(answer.status, error);
}

function tell(words, isFault = false) {
  $("said").textContent = words;
  $("said").classList.toggle("fault", isFault);
}

function tellError(error) {
  if (error.name === "AbortError") return tell(SAY.stopped);
  if (error instanceof Refused) return tell(error.status === 401 ? SAY.badKey : error.message, true);
  return tell(SAY.gone, true);
}

// --- what there is to choose ------------------------------------------------------------------

async function begin() {
  try {
    const models = (await (await call("/v1/models")).json()).data;
    jobs = (await (await call("/v1/newsassistant/jobs")).json()).jobs;
    $("key-form").hidden = true;
    showModels(models);
    showJobs();
    tell("");
    refresh();
  } catch (error) {
    if (error instanceof Refused && error.status === 401) {
      if (key) tellError(error);
      $("key-form").hidden = false;
      $("key").focus();
    } else if (error instanceof Refused && error.code === "loading") {
      tell(SAY.loading);
      setTimeout(begin, 1000);
    } else tellError(error);
  }
}

function showModels(models) {
  names = new Map();
  const options = models.map((model) => {
    const ours = model.newsassistant;
    const name = ours.style === null ? SAY.base : ours.name;
    names.set(model.id, ours.style === null ? ours.name : ours.base + " · " + ours.name);
    return new Option(name, model.id);
  });
  $("model").replaceChildren(...options);
}

function showJobs() {
  const options = jobs.map((job) => new Option(SAY.jobs[job.id] || job.id, job.id));
  $("job").replaceChildren(...options);
  followJob();
}

function followJob() {
  const job = jobs.find((each) => each.id === $("job").value);
  if (job && names.has(job.model)) $("model").value = job.model;
  refresh();
}

function refresh() {
  const has = $("article").value.trim() !== "" && jobs.length > 0;
  const free = running === null;
  $("go").disabled = !(has && free);
  $("question").disabled = !has;
  $("send").disabled = !(has && free && $("question").value.trim() !== "");
  $("stop").hidden = free;
}

function countSoon() {
  const number = ++counting;
  $("fit").textContent = "";
  setTimeout(async () => {
    const text = $("article").value;
    if (number !== counting || text.trim() === "" || jobs.length === 0) return;
    try {
      const fit = await (await call("/v1/newsassistant/fit",
        { model: $("model").value, article: { text } })).json();
      if (number !== counting) return;
      $("fit").textContent = fit.tokens > fit.room
        ? fill(SAY.tooLong, fit.tokens, fit.tokens - fit.room)
        : fill(SAY.tokens, fit.tokens, fit.room);
    } catch { /* the answer will say what is wrong */ }
  }, 600);
}

// --- answers ----------------------------------------------------------------------------------

function addTurn(kind) {
  const turn = document.createElement("article");
  turn.className = "turn " + kind;
  const text = document.createElement("p");
  turn.append(text);
  $("talk").append(turn);
  return { turn, text };
}

function addFooter(shown, model, note) {
  const footer = document.createElement("footer");
  const label = document.createElement("span");
  label.textContent = fill(SAY.label, names.get(model) || model) + (note ? " · " + note : "");
  const copy = document.createElement("button");
  copy.type = "button";
  copy.textContent = SAY.copy;
  copy.addEventListener("click", () => copyText(copy, shown.text.textContent));
  footer.append(label, copy);
  shown.turn.append(footer);
}

async function copyText(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // without https there is no clipboard: the text is selected instead
    const range = document.createRange();
    range.selectNodeContents(button.closest(".turn").querySelector("p"));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return;
  }
  button.textContent = SAY.copied;
  setTimeout(() => { button.textContent = SAY.copy; }, 1500);
}

async function* events(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    held += value;
    for (let end; (end = held.indexOf("\n\n")) >= 0; held = held.slice(end + 2)) {
      const line = held.slice(0, end);
      if (line.startsWith("data: ")) yield line.slice(6);
    }
  }
}

async function answer(body, turns) {
  running = new AbortController();
  refresh();
  tell(SAY.waiting);
  const shown = addTurn("answered");
  let note = "", whole = false;
  try {
    const reply = await call("/v1/chat/completions", { ...body, stream: true }, running.signal);
    tell(SAY.reading);
    for await (const data of events(reply)) {
      if (data === "[DONE]") { whole = true; break; }
      const event = JSON.parse(data);
      if (event.error) throw new Refused(500, event.error);
      const choice = event.choices[0];
      if (choice && choice.delta.content) {
        shown.text.append(choice.delta.content);
        tell(SAY.writing);
      }
      if (choice && choice.finish_reason === "length") note = SAY.length;
    }
    if (!whole) throw new Refused(502, { message: SAY.cut });
    tell("");
  } catch (error) {
    tellError(error);
    note = error.name === "AbortError" ? SAY.stopped : SAY.cut;
  }
  running = null;
  if (shown.text.textContent === "") shown.turn.remove();
  else {
    addFooter(shown, body.model, note);
    talk = [...turns, { role: "assistant", content: shown.text.textContent }];
  }
  refresh();
}

function summarise() {
  if ($("go").disabled) return;
  $("talk").replaceChildren();
  const job = jobs.find((each) => each.id === $("job").value);
  const words = job.instruction[/[\u4e00-\u9fff]/.test($("article").value) ? "zh" : "en"];
  answer({ model: $("model").value, article: { text: $("article").value }, preset: job.id },
    [{ role: "user", content: words }]);
}

function ask(event) {
  event.preventDefault();
  if ($("send").disabled) return;
  const question = $("question").value.trim();
  addTurn("asked").text.textContent = question;
  $("question").value = "";
  const turns = [...talk, { role: "user", content: question }];
  answer({ model: $("model").value, article: { text: $("article").value }, messages: turns }, turns);
}

// --- the page ---------------------------------------------------------------------------------

document.documentElement.lang = LANGUAGE === "zh" ? "zh-CN" : "en";
for (const each of document.querySelectorAll("[data-word]")) {
  each.textContent = SAY[each.dataset.word];
}
$("article").placeholder = SAY.articleHint;
$("question").placeholder = SAY.question;
$("place").textContent = fill(SAY.place, location.hostname);
$("article").addEventListener("input", () => { talk = []; refresh(); countSoon(); });
$("question").addEventListener("input", refresh);
$("job").addEventListener("change", followJob);
$("model").addEventListener("change", countSoon);
$("go").addEventListener("click", summarise);
$("ask").addEventListener("submit", ask);
$("stop").addEventListener("click", () => running && running.abort());
$("article").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) summarise();
});
$("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  key = $("key").value.trim();
  begin();
});
begin();
