// A row of tabs: one is chosen, the arrow keys move, and only the chosen one is on the way of the Tab key.

import { h } from "./dom.js";

/**
 * @typedef {{ id: string, label: string|Node, title?: string, mark?: string }} Tab
 */
export class Tabs {
  /**
   * @param {HTMLElement} list the element with the role `tablist`
   * @param {{ panel: string, choose: (id: string) => void, key?: (event: KeyboardEvent, id: string) => void }} how
   */
  constructor(list, { panel, choose, key }) {
    this.list = list;
    this.panel = panel;
    this.choose = choose;
    this.tabs = [];
    this.chosen = "";
    list.addEventListener("keydown", (event) => {
      const id = event.target.closest("[role=tab]")?.dataset.id;
      if (id !== undefined && !this.#move(event, id)) key?.(event, id);
    });
  }

  /** @param {Tab[]} tabs @param {string} chosen */
  show(tabs, chosen) {
    const focused = this.list.contains(document.activeElement);
    // Nothing is made anew that stays as it is: what is clicked on must not go away in between.
    const same = tabs.length === this.tabs.length && tabs.every((tab, at) => tab.id === this.tabs[at].id && tab.mark === this.tabs[at].mark);
    this.tabs = tabs;
    if (!same) this.list.replaceChildren(...tabs.map((tab) => this.#make(tab)));
    this.mark(chosen);
    if (focused && !same) this.#element(chosen)?.focus();
  }

  #make({ id, label, title, mark }) {
    const tab = h("button", { type: "button", role: "tab", "aria-controls": this.panel, title: title ?? null, onclick: () => this.choose(id) });
    tab.dataset.id = id;
    tab.append(label);
    if (mark) tab.append(h("span", { class: "badge" }, mark));
    return tab;
  }

  /** Shows which tab is chosen. */
  mark(chosen) {
    const before = this.chosen;
    this.chosen = chosen;
    for (const tab of this.list.children) {
      const is = tab.dataset.id === chosen;
      tab.setAttribute("aria-selected", String(is));
      tab.tabIndex = is ? 0 : -1;
      if (is && before !== chosen) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  #element(id) {
    return [...this.list.children].find((tab) => tab.dataset.id === id);
  }

  #move(event, id) {
    const at = this.tabs.findIndex((tab) => tab.id === id);
    const last = this.tabs.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return false;
    event.preventDefault();
    this.choose(this.tabs[to].id);
    this.#element(this.tabs[to].id)?.focus();
    return true;
  }
}
