// Tells the server what is clicked in the table. `element`, `trigger` and `watch` come from Gradio.
const ticks = () => [...element.querySelectorAll("[data-document]")];

// Gradio changes the rows there are into the new ones, and a box once clicked keeps its own tick.
watch("value", () => {
  for (const box of element.querySelectorAll("input[type=checkbox]")) box.checked = box.defaultChecked;
});

element.addEventListener("click", (event) => {
  const heading = event.target.closest("[data-sort]");
  if (heading) trigger("sort", { column: heading.dataset.sort });
  if (event.target.closest("[data-more]")) trigger("more", {});
});

element.addEventListener("change", (event) => {
  const all = event.target.matches("[data-all]");
  if (!all && !event.target.matches("[data-document]")) return;
  if (all) ticks().forEach((tick) => { tick.checked = event.target.checked; });
  const master = element.querySelector("[data-all]");
  if (master) master.checked = ticks().every((tick) => tick.checked);
  trigger("choose", {
    shown: ticks().map((tick) => tick.dataset.document),
    ticked: ticks().filter((tick) => tick.checked).map((tick) => tick.dataset.document),
  });
});
