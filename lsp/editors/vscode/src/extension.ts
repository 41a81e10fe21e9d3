// The extension starts `whit lsp` and gives the editor what the protocol has no request for: the JSON beside the
// source, the sources of the standard library, the import, and the commands of the code lenses.

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { importJson } from "./import";
import { Json } from "./json";
import { Library } from "./library";
import { runTest, runTests, why } from "./lens";

/** The commands of the lenses. They are the server's names, so they are in no list of commands. */
const OURS = ["whit.runTest", "whit.showJson", "whit.showStatementJson", "whit.why"];

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const trace = vscode.window.createOutputChannel("Whit trace");
  const output = vscode.window.createOutputChannel("Whit");
  const server = () => client;
  const json = new Json(server);
  const command = (name: string, run: (...given: never[]) => unknown) => vscode.commands.registerCommand(name, run);
  context.subscriptions.push(
    trace,
    output,
    json,
    vscode.workspace.registerTextDocumentContentProvider(Json.scheme, json),
    vscode.workspace.registerTextDocumentContentProvider(Library.scheme, new Library(server)),
    command("whit.openJson", () => json.open(vscode.window.activeTextEditor)),
    command("whit.runTests", () => runTests(server(), output)),
    command("whit.importJson", () => importJson(server())),
    command("whit.restart", () => restart(output, trace)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("whit.path")) void restart(output, trace);
    }),
    // How the lenses of the server are carried out.
    command("whit.showJson", (...given: unknown[]) => json.openOf(given)),
    command("whit.runTest", (...given: unknown[]) => runTest(server(), output, given)),
    command("whit.why", (...given: unknown[]) => why(server(), output, given)),
    // What one statement becomes is shown among the rest.
    command("whit.showStatementJson", (...given: unknown[]) => json.openOf(given.slice(0, 1))),
  );
  await restart(output, trace);
}

export async function deactivate(): Promise<void> {
  await stop();
}

async function stop(): Promise<void> {
  const old = client;
  client = undefined;
  // A server that does not end in time is stopped by the client.
  await old?.dispose(2000).catch(() => undefined);
}

async function restart(output: vscode.OutputChannel, trace: vscode.OutputChannel): Promise<void> {
  await stop();
  const path = program();
  const options: ServerOptions = { command: path, args: ["lsp"] };
  const wanted: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: "whit" },
      { scheme: "untitled", language: "whit" },
      { scheme: Library.scheme, language: "whit" },
    ],
    outputChannel: output,
    traceOutputChannel: trace,
  };
  const next = new LanguageClient("whit", "Whit", options, wanted);
  // The client must not register the commands of the server that this extension carries out itself.
  const feature = next.getFeature("workspace/executeCommand");
  const register = feature.register.bind(feature);
  feature.register = (data) => {
    const commands = data.registerOptions.commands.filter((name) => !OURS.includes(name));
    register({ ...data, registerOptions: { ...data.registerOptions, commands } });
  };
  client = next;
  try {
    await next.start();
  } catch (error) {
    client = undefined;
    const settings = "Open Settings";
    const chosen = await vscode.window.showErrorMessage(
      `Whit: \`${path} lsp\` does not start. Is \`whit\` installed? The setting \`whit.path\` says where it is. (${String(error)})`,
      settings,
    );
    if (chosen === settings) await vscode.commands.executeCommand("workbench.action.openSettings", "whit.path");
  }
}

function program(): string {
  const path = vscode.workspace.getConfiguration("whit").get<string>("path")?.trim() || "whit";
  return path.replaceAll("${workspaceFolder}", vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? ".");
}
