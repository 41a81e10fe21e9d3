// The tabs of the right pane, and the bar between the panes.

import { byId, h } from "./dom.js";
import { Tabs } from "./tabs.js";

const PANES = [["json", "JSON"], ["problems", "Problems"], ["tests", "Tests"], ["ask", "Ask"], ["compare", "Compare"]];
const SPLIT = "whit-playground-split";

export class Panes extends EventTarget {
  #badges = new Map();

  constructor() {
    super();
    this.tabs = new Tabs(byId("panes"), { panel: "", choose: (id) => this.show(id) });
    this.tabs.show(PANES.map(([id, label]) => ({ id, label: h("span", {}, label) })), "json");
    for (const tab of byId("panes").children) {
      tab.id = `tab-${tab.dataset.id}`;
      tab.setAttribute("aria-controls", `pane-${tab.dataset.id}`);
      tab.append(h("span", { class: "badge", hidden: true }));
    }
    splitter();
  }

  get shown() {
    return this.tabs.chosen;
  }

  show(id) {
    this.tabs.mark(id);
    for (const [one] of PANES) byId(`pane-${one}`).hidden = one !== id;
    this.dispatchEvent(new CustomEvent("shown", { detail: { id } }));
  }

  /** A number behind the name of a tab. Its colour only repeats what the tab says. */
  badge(id, count, kind) {
    const key = `${count} ${kind}`;
    if (this.#badges.get(id) === key) return;
    this.#badges.set(id, key);
    const badge = byId(`tab-${id}`).querySelector(".badge");
    badge.hidden = count === 0;
    badge.className = `badge ${kind}`;
    badge.textContent = count > 999 ? "999+" : String(count);
  }
}

/** The bar: it follows the pointer and the arrow keys, and its place is kept. */
function splitter() {
  const bar = byId("splitter");
  const place = byId("workspace");
  let share = 50;
  const set = (value) => {
    share = Math.min(80, Math.max(20, Math.round(value)));
    place.style.setProperty("--left", `${share}fr`);
    place.style.setProperty("--right", `${100 - share}fr`);
    bar.setAttribute("aria-valuenow", String(share));
  };
  const keep = () => {
    try {
      localStorage.setItem(SPLIT, String(share));
    } catch {
      // Without a storage, the bar begins in the middle.
    }
  };
  try {
    set(Number(localStorage.getItem(SPLIT)) || 50);
  } catch {
    set(50);
  }
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  bar.addEventListener("pointermove", (event) => {
    if (!bar.hasPointerCapture(event.pointerId)) return;
    const left = byId("left").getBoundingClientRect().left;
    const right = byId("right").getBoundingClientRect().right;
    set((100 * (event.clientX - left)) / (right - left));
  });
  bar.addEventListener("pointerup", keep);
  bar.addEventListener("dblclick", () => {
    set(50);
    keep();
  });
  bar.addEventListener("keydown", (event) => {
    const to = { ArrowLeft: share - 5, ArrowRight: share + 5, Home: 20, End: 80, Enter: 50 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    set(to);
    keep();
  });
}
