// Runs in-host/suite.ts inside the extension host of the embedded editor, where the real `vscode` API is. The
// workbench starts it through `extensionTestsPath`; the suite leaves its results in a file.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEditor } from "../../../scripts/lib/editor.mjs";
import { logIn, remoteUri, startBrowser, takeScreenshot, workbenchUrl } from "../lib/browser.mjs";

/** The whole suite; each test inside has its own, shorter limit. */
const suiteTimeoutMs = 240_000;

/** Bundled next to the carrier extension, where the extension host may load it from. */
async function buildSuite() {
  const { build } = createRequire(join(import.meta.dirname, "../../../package.json"))("esbuild");
  const outfile = join(import.meta.dirname, "host-extension/out/suite.cjs");
  await build({
    entryPoints: [join(import.meta.dirname, "suite.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return outfile;
}

/**
 * A built workbench honours `extensionTestsPath` only with its smoke-test switch, so the page's configuration gets it
 * before the workbench reads it. Rewriting the response instead would make Chromium block the page's web socket.
 */
function allowExtensionTests(page) {
  return page.addInitScript(() => {
    const getAttribute = Element.prototype.getAttribute;
    Element.prototype.getAttribute = function (name) {
      const value = getAttribute.call(this, name);
      if (name !== "data-settings" || this.id !== "vscode-workbench-web-configuration" || !value)
        return value;
      const settings = JSON.parse(value);
      settings.developmentOptions = { ...settings.developmentOptions, enableSmokeTestDriver: true };
      return JSON.stringify(settings);
    };
  });
}

/** A workspace of two roots over the copied files; several tests are about what one root may not do to the other. */
function writeWorkspaceFile(workspace) {
  const path = join(workspace, "two-roots.code-workspace");
  writeFileSync(path, JSON.stringify({ folders: [{ path: "gadget" }, { path: "samples" }] }));
  return path;
}

/** Runs the suite over a copy of the test workspace. Answers `{ name, error? }[]`. */
export async function runInHost({ vsixPath, workspace }) {
  const suitePath = await buildSuite();
  const scratch = mkdtempSync(join(tmpdir(), "kmem-lens-in-host-"));
  const resultPath = join(scratch, "results.json");
  const environment = { KMEM_LENS_TEST_RESULTS: resultPath };
  const workspaceFile = writeWorkspaceFile(workspace);
  // VS Code's own Markdown extension, woken by a rule's page, holds up everything for half a minute on a busy machine.
  const settings = { "files.associations": { "*.md": "plaintext" } };
  const editor = await startEditor({ vsixPath, folder: workspaceFile, environment, settings });
  const browser = await startBrowser();
  try {
    const { page } = browser;
    await allowExtensionTests(page);
    let exit;
    await page.exposeFunction("codeAutomationExit", (code) => exit?.(code));
    await page.exposeFunction("codeAutomationLog", () => undefined);
    await logIn(page, editor);
    const payload = [
      ["extensionDevelopmentPath", remoteUri(editor, join(import.meta.dirname, "host-extension"))],
      ["extensionTestsPath", remoteUri(editor, suitePath)],
      ["skipWelcome", "true"],
    ];
    let outcome;
    // On a busy machine the workbench now and then opens without its workspace; the suite then ends without results.
    for (let attempt = 1; attempt <= 2; attempt++) {
      let timer;
      const ended = new Promise((done) => {
        exit = done;
        timer = setTimeout(() => done("timeout"), suiteTimeoutMs);
      });
      await page.goto(workbenchUrl(editor, { workspace: workspaceFile }, payload));
      outcome = await ended;
      clearTimeout(timer);
      if (existsSync(resultPath)) return JSON.parse(readFileSync(resultPath, "utf8"));
    }
    await takeScreenshot(page, "in-host-without-results");
    return [
      {
        name: "runs to its end",
        durationMs: 0,
        error: `no results (${outcome})\n${editor.log().slice(-3000)}`,
      },
    ];
  } finally {
    await browser.close();
    await editor.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}
