// Tests that run inside VS Code's extension host, against the real `vscode` API and the packaged extension.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { type NamedTest, runTests, until } from "../lib/suite.mjs";

const extensionId = "kmem-lens.kmem-lens";

/** A file of the workspace by its root's name and its own: `gadget/gadget.c`. */
function workspaceFile(path: string): vscode.Uri {
  const [root = "", ...names] = path.split("/");
  const folder = vscode.workspace.workspaceFolders?.find(({ name }) => name === root);
  assert.ok(folder, `the root ${root} is open`);
  return vscode.Uri.joinPath(folder.uri, ...names);
}

async function open(path: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(workspaceFile(path));
  await vscode.window.showTextDocument(document);
  return document;
}

/** The findings of our extension in a file, in the order of their lines. */
function findings(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === "kmem-lens")
    .sort((left, right) => left.range.start.compareTo(right.range.start));
}

function ruleOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === "object" ? code.value : code;
}

/** Waits until the rule's findings stand on exactly these texts; a finding stands on the whole call. */
async function untilFindingsOn(
  document: vscode.TextDocument,
  rule: string,
  texts: readonly string[],
): Promise<void> {
  const found = () => findings(document).filter((finding) => ruleOf(finding) === rule);
  const shown = () => found().map(({ range }) => document.getText(range));
  await until(
    `findings on ${JSON.stringify(texts)}`,
    () => JSON.stringify(shown()) === JSON.stringify(texts),
  ).catch((error: Error) => assert.deepEqual(shown(), texts, error.message));
}

/** The position of a text in a document; `offset` characters into it. */
function positionOf(document: vscode.TextDocument, text: string, offset = 0): vscode.Position {
  const index = document.getText().indexOf(text);
  assert.ok(index >= 0, `the document has ${text}`);
  return document.positionAt(index + offset);
}

async function hoverAt(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === "string" ? content : content.value))
    .join("\n");
}

/** Asks for the quick fixes there until one passes `isWanted`: an answer that a newer check overtook is empty. */
async function quickFix(
  document: vscode.TextDocument,
  range: vscode.Range,
  isWanted: (fix: vscode.CodeAction) => boolean | undefined,
): Promise<vscode.WorkspaceEdit> {
  const kind = vscode.CodeActionKind.QuickFix.value;
  const fix = await until("the quick fix", async () => {
    // The last argument asks for the edits of that many actions, which servers make lazily.
    const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      range,
      kind,
      20,
    );
    return fixes.find(isWanted);
  });
  assert.ok(fix.edit, `"${fix.title}" has an edit`);
  return fix.edit;
}

async function setSetting(name: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration("kmemLens")
    .update(name, value, vscode.ConfigurationTarget.Workspace);
}

const lockedCall = "kzalloc(bytes, GFP_KERNEL)";
const helperCall = "kmalloc(bytes, GFP_KERNEL)";
const bothCalls = [helperCall, lockedCall];

const tests: readonly NamedTest[] = [
  [
    "the extension is active once a C file is open",
    async () => {
      await open("gadget/gadget.c");
      const extension = vscode.extensions.getExtension(extensionId);
      assert.ok(extension, "the extension is installed");
      await until("activation", () => extension.isActive);
    },
  ],
  [
    "findings stand on the calls that sleep, also through a helper",
    async () => untilFindingsOn(await open("gadget/gadget.c"), "sleep-in-atomic", bothCalls),
  ],
  [
    "a finding links its rule's page and leads back to the lock",
    async () => {
      const document = await open("gadget/gadget.c");
      await untilFindingsOn(document, "sleep-in-atomic", bothCalls);
      const finding = findings(document)[1];
      assert.ok(finding);
      assert.ok(typeof finding.code === "object" && finding.code.target, "the code has a link");
      const cause = finding.relatedInformation?.[0];
      assert.ok(cause, "there is related information");
      assert.equal(
        cause.location.range.start.line,
        positionOf(document, "spin_lock_irqsave(&gadget->lock").line,
      );
    },
  ],
  [
    "the link of a finding opens the rule's page, without a network",
    async () => {
      const document = await open("gadget/gadget.c");
      await untilFindingsOn(document, "sleep-in-atomic", bothCalls);
      const code = findings(document)[0]?.code;
      assert.ok(typeof code === "object", "the code has a link");
      assert.ok(
        ["kmem-lens-doc", "file", "vscode-remote"].includes(code.target.scheme),
        code.target.toString(),
      );
      const page = await vscode.workspace.openTextDocument(code.target);
      assert.match(page.getText(), /^#.*sleep-in-atomic/m);
    },
  ],
  [
    "C that is not kernel code stays without findings",
    async () => {
      const plain = await open("gadget/plain.c");
      await untilFindingsOn(await open("gadget/gadget.c"), "sleep-in-atomic", bothCalls);
      assert.deepEqual(findings(plain), []);
    },
  ],
  [
    "hover explains a gfp flag",
    async () => {
      const document = await open("gadget/gadget.c");
      const text = await hoverAt(document, positionOf(document, "GFP_KERNEL", 4));
      assert.match(text, /GFP_KERNEL/);
      assert.match(text, /sleep/i);
    },
  ],
  [
    "hover explains an allocator call",
    async () => {
      const document = await open("gadget/gadget.c");
      assert.match(await hoverAt(document, positionOf(document, "kzalloc(bytes", 2)), /kzalloc/);
    },
  ],
  [
    "a quick fix is applied and the finding is gone",
    async () => {
      const document = await open("gadget/gadget.c");
      await untilFindingsOn(document, "sleep-in-atomic", bothCalls);
      const finding = findings(document)[1];
      assert.ok(finding);
      const edit = await quickFix(document, finding.range, ({ title }) => title.includes("GFP_ATOMIC"));
      assert.ok(await vscode.workspace.applyEdit(edit));
      assert.ok(document.getText().includes("kzalloc(bytes, GFP_ATOMIC)"));
      await untilFindingsOn(document, "sleep-in-atomic", [helperCall]);
      await vscode.commands.executeCommand("undo");
      await untilFindingsOn(document, "sleep-in-atomic", bothCalls);
    },
  ],
  [
    "a suppression comment is offered and works",
    async () => {
      const document = await open("gadget/gadget.c");
      const finding = findings(document)[1];
      assert.ok(finding);
      const edit = await quickFix(document, finding.range, (fix) =>
        fix.edit
          ?.get(document.uri)
          .some(({ newText }) => newText.includes("kmem-lens: ignore sleep-in-atomic")),
      );
      assert.ok(await vscode.workspace.applyEdit(edit));
      await untilFindingsOn(document, "sleep-in-atomic", [helperCall]);
      await vscode.commands.executeCommand("undo");
      await untilFindingsOn(document, "sleep-in-atomic", bothCalls);
    },
  ],
  [
    "the level of a rule is a setting that acts at once",
    async () => {
      const document = await open("gadget/gadget.c");
      await setSetting("rules", { "sleep-in-atomic": "off" });
      await untilFindingsOn(document, "sleep-in-atomic", []);
      await setSetting("rules", { "sleep-in-atomic": "info" });
      await untilFindingsOn(document, "sleep-in-atomic", bothCalls);
      assert.equal(findings(document)[0]?.severity, vscode.DiagnosticSeverity.Information);
      await setSetting("rules", undefined);
      await until("errors again", () => findings(document)[0]?.severity === vscode.DiagnosticSeverity.Error);
    },
  ],
  [
    "the kernel release is a setting that acts at once",
    async () => {
      const document = await open("samples/ringcap.c");
      const tooLarge = "kmalloc(RINGCAP_HISTORY_BYTES, GFP_KERNEL)";
      const impossible = () =>
        findings(document)
          .filter((finding) => ruleOf(finding) === "oversized-kmalloc")
          .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
          .map(({ range }) => document.getText(range));
      await until("an impossible size", () => impossible().includes(tooLarge));
      // 2.6.10 stopped at 128 KiB where 6.1 stops at 4 MiB, so the 128 KiB of slots stay a warning and the words change.
      const words = () =>
        findings(document)
          .map(({ message }) => message)
          .join();
      const before = words();
      await setSetting("kernel", "2.6.10");
      await until("other words", () => impossible().includes(tooLarge) && words() !== before);
      await setSetting("kernel", undefined);
      await until("an impossible size again", () => impossible().includes(tooLarge));
    },
  ],
  [
    "typing a mistake brings a finding and undoing it takes it away",
    async () => {
      const document = await open("gadget/gadget.c");
      await untilFindingsOn(document, "sleep-in-atomic", bothCalls);
      const edit = new vscode.WorkspaceEdit();
      const end = positionOf(document, "\tkfree(gadget->buffer);");
      edit.insert(document.uri, end, "\tmsleep(1);\n");
      assert.ok(await vscode.workspace.applyEdit(edit));
      await untilFindingsOn(document, "sleep-in-atomic", [...bothCalls, "msleep(1)"]);
      await vscode.commands.executeCommand("undo");
      await untilFindingsOn(document, "sleep-in-atomic", bothCalls);
    },
  ],
  [
    "a setting of one root leaves the other alone",
    async () => {
      const sample = await open("samples/ringcap.c");
      await until("findings in the sample", () => findings(sample).length > 0);
      const gadget = await open("gadget/gadget.c");
      const ofGadget = vscode.workspace.getConfiguration("kmemLens", gadget.uri);
      await ofGadget.update("enable", "off", vscode.ConfigurationTarget.WorkspaceFolder);
      await untilFindingsOn(gadget, "sleep-in-atomic", []);
      await open("samples/ringcap.c");
      assert.ok(findings(sample).length > 0, "the sample keeps its findings");
      await ofGadget.update("enable", undefined, vscode.ConfigurationTarget.WorkspaceFolder);
      await open("gadget/gadget.c");
      await untilFindingsOn(gadget, "sleep-in-atomic", bothCalls);
    },
  ],
  [
    "the project's own configuration acts as soon as it is written",
    async () => {
      const document = await open("gadget/gadget.c");
      const file = workspaceFile("gadget/.kmem-lens.json");
      const text = '{ "rules": { "sleep-in-atomic": "off" } } // for this test\n';
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
      await untilFindingsOn(document, "sleep-in-atomic", []);
      await vscode.workspace.fs.delete(file);
      await untilFindingsOn(document, "sleep-in-atomic", bothCalls);
    },
  ],
  [
    "a kernel tree around the file says for which kernel it is checked, until settings do",
    async () => {
      const document = await open("gadget/gadget.c");
      await untilFindingsOn(document, "sleep-in-atomic", bothCalls);
      const api = vscode.extensions.getExtension<{ shownKernel(): string | undefined }>(extensionId)?.exports;
      assert.ok(api);
      const untilKernel = (words: string) =>
        until(`a status with ${words}`, () => api.shownKernel()?.includes(words)).catch((error: Error) =>
          assert.fail(`${error.message}; shown: ${api.shownKernel()}`),
        );
      await untilKernel("Linux 6.1, x86_64");
      const files: Readonly<Record<string, string>> = {
        Kconfig: "",
        "include/linux/slab.h": "",
        ".config": "CONFIG_ARM64=y\nCONFIG_PREEMPT_RT=y\n",
        Makefile: "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 5\n",
      };
      for (const [name, text] of Object.entries(files))
        await vscode.workspace.fs.writeFile(workspaceFile(`gadget/${name}`), new TextEncoder().encode(text));
      await untilKernel("Linux 6.12, arm64, PREEMPT_RT (release: top Makefile (6.12.5)");
      const ofGadget = vscode.workspace.getConfiguration("kmemLens", document.uri);
      await ofGadget.update("arch", "i386", vscode.ConfigurationTarget.WorkspaceFolder);
      await untilKernel("Linux 6.12, i386 (release: top Makefile (6.12.5) · architecture: settings)");
      await ofGadget.update("arch", undefined, vscode.ConfigurationTarget.WorkspaceFolder);
      for (const name of ["Kconfig", "include", ".config", "Makefile"])
        await vscode.workspace.fs.delete(workspaceFile(`gadget/${name}`), { recursive: true });
      await untilKernel("Linux 6.1, x86_64");
      await untilFindingsOn(document, "sleep-in-atomic", bothCalls);
    },
  ],
  [
    "another kernel is chosen from the status item",
    async () => {
      const document = await open("gadget/gadget.c");
      const api = vscode.extensions.getExtension<{ shownKernel(): string | undefined }>(extensionId)?.exports;
      assert.ok(api);
      const chosen = vscode.commands.executeCommand("kmemLens.chooseKernel");
      // "auto" stands first, the releases after it with the oldest ahead; then the architectures.
      for (const nrDown of [1, 2]) {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        for (let i = 0; i < nrDown; i++)
          await vscode.commands.executeCommand("workbench.action.quickOpenSelectNext");
        await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      }
      await chosen;
      await until("the chosen kernel", () => api.shownKernel()?.startsWith("Linux 2.6.10, arm64 ("));
      const ofGadget = vscode.workspace.getConfiguration("kmemLens", document.uri);
      for (const name of ["kernel", "arch"])
        await ofGadget.update(name, undefined, vscode.ConfigurationTarget.WorkspaceFolder);
      await until("the usual kernel", () => api.shownKernel()?.startsWith("Linux 6.1, x86_64"));
    },
  ],
  [
    "fix-all applies the safe fixes of a file and no others",
    async () => {
      const document = await open("gadget/fixall.c");
      const both = ["kmalloc(8, GFP_KERNEL)", "kzalloc(16, GFP_KERNEL)"];
      await untilFindingsOn(document, "sleep-in-atomic", both);
      const kind = vscode.CodeActionKind.SourceFixAll.append("kmemLens");
      const edit = await until("the fix-all action", async () => {
        const all = new vscode.Range(0, 0, document.lineCount, 0);
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          "vscode.executeCodeActionProvider",
          document.uri,
          all,
          kind.value,
          20,
        );
        return actions.find((action) => action.kind && kind.contains(action.kind))?.edit;
      });
      assert.ok(await vscode.workspace.applyEdit(edit));
      await untilFindingsOn(document, "sleep-in-atomic", both.slice(1));
      assert.ok(document.getText().includes("kmalloc(8, gfp)"));
      assert.ok(!document.getText().includes("kmem-lens: ignore"), "nothing is suppressed");
      await vscode.commands.executeCommand("undo");
      await untilFindingsOn(document, "sleep-in-atomic", both);
    },
  ],
  [
    "a restarted server finds the same",
    async () => {
      const document = await open("gadget/gadget.c");
      await vscode.commands.executeCommand("kmemLens.restart");
      await untilFindingsOn(document, "sleep-in-atomic", bothCalls);
    },
  ],
];

/** What the workbench calls; the results go into the file that the runner named. */
export async function run(): Promise<void> {
  const resultPath = process.env["KMEM_LENS_TEST_RESULTS"];
  assert.ok(resultPath, "KMEM_LENS_TEST_RESULTS names a file");
  await until("both roots are open", () => vscode.workspace.workspaceFolders?.length === 2);
  const results = await runTests(tests);
  writeFileSync(resultPath, JSON.stringify(results));
}
