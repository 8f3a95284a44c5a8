// The workbench as a person handles it: palette, files, lines, mouse.

import assert from "node:assert/strict";

/** The screen's text without the no-break spaces that Monaco draws. */
export function plain(text) {
  return (text ?? "").replaceAll("\u00a0", " ");
}

/** Leaves whatever has the keyboard and any open card, so that tests do not depend on each other's end. */
export async function settle(page) {
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.mouse.move(5, 5);
}

/** Types into the quick input that `key` opens and takes the row offered first, once that row holds `rowText`. */
export async function quickInput(page, key, typed, rowText) {
  await page.keyboard.press(key);
  const input = page.locator(".quick-input-widget input.input");
  await input.waitFor();
  await input.fill(typed);
  // Enter before the input was read would be lost, and a click could meet a row that is just moving.
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: rowText }).waitFor();
  await page.keyboard.press("Enter");
}

/** Runs a command of the palette by its whole title. */
export const runCommand = (page, title) => quickInput(page, "F1", `>${title}`, title);

/** Opens a file of the workspace by its name. */
export async function openFile(page, name) {
  await quickInput(page, "Control+p", name, name);
  await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
}

/** Puts the cursor on a line, from 1. */
export async function goToLine(page, line) {
  await quickInput(page, "Control+g", `:${line}`, `line ${line}`);
  await page.locator(".line-numbers.active-line-number", { hasText: String(line) }).waitFor();
}

/** The line on screen that holds a text, as a locator. */
export function codeLine(page, text) {
  return page.locator(".editor-instance .view-line", { hasText: text }).first();
}

/** Puts the mouse on a word of a line of code and keeps it there. */
export async function pointAt(page, lineText, word) {
  const box = await codeLine(page, lineText).locator("span > span", { hasText: word }).last().boundingBox();
  assert.ok(box, `${word} is on screen`);
  await page.mouse.move(box.x + 4, box.y + box.height / 2);
  await page.mouse.move(box.x + Math.min(14, box.width / 2), box.y + box.height / 2);
}
