// What the functions of a file may name with something held, told before anything is parsed: the kernel model's locks,
// and the file's own functions and macros that take or give back locks for others.

import { heldEffects } from "../analysis/state.js";
import { type KernelModel, modelOf } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import type { MaskedFile } from "../syntax/prepass.js";
import { type HeldMentions, type HeldRange, type HeldStep, readHeldMentions } from "./held-mentions.js";
import type { Mentioner, Mentions } from "./mentions.js";
import { lockTrait } from "./name-traits.js";

const nothing: HeldMentions = { names: new Set(), exit: { min: 0, max: 0 }, isCertain: true };
const acquired: HeldRange = { min: 1, max: 1 };
const released: HeldRange = { min: -1, max: -1 };
const perhaps: HeldRange = { min: 0, max: 1 };

/** Answers for each function what it may name with something held; reads it when first asked. */
export function createHolders(
  { tokens }: MaskedFile,
  mentions: Mentions,
  profile: Profile,
): (item: Mentioner) => HeldMentions {
  const model = modelOf(profile.release);
  const known = new Map<Mentioner, HeldMentions>();
  const steps = new Map<number, HeldStep | undefined>();
  const stepOf = (name: number): HeldStep | undefined => {
    if (!steps.has(name)) {
      // A function that names itself, directly or through others, leaves locks alone.
      steps.set(name, undefined);
      steps.set(name, findStep(name));
    }
    return steps.get(name);
  };
  const findStep = (name: number): HeldStep | undefined => {
    const [own] = mentions.meaningsOf(name);
    if (own?.words) return stepOfMacro(own.words, model);
    if (own) return exitStep(heldOf(own).exit);
    return mentions.traitsOf(name) & lockTrait ? stepOfLock(tokens.names[name] ?? "", model) : undefined;
  };
  const heldOf = (item: Mentioner): HeldMentions => {
    const done = known.get(item);
    if (done) return done;
    known.set(item, nothing);
    const of = item.function;
    const held = of
      ? readHeldMentions({ tokens, first: item.firstToken, body: of.body, end: of.end }, stepOf)
      : nothing;
    known.set(item, held);
    return held;
  };
  return heldOf;
}

function exitStep(exit: HeldRange): HeldStep | undefined {
  return exit.min === 0 && exit.max === 0 ? undefined : exit;
}

function stepOfLock(name: string, model: KernelModel): HeldStep | undefined {
  const row = model.lock(name);
  // `guard(spinlock)(...)`: which class it is, and where its scope ends, is not looked into.
  if (!row) return "rest";
  if (heldEffects(row.what).length === 0) return undefined;
  if (row.effect === "release") return released;
  return row.effect === "try" ? perhaps : acquired;
}

/** What a macro comes to is told where it only takes or only gives back. */
function stepOfMacro(words: ReadonlySet<string>, model: KernelModel): HeldStep | undefined {
  const steps = [...words].flatMap((word) => {
    const row = model.lock(word);
    return row && heldEffects(row.what).length > 0 ? [row.effect] : [];
  });
  if (steps.length === 0) return undefined;
  if (steps.every((step) => step === "release")) return released;
  return steps.includes("release") ? "statement" : acquired;
}
