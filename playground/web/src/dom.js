// Elements, without HTML as text.

/**
 * Makes an element. `on…` are listeners, `class` and `aria-…` are attributes, `true` is an attribute without a value,
 * and everything that is null or false is left out.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node|string|null|undefined|false|Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** @param {string} id */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/** A button with a text, or with several parts. */
export function button(parts, onclick, attributes = {}) {
  return h("button", { type: "button", onclick, ...attributes }, parts);
}

/** Calls `work` when nothing has asked for it for `rest` milliseconds. */
export function debounced(rest, work) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), rest);
  };
}

/**
 * Says something to those who see, and to those who listen; it goes by itself unless it is an error.
 * @param {{ label: string, run: () => void }} [action] what may be done about it
 */
export function say(text, kind = "note", action = undefined) {
  const place = byId("messages");
  const message = h("div", { class: `message ${kind}`, role: kind === "error" ? "alert" : "status" }, h("span", {}, text));
  const act = () => {
    message.remove();
    action.run();
  };
  if (action) message.append(button(action.label, act));
  message.append(button("×", () => message.remove(), { class: "quiet", "aria-label": "Close the message" }));
  while (place.children.length > 2) place.firstElementChild.remove();
  place.append(message);
  if (kind !== "error") setTimeout(() => message.remove(), action ? 15000 : 6000);
}
