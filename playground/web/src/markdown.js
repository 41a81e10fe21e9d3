// The Markdown of hovers and lessons, as elements: paragraphs, headings, lists, fences, code, strong, emphasis, links.

import { h } from "./dom.js";

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** @param {string} text @returns {DocumentFragment} */
export function markdown(text) {
  const made = document.createDocumentFragment();
  const lines = text.split("\n");
  let paragraph = [];
  let list = null;
  const close = () => {
    if (paragraph.length > 0) made.append(h("p", {}, inline(paragraph.join(" "))));
    paragraph = [];
    list = null;
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    const fence = line.match(/^(`{3,})/);
    const heading = line.match(/^#{1,6} (.*)$/);
    const item = line.match(/^\s*[-*] (.*)$/);
    if (fence) {
      close();
      const code = [];
      for (at += 1; at < lines.length && !lines[at].startsWith(fence[1]); at += 1) code.push(lines[at]);
      made.append(h("pre", {}, h("code", {}, code.join("\n"))));
    } else if (heading) {
      close();
      made.append(h("p", { class: "heading" }, inline(heading[1])));
    } else if (/^(---+|\*\*\*+)\s*$/.test(line)) {
      close();
      made.append(h("hr"));
    } else if (item) {
      if (paragraph.length > 0) close();
      if (!list) made.append((list = h("ul")));
      list.append(h("li", {}, inline(item[1])));
    } else if (line.trim() === "") {
      close();
    } else if (list) {
      list.lastElementChild.append(" ", ...inline(line.trim()));
    } else {
      paragraph.push(line.trim());
    }
  }
  close();
  return made;
}

/** The parts of a line. @param {string} text @returns {(Node|string)[]} */
export function inline(text) {
  const parts = [];
  let done = 0;
  for (const found of text.matchAll(INLINE)) {
    parts.push(text.slice(done, found.index));
    const [whole, code, strong, emphasis, label, target] = found;
    if (code !== undefined) parts.push(h("code", {}, code));
    else if (strong !== undefined) parts.push(h("strong", {}, inline(strong)));
    else if (emphasis !== undefined) parts.push(h("em", {}, inline(emphasis)));
    // A link leads away from the page only where it says so.
    else if (/^https:\/\//.test(target)) parts.push(h("a", { href: target, rel: "noreferrer", target: "_blank" }, label));
    else parts.push(label);
    done = found.index + whole.length;
  }
  parts.push(text.slice(done));
  return parts.filter((part) => part !== "");
}
