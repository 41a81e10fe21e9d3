import { checkProject } from "./project.js";

const KEY = "whit-playground";
const LESSON = "whit-playground-lesson-";
const TOUR = "whit-playground-tour";
const VERSION = 1;

/**
 * The project that was kept last; null if there is none, or none that can be read.
 *
 * @returns {import("./project.js").Project | null}
 */
export const load = () => read(KEY);

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
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
export const save = (project) => write(KEY, project);

function write(key, project) {
  try {
    localStorage.setItem(key, JSON.stringify({ version: VERSION, project: checkProject(project) }));
    return true;
  } catch {
    return false;
  }
}

/** What was written in a lesson; null if nothing was. @param {string} name */
export const loadLesson = (name) => read(LESSON + name);

/** Keeps what is written in a lesson, or forgets it. @param {string} name @param {import("./project.js").Project | null} project */
export function saveLesson(name, project) {
  if (project) return write(LESSON + name, project);
  try {
    localStorage.removeItem(LESSON + name);
    return true;
  } catch {
    return false;
  }
}

/** The lesson that was shown last, and whether the tour was open. @returns {{ lesson: string, open: boolean } | null} */
export function loadTour() {
  try {
    const { version, lesson, open } = JSON.parse(localStorage.getItem(TOUR));
    return version === VERSION && typeof lesson === "string" ? { lesson, open: open === true } : null;
  } catch {
    return null;
  }
}

/** @param {string} lesson @param {boolean} open */
export function saveTour(lesson, open) {
  try {
    localStorage.setItem(TOUR, JSON.stringify({ version: VERSION, lesson, open }));
  } catch {
    // Without a storage, the tour begins at its first lesson.
  }
}
