// Asking: who, what, on which resource, and what the request carries; the answer follows every change.

import { answers } from "./answer.js";
import { byId, debounced, h, say } from "./dom.js";
import { keyRows } from "./keys.js";
import { testOf } from "./request.js";
import { Gone } from "./server.js";

const REST = 120;

/**
 * @param {import("./results.js").Results} results
 * @param {import("./editor.js").Editor} editor
 * @param {import("./panes.js").Panes} panes
 */
export function ask(results, editor, panes) {
  const { project, server } = results;
  const [subject, action, resource] = ["subject", "action", "resource"].map((name) => byId(`ask-${name}`));
  const show = answers(editor, results);
  const rows = keyRows(changed);
  let last = null;

  const askSoon = debounced(REST, () => void put());
  const lookSoon = debounced(REST, () => void look());

  function question() {
    return { subject: subject.value.trim(), action: action.value.trim(), resource: resource.value.trim() || "*", given: rows.given() };
  }

  function changed() {
    const { subject: who, action: what, resource: where, given } = question();
    project.question(who || what || resource.value ? { subject: who, action: what, resource: where, given } : null);
    askSoon();
  }

  for (const input of [subject, resource]) input.addEventListener("input", changed);
  action.addEventListener("input", () => {
    lookSoon();
    changed();
  });
  byId("ask-form").addEventListener("submit", (event) => {
    event.preventDefault();
    void put();
  });
  byId("save-test").addEventListener("click", save);

  results.addEventListener("compiled", () => {
    void subjects();
    if (panes.shown === "ask") askSoon();
  });
  panes.addEventListener("shown", ({ detail }) => {
    if (detail.id === "ask") {
      void look();
      askSoon();
    }
  });
  project.addEventListener("load", () => fill(project.ask));

  function fill(asked) {
    subject.value = asked?.subject ?? "";
    action.value = asked?.action ?? "";
    resource.value = asked?.resource === "*" ? "" : (asked?.resource ?? "");
    rows.fill(asked?.given ?? {});
    last = null;
    show(null);
    byId("save-test").disabled = true;
    void look();
  }

  async function quiet(work) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Gone)) say(error.message, "error");
      return null;
    }
  }

  async function subjects() {
    const found = await quiet(() => server.request("whit/subjects", { uri: results.uri }));
    if (!found) return;
    const options = found.subjects.map((value) => h("option", { value }));
    byId("subjects").replaceChildren(...options);
    // Whoever comes here first sees at once how it is done.
    if (subject.value === "" && found.subjects.length > 0 && !project.ask) subject.value = found.subjects[0];
  }

  /** Completes the action, and looks up what it may carry and what it works on. */
  async function look() {
    const prefix = action.value.trim();
    const [list, one] = await Promise.all([
      quiet(() => server.request("whit/actions", { prefix })),
      /^[\w-]+:\w+$/.test(prefix) ? quiet(() => server.request("whit/action", { name: prefix })) : null,
    ]);
    if (action.value.trim() !== prefix) return;
    byId("actions").replaceChildren(...(list?.actions ?? []).map(({ name, level }) => h("option", { value: name, label: `${name} · ${level}` })));
    rows.know(one?.keys ?? [], used(results.good.files));
    const proposals = one ? resourcesFor(one.resources, project, results.good.files) : [];
    byId("resources").replaceChildren(...proposals.map((value) => h("option", { value })));
    const hint = !one ? "" : one.resources.length === 0 ? "This action works on no resource: leave the field empty." : `Of type ${one.resources.map(({ type }) => type).join(", ")}`;
    byId("resource-hint").textContent = hint;
    if (resource.value === "" && proposals.length > 0) {
      resource.value = proposals[0];
      changed();
    }
  }

  async function put() {
    const asked = question();
    if (asked.subject === "" || !/^[\w-]+:\w+$/.test(asked.action)) {
      last = null;
      byId("save-test").disabled = true;
      return show(null);
    }
    const answer = await quiet(() => server.job("explain", "whit/explain", { uri: results.uri, ...asked }));
    if (!answer) return;
    last = answer.errors?.length > 0 ? null : { asked, answer };
    byId("save-test").disabled = !last;
    show(answer);
  }

  function save() {
    if (!last) return;
    const { asked, answer } = last;
    const name = fileOf(asked.subject);
    const texts = project.names.map((one) => project.text(one)).join("\n");
    const text = testOf(asked, answer.answers, rows.typeOf, (one) => texts.includes(`test "${one}"`));
    const doc = editor.state(name).doc;
    const gap = doc.length === 0 ? "" : doc.toString().endsWith("\n\n") ? "" : doc.toString().endsWith("\n") ? "\n" : "\n\n";
    editor.update(name, { changes: { from: doc.length, insert: gap + text } });
    const start = { line: editor.state(name).doc.lines - text.split("\n").length, character: 0 };
    editor.go(name, { start, end: start }, false);
    say(`Saved as a test at the end of ${name}.`);
  }

  /** The file that declares a document; the test beside it needs no `use`. */
  function fileOf(who) {
    const word = who.replace(/[^\w]/g, "");
    const declares = new RegExp(`^\\s*(?:policy|role|boundary|session|scp|rcp|endpoint)\\s+${word}\\b`, "m");
    const sources = project.names.filter((name) => name.endsWith(".whit"));
    return (word && sources.find((name) => declares.test(project.text(name)))) || (sources.includes(project.active) ? project.active : sources[0]);
  }

  return {
    open(asked) {
      fill(asked);
      project.question(asked);
      panes.show("ask");
      void put();
    },
  };
}

/** The keys that the documents ask for, which are proposed first. */
function used(files) {
  const found = new Set();
  const walk = (value) => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === "Condition") for (const keys of Object.values(inner)) for (const key of Object.keys(keys)) found.add(key);
      else walk(inner);
    }
  };
  for (const { text } of files) walk(JSON.parse(text));
  return found;
}

/**
 * ARNs to ask about: first those of the documents that are of a type of the action, then what the catalog has, with the
 * account and the region of the project.
 */
function resourcesFor(types, project, files) {
  const texts = files.filter(({ path }) => !/(?:^|\/)(?:manifest|organization)\.json$/.test(path)).map(({ text }) => text);
  const written = texts.flatMap((text) => [...text.matchAll(/"(arn:[^"]+)"/g)].map((found) => found[1]));
  const shapes = types.map(({ arn }) => shapeOf(arn));
  const fits = written.filter((arn) => shapes.some((shape) => shape.test(arn)));
  const concrete = fits.map((arn) => arn.replace(/\*|\$\{[^}]*\}/g, "example").replace(/\?/g, "x"));
  const toml = project.text("whit.toml");
  const account = /account\s*=\s*"(\d{12})"/.exec(toml)?.[1] ?? "111122223333";
  const region = /regions\s*=\s*\[\s*"([^"]+)"/.exec(toml)?.[1] ?? "eu-west-1";
  const known = { Partition: "aws", Region: region, Account: account };
  const filled = types.map(({ arn }) => arn.replace(/\$\{(\w+)\}/g, (_, name) => known[name] ?? name));
  // The plainest first: a bucket's object before that of an access point.
  filled.sort((a, b) => a.length - b.length);
  return [...new Set([...concrete, ...filled])].slice(0, 40);
}

/** What ARNs of a pattern such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}` look like. */
function shapeOf(arn) {
  const parts = arn.split(/(\$\{\w+\})/);
  const last = parts.findLastIndex((part) => part.startsWith("${"));
  const made = parts.map((part, at) => {
    if (!part.startsWith("${")) return part.replace(/[.*+?^$()|[\]\\{}]/g, "\\$&");
    if (/^\$\{(?:Partition|Region|Account)\}$/.test(part)) return "[^:]*";
    return at === last && at === parts.length - 2 && parts.at(-1) === "" && parts.length > 4 && parts[at - 1].includes("/") ? ".+" : "[^/:]+";
  });
  return new RegExp(`^${made.join("")}$`);
}
