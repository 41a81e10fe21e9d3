// Tests, from the command and from the lens above each of them.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { ask, documentOf, nameOf, shown } from "./server";

type Place = { uri: string; range: { start: { line: number; character: number } } };
type Problem = { message: string; notes: string[]; location: Place | null };
type Result = { name: string; environment: string | null; passed: boolean; requests: number; failures: Problem[] };
type Report = { results: Result[]; errors: Problem[] };

/** Runs the tests of the project that the document at hand belongs to. */
export async function runTests(client: LanguageClient | undefined, output: vscode.OutputChannel): Promise<void> {
  await run(client, output, documentOf([]), undefined);
}

/** Runs the test that a lens is above: its arguments are the file and the name of the test. */
export async function runTest(
  client: LanguageClient | undefined,
  output: vscode.OutputChannel,
  given: unknown[],
): Promise<void> {
  await run(client, output, documentOf(given), nameOf(given));
}

/** Tells why the requests of an expectation come out as they do: the lens gives the file and the offset of a byte. */
export async function why(
  client: LanguageClient | undefined,
  output: vscode.OutputChannel,
  given: unknown[],
): Promise<void> {
  await shown(async () => {
    const uri = documentOf(given);
    const offset = Number(nameOf(given));
    const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri);
    if (!document || Number.isNaN(offset)) return;
    const before = Buffer.from(document.getText()).subarray(0, offset).toString();
    const position = document.positionAt(before.length);
    const answer = await ask<{ text: string } | null>(client, "whit/why", { uri, position });
    output.clear();
    output.appendLine(answer?.text ?? "There is nothing to tell: the project has errors, or the text has changed since.");
    output.show(true);
  });
}

async function run(
  client: LanguageClient | undefined,
  output: vscode.OutputChannel,
  uri: string | undefined,
  name: string | undefined,
): Promise<void> {
  await shown(async () => {
    const wanted = { ...(uri && { uri }), ...(name && { filter: name }) };
    const report = await ask<Report>(client, "whit/test", wanted);
    // The filter takes every test that has the name within its own.
    const results = name ? report.results.filter((result) => result.name === name) : report.results;
    output.clear();
    for (const error of report.errors) output.appendLine(told(error, ""));
    for (const result of results) {
      const where = result.environment ? ` (${result.environment})` : "";
      const requests = result.requests === 1 ? "1 request" : `${result.requests} requests`;
      output.appendLine(`${result.passed ? "✓" : "✗"} ${result.name}${where}, ${requests}`);
      for (const failure of result.failures) output.appendLine(told(failure, "    "));
    }
    const failed = results.filter((result) => !result.passed).length;
    const passed = results.length - failed;
    if (report.errors.length > 0) {
      output.show(true);
      throw new Error("the tests cannot be run; the output says why");
    }
    const sum = results.length === 0 ? "there are no tests" : `${passed} passed, ${failed} failed`;
    output.appendLine(sum);
    if (failed > 0) {
      output.show(true);
      void vscode.window.showWarningMessage(`Whit: ${sum}`);
    } else {
      void vscode.window.showInformationMessage(`Whit: ${sum}`);
    }
  });
}

function told(problem: Problem, indent: string): string {
  const place = problem.location;
  const at = place
    ? `${vscode.workspace.asRelativePath(vscode.Uri.parse(place.uri))}:${place.range.start.line + 1}:${place.range.start.character + 1}: `
    : "";
  return [`${at}${problem.message}`, ...problem.notes.map((note) => `  ${note}`)].map((line) => indent + line).join("\n");
}
