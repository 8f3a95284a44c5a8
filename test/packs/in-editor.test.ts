// A pack in the editor: the analysis behind open documents uses it, fixes are checked with it, and what is in no file that
// could be opened is told in words.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { proposeFixes } from "../../server/src/fixes/index.js";
import { createProfile, findRelease } from "../../server/src/kernel-model/profile.js";
import { type AnalysisHost, createAnalysisHost } from "../../server/src/lsp/analysis-host.js";
import { createEditorKnowledge } from "../../server/src/lsp/editor-knowledge.js";
import { createCachedCheck } from "../../server/src/lsp/facts-cache.js";
import { toLspDiagnostics } from "../../server/src/lsp/features/diagnostics.js";
import { parseEditorSettings, resolveSettings } from "../../server/src/lsp/settings.js";
import type { KnowledgeFiles } from "../../server/src/project/knowledge.js";
import { folderWith } from "../cli/helpers.js";
import { analyzed } from "../lsp/helpers.js";
import { learnSmallTree } from "./small-tree.js";

const text = `#include <linux/zorro.h>
static int start(struct zorro_dev *d)
{
	void *p;

	spin_lock(&d->lock);
	zorro_register(d);
	p = zorro_alloc(d, GFP_KERNEL);
	spin_unlock(&d->lock);
	return p ? 0 : -ENOMEM;
}
`;
const profile = createProfile(findRelease("6.1"), "x86_64");

function check(host: AnalysisHost, pack: string, version: number) {
  const settings = { profile, rules: {}, knowledge: { pack } };
  const job = { uri: "file:///src/drv.c", version, files: [{ path: "/src/drv.c", text }], settings };
  const reply = host.answer({ kind: "check", job });
  if (reply.kind !== "checked") throw new Error(`not checked but ${reply.kind}`);
  return reply;
}

describe("a pack behind an open document", () => {
  it("brings findings, with the way into the kernel told in words, and repairs", async () => {
    const { bytes } = await learnSmallTree();
    const pack = join(folderWith({}), "6.1.kmempack");
    writeFileSync(pack, bytes);
    const host = createAnalysisHost(createCachedCheck(), proposeFixes, createEditorKnowledge());
    const { findings, problems } = check(host, pack, 1);
    expect(problems).toEqual([]);
    expect(findings.map(({ message }) => message)).toEqual([
      "mutex_lock() may sleep, but 'd->lock' is held",
      expect.stringContaining("GFP_KERNEL"),
    ]);
    const style = { showsRelatedInformation: true, ruleHref: () => undefined };
    const [first] = toLspDiagnostics(analyzed({ text, findings }), style);
    expect(first?.relatedInformation?.at(-1)?.message).toMatch(
      /\(linux-6\.1\.192\/drivers\/zorro\/core\.c:6\)$/,
    );
    const bare = { showsRelatedInformation: false, ruleHref: () => undefined };
    expect(toLspDiagnostics(analyzed({ text, findings }), bare)[0]?.message).toContain("core.c:6)");
    const fixed = host.answer({ kind: "fixes", uri: "file:///src/drv.c", version: 1, findingIndex: 1 });
    // Offered only if the finding is gone in a second analysis, which needs the pack as the first one did.
    expect(JSON.stringify(fixed)).toContain("GFP_ATOMIC");
  });

  it("that cannot be used is named, and the document is checked all the same", () => {
    const pack = join(folderWith({ "x.kmempack": "something else" }), "x.kmempack");
    const host = createAnalysisHost(createCachedCheck(), proposeFixes, createEditorKnowledge());
    expect(check(host, pack, 1)).toMatchObject({ findings: [], problems: [`${pack} is no knowledge pack`] });
  });
});

describe("the types of a built kernel behind an open document", () => {
  it("are the sizes that hover tells", () => {
    const folder = folderWith({ "types.c": "struct vast { char a[5000]; } *use; unsigned long wide;\n" });
    const [from, btf] = [join(folder, "types.c"), join(folder, "types.o")];
    const { status, stderr } = spawnSync("gcc", ["-c", "-gbtf", "-o", btf, from], { encoding: "utf8" });
    expect(status, stderr).toBe(0);
    const call = "void *f(void)\n{\n\treturn kmalloc(sizeof(struct vast), GFP_KERNEL);\n}\n";
    const host = createAnalysisHost(createCachedCheck(), proposeFixes, createEditorKnowledge());
    const sizeWith = (knowledge: KnowledgeFiles, version: number) => {
      const job = {
        uri: "u",
        version,
        files: [{ path: "/x.c", text: call }],
        settings: { profile, rules: {}, knowledge },
      };
      host.answer({ kind: "check", job });
      const reply = host.answer({
        kind: "inspect",
        uri: "u",
        version,
        offset: call.indexOf("kmalloc"),
        name: "kmalloc",
      });
      return reply.kind === "inspected" ? reply.inspection.callView?.allocation?.sizeBytes : undefined;
    };
    expect(sizeWith({}, 1)).toBeUndefined();
    expect(sizeWith({ btf }, 2)).toMatchObject({ min: 5000n, max: 5000n });
    // Named no more, it counts no more.
    expect(sizeWith({}, 3)).toBeUndefined();
  });
});

describe("the settings", () => {
  it("name a pack and a file of types by absolute paths", () => {
    const { settings, problems } = parseEditorSettings({
      pack: "/k/my.kmempack",
      btf: "/sys/kernel/btf/vmlinux",
    });
    expect(problems).toEqual([]);
    expect(resolveSettings(settings, {}).check.knowledge).toEqual({
      pack: "/k/my.kmempack",
      btf: "/sys/kernel/btf/vmlinux",
    });
    expect(resolveSettings({ ...settings, pack: "none" }, {}).check.knowledge).toEqual({
      btf: "/sys/kernel/btf/vmlinux",
    });
    expect(parseEditorSettings({ pack: "my.kmempack", btf: "vmlinux" }).problems).toHaveLength(2);
  });
});
