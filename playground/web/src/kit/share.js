import { Inflate, deflateSync, strFromU8, strToU8 } from "fflate";
import { MAX_BYTES, checkProject } from "./project.js";

// A link ends in `#1.…`: the version, a dot, and in base64url a checksum of four bytes and the project as deflated JSON.
// An older link has to stay readable, so another form gets another version.
const VERSION = "1";

// JSON writes some characters with two bytes or six; a project that comes out longer than this is not shared.
const MAX_JSON = 2 * MAX_BYTES;
// The longest link that is looked at. Deflating never makes a text longer by more than a few bytes.
const MAX_HASH = Math.ceil((MAX_JSON * 4) / 3) + 100;
// So little is inflated at once that a bomb is stopped before it is large: deflate makes 1,032 bytes of one at most.
const STEP = 512;

const DAMAGED = "The link is damaged or incomplete. Ask for it again.";

/**
 * The hash of a link that holds the project, without `#`. Throws if the project is too large.
 *
 * @param {import("./project.js").Project} project
 * @returns {Promise<string>}
 */
export async function encode(project) {
  const { files, active, ask } = checkProject(project);
  const json = strToU8(JSON.stringify({ files, active, ask }));
  if (json.length > MAX_JSON) throw new Error("The project is too large for a link.");
  // At once, and not in a worker: those of fflate are made of texts, which the page's policy forbids.
  const packed = deflateSync(json, { level: 9 });
  const bytes = new Uint8Array(4 + packed.length);
  new DataView(bytes.buffer).setUint32(0, checksum(packed));
  bytes.set(packed, 4);
  return `${VERSION}.${toBase64Url(bytes)}`;
}

/**
 * The project that a link holds. Throws an `Error` whose message is a plain sentence.
 *
 * @param {string} hash with or without `#`
 * @returns {Promise<import("./project.js").Project>}
 */
export async function decode(hash) {
  const [, version, body] = /^#?(\d{1,4})\.(.*)$/s.exec(hash) ?? [];
  if (version === undefined) throw new Error("This is no link of Whit's playground.");
  if (version !== VERSION) throw new Error("The link is of another version of the playground, which this one cannot read.");
  if (body.length > MAX_HASH) throw new Error("The link is longer than any that the playground makes.");
  const bytes = fromBase64Url(body);
  if (bytes.length < 5) throw new Error(DAMAGED);
  const packed = bytes.subarray(4);
  if (new DataView(bytes.buffer).getUint32(0) !== checksum(packed)) throw new Error(DAMAGED);
  return checkProject(parse(inflate(packed)));
}

function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Error(DAMAGED);
  }
}

function inflate(packed) {
  const chunks = [];
  let size = 0;
  const stream = new Inflate((chunk) => {
    size += chunk.length;
    chunks.push(chunk);
  });
  for (let start = 0; start < packed.length; start += STEP) {
    try {
      stream.push(packed.subarray(start, start + STEP), start + STEP >= packed.length);
    } catch {
      throw new Error(DAMAGED);
    }
    if (size > MAX_JSON) throw new Error("The link holds more than a project may have.");
  }
  const bytes = new Uint8Array(size);
  let end = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, end);
    end += chunk.length;
  }
  return bytes;
}

/** FNV-1a. It tells a link that a mail program broke from a whole one; it protects against nobody. */
function checksum(bytes) {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function toBase64Url(bytes) {
  let text = "";
  // In pieces, since a call takes only so many arguments.
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new Error(DAMAGED);
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}
