import assert from "node:assert/strict";
import test from "node:test";
import { strFromU8, unzipSync } from "fflate";
import { zip } from "../../src/kit/zip.js";

const project = {
  files: [
    { path: "policies/größe.whit", text: "policy Größe {}" },
    { path: "whit.toml", text: '[project]\nname = "a"\n' },
  ],
  active: null,
  ask: null,
};

test("an archive has the sources, and the documents under build/", () => {
  const bytes = zip(project, [{ path: "prod/Reader.json", text: "{}\n" }, { path: "manifest.json", text: "" }]);
  const entries = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, text]) => [path, strFromU8(text)]));
  assert.deepEqual(entries, {
    "policies/größe.whit": "policy Größe {}",
    "whit.toml": '[project]\nname = "a"\n',
    "build/prod/Reader.json": "{}\n",
    "build/manifest.json": "",
  });
});

test("an empty project is an archive, too", () => {
  assert.deepEqual(unzipSync(zip({ files: [], active: null, ask: null }, [])), {});
});

test("no entry leaves the folder in which the archive is unpacked", () => {
  assert.throws(() => zip({ ...project, files: [{ path: "../a.whit", text: "" }] }, []), /leaves the project/);
  for (const path of ["../a.json", "/a.json", "a/../../b.json", ""]) {
    assert.throws(() => zip(project, [{ path, text: "" }]), /has a name that no file may have/);
  }
});
