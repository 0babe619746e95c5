// Sends what is clicked in the table to the server. `element`, `trigger` and `watch` come from
// Gradio. This script knows which documents are ticked: a search removes rows, but not their ticks.
const chosen = new Set();
const boxes = () => [...element.querySelectorAll("[data-document]")];

const show = () => {
  for (const box of boxes()) box.checked = chosen.has(box.dataset.document);
  const master = element.querySelector("[data-all]");
  if (master) master.checked = boxes().every((box) => box.checked);
};

// Of several clicks in quick succession only the last is sent. It names everything that is ticked;
// the number lets the server ignore one that a later one has overtaken.
const WAIT_MS = 50;
let sent = 0;
let waiting = 0;
const sendChosen = () => {
  show();
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    sent += 1;
    trigger("choose", { number: sent, chosen: [...chosen] });
  }, WAIT_MS);
};

watch("value", show);

element.addEventListener("click", (event) => {
  const heading = event.target.closest("[data-sort]");
  if (heading) trigger("sort", { column: heading.dataset.sort });
  if (event.target.closest("[data-more]")) trigger("more", {});
});

element.addEventListener("change", (event) => {
  const box = event.target;
  const changed = box.matches("[data-all]") ? boxes() : [box];
  for (const { dataset } of changed) {
    if (box.checked) chosen.add(dataset.document); else chosen.delete(dataset.document);
  }
  sendChosen();
});

element.addEventListener("dossier:clear-ticks", () => {
  chosen.clear();
  sendChosen();
});
