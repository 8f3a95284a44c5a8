// The sizes of the kernel's structs that the packs know by themselves, against those that the compiler comes to with the
// headers that Debian builds modules with. The kernel model's own measured sizes, which stand above a pack's for 6.1,
// are kept out: the pack of 6.1 is asked as if it were of 6.12.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { layoutOf } from "../../server/src/c-types/layout.js";
import { createProfile, findRelease } from "../../server/src/kernel-model/profile.js";
import { readPack } from "../../server/src/project/pack/read-pack.js";
import { folderWith } from "../cli/helpers.js";
import { sectionsOf, shippedPath } from "./small-tree.js";

const includes = [
  ..."skbuff netdevice sched fs usb pci device workqueue scatterlist mm interrupt blkdev blk-mq tty i2c".split(
    " ",
  ),
  ..."platform_device completion kobject bio mm_types hrtimer input dcache cred module".split(" "),
].map((name) => `linux/${name}.h`);
includes.push("net/sock.h", "net/mac80211.h", "scsi/scsi_host.h", "scsi/scsi_cmnd.h", "scsi/scsi_device.h");

const structs = [
  "sk_buff net_device task_struct inode file page mm_struct vm_area_struct dentry super_block device pci_dev",
  "usb_device urb list_head work_struct delayed_work timer_list scatterlist mutex completion spinlock raw_spinlock",
  "semaphore rw_semaphore kobject kref sock bio request request_queue gendisk tty_struct tty_port i2c_client",
  "i2c_adapter platform_device hrtimer tasklet_struct napi_struct netdev_queue input_dev scsi_cmnd Scsi_Host",
  "scsi_device cred module ieee80211_hw wait_queue_head path address_space block_device sk_buff_head",
  "usb_interface device_driver class bus_type",
].flatMap((line) => line.split(" "));

/** Where the headers of a release for building modules are; undefined where they are not installed. */
function headersOf(release: string): string | undefined {
  const top = "/usr/src";
  const pattern = new RegExp(`^linux-headers-${release.replace(".", "\\.")}\\.[\\d.+a-z-]*-amd64$`);
  const names = existsSync(top) ? readdirSync(top).filter((name) => pattern.test(name)) : [];
  const plain = names.filter((name) => !/cloud|rt/.test(name)).sort();
  const last = plain.at(-1);
  return last === undefined ? undefined : join(top, last);
}

/** What the compiler says, by name. */
function measured(headers: string): Readonly<Record<string, number>> {
  const lines = [
    ...includes.map((name) => `#include <${name}>`),
    ...structs.map((name) => `char size_of_${name}[sizeof(struct ${name})];`),
  ];
  const folder = folderWith({ "sizes.c": `${lines.join("\n")}\n`, Makefile: "obj-m := sizes.o\n" });
  execFileSync("make", ["-s", "-C", headers, `M=${folder}`, "sizes.o"], { stdio: "pipe" });
  const symbols = execFileSync("nm", ["-S", join(folder, "sizes.o")], { encoding: "utf8" });
  const found = [...symbols.matchAll(/^\w+ (\w+) \w size_of_(\w+)$/gm)];
  return Object.fromEntries(found.map(([, size = "", name = ""]) => [name, Number.parseInt(size, 16)]));
}

/** What the pack says, by name; absent where it does not know. */
function known(release: string): Readonly<Record<string, number>> {
  const { tree } = readPack(sectionsOf(readFileSync(shippedPath(release))));
  const profile = createProfile(findRelease("6.12"));
  const environment = tree.kernelHeaders?.environmentOf(includes, profile);
  if (!environment) throw new Error("the pack has headers");
  const sizes = structs.map((name): [string, number | undefined] => {
    const layout = layoutOf({ kind: "tagged", tag: "struct", name }, environment, profile);
    return [name, layout?.sizeBytes];
  });
  return Object.fromEntries(sizes.flatMap(([name, size]) => (size === undefined ? [] : [[name, size]])));
}

/** Members by `__cacheline_group_begin()` are not understood. */
const unknown: Readonly<Record<string, readonly string[]>> = { "6.12": ["net_device", "sock"] };

describe.each(["6.1", "6.12"])("the structs of %s", (release) => {
  const isKnown = (name: string): boolean => unknown[release]?.includes(name) !== true;
  const headers = headersOf(release);
  if (!headers) console.log(`left out: no linux-headers of ${release} for amd64`);

  it.skipIf(!headers)("have in the pack the sizes that the compiler gives them", { timeout: 120_000 }, () => {
    const expected = measured(headers ?? "");
    expect(Object.keys(expected).length).toBeGreaterThan(50);
    const wanted = Object.entries(expected).filter(([name]) => isKnown(name));
    expect(known(release)).toEqual(Object.fromEntries(wanted));
  });

  it("are known, the large ones among them", () => {
    const sizes = known(release);
    for (const name of [
      "sk_buff",
      "net_device",
      "task_struct",
      "inode",
      "page",
      "mm_struct",
      "device",
    ].filter(isKnown))
      expect(sizes[name], name).toBeGreaterThan(32);
    expect(sizes).toMatchObject({ urb: release === "6.1" ? 184 : expect.any(Number), mutex: 32 });
  });
});
