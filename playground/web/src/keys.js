// What a request carries: a row for each condition key, with a field of its type.

import { button, byId, h, say } from "./dom.js";

const HINT = {
  date: "2026-12-31T18:00:00Z", ip: "203.0.113.10", arn: "arn:aws:…", number: "60", string: "", binary: "Base64",
};

/** @typedef {{ name: string, type: string, several: boolean, values: string[] }} Key */

/** @param {() => void} changed is called when a value, or which keys there are, changes */
export function keyRows(changed) {
  const list = byId("given");
  const name = byId("key-name");
  /** @type {Key[]} */ let keys = [];
  let count = 0;

  const keyOf = (one) => {
    const found = keys.find((key) => key.name.toLowerCase() === one.toLowerCase());
    // A key with a part of its own, such as a tag, stands in the catalog as `aws:ResourceTag/${TagKey}`.
    const family = found ?? keys.find((key) => key.name.includes("${") && one.startsWith(key.name.split("${")[0]));
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
      for (const [key, value] of Object.entries(given)) add(key, [value].flat().join(", "));
    },
    /** The type of a key. */
    typeOf: (one) => keyOf(one).type,
    /** Takes the keys of an action, and proposes first those that the policies use. @param {Key[]} found @param {Set<string>} used */
    know(found, used) {
      keys = found;
      const carries = (one) => keys.some((key) => key.name.toLowerCase() === one.toLowerCase()) || one.includes("/");
      const first = [...used].filter(carries);
      const names = [...new Set([...first, ...keys.map((key) => key.name.replace(/\$\{\w+\}/, ""))])];
      byId("key-names").replaceChildren(...names.map((value) => h("option", { value })));
      const propose = (one) => button(["+ ", h("code", {}, one)], () => {
        add(one)?.focus();
        changed();
      }, { class: "chip" });
      byId("key-chips").replaceChildren(...first.slice(0, 8).map(propose));
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
