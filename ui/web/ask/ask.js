// The browser's part of the Ask tab: it opens passages, shows quotes, copies, handles the keyboard
// and saves conversations. `element`, `trigger`, `props` and `watch` come from Gradio; the server's
// commands arrive as `props.value`.
const find = (selector) => document.querySelector(selector);
const QUESTION = "#question textarea";

// Passages. A marker or a button names the exchange and the citation that it opens, as "2.1".
let returnTo = null;

const openCitation = (citation, from) => {
  if (from?.closest("#chat")) returnTo = citation;
  find("#sources").classList.add("shown");
  trigger("open_citation", { citation });
};

const closeCitation = () => {
  find("#sources").classList.remove("shown");
  const marker = returnTo && find(`#chat a[name="${CSS.escape(returnTo)}"]`);
  (marker || find(QUESTION))?.focus();
};

const stepCitation = (key) => {
  const button = find(`#sources button[aria-keyshortcuts="Alt+${key}"]`);
  if (button && !button.disabled) return openCitation(button.value, button);
  if (button) {  // the open citation is the first or the last
    find("#sources").classList.add("shown");
    return find("#sources .count").focus();
  }
  const markers = document.querySelectorAll("#chat a.marker, #chat a.nearest-link");
  const last = markers[markers.length - 1];
  if (last) openCitation(last.name, last);
};

// The quote of the marker under the pointer, or of the one that has the focus.
const HIDE_QUOTE_MS = 150;  // long enough to move the pointer from the marker to the card
const card = document.createElement("div");
card.id = "quote-card";
card.setAttribute("role", "tooltip");
card.hidden = true;
document.body.append(card);
let hiding;

const showQuote = (marker) => {
  clearTimeout(hiding);
  const quote = find(`#chat .quote[name="${CSS.escape(marker.name)}"]`);
  if (!quote) return;
  card.replaceChildren(...[...quote.children].map((part) => part.cloneNode(true)));
  card.hidden = false;
  marker.setAttribute("aria-describedby", card.id);
  const anchor = marker.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const left = Math.min(Math.max(8, anchor.left - 24), innerWidth - width - 8);
  const above = anchor.top - height - 6;
  card.style.left = `${left}px`;
  card.style.top = `${above > 8 ? above : anchor.bottom + 6}px`;
};
const hideQuote = () => { hiding = setTimeout(() => { card.hidden = true; }, HIDE_QUOTE_MS); };

card.addEventListener("pointerenter", () => clearTimeout(hiding));
card.addEventListener("pointerleave", hideQuote);
for (const type of ["pointerover", "focusin"]) {
  document.addEventListener(type, (event) => {
    const marker = event.target.closest?.("#chat a.marker");
    if (marker) showQuote(marker);
  });
}
for (const type of ["pointerout", "focusout"]) {
  document.addEventListener(type, (event) => {
    if (event.target.closest?.("#chat a.marker")) hideQuote();
  });
}

const ANNOUNCED_MS = 2000;
const announce = (words) => {
  const announcement = find("#announcement");
  announcement.textContent = "";
  requestAnimationFrame(() => {
    announcement.textContent = words;
    announcement.classList.add("shown");
    setTimeout(() => announcement.classList.remove("shown"), ANNOUNCED_MS);
  });
};

const copy = async (button) => {
  const text = button.nextElementSibling.textContent;
  let copied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https scripts have no clipboard; a selection can still be copied.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    copied = document.execCommand("copy");
    area.remove();
    button.focus();
  }
  const { copied: done, failed } = find("#announcement").dataset;
  announce(copied ? done : failed);
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#chat a.marker, #chat a.nearest-link");
  if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    card.hidden = true;
    openCitation(link.name, link);
    return;
  }
  const button = event.target.closest?.("#ask button[name]");
  if (!button) return;
  if (button.name === "open") openCitation(button.value, button);
  if (button.name === "close") closeCitation();
  if (button.name === "copy" || button.name === "copy-cited") copy(button);
  if (button.name === "remove-chip") trigger("remove_chip", { chip: button.value });
});

document.addEventListener("keydown", (event) => {
  if (!find("#ask")?.offsetParent) return;  // another tab is open
  if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    stepCitation(event.key);
  } else if (event.altKey && event.code === "KeyQ") {
    event.preventDefault();
    find(QUESTION)?.focus();
  } else if (event.key === "Escape") {
    const stop = find("#question .stop-button");
    if (!card.hidden) card.hidden = true;
    else if (stop) stop.click();
    else if (event.target.closest?.("#sources")) closeCitation();
  }
});

// Gradio puts the escaped message into the field for editing it.
const CHARACTERS = { "&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'", "&amp;": "&" };
const unescaped = (text) => text.replace(/&(lt|gt|#34|#39|amp);/g, (name) => CHARACTERS[name]);

// What Gradio has no setting for: it labels a message with its markup, leaves the field for editing
// one without a label, and gives dates no date field.
const patchGradio = () => {
  for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) {
    message.removeAttribute("aria-label");
  }
  for (const area of document.querySelectorAll("#chat .edit-textarea:not([aria-label])")) {
    area.setAttribute("aria-label", find("#announcement").dataset.edit);
    area.value = unescaped(area.value);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  // Gradio's own announcements of each event, in words that it does not translate.
  find("main ~ .sr-only[role=status]")?.setAttribute("aria-hidden", "true");
  for (const field of document.querySelectorAll("#since input, #until input")) {
    if (field.type !== "date") field.type = "date";
  }
};
new MutationObserver(patchGradio).observe(find("#ask"), { childList: true, subtree: true });
patchGradio();

// Gradio's client may close its stream of results just when a further event has been sent; the
// results of that one then wait for the next event. So an event that does nothing follows whatever
// a reader does, and is repeated while an answer is awaited. The listeners capture: what was clicked
// may have left the page before the event bubbles.
const FLUSH_MS = 1500;
let flushing;
const flushEvents = () => {
  clearTimeout(flushing);
  flushing = setTimeout(() => {
    trigger("flush", {});
    if (find("#question .stop-button")) flushEvents();
  }, FLUSH_MS);
};
const flushAfter = (event) => { if (event.target.closest?.("#ask")) flushEvents(); };
document.addEventListener("click", flushAfter, true);
document.addEventListener("keydown", (event) => {
  if (event.key.length > 1) flushAfter(event);
}, true);

// Saved conversations: each under a key of its own, so that tabs do not overwrite one another's.
// Browsers hold data under these keys: a new name would lose it.
const CONVERSATION = "dossier.conversation.";
const SAVING_DISABLED = "dossier.keep-nothing";
const OPEN = "dossier.open";
const MOST_SAVED = 100;  // of some 20 kB each; browsers give a site 5 MB

const saved = () => Object.keys(localStorage)
  .filter((key) => key.startsWith(CONVERSATION))
  .flatMap((key) => {
    try {
      const { title, at } = JSON.parse(localStorage.getItem(key));
      return [{ id: key.slice(CONVERSATION.length), title: String(title), at: String(at) }];
    } catch {
      return [];
    }
  })
  .sort((one, other) => (one.at < other.at ? 1 : -1));

const savedTitles = () => saved().map(({ id, title }) => [id, title]);

const listSaved = () => {
  trigger("list_saved", { saved: savedTitles(), open: sessionStorage.getItem(OPEN) });
};

const readSaved = (id) => {
  try {
    return JSON.parse(localStorage.getItem(CONVERSATION + id)).conversation;
  } catch {
    return null;
  }
};

// What the server has just shown may take some frames to be in the page.
const FRAMES = 60;
const focusOn = (selector, frames) => requestAnimationFrame(() => {
  const target = find(selector);
  if (!target && frames) return focusOn(selector, frames - 1);
  target?.focus({ preventScroll: true });
  if (target?.closest("#sources")) find("#sources mark")?.scrollIntoView({ block: "nearest" });
});

const commands = {
  clearIfUnchanged: ({ question }) => {
    const box = find(QUESTION);
    if (box.value.trim() !== question.trim()) return;
    box.value = "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
  },
  save: ({ id, title, at, conversation }) => {
    sessionStorage.setItem(OPEN, id);
    if (localStorage.getItem(SAVING_DISABLED)) return;
    const others = saved().filter((one) => one.id !== id);
    for (const { id: old } of others.slice(MOST_SAVED - 1)) {
      localStorage.removeItem(CONVERSATION + old);
    }
    try {
      localStorage.setItem(CONVERSATION + id, JSON.stringify({ title, at, conversation }));
    } catch {
      trigger("storage_full", {});
    }
    listSaved();
  },
  setOpen: ({ id }) => sessionStorage.setItem(OPEN, id),
  delete: ({ id }) => {
    localStorage.removeItem(CONVERSATION + id);
    sessionStorage.removeItem(OPEN);
    listSaved();
  },
  setSaving: ({ enabled }) => {
    if (enabled) {
      localStorage.removeItem(SAVING_DISABLED);
    } else {
      saved().forEach(({ id }) => localStorage.removeItem(CONVERSATION + id));
      localStorage.setItem(SAVING_DISABLED, "1");
    }
    listSaved();
  },
  focus: ({ selector }) => focusOn(selector, FRAMES),
  download: ({ name, kind, content }) => {
    const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: kind }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  },
};
const runCommand = (command) => commands[command.do](command);

watch("value", () => JSON.parse(props.value).commands.forEach(runCommand));
window.dossierOpenSaved = (id) => trigger("open_saved", { conversation: readSaved(id) });
addEventListener("storage", listSaved);
const opened = sessionStorage.getItem(OPEN);
trigger("start", {
  isWide: matchMedia("(min-width: 1100px)").matches,
  isSaving: !localStorage.getItem(SAVING_DISABLED),
  saved: savedTitles(),
  open: opened,
  conversation: opened && readSaved(opened),
});
