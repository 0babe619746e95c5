// Marks the characters that the address names: /documents/ID#START-END. Offsets count Unicode
// characters of the document's text, while JavaScript counts UTF-16 units: an emoji is one of the
// former and two of the latter. Each piece of the text has the offset of its first character, and
// where it shows other characters than the text, the offset of its end: it is marked as a whole.
"use strict";

(() => {
  const text = document.getElementById("text");
  if (!text) return;
  const notice = document.getElementById("notice");
  const pieces = [...text.querySelectorAll("[data-start]")];
  const starts = pieces.map((piece) => Number(piece.dataset.start));

  const wanted = () => {
    const found = /^#(\d{1,15})-(\d{1,15})$/.exec(location.hash);
    return found && { start: Number(found[1]), end: Number(found[2]) };
  };

  const unmark = () => {
    for (const mark of text.querySelectorAll("mark")) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
  };

  // The piece in which a character lies.
  const pieceAt = (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle; else high = middle;
    }
    return low;
  };

  const textNodes = (piece) => {
    const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  };

  const markPiece = (piece, from, to) => {
    if ("end" in piece.dataset) {
      const length = Number(piece.dataset.end) - Number(piece.dataset.start);
      if (from >= length || to <= 0) return;
      from = 0;
      to = Infinity;
    }
    let before = 0;
    for (const node of textNodes(piece)) {
      const characters = Array.from(node.data);
      const first = Math.max(from - before, 0);
      const last = Math.min(to - before, characters.length);
      before += characters.length;
      if (first >= last) continue;
      const range = document.createRange();
      const unit = (count) => characters.slice(0, count).join("").length;
      range.setStart(node, unit(first));
      range.setEnd(node, unit(last));
      range.surroundContents(document.createElement("mark"));
    }
  };

  // The other way to show the text leads to the same place in it.
  const otherView = document.getElementById("other-view");

  const show = () => {
    unmark();
    otherView.hash = location.hash;
    if ("stale" in text.dataset) return;
    notice.textContent = "";
    const place = wanted();
    if (!place) return;
    if (place.start >= place.end || place.end > Number(text.dataset.length)) {
      notice.textContent = notice.dataset.noSuchPlace;
      return;
    }
    for (let n = pieceAt(place.start); n < pieces.length && starts[n] < place.end; n += 1) {
      markPiece(pieces[n], place.start - starts[n], place.end - starts[n]);
    }
    const mark = text.querySelector("mark");
    if (!mark) return;
    mark.tabIndex = -1;
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "center" });
  };

  // A reload scrolls to the quote, not to where the page was scrolled before.
  if (wanted()) history.scrollRestoration = "manual";
  addEventListener("hashchange", show);
  show();
})();
