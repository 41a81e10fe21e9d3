// What a request carries: a row for each condition key, with a field of its type.

import { button, byId, h, say } from "./dom.js";

const HINT = {
  date: "2026-12-31T18:00:00Z", ip: "203.0.113.10", arn: "arn:aws:…", number: "60", string: "", binary: "Base64",
};

/** The part of a key that a request fills in: `aws:ResourceTag/${TagKey}`, `s3:ExistingObjectTag/<key>`. */
const OPEN = /\$\{\w+\}|<\w+>/;

/** @typedef {{ name: string, type: string, several: boolean, values: string[] }} Key */

/** @param {() => void} changed is called when a value, or which keys there are, changes */
export function keyRows(changed) {
  const list = byId("given");
  const name = byId("key-name");
  /** @type {Key[]} */ let keys = [];
  let count = 0;
  /** The keys that are proposed, each with its button. */
  let chips = [];

  /** Shows the buttons of the keys that are not there yet. */
  function propositions() {
    const there = new Set([...list.children].map((row) => row.dataset.key.toLowerCase()));
    const left = chips.filter(({ one }) => !there.has(one.toLowerCase()));
    byId("key-chips").replaceChildren(...left.slice(0, 8).map(({ chip }) => chip));
  }

  const keyOf = (one) => {
    const found = keys.find((key) => key.name.toLowerCase() === one.toLowerCase());
    // A key with a part of its own, such as a tag, stands in the catalog as `aws:ResourceTag/${TagKey}`.
    const family = found ?? keys.find((key) => OPEN.test(key.name) && one.startsWith(key.name.split(OPEN)[0]));
    return { type: "string", several: false, values: [], ...family, name: one };
  };

  function add(one, value = undefined) {
    const key = keyOf(one);
    if ([...list.children].some((row) => row.dataset.key.toLowerCase() === one.toLowerCase())) return;
    count += 1;
    const id = `given-${count}`;
    const field = fieldOf(key, id, value);
    field.addEventListener("input", changed);
    const remove = () => {
      row.remove();
      propositions();
      name.focus();
      changed();
    };
    const hint = key.several ? `${typeName(key)}s, with commas` : typeName(key);
    const row = h("li", { class: "given" },
      h("label", { for: id }, h("code", {}, key.name), h("span", { class: "quiet-text" }, ` ${hint}`)),
      field, button("×", remove, { class: "quiet", "aria-label": `Leave out ${key.name}` }));
    row.dataset.key = key.name;
    row.dataset.type = key.type;
    row.dataset.several = String(key.several);
    if (key.values.length > 0 && key.type !== "bool") {
      const values = h("datalist", { id: `${id}-values` }, key.values.map((one) => h("option", { value: one })));
      field.setAttribute("list", values.id);
      row.append(values);
    }
    list.append(row);
    propositions();
    return field;
  }

  const take = () => {
    const one = name.value.trim();
    if (one === "") return name.focus();
    if (!/^[\w.-]+:[\w:/.@=+-]*[\w.@=+-]$/.test(one)) return say("A condition key looks like `aws:SourceIp` or `aws:PrincipalTag/team`.", "error");
    name.value = "";
    add(one)?.focus();
    changed();
  };
  byId("add-key").addEventListener("click", take);
  name.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    take();
  });

  return {
    /** @returns {Record<string, string|string[]>} */
    given() {
      const rows = [...list.children].map((row) => {
        const value = row.querySelector("input, select").value.trim();
        const several = row.dataset.several === "true";
        return [row.dataset.key, several ? value.split(",").map((one) => one.trim()).filter(Boolean) : value];
      });
      return Object.fromEntries(rows.filter(([, value]) => value.length > 0));
    },
    fill(given) {
      list.replaceChildren();
      propositions();
      for (const [key, value] of Object.entries(given)) add(key, [value].flat().join(", "));
    },
    /** The type of a key. */
    typeOf: (one) => keyOf(one).type,
    /** Takes the keys of an action, and proposes first those that the policies use. @param {Key[]} found @param {Set<string>} used */
    know(found, used) {
      keys = found;
      const carries = (one) => keys.some((key) => key.name.toLowerCase() === one.toLowerCase()) || one.includes("/");
      const first = [...used].filter(carries);
      const names = [...new Set([...first, ...keys.map((key) => key.name.replace(OPEN, ""))])];
      byId("key-names").replaceChildren(...names.map((value) => h("option", { value })));
      const propose = (one) => button(["+ ", h("code", {}, one)], () => {
        add(one)?.focus();
        changed();
      }, { class: "chip" });
      chips = first.map((one) => ({ one, chip: propose(one) }));
      propositions();
      // Rows that were there before the action was known get their types now.
      const rows = [...list.children];
      const stale = rows.some((row) => row.dataset.type !== keyOf(row.dataset.key).type);
      if (stale && !list.contains(document.activeElement)) {
        const none = Object.fromEntries(rows.map((row) => [row.dataset.key, ""]));
        this.fill({ ...none, ...this.given() });
      }
    },
  };
}

const typeName = ({ type }) => ({ bool: "true or false", ip: "address", arn: "ARN", string: "text" })[type] ?? type;

function fieldOf(key, id, value) {
  if (key.type === "bool" && !key.several) {
    const select = h("select", { id }, h("option", { value: "true" }, "true"), h("option", { value: "false" }, "false"));
    select.value = value === "false" ? "false" : "true";
    return select;
  }
  const numeric = key.type === "number" && !key.several;
  return h("input", { id, type: numeric ? "number" : "text", step: numeric ? "any" : null, value: value ?? "", placeholder: HINT[key.type] ?? "", autocomplete: "off", spellcheck: "false" });
}
