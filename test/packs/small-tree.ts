// A kernel tree of a few files, learned in place: what a pack must know of a tree, in small.

import { dirname, join } from "node:path";
import { createLearner } from "../../server/src/cli/index-job.js";
import {
  findTreeFiles,
  type JobRunner,
  type KnownTree,
  learnTree,
  profileOfTree,
} from "../../server/src/cli/learn-tree.js";
import { findRelease } from "../../server/src/kernel-model/profile.js";
import { findKernelTree } from "../../server/src/project/kernel-tree.js";
import { writePack } from "../../server/src/project/pack/build-pack.js";
import { openContainer, type PackSections } from "../../server/src/project/pack/container.js";
import { folderWith } from "../cli/helpers.js";

export const longName = "zorro_a_name_that_is_longer_than_forty_characters_by_far";

export const smallTree: Readonly<Record<string, string>> = {
  Makefile: "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 192\n",
  Kconfig: "",
  ".config": "CONFIG_X86_64=y\nCONFIG_ZORRO_WIDE=y\n",
  "include/linux/slab.h": "",
  "include/linux/zorro.h": `/* A comment that is longer than forty characters, as comments are. */
#include <linux/zorro_ids.h>
struct zorro_dev {
	spinlock_t lock;
	int id;
#ifdef CONFIG_ZORRO_WIDE
	char wide[ZORRO_WIDTH];
#endif
#ifdef CONFIG_ZORRO_DEBUG
	char debug[4096];
#endif
};
int ${longName}(struct zorro_dev *d);
static inline void zorro_hold(struct zorro_dev *d)
{
	spin_lock(&d->lock);
}
static inline void zorro_drop(struct zorro_dev *d)
{
	spin_unlock(&d->lock);
}
static inline void zorro_wait_here(struct zorro_dev *d)
{
	zorro_wait(d);
}
#define zorro_poll(d) do { msleep(1); } while (0)
`,
  "include/linux/zorro_ids.h": "#define ZORRO_WIDTH (4 * 25)\n#define ZORRO_BIT (1UL << 5)\n",
  "drivers/zorro/core.c": `#include <linux/zorro.h>
#include "core.h"
static DEFINE_MUTEX(zorro_mutex);
void zorro_register(struct zorro_dev *d)
{
	mutex_lock(&zorro_mutex);
	pr_info("a text in the kernel that is longer than forty characters\\n");
	mutex_unlock(&zorro_mutex);
}
EXPORT_SYMBOL_GPL(zorro_register);
void zorro_update(struct zorro_dev *d, int can_wait)
{
	if (can_wait)
		mutex_lock(&zorro_mutex);
}
EXPORT_SYMBOL_GPL(zorro_update);
int zorro_start(struct zorro_dev *d)
{
	if (!d->id)
		return -22;
	return zorro_start_inner(d);
}
EXPORT_SYMBOL(zorro_start);
void zorro_read(struct zorro_dev *d)
{
	if (d->id & 4)
		zorro_read_quickly(d);
	else
		msleep(2);
}
EXPORT_SYMBOL(zorro_read);
void zorro_wait(struct zorro_dev *d)
{
	zorro_settle();
}
EXPORT_SYMBOL(zorro_wait);
void *zorro_alloc(struct zorro_dev *d, gfp_t gfp)
{
	return kmalloc(100, gfp);
}
EXPORT_SYMBOL(zorro_alloc);
void zorro_lock(struct zorro_dev *d)
{
	spin_lock(&d->lock);
}
EXPORT_SYMBOL(zorro_lock);
void zorro_unlock(struct zorro_dev *d)
{
	spin_unlock(&d->lock);
}
EXPORT_SYMBOL(zorro_unlock);
void *zorro_zalloc(struct zorro_dev *d, gfp_t gfp)
{
	return kmalloc(100, gfp | __GFP_ZERO);
}
EXPORT_SYMBOL(zorro_zalloc);
void zorro_pause(struct zorro_dev *d)
{
	spin_unlock(&d->lock);
	msleep(1);
	spin_lock(&d->lock);
}
EXPORT_SYMBOL(zorro_pause);
void zorro_settle_here(struct zorro_dev *d)
{
	if (in_interrupt())
		return;
	msleep(1);
}
EXPORT_SYMBOL(zorro_settle_here);
void zorro_visit(struct zorro_dev *d, void (*visit)(struct zorro_dev *d))
{
	spin_lock(&d->lock);
	visit(d);
	spin_unlock(&d->lock);
}
EXPORT_SYMBOL(zorro_visit);
void zorro_harmless(struct zorro_dev *d)
{
	d->id = 1;
}
EXPORT_SYMBOL(zorro_harmless);
`,
  "drivers/zorro/core.h": "static inline void zorro_settle(void)\n{\n\tmsleep(3);\n}\n",
  "drivers/zephyr/chip.c": `void zephyr_flush(struct zorro_dev *d, int can_wait)
{
	if (can_wait)
		msleep(2);
}
EXPORT_SYMBOL(zephyr_flush);
void zephyr_flush_later(struct zorro_dev *d)
{
	msleep(2);
}
EXPORT_SYMBOL(zephyr_flush_later);
irqreturn_t zephyr_handler(int irq, void *data)
{
	msleep(2);
	return IRQ_HANDLED;
}
EXPORT_SYMBOL(zephyr_handler);
`,
  "drivers/zorro/kick.c": `static void zorro_kick(struct zorro_dev *d)
{
	zephyr_flush_later(d);
	spin_lock(&d->lock);
	zephyr_flush(d, 0);
	spin_unlock(&d->lock);
}
static void zorro_kick_hard(struct zorro_dev *d)
{
	spin_lock(&d->lock);
	zephyr_flush(d, 1);
	spin_unlock(&d->lock);
}
static int zorro_kick_probe(struct zorro_dev *d)
{
	return request_irq(5, zephyr_handler, 0, "zorro", d);
}
`,
  "drivers/zorro/inner.c": `int zorro_start_inner(struct zorro_dev *d)
{
	msleep(1);
	return 0;
}
void zorro_private(struct zorro_dev *d)
{
	msleep(1);
}
`,
};

/** The tree on the disk, and the bytes of its pack. */
export async function learnSmallTree(
  files: Readonly<Record<string, string>> = smallTree,
): Promise<{ readonly folder: string; readonly bytes: Uint8Array }> {
  const folder = folderWith(files);
  const found = findKernelTree(folder, folder);
  const release = findRelease("6.1");
  if (!found || !release) throw new Error("the tree names its release");
  const tree: KnownTree = { ...found, version: "6.1.192", release };
  const learner = createLearner(profileOfTree(tree));
  const runner: JobRunner = {
    run: async (jobs) => jobs.map((job) => learner.learn(job)),
    tell: (news) => learner.hear(news),
  };
  return { folder, bytes: writePack(await learnTree(tree, findTreeFiles(folder), runner)) };
}

export function sectionsOf(bytes: Uint8Array): PackSections {
  const opened = openContainer(bytes);
  if (opened.kind !== "opened") throw new Error(opened.reason);
  return opened.sections;
}

/** The path of a pack that came with the program. */
export function shippedPath(release: string): string {
  return join(dirname(import.meta.dirname), "..", "packs", `${release}.kmempack`);
}
