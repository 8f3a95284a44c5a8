// Which kernel a document is checked for, and who said so: told to clients that show it, and to the log when a kernel
// tree is first seen.

import type { ProfileOrigins } from "../../kernel-model/choose-profile.js";
import type { FoundTree } from "../../kernel-model/kernel-tree.js";
import type { Profile } from "../../kernel-model/profile.js";
import { pathOfUri } from "../documents.js";
import { describeError, guarded } from "../guard.js";
import type { KernelMethod, KernelStatus, KernelsChangedMethod } from "../protocol.js";
import type { Session } from "../session.js";
import { type EffectiveSettings, type ProfileOrigin, resolveSettings } from "../settings.js";

const kernelMethod: KernelMethod = "kmemLens/kernel";
const kernelsChangedMethod: KernelsChangedMethod = "kmemLens/kernelsChanged";

type Origins = ProfileOrigins<ProfileOrigin>;

/** Answers which kernel a document is checked for, and says when that may have changed. */
export function registerKernelStatus(session: Session): void {
  const { connection, configuration, log } = session;
  connection.onRequest(kernelMethod, (params: unknown) =>
    guarded<KernelStatus | null>("kernel", log, null, async () => {
      // A client may ask before it has told of the document: its path is all that counts.
      const uri = uriOf(params);
      if (uri === "") return null;
      return kernelStatusOf(await configuration.settingsFor({ uri, path: pathOfUri(uri) }));
    }),
  );
  if (!session.abilities.showsStatus) return;
  session.onOutdated.add((uris) => {
    if (uris !== "all") return;
    const refused = (error: unknown): void => log.warn(`kernels changed: ${describeError(error)}`);
    connection.sendNotification(kernelsChangedMethod).catch(refused);
  });
}

/** What a client shows of the kernel meant. */
export function kernelStatusOf(settings: EffectiveSettings): KernelStatus {
  const { check, origins, tree } = settings;
  const unsaid = resolveSettings({ maxFileSizeBytes: settings.maxFileSizeBytes }, {}, { tree });
  const { release, arch } = unsaid.check.profile;
  return {
    title: titleOf(check.profile),
    origin: originSentence(check.profile, origins, tree),
    auto: {
      kernel: `${release.id} (${unsaid.origins.release})`,
      arch: `${arch.id} (${unsaid.origins.arch})`,
    },
    isFixed: { kernel: origins.release === "project file", arch: origins.arch === "project file" },
  };
}

/** The tree as the log tells of it. */
export function describeTree(tree: FoundTree): string {
  const { version, release, archId, path, build } = tree;
  const known = version === undefined ? "release unknown" : `Linux ${version}`;
  const taken = release === undefined || isOf(version, release.id) ? "" : `, taken for ${release.id}`;
  const arms = build ? ", its .config decides #if" : ", no .config: both arms of #if count";
  return `kernel tree ${path}: ${known}${taken}${archId === undefined ? "" : `, ${archId} by its .config`}${arms}`;
}

/** `Linux 6.1, arm64, 64 KiB pages, PREEMPT_RT`: what is as usual is left out. */
function titleOf({ release, arch, config }: Profile): string {
  const usualPage = arch.pageSizesBytes[0];
  const parts = [`Linux ${release.id}`, arch.id];
  if (config.pageSizeBytes !== usualPage) parts.push(`${config.pageSizeBytes / 1024} KiB pages`);
  if (config.pae) parts.push("PAE");
  if (config.preemptRt) parts.push("PREEMPT_RT");
  if (config.slabAllocator !== release.defaultSlabAllocator) parts.push(config.slabAllocator.toUpperCase());
  return parts.join(", ");
}

function originSentence({ release, build }: Profile, origins: Origins, tree: FoundTree | undefined): string {
  const isOfTree = origins.release === "kernel tree";
  const taken = isOf(tree?.version, release.id) ? "" : `, taken for ${release.id}`;
  const releaseWords = `release: ${isOfTree ? `top Makefile (${tree?.version}${taken})` : origins.release}`;
  const archWords = `architecture: ${origins.arch === "kernel tree" ? ".config" : origins.arch}`;
  const options = [...new Set(Object.values(origins.options))].map((origin) =>
    origin === "kernel tree" ? ".config" : origin,
  );
  const optionWords = options.length === 0 ? [] : [`options: ${options.join(", ")}`];
  const armWords = build ? [`CONFIG_*: ${build.source}`] : [];
  return [releaseWords, archWords, ...optionWords, ...armWords].join(" · ");
}

/** Whether a tree is of that release, and not of one between it and the next that we know. */
function isOf(version: string | undefined, id: string): boolean {
  return version === id || version?.startsWith(`${id}.`) === true;
}

function uriOf(params: unknown): string {
  return typeof params === "object" && params !== null && "uri" in params && typeof params.uri === "string"
    ? params.uri
    : "";
}
