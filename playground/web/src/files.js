// The tabs of the files, and what is done with files: new, renamed, deleted.

import { askFor, confirmed } from "./dialog.js";
import { byId } from "./dom.js";
import { Tabs } from "./tabs.js";

/** @param {import("./project.js").Project} project @param {import("./editor.js").Editor} editor */
export function files(project, editor) {
  const tabs = new Tabs(byId("files"), {
    panel: "source",
    choose: (name) => project.activate(name),
    key(event, name) {
      if (event.key === "F2") void rename(name);
      else if (event.key === "Delete") void remove(name);
      else if (event.key === "Enter" || event.key === "ArrowDown") editor.view.focus();
      else return;
      event.preventDefault();
    },
  });
  const show = () => {
    tabs.show(project.names.map((id) => ({ id, label: id })), project.active);
    byId("delete-file").disabled = project.names.length < 2;
  };
  for (const type of ["load", "files", "active"]) project.addEventListener(type, show);

  async function add() {
    const taken = (name) => project.has(name);
    let free = "policy.whit";
    for (let number = 2; taken(free); number += 1) free = `policy${number}.whit`;
    const name = await askFor("New file", "Name", free, (text) => project.refused(text), "Make");
    if (name) project.add(name, name === "whit.toml" ? '[project]\nname = "project"\nwhit = "1"\n' : "");
    editor.view.focus();
  }

  async function rename(old) {
    const name = await askFor(`Rename ${old}`, "New name", old, (text) => project.refused(text, old), "Rename");
    if (name) project.rename(old, name);
  }

  async function remove(name) {
    if (project.names.length < 2) return;
    if (await confirmed(`Delete ${name}?`, `The file ${name} and its text go away.`, "Delete")) project.remove(name);
  }

  byId("new-file").addEventListener("click", () => void add());
  byId("rename-file").addEventListener("click", () => void rename(project.active));
  byId("delete-file").addEventListener("click", () => void remove(project.active));
  byId("files").addEventListener("dblclick", (event) => {
    const name = event.target.closest("[role=tab]")?.dataset.id;
    if (name) void rename(name);
  });
}
