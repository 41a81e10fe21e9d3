import { readFile, readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { pathProblem } from "./project.js";

/**
 * Reads the examples, the lessons and the standard library of the repository.
 *
 * @param {string} root the folder of the repository
 */
export async function generate(root) {
  const examples = join(root, "examples");
  const lessons = join(root, "playground", "web", "lessons");
  return {
    examples: await Promise.all((await projects(examples)).map(example)),
    lessons: await Promise.all((await folders(lessons)).map(lesson)),
    library: await library(root),
  };
}

/**
 * The modules of the standard library, names and sources, in their order.
 *
 * @param {string} root the folder of the repository
 */
export async function library(root) {
  const folder = join(root, "stdlib", "whit");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".whit")).sort();
  return Promise.all(names.map(async (name) => [name.slice(0, -".whit".length), await readFile(join(folder, name), "utf8")]));
}

async function example(folder) {
  const [title, summary] = paragraphs(await readFile(join(folder, "README.md"), "utf8"));
  return { name: nameOf(folder), title: heading(title, folder), summary, files: await sources(folder) };
}

async function lesson(folder) {
  const [title, ...text] = paragraphs(await readFile(join(folder, "lesson.md"), "utf8"));
  const task = text.pop();
  if (!task?.startsWith("Task: ")) throw new Error(`${folder}: the last paragraph of lesson.md has to begin with “Task: ”`);
  return {
    name: nameOf(folder),
    title: heading(title, folder),
    text,
    task: task.slice("Task: ".length),
    start: await sources(join(folder, "start")),
    solution: await sources(join(folder, "solution")),
    check: JSON.parse(await readFile(join(folder, "check.json"), "utf8")),
  };
}

/** The sources below a folder, in the order of their paths, but the project file last: the first one is shown. */
async function sources(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .filter((path) => path.endsWith(".whit") || path === "whit.toml");
  for (const path of paths) {
    const problem = pathProblem(path);
    if (problem) throw new Error(`${folder}: ${problem}`);
  }
  const isProjectFile = (path) => Number(path === "whit.toml");
  paths.sort((a, b) => isProjectFile(a) - isProjectFile(b) || (a < b ? -1 : 1));
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(folder, path), "utf8") })));
}

async function folders(parent) {
  const entries = await readdir(parent, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return names.sort().map((name) => join(parent, name));
}

async function projects(parent) {
  const found = [];
  for (const folder of await folders(parent)) {
    if ((await readdir(folder)).includes("whit.toml")) found.push(folder);
  }
  return found;
}

const nameOf = (folder) => folder.split(sep).at(-1);

/** The paragraphs of a text, each on one line. */
const paragraphs = (text) =>
  text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replaceAll(/\s*\n\s*/g, " "))
    .filter((paragraph) => paragraph !== "");

function heading(line, folder) {
  if (!line?.startsWith("# ")) throw new Error(`${folder}: the first line has to be a title, “# …”`);
  return line.slice(2);
}
