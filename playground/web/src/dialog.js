// Dialogs: the browser's own, which keep the focus inside and close by Escape.

import { button, h } from "./dom.js";

/**
 * Shows a dialog; `content` are its parts, `actions` the buttons below.
 * @returns {{ dialog: HTMLDialogElement, close: () => void }}
 */
export function openDialog(title, content, actions = [], { wide = false } = {}) {
  const heading = h("h2", { id: "dialog-title", tabindex: "-1" }, title);
  const dialog = h("dialog", { "aria-labelledby": "dialog-title", class: wide ? "wide" : null });
  const close = () => dialog.close();
  const head = h("div", { class: "dialog-head" }, heading, button("×", close, { class: "quiet", "aria-label": "Close" }));
  dialog.append(head, h("div", { class: "dialog-body" }, content));
  if (actions.length > 0) dialog.append(h("div", { class: "dialog-foot" }, actions));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, close };
}

/**
 * Asks for a line of text; null if it is called off.
 * @param {(text: string) => string|null} refused says what is wrong with the text
 * @returns {Promise<string|null>}
 */
export function askFor(title, label, value, refused = () => null, done = "OK") {
  return new Promise((resolve) => {
    const input = h("input", { id: "dialog-input", type: "text", value, autocomplete: "off", spellcheck: "false", "aria-describedby": "dialog-error" });
    const wrong = h("p", { id: "dialog-error", class: "wrong", role: "alert" });
    let answer = null;
    const accept = () => {
      const text = input.value.trim();
      wrong.textContent = refused(text) ?? "";
      if (wrong.textContent) return input.focus();
      answer = text;
      close();
    };
    const field = h("div", { class: "field" }, h("label", { for: "dialog-input" }, label), input, wrong);
    const { dialog, close } = openDialog(title, [field], [button("Cancel", () => close()), button(done, accept, { class: "main" })]);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      // The same key would press the button that gets the focus back.
      event.preventDefault();
      accept();
    });
    dialog.addEventListener("close", () => resolve(answer));
    input.focus();
    input.select();
  });
}

/** Asks whether to go on. @returns {Promise<boolean>} */
export function confirmed(title, text, yes) {
  return new Promise((resolve) => {
    let answer = false;
    const accept = () => {
      answer = true;
      close();
    };
    const { dialog, close } = openDialog(title, [h("p", {}, text)], [button("Cancel", () => close()), button(yes, accept, { class: "main" })]);
    dialog.addEventListener("close", () => resolve(answer));
  });
}
