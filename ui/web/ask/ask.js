// What the browser does for the Ask tab: opens passages, shows quotes, copies, takes the keys, and
// keeps conversations. `element`, `trigger`, `props` and `watch` come from Gradio; the server's
// commands arrive as `props.value`.
const find = (selector) => document.querySelector(selector);
const QUESTION = "#question textarea";

// Passages: a marker or a button names the exchange and the citation that it opens.
let returnTo = null;

const show = (citation, from) => {
  if (from?.closest("#chat")) returnTo = citation;
  find("#sources").classList.add("shown");
  trigger("show", { citation });
};

const close = () => {
  find("#sources").classList.remove("shown");
  const marker = returnTo && find(`#chat a[name="${CSS.escape(returnTo)}"]`);
  (marker || find(QUESTION))?.focus();
};

const step = (key) => {
  const button = find(`#sources button[aria-keyshortcuts="Alt+${key}"]`);
  if (button && !button.disabled) return show(button.value, button);
  if (button) {  // it is the first or the last
    find("#sources").classList.add("shown");
    return find("#sources .count").focus();
  }
  const markers = document.querySelectorAll("#chat a.marker, #chat a.near");
  if (markers.length) show(markers[markers.length - 1].name, markers[markers.length - 1]);
};

// The quote of the marker that is pointed at or has the focus.
const card = document.createElement("div");
card.id = "quote-card";
card.setAttribute("role", "tooltip");
card.hidden = true;
document.body.append(card);
let hiding;

const hint = (marker) => {
  clearTimeout(hiding);
  const quote = find(`#chat .quote[name="${CSS.escape(marker.name)}"]`);
  if (!quote) return;
  card.replaceChildren(...[...quote.children].map((part) => part.cloneNode(true)));
  card.hidden = false;
  marker.setAttribute("aria-describedby", card.id);
  const at = marker.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left - 24), innerWidth - width - 8);
  const above = at.top - height - 6;
  card.style.left = `${left}px`;
  card.style.top = `${above > 8 ? above : at.bottom + 6}px`;
};
const unhint = () => { hiding = setTimeout(() => { card.hidden = true; }, 150); };

card.addEventListener("pointerenter", () => clearTimeout(hiding));
card.addEventListener("pointerleave", unhint);
for (const [on, does] of [["pointerover", hint], ["focusin", hint]]) {
  document.addEventListener(on, (event) => {
    const marker = event.target.closest?.("#chat a.marker");
    if (marker) does(marker);
  });
}
for (const on of ["pointerout", "focusout"]) {
  document.addEventListener(on, (event) => {
    if (event.target.closest?.("#chat a.marker")) unhint();
  });
}

const copy = async (button) => {
  const text = button.nextElementSibling.textContent;
  let copied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https the clipboard is closed to scripts, but not to a selection.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    copied = document.execCommand("copy");
    area.remove();
    button.focus();
  }
  const said = find("#said");
  said.textContent = "";
  requestAnimationFrame(() => {
    said.textContent = copied ? said.dataset.copied : said.dataset.failed;
    said.classList.add("shown");
    setTimeout(() => said.classList.remove("shown"), 2000);
  });
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#chat a.marker, #chat a.near");
  if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    card.hidden = true;
    show(link.name, link);
    return;
  }
  const button = event.target.closest?.("#ask button[name]");
  if (!button) return;
  if (button.name === "open") show(button.value, button);
  if (button.name === "close") close();
  if (button.name === "copy" || button.name === "copy-cited") copy(button);
  if (button.name === "drop") trigger("drop", { what: button.value });
});

document.addEventListener("keydown", (event) => {
  if (!find("#ask")?.offsetParent) return;  // another tab is open
  if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(event.key);
  } else if (event.altKey && event.code === "KeyQ") {
    event.preventDefault();
    find(QUESTION)?.focus();
  } else if (event.key === "Escape") {
    const stop = find("#question .stop-button");
    if (!card.hidden) card.hidden = true;
    else if (stop) stop.click();
    else if (event.target.closest?.("#sources")) close();
  }
});

const CHARACTERS = { "&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'", "&amp;": "&" };
const unescaped = (text) => text.replace(/&(lt|gt|#34|#39|amp);/g, (name) => CHARACTERS[name]);

// Gradio labels a message with its markup and leaves the field for editing one without a label.
const mend = () => {
  for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) {
    message.removeAttribute("aria-label");
  }
  for (const area of document.querySelectorAll("#chat .edit-textarea:not([aria-label])")) {
    area.setAttribute("aria-label", find("#said").dataset.edit);
    area.value = unescaped(area.value);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  // Gradio's own announcements of each event, in words that it does not translate.
  find("main ~ .sr-only[role=status]")?.setAttribute("aria-hidden", "true");
  for (const field of document.querySelectorAll("#since input, #until input")) {
    if (field.type !== "date") field.type = "date";
  }
};
new MutationObserver(mend).observe(find("#ask"), { childList: true, subtree: true });
mend();

// Gradio's client may close its stream of results just when a further event has been sent, whose
// results then wait for the next event. So one that does nothing follows whatever a reader does,
// again and again while an answer is awaited. Seen on the way down: what was clicked may be gone
// from the page before the event has come back up.
let nudging;
const nudge = () => {
  clearTimeout(nudging);
  nudging = setTimeout(() => {
    trigger("nudge", {});
    if (find("#question .stop-button")) nudge();
  }, 1500);
};
const nudgeAfter = (event) => { if (event.target.closest?.("#ask")) nudge(); };
document.addEventListener("click", nudgeAfter, true);
document.addEventListener("keydown", (event) => {
  if (event.key.length > 1) nudgeAfter(event);
}, true);

// What this browser keeps: each conversation under a key of its own, so that tabs do not overwrite
// one another's.
const KEY = "dossier.conversation.";
const NOTHING = "dossier.keep-nothing";
const OPEN = "dossier.open";
const MOST = 100;

const kept = () => Object.keys(localStorage)
  .filter((key) => key.startsWith(KEY))
  .flatMap((key) => {
    try {
      const { title, at } = JSON.parse(localStorage.getItem(key));
      return [{ id: key.slice(KEY.length), title: String(title), at: String(at) }];
    } catch {
      return [];
    }
  })
  .sort((one, other) => (one.at < other.at ? 1 : -1));

const list = () => kept().map(({ id, title }) => [id, title]);

const readKept = (id) => {
  try {
    return JSON.parse(localStorage.getItem(KEY + id)).conversation;
  } catch {
    return null;
  }
};

const keep = ({ id, title, at, conversation }) => {
  sessionStorage.setItem(OPEN, id);
  if (localStorage.getItem(NOTHING)) return;
  const value = JSON.stringify({ title, at, conversation });
  for (const { id: old } of kept().filter((one) => one.id !== id).slice(MOST - 1)) {
    localStorage.removeItem(KEY + old);
  }
  try {
    localStorage.setItem(KEY + id, value);
  } catch {
    trigger("full", {});
  }
  trigger("list", { kept: list(), open: id });
};

// What the server has just shown may take some frames to be there.
const focusOn = (selector, frames) => requestAnimationFrame(() => {
  const at = find(selector);
  if (!at && frames) return focusOn(selector, frames - 1);
  at?.focus({ preventScroll: true });
  if (at?.closest("#sources")) find("#sources mark")?.scrollIntoView({ block: "nearest" });
});

const carryOut = {
  taken: ({ question }) => {
    const box = find(QUESTION);
    if (box.value.trim() !== question.trim()) return;
    box.value = "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
  },
  keep,
  open: ({ id }) => sessionStorage.setItem(OPEN, id),
  forget: ({ id }) => {
    localStorage.removeItem(KEY + id);
    sessionStorage.removeItem(OPEN);
    trigger("list", { kept: list(), open: null });
  },
  nothing: ({ on }) => {
    if (on) {
      kept().forEach(({ id }) => localStorage.removeItem(KEY + id));
      localStorage.setItem(NOTHING, "1");
    } else {
      localStorage.removeItem(NOTHING);
    }
    trigger("list", { kept: list(), open: sessionStorage.getItem(OPEN) });
  },
  focus: ({ on }) => focusOn(on, 60),
  download: ({ name, kind, content }) => {
    const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: kind }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  },
};

watch("value", () => {
  for (const command of JSON.parse(props.value).commands) carryOut[command.do](command);
});
window.dossierPick = (id) => trigger("pick", { conversation: readKept(id) });
addEventListener("storage", () => trigger("list", { kept: list(), open: sessionStorage.getItem(OPEN) }));
const opened = sessionStorage.getItem(OPEN);
trigger("begin", {
  isWide: matchMedia("(min-width: 1100px)").matches,
  keeps: !localStorage.getItem(NOTHING),
  kept: list(),
  open: opened,
  conversation: opened && readKept(opened),
});
