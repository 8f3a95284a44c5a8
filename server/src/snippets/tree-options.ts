// The configuration that a tree's headers are read with. Options that decide which members drivers see are set, as
// distributions set them; options whose functions ask firmware or a board are not, so that the headers' own empty
// functions say what a machine without them says.

import { evaluateCondition } from "../c-types/conditions.js";
import { createProfile, type Profile } from "../kernel-model/profile.js";
import type { Decider } from "./header-index.js";

/** Set: members and functions that every distribution's kernel has (Debian's amd64 configuration, 6.1). */
const setOptions = [
  "BLOCK",
  "BUG",
  "HAS_DMA",
  "HAS_IOMEM",
  "HAS_IOPORT",
  "HOTPLUG_CPU",
  "HWMON",
  "I2C",
  "INET",
  "INPUT",
  "IRQ_DOMAIN",
  "MODULES",
  "NET",
  "PCI",
  "PM",
  "PM_SLEEP",
  "PRINTK",
  "PROC_FS",
  "POWER_SUPPLY",
  "REGMAP",
  "RTC_CLASS",
  "SCSI",
  "SMP",
  "SND",
  "SPI",
  "SYSFS",
  "USB",
  "WATCHDOG_CORE",
].map((name) => `CONFIG_${name}`);

/** Decides the conditions of a tree's headers: what the profile says, then the options set here; the rest is not set. */
export function treeDecider(profile: Profile): Decider {
  const set = new Set(["__KERNEL__", ...setOptions]);
  const isSet = (name: string): string => (set.has(name) ? "1" : "0");
  // Not those of the tree's own .config: it may set what a driver cannot be run with.
  const machine = createProfile(profile.release, profile.arch.id, profile.config);
  return (condition) => {
    const own = evaluateCondition(condition, machine);
    if (own !== undefined) return own;
    const text = condition
      .replace(/\b(?:IS_ENABLED|IS_REACHABLE|IS_BUILTIN)\s*\(\s*(\w+)\s*\)/g, (_whole, name: string) =>
        isSet(name),
      )
      .replace(/\bdefined\s*\(?\s*(CONFIG_\w+|__KERNEL__)\s*\)?/g, (_whole, name: string) => isSet(name))
      .replace(/\bCONFIG_\w+/g, isSet)
      .replace(/\bdefined\s*\(?\s*\w+\s*\)?/g, "0");
    return evaluateCondition(text, machine);
  };
}
