// The way of a large PATH, without threads: each file by itself, the link, then again those that the link concerns.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CheckJob, type CheckJobResult, runCheckJob } from "../../server/src/cli/check-job.js";
import { createScanBackground } from "../../server/src/cli/scan-background.js";
import { scanTree } from "../../server/src/cli/scan-tree.js";
import { modelOf } from "../../server/src/kernel-model/model.js";
import { createProfile, findRelease } from "../../server/src/kernel-model/profile.js";
import { checkFiles } from "../../server/src/rules/engine.js";
import { folderWith } from "./helpers.js";

const release = findRelease("6.1");
if (!release) throw new Error("6.1 is known");
const check = { profile: createProfile(release, "x86_64", {}), rules: {} };
const settings = { check, fixes: "none" as const, headers: undefined, isQuick: false };
const fixtures = join(import.meta.dirname, "../fixtures");

/** The findings of the scan: `file:line rule`, in the order of the report's files. */
async function scan(folder: string, order: "forward" | "backward" = "forward"): Promise<readonly string[]> {
  const results = await scanResults(folder, order);
  return results
    .flatMap((result) => result.findings)
    .map((finding) => `${finding.file}:${finding.start.line} ${finding.rule}`)
    .sort();
}

/** `run` stands for what runs a job. */
async function scanResults(
  folder: string,
  order: "forward" | "backward",
  run: typeof runCheckJob = runCheckJob,
): Promise<CheckJobResult[]> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".c"),
  );
  const jobs = names.map((name): CheckJob => {
    const file = { path: name, diskPath: join(folder, name), sizeBytes: 1, isNamed: false };
    return { group: { files: [file], sizeBytes: 1 }, texts: {} };
  });
  const background = createScanBackground(check);
  return scanTree(order === "forward" ? jobs : jobs.reverse(), {
    model: modelOf(check.profile.release),
    run: async (part) => part.map((job) => run(job, settings, background)),
    tell: (news) => background.hear(news),
  });
}

/** The same findings where all files are linked at once. */
function together(folder: string): readonly string[] {
  const files = readdirSync(folder).map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
  const { findings, views } = checkFiles(files, check);
  expect(views.length).toBe(files.length);
  const lineOf = (path: string, offset: number): number =>
    files
      .find((file) => file.path === path)
      ?.text.slice(0, offset)
      .split("\n").length ?? 0;
  return findings.map((item) => `${item.file}:${lineOf(item.file, item.span.start)} ${item.rule}`).sort();
}

const locker = "struct d { spinlock_t lock; int n; };\n";

describe("a scan in two passes", () => {
  it("follows a lock into the function of another file, and finds the call there", async () => {
    const folder = folderWith({
      "a.c": `${locker}int f(struct d *d) {\n\tspin_lock(&d->lock);\n\tgrow(d);\n\tspin_unlock(&d->lock);\n\treturn 0;\n}\n`,
      "b.c":
        "static void *more(int n)\n{\n\treturn kmalloc(n, GFP_KERNEL);\n}\nvoid *grow(struct d *d)\n{\n\treturn more(d->n);\n}\n",
    });
    const [finding] = (await scanResults(folder, "forward")).flatMap((result) => result.findings);
    expect(finding).toMatchObject({ file: "b.c", start: { line: 3, column: 9 }, functionName: "more" });
    expect(finding?.path.map((step) => `${step.role} ${step.file}:${step.start.line}`)).toEqual([
      "context a.c:3",
      "call a.c:4",
      "call b.c:7",
      "sleep b.c:3",
    ]);
  });

  it("knows what a helper of another file does to the lock", async () => {
    const folder = folderWith({
      "a.c": `${locker}void f(struct d *d)\n{\n\tmine_lock(d);\n\tkmalloc(1, GFP_KERNEL);\n\tmine_unlock(d);\n\tkmalloc(2, GFP_KERNEL);\n}\n`,
      "b.c": `${locker}void mine_lock(struct d *d)\n{\n\tspin_lock(&d->lock);\n}\nvoid mine_unlock(struct d *d)\n{\n\tspin_unlock(&d->lock);\n}\n`,
    });
    expect(await scan(folder)).toEqual(["a.c:5 sleep-in-atomic"]);
  });

  it("takes a finding back where a helper of another file gave the lock back", async () => {
    const folder = folderWith({
      "a.c": `${locker}void f(struct d *d)\n{\n\tspin_lock(&d->lock);\n\tmine_done(d);\n\tkmalloc(2, GFP_KERNEL);\n}\n`,
      "b.c": `${locker}void mine_done(struct d *d)\n{\n\tspin_unlock(&d->lock);\n}\n`,
    });
    expect(await scan(folder)).toEqual([]);
  });

  it("stands where the mask was handed over", async () => {
    const folder = folderWith({
      "a.c": `${locker}void f(struct d *d)\n{\n\tfill(d, GFP_KERNEL);\n}\n`,
      "b.c": `${locker}void fill(struct d *d, gfp_t gfp)\n{\n\tspin_lock(&d->lock);\n\tkmalloc(d->n, gfp);\n\tspin_unlock(&d->lock);\n}\n`,
    });
    expect(await scan(folder)).toEqual(["a.c:4 sleep-in-atomic"]);
  });

  it("follows a callback that another file defines", async () => {
    const folder = folderWith({
      "a.c": "int f(int irq)\n{\n\treturn request_irq(irq, my_isr, 0, 0, 0);\n}\n",
      "b.c": "irqreturn_t my_isr(int irq, void *p)\n{\n\tmsleep(1);\n\treturn 1;\n}\n",
    });
    expect(await scan(folder)).toEqual(["b.c:3 sleep-in-atomic"]);
  });

  it("follows a callback of another file's that a table names back into the file of the table", async () => {
    const folder = folderWith({
      "a.c":
        "static struct packet_type type = {\n\t.func = receive,\n};\n" +
        "void add(void)\n{\n\tdev_add_pack(&type);\n}\nvoid end(struct sock *sk)\n{\n\tlock_sock(sk);\n}\n",
      "b.c":
        "int receive(struct sk_buff *skb, struct net_device *d, struct packet_type *t)\n{\n\tend(skb->sk);\n\treturn 0;\n}\n",
    });
    expect(await scan(folder)).toEqual(["a.c:10 sleep-in-atomic"]);
    expect(await scan(folder, "backward")).toEqual(["a.c:10 sleep-in-atomic"]);
  });

  it("takes a timer's function of another file for the one that runs only where the timer is armed", async () => {
    const setup = "int f(struct d *d)\n{\n\ttimer_setup(&d->t, my_timer, 0);\n\treturn 0;\n}\n";
    const arm = "void g(struct d *d)\n{\n\tmod_timer(&d->t, jiffies + 1);\n}\n";
    const timer = "void my_timer(struct timer_list *t)\n{\n\tmsleep(1);\n}\n";
    expect(await scan(folderWith({ "a.c": setup, "b.c": timer, "c.c": arm }))).toEqual([]);
    expect(await scan(folderWith({ "a.c": setup + arm, "b.c": timer }))).toEqual(["b.c:3 sleep-in-atomic"]);
  });

  it("says once of a call into another file that it is made under a lock", async () => {
    const folder = folderWith({
      "a.c": `${locker}void f(struct d *d)\n{\n\tspin_lock(&d->lock);\n\tgrow(d);\n\tshrink(d);\n\tspin_unlock(&d->lock);\n}\n`,
      "b.c":
        "void shrink(struct d *d)\n{\n\tmsleep(1);\n}\nvoid grow(struct d *d)\n{\n\tmsleep(1);\n\tmsleep(2);\n\tshrink(d);\n}\n",
    });
    expect(await scan(folder)).toEqual(["b.c:3 sleep-in-atomic", "b.c:7 sleep-in-atomic"]);
  });

  it("takes back its certainty where many calls lie between the lock and the call", async () => {
    const chain = (nrCalls: number): string =>
      Array.from({ length: nrCalls }, (_, at) => {
        const body = at === nrCalls - 1 ? "kmalloc(4, GFP_KERNEL);" : `grow${at + 1}(d);`;
        return `void grow${at}(struct d *d)\n{\n\t${body}\n}\n`;
      }).join("");
    const lock = `${locker}void f(struct d *d)\n{\n\tspin_lock(&d->lock);\n\tgrow0(d);\n\tspin_unlock(&d->lock);\n}\n`;
    const levelOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
      (await scanResults(folderWith(files), "forward")).flatMap(({ findings }) =>
        findings.map(({ severity }) => severity),
      );
    expect(await levelOf({ "a.c": lock, "b.c": chain(2) })).toEqual(["error"]);
    expect(await levelOf({ "a.c": lock, "b.c": chain(3) })).toEqual(["warning"]);
    expect(await levelOf({ "a.c": lock + chain(5) })).toEqual(["error"]);
    expect(await levelOf({ "a.c": lock + chain(6) })).toEqual(["warning"]);
  });

  it("says once of a macro of a header that it sleeps below one cause", async () => {
    const folder = folderWith({
      "log.h": "#define note(x) \\\n\tdo { if (x) msleep(1); } while (0)\n",
      "a.c": `#include "log.h"\n${locker}void f(struct d *d)\n{\n\tspin_lock(&d->lock);\n\tnote(d->n);\n\tnote(d->n + 1);\n\tspin_unlock(&d->lock);\n}\n`,
    });
    expect(await scan(folder)).toEqual(["a.c:6 sleep-in-atomic"]);
  });

  it("does not take a function of a driver in staging for the kernel's of that name", async () => {
    const folder = folderWith({
      "net/a.c": `${locker}void f(struct d *d)\n{\n\tspin_lock(&d->lock);\n\tgrow(d);\n\tspin_unlock(&d->lock);\n}\n`,
      "staging/x/b.c": "void grow(struct d *d)\n{\n\tmsleep(1);\n}\nEXPORT_SYMBOL(grow);\n",
    });
    expect(await scan(folder)).toEqual([]);
  });

  it("says nothing of a name that two files define", async () => {
    const grow = "void grow(struct d *d)\n{\n\tmsleep(1);\n}\n";
    const folder = folderWith({
      "a.c": `${locker}void f(struct d *d)\n{\n\tspin_lock(&d->lock);\n\tgrow(d);\n\tspin_unlock(&d->lock);\n}\n`,
      "b.c": grow,
      "c.c": grow,
    });
    expect(await scan(folder)).toEqual([]);
  });

  it("obeys a suppression in the file where the finding stands, and calls it used", async () => {
    const folder = folderWith({
      "a.c": `${locker}void f(struct d *d)\n{\n\tspin_lock(&d->lock);\n\tgrow(d);\n\tspin_unlock(&d->lock);\n}\n`,
      "b.c":
        "void grow(struct d *d)\n{\n\t/* kmem-lens: ignore sleep-in-atomic -- never sleeps here */\n\tmsleep(1);\n}\n",
    });
    expect(await scan(folder)).toEqual([]);
  });

  it("reads the headers beside a file, and those of the folders above that its Makefile would name", async () => {
    const folder = folderWith({
      "driver.h":
        "#define MAY_WAIT GFP_KERNEL\n#ifdef DEBUG\n#define say(x) msleep(x)\n#else\n#define say(x) do { } while (0)\n#endif\n",
      "sub/a.c": `#include "driver.h"\n${locker}void f(struct d *d)\n{\n\tspin_lock(&d->lock);\n\tsay(1);\n\tkmalloc(1, MAY_WAIT);\n\tspin_unlock(&d->lock);\n}\n`,
    });
    expect(await scan(join(folder, "sub"))).toEqual(["a.c:7 sleep-in-atomic"]);
  });

  it("makes one finding of what two files come upon, whatever their order", async () => {
    const caller = (name: string): string =>
      `${locker}void ${name}(struct d *d)\n{\n\tspin_lock(&d->lock);\n\tgrow(d);\n\tspin_unlock(&d->lock);\n}\n`;
    const folder = folderWith({
      "a.c": caller("f"),
      "b.c": "void grow(struct d *d)\n{\n\tmsleep(1);\n}\n",
      "c.c": caller("g"),
    });
    const forward = (await scanResults(folder, "forward")).flatMap((result) => result.findings);
    const backward = (await scanResults(folder, "backward")).flatMap((result) => result.findings);
    expect(forward).toEqual(backward);
    expect(forward).toHaveLength(1);
    expect(forward[0]?.otherPaths).toHaveLength(1);
  });

  it("asks the same of the tree whether a file was read for another before or not", async () => {
    const folder = folderWith({
      "a.c": `${locker}void f(struct d *d)\n{\n\tspin_lock(&d->lock);\n\tgrow(d);\n\tspin_unlock(&d->lock);\n}\n`,
      "b.c": `void *grow(struct d *d)\n{\n\treturn more(d->n);\n}\nstatic void rest(struct d *d)\n{\n\tspin_lock(&d->lock);\n\tcalm(d);\n\tspin_unlock(&d->lock);\n}\n`,
      "c.c": "void *more(int n)\n{\n\treturn kmalloc(n, GFP_KERNEL);\n}\n",
    });
    const questionsOfB = async (order: "forward" | "backward"): Promise<unknown> =>
      (await scanResults(folder, order)).find((_, place) => place === 1)?.trace?.questions;
    const asked = await questionsOfB("backward");
    expect(asked).toMatchObject({ asked: new Map([["b.c", expect.arrayContaining(["calm", "more"])]]) });
    expect(await questionsOfB("forward")).toEqual(asked);
  });

  it("says and asks the same of a quiet file as of one that is looked through", async () => {
    const folder = folderWith({
      "a.c": `${locker}void f(struct d *d)\n{\n\tspin_lock(&d->lock);\n\tgrow(d);\n\tspin_unlock(&d->lock);\n}\n`,
      "b.c": "void grow(struct d *d)\n{\n\tmsleep(1);\n\tmine_lock(d);\n}\n",
      "c.c": `${locker}void mine_lock(struct d *d)\n{\n\tspin_lock(&d->lock);\n}\n`,
      "d.c": '#include "d.h"\nvoid calm(struct d *d)\n{\n\tgrow(d);\n\tpat(d);\n}\n',
      "d.h": "#define pat(d) stroke(d, 1)\n",
      "e.c": '#include "e.h"\nvoid wild(struct d *d)\n{\n\ttake(d);\n\tmsleep(1);\n}\n',
      "e.h": "#define take(d) spin_lock(&(d)->lock)\n",
    });
    const quiet: string[] = [];
    const scanned = await scanResults(folder, "forward", (job, ...rest) => {
      if (job.quiet) quiet.push(job.group.files[0]?.path ?? "");
      return runCheckJob(job, ...rest);
    });
    const looked = await scanResults(folder, "forward", ({ quiet: _, ...job }, ...rest) =>
      runCheckJob(job, ...rest),
    );
    expect(quiet.sort()).toEqual(["b.c", "d.c", "e.c"]);
    expect(scanned.flatMap(({ findings }) => findings).map(({ file }) => file)).toEqual(["b.c", "e.c"]);
    const told = (results: readonly CheckJobResult[]): unknown =>
      results.map(({ quiet: _, trace, ...result }) => {
        const files = trace?.files.map(({ diskPath }) => diskPath).sort();
        return { ...result, ...trace, files };
      });
    expect(told(scanned)).toEqual(told(looked));
  });

  it("ends where two files call each other", async () => {
    const folder = folderWith({
      "a.c": `${locker}void f(struct d *d)\n{\n\tspin_lock(&d->lock);\n\tg(d);\n\tspin_unlock(&d->lock);\n}\n`,
      "b.c": "void g(struct d *d)\n{\n\tif (d->n)\n\t\th(d);\n\tmsleep(1);\n}\n",
      "c.c": "void h(struct d *d)\n{\n\tg(d);\n\tf(d);\n}\n",
    });
    expect(await scan(folder)).toEqual(["b.c:5 sleep-in-atomic"]);
  });

  const folders = ["reductions", "sleep-in-atomic"].flatMap((kind) =>
    readdirSync(join(fixtures, kind), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(kind, entry.name)),
  );

  it.each(folders)("finds in %s what it finds where all is linked at once", async (name) => {
    const folder = join(fixtures, name);
    expect(await scan(folder)).toEqual(together(folder));
  });
});
