// Managed resources: released newest first, with their header, and what devm_kfree() says of a stranger.

import { expect, it } from "vitest";
import type { ArchitectureId } from "../../server/src/kernel-model/architectures.js";
import { createDevres, devresHeaderBytes } from "../../server/src/simulator/devm.js";
import { faultsOf, gfp, machineOf, profileOf } from "./helpers.js";

const device = { name: "foo.0" };

function managedMachine(release = "6.1", arch: ArchitectureId = "x86_64") {
  const machine = machineOf(profileOf(release, arch));
  return {
    machine,
    devres: createDevres({ core: machine.core, kmalloc: machine.kmalloc }),
    kernel: gfp(machine, "GFP_KERNEL"),
  };
}

it("releases everything at detach, the newest first", () => {
  const { machine, devres, kernel } = managedMachine();
  const order: string[] = [];
  devres.alloc(device, 100, kernel);
  devres.addAction(device, "clock", () => order.push("clock"));
  devres.addAction(device, "irq", () => order.push("irq"));
  devres.addAction(device, "gpio", () => order.push("gpio"));
  machine.takeEvents();
  expect(devres.detach(device)).toBe(4);
  expect(order).toEqual(["gpio", "irq", "clock"]);
  const released = machine
    .takeEvents()
    .flatMap((event) => (event.kind === "devres-released" ? [event.resource] : []));
  expect(released).toEqual(["gpio", "irq", "clock", "devm_kmalloc(100)"]);
  expect(machine.snapshot().slabs.reduce((sum, { objects }) => sum + objects, 0)).toBe(0);
  expect(devres.detach(device)).toBe(0);
});

it("puts a header in front, so that a small request takes a larger class", () => {
  expect(devresHeaderBytes(managedMachine("6.1").machine.core)).toBe(40);
  expect(devresHeaderBytes(managedMachine("4.19").machine.core)).toBe(24);
  expect(devresHeaderBytes(managedMachine("6.1", "arm64").machine.core)).toBe(128);
  const { machine, devres, kernel } = managedMachine();
  const data = devres.alloc(device, 30, kernel);
  expect(machine.kmalloc.ksize(data - 40)).toBe(96);
  expect(devres.isManaged(data + 29)).toBe(true);
  expect(devres.isManaged(data + 64)).toBe(false);
});

it("frees by hand only what it gave to this device", () => {
  const { machine, devres, kernel } = managedMachine();
  const data = devres.alloc(device, 30, kernel);
  devres.free({ name: "bar.0" }, data);
  devres.free(device, data);
  devres.free(device, data);
  devres.free(device, 0);
  expect(faultsOf(machine).map(({ message }) => message)).toEqual(
    Array(2).fill("WARNING in devm_kfree(): this device has no such memory"),
  );
});

it("releases a group without the rest, and runs an action at once when there is no memory for it", () => {
  const { machine, devres } = managedMachine();
  const order: string[] = [];
  devres.addAction(device, "before", () => order.push("before"));
  devres.openGroup(device, "group");
  devres.addAction(device, "inside", () => order.push("inside"));
  expect(devres.releaseGroup(device, "group")).toBe(1);
  expect(order).toEqual(["inside"]);
  expect(devres.remove(device, "before", "forget")).toBe(true);
  expect(devres.remove(device, "before", "release")).toBe(false);
  expect(faultsOf(machine)).toHaveLength(1);
  const starved = machineOf(profileOf(), { failNth: 1 });
  const poor = createDevres({ core: starved.core, kmalloc: starved.kmalloc });
  expect(poor.addActionOrReset(device, "late", () => order.push("late"))).toBe(false);
  expect(order).toEqual(["inside", "late"]);
});

it("grows in place while the object has room", () => {
  const { devres, kernel } = managedMachine();
  const data = devres.alloc(device, 30, kernel);
  expect(devres.realloc(device, data, 56, kernel)).toBe(data);
  const moved = devres.realloc(device, data, 57, kernel);
  expect(moved).not.toBe(data);
  expect(devres.snapshot()[0]?.resources).toEqual([
    { resource: "devm_krealloc(57)", address: moved, bytes: 57 },
  ]);
});
