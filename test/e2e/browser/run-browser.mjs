// What a person sees: the page of a real VS Code, driven by mouse and keyboard, with a screenshot of each step under
// test/e2e/screenshots.

import assert from "node:assert/strict";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFileWhenConnected, startEditor } from "../../../scripts/lib/editor.mjs";
import { logIn, startBrowser, takeScreenshot } from "../lib/browser.mjs";
import { processes } from "../lib/processes.mjs";
import { runTests, until } from "../lib/suite.mjs";
import { codeLine, goToLine, openFile, plain, pointAt, runCommand, settle } from "../lib/workbench.mjs";

/** What another user of this machine could try: the page without the password, and the files that hold it. */
async function refusesStrangers(editor) {
  const front = await fetch(editor.url, { redirect: "manual" });
  assert.equal(front.status, 302);
  assert.match(front.headers.get("location") ?? "", /login/);
  const guess = await fetch(`${editor.url}login`, {
    method: "POST",
    body: new URLSearchParams({ password: `${editor.password}x` }),
    redirect: "manual",
  });
  assert.equal(guess.headers.get("set-cookie"), null);
  assert.equal(statSync(editor.state).mode & 0o077, 0);
  const commandLines = processes();
  assert.ok(
    commandLines.some((line) => line.includes(editor.state)),
    "the editor is among the processes",
  );
  assert.ok(
    !commandLines.some((line) => line.includes(editor.password)),
    "no command line shows the password",
  );
}

/** By what VS Code calls them and by the class that the page has then. */
const themes = [
  { name: "Default Dark Modern", pageClass: "vs-dark", screenshot: "7-dark" },
  { name: "Default High Contrast", pageClass: "hc-black", screenshot: "8-high-contrast" },
];

/** The card of a call whose size is known, and the problem list, in another theme. */
async function showInTheme(page, workspace, { name, pageClass, screenshot }) {
  const folder = join(workspace, ".vscode");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "settings.json"), JSON.stringify({ "workbench.colorTheme": name }));
  await page.locator(`.monaco-workbench.${pageClass}`).waitFor();
  await openFile(page, "ringcap.c");
  await goToLine(page, 143);
  await page.locator(".editor-instance .cdr.squiggly-warning").first().waitFor();
  await pointAt(page, "card->slots = kcalloc(", "kcalloc");
  const card = page.locator(".monaco-hover:visible");
  await until("the size in the card", async () => /128 KiB/.test(plain(await card.first().textContent())));
  // The card fades in, and the picture is for people to look at.
  await page.waitForTimeout(400);
  await takeScreenshot(page, screenshot);
  await settle(page);
}

function browserTests(page, editor, workspace) {
  const squiggles = page.locator(".editor-instance .cdr.squiggly-error");
  const lockedCall = "buffer = kzalloc(bytes, GFP_KERNEL)";
  return [
    ["nobody enters without the password", () => refusesStrangers(editor)],
    [
      "the driver opens by itself in the window that logs in",
      () => page.locator('.tab.active[data-resource-name="ringcap.c"]').waitFor(),
    ],
    [
      "squiggles stand in the sample driver",
      async () => {
        await goToLine(page, 66);
        await squiggles.first().waitFor();
        await takeScreenshot(page, "1-squiggle");
      },
    ],
    [
      "the hover card shows the finding and explains the call",
      async () => {
        await openFile(page, "gadget.c");
        await squiggles.first().waitFor();
        await pointAt(page, lockedCall, "kzalloc");
        const card = page.locator(".monaco-hover:visible");
        await until("the finding in the card", async () =>
          /sleep-in-atomic/.test(plain(await card.first().textContent())),
        );
        await takeScreenshot(page, "2-hover-card");
        await settle(page);
      },
    ],
    [
      "the problem list shows the finding with its path",
      async () => {
        await runCommand(page, "Problems: Focus on Problems View");
        const rows = page.locator(".markers-panel .monaco-list-row");
        // The panel draws the rule's parentheses by style, so they are not in its text.
        await rows
          .filter({ hasText: /'gadget->lock' is held.*kmem-lens.*sleep-in-atomic/ })
          .first()
          .waitFor();
        await rows
          .filter({ hasText: /spin_lock_irqsave\(&gadget->lock\) taken here/ })
          .first()
          .waitFor();
        await takeScreenshot(page, "3-problem-list");
        await rows.filter({ hasText: "calls gadget_new_buffer()" }).first().click();
        await page.locator(".line-numbers.active-line-number", { hasText: "38" }).waitFor();
      },
    ],
    [
      "the quick-fix menu offers the repairs, and the chosen one is applied",
      async () => {
        await openFile(page, "gadget.c");
        await goToLine(page, 21);
        await pointAt(page, lockedCall, "kzalloc");
        await page.mouse.down();
        await page.mouse.up();
        // Left where it is, the mouse would bring up a hover card, which takes the menu away.
        await page.mouse.move(5, 5);
        const menu = page.locator(".action-widget");
        const repair = menu.locator(".monaco-list-row", { hasText: "GFP_ATOMIC" }).first();
        const choose = async () => {
          await page.keyboard.press("Escape");
          await page.keyboard.press("Control+.");
          await repair.waitFor({ timeout: 5000 });
          await takeScreenshot(page, "4-quick-fix-menu");
          await repair.click({ timeout: 5000 });
          return true;
        };
        // On a busy machine the menu may open late or close again: a person asks once more, and so do we.
        await until("the repair in the menu", () => choose().catch(() => false), { limitMs: 60_000 });
        await codeLine(page, "kzalloc(bytes, GFP_ATOMIC)").waitFor();
        await until("one squiggle fewer", async () => (await squiggles.count()) === 1);
        await takeScreenshot(page, "5-fixed");
      },
    ],
    [
      "a rule's page opens from the command palette",
      async () => {
        await runCommand(page, "Kmem Lens: Explain a Rule");
        const rule = page.locator(".quick-input-list .monaco-list-row", { hasText: "sleep-in-atomic" });
        await rule.click();
        const preview = page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
        // The first page wakes VS Code's Markdown extension, which takes its time on a busy machine.
        await preview.locator("h1", { hasText: "sleep-in-atomic" }).waitFor({ timeout: 80_000 });
        await takeScreenshot(page, "6-rule-page");
      },
    ],
    [
      "C that is not kernel code has no squiggle",
      async () => {
        await openFile(page, "plain.c");
        await codeLine(page, "malloc(64)").waitFor();
        // Nothing to wait for when nothing shall come: a second is ten times what a finding takes here.
        await page.waitForTimeout(1000);
        assert.equal(await squiggles.count(), 0);
      },
    ],
    ...themes.map((theme) => [
      `the card and the list are there in ${theme.name}`,
      () => showInTheme(page, workspace, theme),
    ]),
  ];
}

/** Runs the tests on a copy of the test workspace. Answers `{ name, durationMs, error? }[]`. */
export async function runBrowserTests({ vsixPath, workspace }) {
  const editor = await startEditor({ vsixPath, folder: workspace });
  const browser = await startBrowser();
  try {
    const { page } = browser;
    page.setDefaultTimeout(30_000);
    openFileWhenConnected(editor, join(workspace, "samples/ringcap.c"));
    await logIn(page, editor);
    let failures = 0;
    return await runTests(browserTests(page, editor, workspace), {
      timeoutMs: 120_000,
      afterFailure: async () => {
        failures += 1;
        await takeScreenshot(page, `failure-${failures}`);
        await settle(page);
      },
    });
  } finally {
    await browser.close();
    await editor.stop();
  }
}
