// The simulation panel in a real VS Code: what a lens opens, what it says against the command's JSON, stepping,
// comparing, exporting, the Testing view, four themes, and axe-core on the page.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { commandPath } from "../../../scripts/lib/build.mjs";
import { openFileWhenConnected, startEditor } from "../../../scripts/lib/editor.mjs";
import { logIn, startBrowser, takeScreenshot } from "../lib/browser.mjs";
import { runTests, until } from "../lib/suite.mjs";
import { goToLine, openFile, plain, pointAt, runCommand, settle } from "../lib/workbench.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const themes = [
  { id: "light", name: "Light Modern", class: "vs", bodyClass: "vscode-light" },
  { id: "dark", name: "Dark Modern", class: "vs-dark", bodyClass: "vscode-dark" },
  { id: "high-contrast", name: "Dark High Contrast", class: "hc-black", bodyClass: "vscode-high-contrast" },
  {
    id: "high-contrast-light",
    name: "Light High Contrast",
    class: "hc-light",
    bodyClass: "vscode-high-contrast-light",
  },
];

/** The panel's page, as a locator. */
function panelOf(page) {
  return page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
}

/** The panel's page as a frame, for scripts in it. */
async function panelFrame(page) {
  const handle = await panelOf(page).locator("body").elementHandle();
  return handle.ownerFrame();
}

/** Changes the theme as a person does, and waits until the page has it. */
async function useTheme(page, theme) {
  await runCommand(page, "View: Focus First Editor Group");
  // By its keys: the palette offers another command first for the words of this one.
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Control+t");
  const input = page.locator(".quick-input-widget:visible input.input");
  await input.waitFor();
  await input.fill(theme.name);
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: theme.name }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(`.monaco-workbench.${theme.class}`).first().waitFor();
  await panelOf(page).locator(`body.${theme.bodyClass}`).waitFor();
}

/** What the command says of the same snippets. */
function commandRuns(file) {
  const args = [commandPath, "simulate", "--format", "json", file];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8", maxBuffer: 64 << 20 })).runs;
}

/** A table of the panel by its caption: rows of cells, with the marks of change left out. */
async function readTable(panel, caption) {
  const rows = panel
    .locator("table", { has: panel.locator("caption", { hasText: caption }) })
    .locator("tbody tr");
  const cells = await rows.evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => (cell.textContent ?? "").replace("●", "").trim())),
  );
  return cells;
}

/** The same as records, by the titles of the columns. */
async function readRecords(panel, caption) {
  const titles = await panel
    .locator("table", { has: panel.locator("caption", { hasText: caption }) })
    .locator("thead th")
    .evaluateAll((all) => all.map((cell) => (cell.textContent ?? "").trim()));
  const rows = await readTable(panel, caption);
  return rows.map((cells) => Object.fromEntries(cells.map((cell, i) => [titles[i], cell])));
}

/** Chooses a lens of the snippet whose function is seen on screen. */
async function chooseLens(page, title) {
  const lens = page.locator(".contentWidgets .codelens-decoration a", { hasText: title }).first();
  await lens.waitFor();
  await until("the lens to take the click", () =>
    lens.click({ timeout: 10_000 }).then(
      () => true,
      () => false,
    ),
  );
}

/** What axe-core finds wrong, as text. */
async function violations(page) {
  const frame = await panelFrame(page);
  await frame.evaluate(axeSource);
  const found = await frame.evaluate(async () => {
    const results = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return results.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  });
  return found;
}

/** Texts of pictures that reach beyond their picture or over their bar, and controls that reach beyond the page. */
async function cutTexts(page) {
  const frame = await panelFrame(page);
  return frame.evaluate(() => {
    const isOver = (text, right) => text.getBoundingClientRect().right > right + 1;
    const cut = [...document.querySelectorAll("svg.picture")].flatMap((picture) => {
      const edge = picture.getBoundingClientRect().right;
      const outside = [...picture.querySelectorAll("text")].filter((text) => isOver(text, edge));
      const onBars = [...picture.querySelectorAll(".row")].flatMap((row) => {
        const name = row.querySelector("text.name:not(.middle)");
        const bar = row.querySelector("rect.frame");
        return name && bar && isOver(name, bar.getBoundingClientRect().left) ? [name] : [];
      });
      return [...outside, ...onBars].map((text) => text.textContent);
    });
    const page = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll("button, select, input, h1, h2, .banner")].filter((one) =>
      isOver(one, page),
    );
    return [...cut, ...wide.map((one) => one.outerHTML.slice(0, 80))];
  });
}

/** Takes the place that the editor's own dialog offers. */
async function acceptSaveDialog(page, path) {
  const dialog = page.locator(".quick-input-widget:visible");
  const input = dialog.locator("input.input");
  await until("the offered name", async () => (await input.inputValue()).endsWith(path.split("/").at(-1)));
  await dialog
    .locator(".monaco-button", { hasText: /^(OK|Save)$/ })
    .first()
    .click();
  await until(`${path} to be written`, () => existsSync(path) && readFileSync(path).length > 0);
}

/** Opens a file beside the panel, wherever the keyboard is. */
async function openInFirstGroup(page, name) {
  await runCommand(page, "View: Focus First Editor Group");
  await openFile(page, name);
}

/** The picture of the walkthrough's open step: drawn in a frame of its own. */
function pictureOf(page) {
  return page
    .frameLocator(".gettingStartedContainer iframe.webview.ready")
    .frameLocator("iframe#active-frame")
    .locator("svg")
    .first();
}

function number(text) {
  return Number(text.replaceAll(",", "").replace("−", "-").replace("+", ""));
}

function panelTests(page, workspace) {
  const panel = panelOf(page);
  const where = panel.locator("#where");
  const sample = join(workspace, "samples/kmalloc-32.c");
  const expected = commandRuns(sample)[0];
  return [
    [
      "the lens opens the panel, which ends where the run ended",
      async () => {
        await page.locator('.tab.active[data-resource-name="kmalloc-32.c"]').waitFor();
        await chooseLens(page, "Run");
        await panel.locator("h1", { hasText: expected.function }).waitFor();
        const nrPoints = expected.events.length + 1;
        await until("the last point", async () =>
          plain(await where.textContent()).startsWith(`${nrPoints} of ${nrPoints}`),
        );
      },
    ],
    [
      "its numbers are those of the command's JSON",
      async () => {
        await panel.locator("button.toggle").press("t");
        const zones = await readRecords(panel, "Zones");
        assert.deepEqual(
          zones.map((zone) => [
            zone.Zone,
            ...["Managed", "Free", "Per cpu", "Slab", "Booted system", "Min", "Low", "High"].map((title) =>
              number(zone[title]),
            ),
          ]),
          expected.after.zones.map((zone) => [
            zone.name,
            zone.managedPages,
            zone.freePages,
            zone.pcpPages,
            zone.use.slabPages,
            zone.use.systemPages,
            zone.min,
            zone.low,
            zone.high,
          ]),
        );
        const orders = await readTable(panel, "Free blocks by order");
        assert.deepEqual(
          expected.after.zones.map((_, i) => orders.map((row) => number(row[2 + i]))),
          expected.after.zones.map(({ freeByOrder }) => freeByOrder),
        );
        const caches = await readTable(panel, "Slab caches");
        assert.ok(caches.length > 0);
        for (const [name, objects, capacity, , slabs] of caches) {
          const slab = expected.after.slabs.find((one) => one.name === name);
          assert.deepEqual([objects, capacity, slabs].map(number), [slab.objects, slab.capacity, slab.slabs]);
        }
        assert.equal((await readTable(panel, "Calls of the allocators")).length, expected.events.length);
        await panel.locator("button.toggle").press("t");
      },
    ],
    [
      "it steps back and forth, and the source follows",
      async () => {
        await panel.locator("button.toggle").press("Home");
        await until("the first point", async () => plain(await where.textContent()).startsWith("1 of"));
        await panel.locator("button.toggle").press("ArrowRight");
        await until("the second point", async () => plain(await where.textContent()).startsWith("2 of"));
        await page.locator(".editor-instance .view-overlays [class*='ced-']").first().waitFor();
        await panel.locator("svg .row.changed").first().waitFor();
        const slots = panel.locator("#s-slots rect.slot");
        assert.equal(await slots.count(), 128);
        assert.match(
          await slots.first().locator("title").textContent(),
          /^slot 0, 0xffff\w+: taken at line 14$/,
        );
        await takeScreenshot(page, "panel-step");
        // A click on the first cell of the zone leads to its first frames.
        await panel.locator("#s-pages svg rect.slot").first().click();
        await panel.locator("#h-frames", { hasText: "Frames from 0x1000" }).waitFor();
        await panel.getByRole("button", { name: "Previous point" }).click();
        await until("the first point again", async () => plain(await where.textContent()).startsWith("1 of"));
      },
    ],
    [
      "two points are compared",
      async () => {
        await panel.locator("button.toggle").press("End");
        await panel.getByRole("button", { name: "Compare", exact: true }).click();
        await panel.locator("#compare").selectOption({ value: "128" });
        const named = panel.locator("#compare option").nth(1);
        assert.match(await named.textContent(), /^one slab is full · 129 · line 14: kmalloc/);
        await panel.locator("section#s-slabs .row.changed").first().waitFor();
        await takeScreenshot(page, "panel-compare");
        await panel.getByRole("button", { name: "Compare", exact: true }).click();
      },
    ],
    [
      "fail each offers each run",
      async () => {
        await panel.getByRole("button", { name: "Fail each" }).click();
        await panel.locator("#runs option").nth(1).waitFor({ state: "attached" });
        await panel.locator("#runs").selectOption("1");
        await panel.locator(".banner.bad").first().waitFor();
        await panel.getByRole("button", { name: "Run", exact: true }).click();
        await until("the plain run", async () => (await panel.locator("#runs").count()) === 0);
      },
    ],
    ...["svg", "png", "json"].map((format) => [
      `it exports ${format.toUpperCase()}`,
      async () => {
        const path = join(workspace, `samples/kmalloc-32-simulation.${format}`);
        await panel.locator("#export").selectOption(format);
        await acceptSaveDialog(page, path);
        const bytes = readFileSync(path);
        if (format === "png") assert.deepEqual([...bytes.subarray(1, 4)], [...Buffer.from("PNG")]);
        if (format === "json") assert.equal(JSON.parse(bytes.toString()).run.function, expected.function);
        if (format === "svg") {
          assert.match(bytes.toString(), /^<svg[\s\S]*<pattern[\s\S]*kmalloc-32/);
          assert.doesNotMatch(bytes.toString(), /var\(--/);
        }
      },
    ]),
    ...themes.map((theme) => [
      `axe-core finds nothing wrong in ${theme.id}`,
      async () => {
        await useTheme(page, theme);
        await panel.locator("button.toggle").press("Home");
        await panel.locator("button.toggle").press("ArrowRight");
        await panel.locator("svg .row.changed").first().waitFor();
        await takeScreenshot(page, `panel-${theme.id}`);
        const inPictures = await violations(page);
        await panel.locator("button.toggle").press("t");
        await panel.locator("#s-zones table").waitFor();
        const inTables = await violations(page);
        await takeScreenshot(page, `panel-${theme.id}-tables`);
        await panel.locator("button.toggle").press("t");
        assert.deepEqual([...inPictures, ...inTables], []);
      },
    ]),
    [
      "expectations are tests, and one that fails says what was found",
      async () => {
        await openInFirstGroup(page, "kmalloc-32.c");
        await runCommand(page, "Test: Run Tests in Current File");
        await page
          .locator(".editor-instance .testing-run-glyph, .editor-instance [class*='codicon-testing-']")
          .first()
          .waitFor();
        await runCommand(page, "Testing: Focus on Test Explorer View");
        const rows = page.locator(".test-explorer .monaco-list-row");
        await until("tests of the snippet", async () => (await rows.count()) > 0);
        await openInFirstGroup(page, "wrong.c");
        await rows.filter({ hasText: "wrong.c" }).waitFor();
        await runCommand(page, "Test: Run Tests in Current File");
        // In the row of the result, or in the peek view that opens at the line: wherever this editor shows it.
        await page
          .getByText(/expected slab\["kmalloc-64"\]\.objects == 2, found 1/)
          .first()
          .waitFor();
        await takeScreenshot(page, "panel-testing");
        await settle(page);
        await runCommand(page, "View: Hide Panel");
      },
    ],
    [
      "a finished run answers in the source, until an edit",
      async () => {
        await openInFirstGroup(page, "leaky.c");
        await chooseLens(page, "Run");
        await panel.locator("h1", { hasText: "leak_one" }).waitFor();
        await page.locator(".codelens-decoration a", { hasText: "Expectations 0/1" }).first().waitFor();
        const answer = page.locator(".editor-instance .view-line", { hasText: "//?" }).first();
        await until("the answer behind the line", async () =>
          /kmalloc-64: 50 of 64 bytes, 22 % unused/.test(plain(await answer.textContent())),
        );
        const leak = page.locator(".editor-instance .cdr.squiggly-warning").first();
        await leak.waitFor();
        // Not on the name: the answer behind the line has it too, and no card of its own.
        await pointAt(page, "first = kmalloc(50", "GFP_KERNEL");
        const card = page.locator(".monaco-hover:visible").first();
        await until("what the line did", async () => {
          const text = plain(await card.textContent());
          return /In the last run/.test(text) && /leaked/i.test(text);
        });
        await takeScreenshot(page, "panel-source");
        await settle(page);
        await goToLine(page, 12);
        await page.keyboard.press("End");
        await page.keyboard.type(" ");
        await leak.waitFor({ state: "detached" });
        await panel.locator(".banner", { hasText: "The source was edited since this run." }).waitFor();
        assert.doesNotMatch(plain(await answer.textContent()), /kmalloc-64:/);
      },
    ],
    [
      "a program shows its heap, in states that were named",
      async () => {
        await openInFirstGroup(page, "malloc-states.c");
        await chooseLens(page, "Run");
        await panel.locator("h1", { hasText: "main" }).waitFor();
        await panel.locator("header.title", { hasText: "x86_64 process · glibc-2.36 · 512 MiB" }).waitFor();
        await panel.locator("section#s-heap").waitFor();
        const freed = panel.locator("#named option", { hasText: /^7: free\(B\) · / });
        await panel.locator("#named").selectOption(await freed.getAttribute("value"));
        await panel.locator("section#s-chunks tr", { hasText: "free, in a bin" }).waitFor();
        await takeScreenshot(page, "panel-heap");
        assert.deepEqual(await violations(page), []);
      },
    ],
    [
      "what a run did beside zones and slabs has sections, and /proc its files",
      async () => {
        await openInFirstGroup(page, "parts.c");
        await chooseLens(page, "Run");
        await panel.locator("h1", { hasText: "ring_up" }).waitFor();
        for (const id of [
          "dma-pools",
          "coherent",
          "streaming",
          "percpu",
          "mempools",
          "kmap",
          "regions",
          "devres",
        ])
          await panel.locator(`section#s-${id}`).waitFor();
        const named = panel.locator("#named option", { hasText: /^all there · / });
        await panel.locator("#named").selectOption(await named.getAttribute("value"));
        await panel.locator("section#s-dma-pools .row", { hasText: "descriptors" }).waitFor();
        await panel.locator("section#s-dma-pools").scrollIntoViewIfNeeded();
        await takeScreenshot(page, "panel-parts");
        assert.deepEqual(await violations(page), []);
        const usual = page.viewportSize();
        for (const width of [1920, 1280, 1024, usual.width]) {
          await page.setViewportSize({ ...usual, width });
          await until(`${width} pixels to suffice`, async () => (await cutTexts(page)).length === 0, {
            limitMs: 5000,
          }).catch(async (error) => {
            throw new Error(`${error.message}: ${(await cutTexts(page)).join(", ")}`);
          });
          await takeScreenshot(page, `panel-parts-${width}`);
        }
        await panel.locator("#tab-proc").click();
        const text = await panel.locator("#tab-body pre").textContent();
        for (const name of ["meminfo", "zoneinfo", "buddyinfo", "pagetypeinfo", "slabinfo", "vmallocinfo"])
          assert.match(text, new RegExp(`==> /proc/${name} <==`));
        await panel.locator("#tab-proc").scrollIntoViewIfNeeded();
        await takeScreenshot(page, "panel-proc");
        await panel.locator("#tab-events").click();
      },
    ],
    [
      "a run that eats all memory ends, and its panel can be read",
      async () => {
        await openInFirstGroup(page, "endless.c");
        await chooseLens(page, "Run");
        await panel.locator("h1", { hasText: "eat_all" }).waitFor();
        await panel.locator(".banner.bad", { hasText: /Stopped at line \d+: out of memory/ }).waitFor();
        await panel.locator(".banner", { hasText: "A long run" }).waitFor();
        await takeScreenshot(page, "panel-out-of-memory");
        assert.deepEqual(await violations(page), []);
        await panel.locator("button.toggle").press("Home");
        await until("the first point", async () => plain(await where.textContent()).startsWith("1 of"));
        await panel.locator("#named").selectOption({ index: 1 });
      },
    ],
    [
      "a long run is cancelled in the panel, and by its notification",
      async () => {
        await openInFirstGroup(page, "spin.c");
        await chooseLens(page, "Run");
        await panel.getByRole("button", { name: "Cancel" }).click();
        await panel.locator(".banner.bad", { hasText: "cancelled" }).waitFor();
        await panel.getByRole("button", { name: "Run again" }).click();
        const toast = page.locator(".notification-toast", { hasText: "Running the snippet of spin.c" });
        await toast.waitFor();
        await takeScreenshot(page, "panel-running");
        await toast.hover();
        await toast.getByRole("button", { name: "Cancel" }).click();
        await panel.locator(".banner.bad", { hasText: "cancelled" }).waitFor();
        assert.deepEqual(await violations(page), []);
      },
    ],
    [
      "the panel outlives a restart of the server, and runs again",
      async () => {
        await openInFirstGroup(page, "kmalloc-32.c");
        await chooseLens(page, "Run");
        await panel.locator("h1", { hasText: `${expected.function}()` }).waitFor();
        await settle(page);
        await runCommand(page, "Kmem Lens: Restart Language Server");
        await panel.locator("button.toggle").press("Home");
        await until("the first point", async () => plain(await where.textContent()).startsWith("1 of"));
        // The panel stands at the first point until there is another run, which ends at the last.
        const nrPoints = expected.events.length + 1;
        const last = panel.locator("#where", { hasText: `${nrPoints} of ${nrPoints}` });
        const failed = panel.locator("h1", { hasText: "No run" });
        await until("the server to run snippets again", async () => {
          await panel.getByRole("button", { name: /^Run( again)?$/ }).click();
          await last.or(failed).waitFor();
          return (await last.count()) === 1;
        });
      },
    ],
    [
      "findings and their hover can be read in high contrast",
      async () => {
        await useTheme(page, themes[2]);
        await openInFirstGroup(page, "ringcap.c");
        await goToLine(page, 66);
        await page.locator(".editor-instance .cdr.squiggly-error").first().waitFor();
        await goToLine(page, 59);
        await pointAt(page, "frame = kzalloc(sizeof(*frame)", "kzalloc");
        const card = page.locator(".monaco-hover:visible").first();
        await until("the finding in the card", async () =>
          /sleep-in-atomic/.test(plain(await card.textContent())),
        );
        await takeScreenshot(page, "high-contrast-finding");
      },
    ],
    [
      "the walkthrough opens, with a picture for each step",
      async () => {
        await useTheme(page, themes[0]);
        await runCommand(page, "View: Close All Editors");
        await runCommand(page, "Welcome: Open Walkthrough...");
        await page.locator(".quick-input-widget:visible input.input").fill("Kmem Lens");
        await page
          .locator(".quick-input-list .monaco-list-row.focused", { hasText: "Get Started with Kmem Lens" })
          .waitFor();
        await page.keyboard.press("Enter");
        const walkthrough = page.locator(".gettingStartedContainer");
        for (const title of [
          "See what is wrong",
          "Run a module",
          "Step through it",
          "Keep what you have seen",
        ]) {
          await walkthrough.getByText(title).first().click();
          await pictureOf(page).waitFor();
          await takeScreenshot(page, `walkthrough-${title.split(" ")[0].toLowerCase()}`);
        }
      },
    ],
  ];
}

/** A snippet that expects the wrong number. */
const wrongSnippet = `#include <linux/slab.h>

// @kmem run
static int one_object(void)
{
	void *p = kmalloc(64, GFP_KERNEL);

	// @kmem expect slab["kmalloc-64"].objects == 2
	kfree(p);
	return 0;
}
`;

/** Loses one of two objects. */
const leakySnippet = `#include <linux/slab.h>

// @kmem run machine=x86_64:512M
// @kmem expect leaks == 0
static int leak_one(void)
{
	char *first, *second;

	first = kmalloc(50, GFP_KERNEL); //?
	second = kmalloc(60, GFP_KERNEL);
	kfree(second);
	return first ? 0 : -ENOMEM;
}
`;

/** Everything beside zones and slabs, on a machine with highmem. */
const partsSnippet = `#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/highmem.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/mempool.h>
#include <linux/percpu.h>
#include <linux/slab.h>

struct ring_stats {
	u64 packets;
	u64 bytes;
};

// @kmem run machine=i386:1200M cpus=2
static int ring_up(struct device *dev)
{
	struct ring_stats __percpu *stats;
	dma_addr_t bus, block, mapped;
	struct dma_pool *pool;
	mempool_t *spare;
	struct page *page;
	void *ring, *descriptor, *packet, *element;
	void __iomem *registers;
	int i;

	ring = dma_alloc_coherent(dev, 5000, &bus, GFP_KERNEL);
	pool = dma_pool_create("descriptors", dev, 64, 64, 0);
	for (i = 0; i < 3; i++)
		descriptor = dma_pool_alloc(pool, GFP_KERNEL, &block);
	packet = devm_kzalloc(dev, 1500, GFP_KERNEL);
	mapped = dma_map_single(dev, packet, 1500, DMA_TO_DEVICE);
	stats = alloc_percpu(struct ring_stats);
	spare = mempool_create_kmalloc_pool(4, 256);
	element = mempool_alloc(spare, GFP_KERNEL);
	page = alloc_pages(GFP_HIGHUSER, 0);
	kmap(page);
	request_mem_region(0xfe000000, 0x1000, "ring");
	registers = ioremap(0xfe000000, 0x1000);
	dma_unmap_single(dev, mapped, 1500, DMA_TO_DEVICE);
	mapped = dma_map_single(dev, packet, 1500, DMA_FROM_DEVICE);
	// @kmem snapshot "all there"
	iounmap(registers);
	release_mem_region(0xfe000000, 0x1000);
	kunmap(page);
	__free_pages(page, 0);
	mempool_free(element, spare);
	mempool_destroy(spare);
	free_percpu(stats);
	return 0;
}
`;

/** Ends for want of memory. */
const endlessSnippet = `#include <linux/slab.h>

// @kmem run machine=x86_64:96M
// @kmem expect stops == oom
static void eat_all(void)
{
	while (1)
		kmalloc(4000, GFP_KERNEL);
}
`;

/** Ends when somebody says so, or after the editor's time. */
const spinSnippet = `#include <linux/slab.h>

// @kmem run machine=x86_64:96M
static void spin(void)
{
	while (1)
		kfree(kmalloc(64, GFP_KERNEL));
}
`;

/** Runs the tests on a copy of the test workspace. Answers `{ name, durationMs, error? }[]`. */
export async function runPanelTests({ vsixPath, workspace }) {
  const files = {
    leaky: leakySnippet,
    wrong: wrongSnippet,
    parts: partsSnippet,
    endless: endlessSnippet,
    spin: spinSnippet,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace, `${name}.c`), text);
  const editor = await startEditor({ vsixPath, folder: workspace });
  const browser = await startBrowser();
  try {
    const { page } = browser;
    page.setDefaultTimeout(30_000);
    openFileWhenConnected(editor, join(workspace, "samples/kmalloc-32.c"));
    await logIn(page, editor);
    let failures = 0;
    return await runTests(panelTests(page, workspace), {
      timeoutMs: 120_000,
      afterFailure: async () => {
        failures += 1;
        await takeScreenshot(page, `panel-failure-${failures}`);
        await settle(page);
      },
    });
  } finally {
    await browser.close();
    await editor.stop();
  }
}
