// Tells the server what is clicked in the table. `element`, `trigger` and `watch` come from Gradio.
// Which documents are ticked is known here: rows come and go with a search, ticks stay.
const chosen = new Set();
const boxes = () => [...element.querySelectorAll("[data-document]")];

const show = () => {
  for (const box of boxes()) box.checked = chosen.has(box.dataset.document);
  const master = element.querySelector("[data-all]");
  if (master) master.checked = boxes().every((box) => box.checked);
};

// Of quick clicks the last is told: it names all that is ticked, and events may overtake each other.
const REST_MS = 50;
let told = 0;
let resting = 0;
const tell = () => {
  show();
  clearTimeout(resting);
  resting = setTimeout(() => {
    told += 1;
    trigger("choose", { number: told, chosen: [...chosen] });
  }, REST_MS);
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
  tell();
});

element.addEventListener("dossier:untick", () => {
  chosen.clear();
  tell();
});
