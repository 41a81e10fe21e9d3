// `whit.toml` as a form, in the place of its text.

import { askFor, confirmed } from "./dialog.js";
import { button, byId, h, say } from "./dom.js";
import { inline } from "./markdown.js";
import { difference } from "./positions.js";

const FILE = "whit.toml";
const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"];

/** @param {import("./editor.js").Editor} editor @param {import("./results.js").Results} results */
export function form(editor, results) {
  const { project } = results;
  const place = byId("project-form");
  const toggle = byId("as-form");
  /** What edits the text. It comes when the form is first wanted. @type {typeof import("./kit/toml.js")|null} */
  let toml = null;
  let wanted = false;
  let built = "";

  toggle.addEventListener("click", async () => {
    wanted = !wanted;
    toml ??= await import("./kit/toml.js");
    show();
    if (!place.hidden) place.querySelector("input")?.focus();
    else editor.view.focus();
  });
  place.addEventListener("submit", (event) => event.preventDefault());
  for (const type of ["load", "files", "active"]) project.addEventListener(type, show);
  project.addEventListener("text", ({ detail }) => detail.name === FILE && show());
  results.addEventListener("findings", told);

  function show() {
    const here = project.active === FILE;
    const shown = here && wanted && toml !== null;
    toggle.hidden = !here;
    // Nothing formats this file, and there is little room for buttons.
    byId("format").hidden = here;
    toggle.setAttribute("aria-pressed", String(shown));
    place.hidden = !shown;
    byId("source-host").hidden = shown;
    if (shown) fill();
  }

  /** Shows what the text has. Fields that are there stay, so that nobody loses the focus. */
  function fill() {
    const found = toml.read(project.text(FILE));
    const fields = found ? fieldsOf(found) : [];
    const key = JSON.stringify(fields.map(({ path, field }) => [path, field.locked])) + JSON.stringify(found?.environments.map(({ name }) => name) ?? null);
    if (key !== built) {
      built = key;
      place.replaceChildren(...(found ? build(found) : [h("p", {}, "The text has a mistake of TOML. Press Form again, and mend it in the text.")]));
    }
    for (const { path, field } of fields) {
      const input = byId(idOf(path));
      const value = [field.value].flat().join(", ");
      if (input !== document.activeElement && input.value !== value) input.value = value;
    }
    told();
  }

  function fieldsOf({ name, source, out, environments }) {
    const of = (one) => [["account", one.account], ["regions", one.regions], ["partition", one.partition]];
    return [
      { path: ["project", "name"], field: name }, { path: ["project", "source"], field: source }, { path: ["build", "out"], field: out },
      ...environments.flatMap((one) => [
        ...of(one).map(([key, field]) => ({ path: ["environments", one.name, key], field })),
        ...one.params.map(({ name: param, field }) => ({ path: ["environments", one.name, "params", param], field })),
      ]),
    ];
  }

  function build({ name, source, out, environments }) {
    return [
      h("fieldset", {}, h("legend", {}, "Project"),
        field(["project", "name"], "Name", name),
        field(["project", "source"], "Folder of the sources", source, { placeholder: "." }),
        field(["build", "out"], "Folder of the documents", out, { placeholder: "target/whit" })),
      ...environments.map(environment),
      h("div", { class: "form-foot" }, button("Add an environment", () => void add(), { id: "add-environment" })),
      h("p", { class: "quiet-text" }, "The form changes the text, and leaves its comments. What it does not show, such as levels of rules, is set in the text."),
      h("div", { id: "form-findings", role: "status" }),
      h("datalist", { id: "partitions" }, PARTITIONS.map((value) => h("option", { value }))),
    ];
  }

  function environment({ name, account, partition, regions, params }) {
    const path = (...more) => ["environments", name, ...more];
    return h("fieldset", { class: "environment" }, h("legend", {}, "Environment ", h("code", {}, name)),
      field(path("account"), "Account", account, { placeholder: "111122223333" }),
      field(path("regions"), "Regions, with commas", regions, { placeholder: "eu-west-1, eu-central-1" }),
      field(path("partition"), "Partition", partition, { placeholder: "aws", list: "partitions" }),
      params.map((one) => field(path("params", one.name), ["Parameter ", h("code", {}, one.name)], one.field)),
      h("div", { class: "form-foot" },
        button("Rename", () => void rename(name), { "aria-label": `Rename the environment ${name}` }),
        button("Remove", () => void remove(name), { "aria-label": `Remove the environment ${name}` })));
  }

  function field(path, label, { locked }, more = {}) {
    const id = idOf(path);
    const input = h("input", { id, type: "text", autocomplete: "off", spellcheck: "false", disabled: locked, "aria-describedby": locked ? `${id}-locked` : null, ...more });
    input.addEventListener("input", () => {
      const words = input.value.split(",").map((one) => one.trim()).filter(Boolean);
      const value = path.at(-1) === "regions" ? words : input.value.trim();
      edit((text) => toml.set(text, path, value.length > 0 ? value : null));
    });
    return h("div", { class: "field" }, h("label", { for: id }, label), input,
      locked && h("p", { id: `${id}-locked`, class: "quiet-text" }, "More stands here than the form can show: change it in the text."));
  }

  function edit(change) {
    try {
      const next = difference(editor.state(FILE).doc, change(project.text(FILE)));
      if (next) editor.update(FILE, { changes: next, userEvent: "input" });
      return true;
    } catch (error) {
      say(error.message, "error");
      return false;
    }
  }

  function refused(name, old) {
    if (!/^[A-Za-z0-9_-]+$/.test(name)) return "A name has letters, digits, `_` and `-`.";
    const taken = toml.read(project.text(FILE)).environments.some((one) => one.name !== old && one.name.toLowerCase() === name.toLowerCase());
    return taken ? `There is an environment ${name} already.` : null;
  }

  async function add() {
    const name = await askFor("Add an environment", "Name", "", (text) => refused(text), "Add");
    if (name && edit((text) => toml.addEnvironment(text, name))) byId(idOf(["environments", name, "account"])).focus();
  }

  async function rename(old) {
    const name = await askFor(`Rename ${old}`, "New name", old, (text) => refused(text, old), "Rename");
    if (name && name !== old && edit((text) => toml.renameEnvironment(text, old, name))) byId(idOf(["environments", name, "account"])).focus();
  }

  async function remove(name) {
    if (!(await confirmed(`Remove ${name}?`, `The environment ${name} goes away, with all that whit.toml says of it.`, "Remove"))) return;
    if (edit((text) => toml.removeEnvironment(text, name))) byId("add-environment").focus();
  }

  /** What the compiler says of the file. */
  function told() {
    const list = place.querySelector("#form-findings");
    if (place.hidden || !list) return;
    const messages = (results.findings.get(FILE) ?? []).map(({ message }) => message.split("\n")[0]);
    list.replaceChildren(...messages.map((message) => h("p", { class: "wrong" }, inline(message))));
  }
}

const idOf = (path) => `form-${path.join("-")}`;
