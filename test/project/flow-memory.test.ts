// Flows that are remembered from one project to another with the same files behind it: what comes of them is the same.

import { describe, expect, it } from "vitest";
import { buildFacts } from "../../server/src/analysis/build-facts.js";
import type { FileFacts } from "../../server/src/analysis/facts.js";
import { oncePerObject } from "../../server/src/base/memo.js";
import { modelOf } from "../../server/src/kernel-model/model.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { createFlowMemory, type FlowMemory, forgettingFile } from "../../server/src/project/flow-memory.js";
import { linkProject } from "../../server/src/project/project.js";
import { tellInterface } from "../../server/src/project/told-interface.js";
import { createForeignTree, linkInterfaces } from "../../server/src/project/tree-index.js";
import { maskFile } from "../../server/src/syntax/prepass.js";

interface Source {
  readonly path: string;
  readonly text: string;
}

const profile = createProfile();
const factsOf = oncePerObject(({ path, text }: Source): FileFacts => buildFacts(path, text));

/** What is found in one of the files where the others stand behind it: which call, and why it must not be made there. */
function check(own: Source, all: readonly Source[], memory?: FlowMemory) {
  const faces = all.map(({ path, text }) => tellInterface(path, maskFile(text, new Map()), profile));
  const tree = createForeignTree(linkInterfaces(faces, modelOf(profile.release)).index, {
    facts: (path) => factsOf(all.find((file) => file.path === path) ?? own),
    headersOf: () => [],
  });
  const project = linkProject([factsOf(own)], profile, {
    tree,
    ...(memory && { memory: forgettingFile(own.path, memory) }),
  });
  return project.evidence.map(({ activation, observation, violation, doubt }) => ({
    file: activation.node.path,
    functionName: activation.node.facts.name,
    held: observation.state.held,
    event: observation.event.span,
    violation,
    doubt,
  }));
}

const core: Source = {
  path: "drivers/core.c",
  text: `void core_take(struct d *d)
{
	spin_lock(&d->lock);
}
static int core_fill(struct d *d, int n)
{
	if (n > 2)
		return 0;
	core_hook(d);
	d->buf = kmalloc(n, GFP_KERNEL);
	return 1;
}
void core_push(struct d *d, int n)
{
	if (core_fill(d, n))
		wake_up(&d->queue);
}
`,
};
const hook =
  "static void core_done(struct d *d) { }\nvoid core_hook(struct d *d)\n{\n\tspin_unlock(&d->lock);\n}\n";
const driver = (name: string, call: string, more = ""): Source => ({
  path: `drivers/${name}.c`,
  text: `${more}void ${name}_send(struct d *d)\n{\n\t${call}\n\tspin_unlock(&d->lock);\n}\n`,
});
const one = driver("one", "spin_lock(&d->lock);\n\tcore_push(d, 1);");
const two = driver("two", "int i;\n\n\tspin_lock(&d->lock);\n\tcore_push(d, 1);");
const three = driver("three", "core_take(d);\n\tcore_push(d, 1);");
const four = driver("four", "spin_lock(&d->lock);\n\tcore_push(d, 3);");
const unlocking = driver("five", "spin_lock(&d->lock);\n\tcore_push(d, 1);", hook);

describe("the memory of flows", () => {
  const all = [core, one, two, three, four];

  it.each([
    ["the same lock taken elsewhere", [one, two, one]],
    ["a lock taken by a helper of the tree", [three, one, three]],
    ["another number handed over", [four, one, four]],
  ])("comes to the same without and with %s before", (_, order) => {
    const memory = createFlowMemory();
    const together = order.map((own) => check(own, all, memory));
    expect(together).toEqual(order.map((own) => check(own, all)));
    expect(together.flat().length).toBeGreaterThan(0);
  });

  it("asks again what a function that another file brings does", () => {
    const memory = createFlowMemory();
    expect(check(one, all, memory)).toHaveLength(1);
    expect(check(unlocking, [...all, unlocking], memory)).toEqual(check(unlocking, [...all, unlocking]));
    expect(check(unlocking, [...all, unlocking], memory)).toHaveLength(0);
    expect(check(two, all, memory)).toEqual(check(two, all));
  });

  it("runs a flow once for all that enter it alike", () => {
    const memory = createFlowMemory();
    const purposes: string[] = [];
    const counting: FlowMemory = {
      flow(purpose, input) {
        const before = input.world.model;
        let isAsked = false;
        const model = new Proxy(before, {
          get(target, key, receiver) {
            isAsked = true;
            return Reflect.get(target, key, receiver);
          },
        });
        const result = memory.flow(purpose, { ...input, world: { ...input.world, model } });
        if (isAsked) purposes.push(`${purpose} ${input.facts.name}`);
        return result;
      },
    };
    for (const own of [one, two]) check(own, all, counting);
    expect(purposes.filter((text) => text === "activation core_fill")).toHaveLength(1);
  });
});
