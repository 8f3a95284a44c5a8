// The kernel tree around a document decides what it is checked for; the client is told, and hears when that changes.

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import type {
  DocumentDiagnosticReport,
  InitializeParams,
  Registration,
  RegistrationParams,
} from "vscode-languageserver/node";
import type { KernelStatus } from "../../server/src/lsp/protocol.js";
import { checkFiles } from "../../server/src/rules/engine.js";
import { folderWith } from "../cli/helpers.js";
import { connect, driverText, runInPlace, type TestClient } from "./helpers.js";

const watching: InitializeParams["capabilities"] = {
  textDocument: { diagnostic: {} },
  workspace: {
    configuration: true,
    diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
  },
};

let client: TestClient | undefined;

afterEach(async () => {
  await client?.close();
  client = undefined;
});

/** A kernel tree with one driver in it. */
function treeWith(makefile: string, config?: string): string {
  return folderWith({
    Makefile: makefile,
    Kconfig: "",
    "include/linux/slab.h": "",
    "drivers/x/drv.c": driverText,
    ...(config === undefined ? {} : { ".config": config }),
  });
}

const driverOf = (tree: string): string => pathToFileURL(join(tree, "drivers/x/drv.c")).toString();
const v6_12 = "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 5\n";
const v5_15 = "VERSION = 5\nPATCHLEVEL = 15\nSUBLEVEL = 9\n";

async function start(
  capabilities: InitializeParams["capabilities"] = watching,
  configuration: () => unknown = () => null,
): Promise<TestClient> {
  client = await connect(capabilities, {
    runner: runInPlace(checkFiles),
    configuration,
    initializationOptions: { statusNotifications: true },
  });
  return client;
}

async function open(uri: string): Promise<void> {
  await client?.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "c", version: 1, text: driverText },
  });
}

function kernelOf(uri: string): Promise<KernelStatus | null> {
  if (!client) throw new Error("not connected");
  return client.connection.sendRequest("kmemLens/kernel", { uri });
}

async function nrFindings(uri: string): Promise<number> {
  const report: DocumentDiagnosticReport | undefined = await client?.connection.sendRequest(
    "textDocument/diagnostic",
    { textDocument: { uri } },
  );
  return report?.kind === "full" ? report.items.length : -1;
}

describe("the kernel of a document", () => {
  it("is that of the tree around it, each document its own", async () => {
    const [first, second] = [treeWith(v6_12, "CONFIG_ARM64=y\nCONFIG_PREEMPT_RT=y\n"), treeWith(v5_15)];
    await start();
    expect(await kernelOf(driverOf(first))).toEqual({
      title: "Linux 6.12, arm64, PREEMPT_RT",
      origin: "release: top Makefile (6.12.5) · architecture: .config · options: .config · CONFIG_*: .config",
      auto: { kernel: "6.12 (kernel tree)", arch: "arm64 (kernel tree)" },
      isFixed: { kernel: false, arch: false },
    });
    expect(await kernelOf(driverOf(second))).toMatchObject({
      title: "Linux 5.10, x86_64",
      origin: "release: top Makefile (5.15.9, taken for 5.10) · architecture: default",
    });
    expect(await kernelOf("file:///no/such/folder/drv.c")).toMatchObject({
      title: "Linux 6.1, x86_64",
      origin: "release: default · architecture: default",
    });
    expect(await kernelOf("")).toBeNull();
  });

  it("is what settings and the project's file say, and auto is told beside it", async () => {
    const tree = treeWith(v6_12, "CONFIG_ARM64=y\n");
    writeFileSync(join(tree, "drivers/x/.kmem-lens.json"), '{ "kernel": "5.10" }');
    await start(watching, () => ({ kernel: "4.19", arch: "i386" }));
    expect(await kernelOf(driverOf(tree))).toEqual({
      title: "Linux 5.10, i386",
      origin: "release: project file · architecture: settings",
      auto: { kernel: "6.12 (kernel tree)", arch: "arm64 (kernel tree)" },
      isFixed: { kernel: true, arch: false },
    });
  });

  it("follows Makefile and .config as soon as they change", async () => {
    const tree = treeWith(v6_12, "CONFIG_X86_64=y\nCONFIG_PREEMPT_RT=y\n");
    const uri = driverOf(tree);
    const { connection } = await start();
    await open(uri);
    // A spinlock_t is a mutex there.
    expect(await nrFindings(uri)).toBe(0);
    const told = new Promise<void>((resolve) =>
      connection.onNotification("kmemLens/kernelsChanged", () => resolve()),
    );
    writeFileSync(join(tree, ".config"), "CONFIG_X86_64=y\n");
    const changes = [{ uri: pathToFileURL(join(tree, ".config")).toString(), type: 2 }];
    await connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
    await told;
    expect(await nrFindings(uri)).toBe(1);
    expect((await kernelOf(uri))?.title).toBe("Linux 6.12, x86_64");
  });

  it("is read again when a file is opened, for clients that watch nothing", async () => {
    const tree = treeWith(v6_12, "CONFIG_ARM64=y\n");
    await start({});
    await open(driverOf(tree));
    expect((await kernelOf(driverOf(tree)))?.title).toBe("Linux 6.12, arm64");
    rmSync(join(tree, ".config"));
    expect((await kernelOf(driverOf(tree)))?.title).toBe("Linux 6.12, arm64");
    await open("file:///no/such/folder/other.c");
    expect((await kernelOf(driverOf(tree)))?.title).toBe("Linux 6.12, x86_64");
  });
});

describe("a tree that is found", () => {
  it("is watched where it lies, once, and named in the log", async () => {
    const tree = treeWith(v5_15);
    const { connection } = await start();
    const registrations: Registration[] = [];
    const logged: string[] = [];
    connection.onRequest("client/registerCapability", (params: RegistrationParams) => {
      registrations.push(...params.registrations);
      return null;
    });
    connection.onNotification("window/logMessage", ({ message }) => void logged.push(message));
    await kernelOf(driverOf(tree));
    await kernelOf(driverOf(tree));
    const watchers = registrations
      .flatMap(({ registerOptions }) => registerOptions?.watchers ?? [])
      .filter(({ globPattern }) => typeof globPattern === "object");
    const treeUri = pathToFileURL(tree).toString();
    expect(watchers).toEqual([
      { globPattern: { baseUri: treeUri, pattern: "{Makefile,.config,include/**/*.h}" } },
    ]);
    expect(logged).toEqual([
      `kernel tree ${tree}: Linux 5.15.9, taken for 5.10, no .config: both arms of #if count`,
    ]);
  });
});
