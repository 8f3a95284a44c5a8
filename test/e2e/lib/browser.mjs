// Chromium on the embedded editor's page: started headless, logged in with the editor's password, the workbench open.

import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const screenshotFolder = join(import.meta.dirname, "../screenshots");

/** The Chromium to drive: `KMEM_LENS_CHROMIUM`, or where distributions put it. Absent when there is none. */
export function findChromium() {
  const places = [
    process.env.KMEM_LENS_CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  return places.find((place) => place !== undefined && existsSync(place));
}

/** Starts Chromium with a profile of its own; `close` ends it and removes the profile. */
export async function startBrowser() {
  const profile = mkdtempSync(join(tmpdir(), "kmem-lens-chromium-"));
  const args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  args.push("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage");
  // Chromium refuses its sandbox to root, which is who runs tests in a container.
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    viewport: { width: 1440, height: 900 },
    args,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { page, close };
}

/** Logs in as a person would, with the password on the form. */
export async function logIn(page, editor) {
  await page.goto(`${editor.url}login`);
  await page.fill("input[name=password]", editor.password);
  await page.click("input[type=submit]");
  await page.waitForURL((url) => !url.pathname.endsWith("/login"));
}

/** The address of the workbench on `{ folder }` or `{ workspace }`; `payload` is VS Code's own list of pairs. */
export function workbenchUrl(editor, place, payload = []) {
  const query = new URLSearchParams({ ...place, payload: JSON.stringify(payload) });
  return `${editor.url}?${query}`;
}

/** A path on this machine as the workbench names it. */
export function remoteUri(editor, path) {
  return `vscode-remote://127.0.0.1:${editor.port}${path}`;
}

/** Keeps a picture of the page under test/e2e/screenshots. */
export async function takeScreenshot(page, name) {
  mkdirSync(screenshotFolder, { recursive: true });
  await page.screenshot({ path: join(screenshotFolder, `${name}.png`) });
}
