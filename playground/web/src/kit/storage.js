import { checkProject } from "./project.js";

const KEY = "whit-playground";
const VERSION = 1;

/**
 * The project that was kept last; null if there is none, or none that can be read.
 *
 * @returns {import("./project.js").Project | null}
 */
export function load() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return kept?.version === VERSION ? checkProject(kept.project) : null;
  } catch {
    return null;
  }
}

/**
 * Keeps a project for the next visit. False says that it is not kept: there is no local storage, it is full, or the
 * project is none that `load` would take. What was kept before stays then.
 *
 * @param {import("./project.js").Project} project
 */
export function save(project) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ version: VERSION, project: checkProject(project) }));
    return true;
  } catch {
    return false;
  }
}
