// `whit.toml` as a form.

import assert from "node:assert/strict";
import { test } from "node:test";
import { close, drive, has, json, open, source, textOf, write } from "./browser.mjs";

drive();

const TOML = `[project]
name = "reports" # ours
whit = "1"

# The first one.
[environments.dev]
account = "111122223333"
params = { stage = "dev" }
`;
const SOURCE = `param stage: string
policy Reader {
  allow s3:GetObject on s3.object("logs-{stage}-{env.account}", "in/*")
}
`;

test("a form changes whit.toml, and leaves the rest of its text", async () => {
  const page = await open();
  await write(page, SOURCE);
  const tab = (name) => page.locator("#files [role=tab]", { hasText: name }).click();
  assert.equal(await page.locator("#as-form").isVisible(), false);
  await tab("whit.toml");
  await write(page, TOML);
  await has(json(page), "logs-dev-111122223333");
  await page.focus("#as-form");
  await page.keyboard.press("Enter");
  // The keyboard is in the form now.
  await page.waitForFunction(() => document.activeElement?.id === "form-project-name");
  await page.getByLabel("Account").fill("44445555666");
  await has(page.locator("#form-findings"), "no account id");
  await page.getByLabel("Account").press("End");
  await page.keyboard.type("6");
  await has(json(page), "logs-dev-444455556666");
  assert.equal(await page.locator("#form-findings p").count(), 0);
  await page.getByLabel("Parameter stage").fill("test");
  await has(json(page), "logs-test-");
  await page.getByLabel("Regions").fill("eu-west-1, eu-north-1");
  await page.click("#add-environment");
  await page.fill("#dialog-input", "Dev");
  await page.keyboard.press("Enter");
  await has(page.locator("#dialog-error"), "already");
  await page.fill("#dialog-input", "prod");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "form-environments-prod-account");
  await page.keyboard.type("111122223333");
  await page.getByRole("button", { name: "Rename the environment dev" }).click();
  await page.fill("#dialog-input", "test");
  await page.keyboard.press("Enter");
  await page.locator("#form-environments-test-account").waitFor();
  await page.click("#as-form");
  const text = TOML.replace("environments.dev", "environments.test").replace("111122223333", "444455556666").replace('"dev"', '"test"')
    .replace(" }\n", ' }\nregions = ["eu-west-1", "eu-north-1"]\n');
  assert.equal(await textOf(page), `${text}\n[environments.prod]\naccount = "111122223333"\n`);
  await page.click("#as-form");
  await page.getByRole("button", { name: "Remove the environment prod" }).click();
  await page.locator("dialog button.main").click();
  await page.locator("#form-environments-prod-account").waitFor({ state: "detached" });
  await page.click("#as-form");
  assert.doesNotMatch(await textOf(page), /prod/);
  // A text with a mistake has no form.
  await write(page, "[project");
  await page.click("#as-form");
  await has(page.locator("#project-form"), "mistake of TOML");
  await tab("main.whit");
  assert.equal(await page.locator("#project-form").isVisible(), false);
  await has(source(page), "policy Reader");
  await close(page);
});
