// Reading a file once must not show: the answer is that of the engine, whatever was asked before.

import { expect, it } from "vitest";
import { configurationOf } from "../../server/src/kernel-model/build-configuration.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { createCachedCheck } from "../../server/src/lsp/facts-cache.js";
import { type CheckSettings, checkFiles, type SourceFile } from "../../server/src/rules/engine.js";

const settings: CheckSettings = { profile: createProfile(), rules: {} };

function driver(mask: string): SourceFile {
  const text = `#include <linux/slab.h>
#include "dev.h"
void grow(struct dev *d)
{
	spin_lock(&d->lock);
	d->buf = kmalloc(MANY * 1024, ${mask});
	spin_unlock(&d->lock);
}
`;
  return { path: "/d/dev.c", text };
}

function header(many: number): SourceFile {
  return {
    path: "/d/dev.h",
    text: `#define MANY ${many}\nstruct dev { spinlock_t lock; void *buf; };\n`,
  };
}

function rules(check: typeof checkFiles, files: readonly SourceFile[]): readonly string[] {
  return check(files, settings).findings.map((finding) => `${finding.rule}: ${finding.message}`);
}

it("answers as the engine does when texts stay, change and come back", () => {
  const cached = createCachedCheck();
  const asked = [
    [driver("GFP_KERNEL"), header(1)],
    [driver("GFP_KERNEL"), header(1)],
    [driver("GFP_ATOMIC"), header(1)],
    [driver("GFP_ATOMIC"), header(9000)],
    [driver("GFP_ATOMIC")],
    [driver("GFP_KERNEL"), header(1)],
  ];
  for (const files of asked) expect(rules(cached, files)).toEqual(rules(checkFiles, files));
  expect(rules(cached, [driver("GFP_KERNEL"), header(9000)])).toHaveLength(2);
});

it("answers as the engine does while a directive is typed, whatever is configured", () => {
  const cached = createCachedCheck();
  const profiles = [undefined, "CONFIG_ON=y", "CONFIG_OFF=y"].map((config) => {
    const build = config === undefined ? undefined : configurationOf(config);
    return { ...createProfile(), ...(build && { build }) };
  });
  const part = "\n#ifdef CONFIG_OFF\n\tkmalloc(1, GFP_KERNEL);\n#else\n\tmsleep(1);\n#endif\n";
  const around = driver("GFP_ATOMIC").text.split("\tspin_unlock");
  for (let length = 0; length <= part.length; length++) {
    const text = around.join(`${part.slice(0, length)}\n\tspin_unlock`);
    for (const profile of profiles) {
      const files = [{ path: "/d/dev.c", text }, header(1)];
      const { findings } = cached(files, { ...settings, profile });
      expect(findings).toEqual(checkFiles(files, { ...settings, profile }).findings);
    }
  }
});
