// What server and client agree on beyond the protocol itself. The client imports types only.

import type { PanelModel } from "../preview/panel-model.js";

/** `initializationOptions`; every part may be absent, as it is with other editors. */
export interface InitializationOptions {
  /** The `kmemLens` section, for clients that cannot be asked for it. */
  readonly settings?: unknown;
  /** The client shows `kmemLens/status`; without it the server says nothing of its state. */
  readonly statusNotifications?: boolean;
  /** The client has the commands `kmemLens.run`, `.step`, `.failEach` and `.showRun`; without it there are no lenses. */
  readonly runsSnippets?: boolean;
}

/** Method of the notification that carries `ServerStatus`. */
export type StatusMethod = "kmemLens/status";

/** What the server is doing, for one quiet line of status. */
export interface ServerStatus {
  /** Documents that are being checked right now. */
  readonly nrChecking: number;
}

/** Method of the request for the kernel that a document is checked for: `{ uri }` → `KernelStatus | null`. */
export type KernelMethod = "kmemLens/kernel";

/** Method of the notification, without parameters, that answers to `KernelMethod` may be others now. */
export type KernelsChangedMethod = "kmemLens/kernelsChanged";

/** The kernel that a document is checked for, in words for people. */
export interface KernelStatus {
  /** `Linux 6.1, arm64, PREEMPT_RT`. */
  readonly title: string;
  /** Where that comes from: `release from the kernel tree, architecture from settings`. */
  readonly origin: string;
  /** What `auto` comes to, for the release and for the architecture: `6.1 (kernel tree)`. */
  readonly auto: { readonly kernel: string; readonly arch: string };
  /** The project's file fixes that part, and settings do not change it. */
  readonly isFixed: { readonly kernel: boolean; readonly arch: boolean };
}

/** The scheme under which the server serves its documentation pages: `kmem-lens-doc:/rules/sleep-in-atomic.md`. */
export type DocumentationScheme = "kmem-lens-doc";

/** Method of the request that runs a snippet: `RunSnippetParams` → `RunSnippetResult`. Can be cancelled. */
export type RunSnippetMethod = "kmemLens/runSnippet";

/** Which snippet, and how. */
export interface RunSnippetParams {
  readonly uri: string;
  /** Line of the snippet's `run` directive, from 1, as `SnippetItem` says it. */
  readonly line: number;
  /** Run it once more for every allocation that it makes, with that one failing. */
  readonly failEach: boolean;
}

/** What a run came to. */
export type RunSnippetResult =
  /** The first is the run without injected failure. */
  | { readonly kind: "ran"; readonly version: number; readonly runs: readonly PanelModel[] }
  | { readonly kind: "failed"; readonly reason: string };

/** Method of the request that lists the snippets of an open document: `{ uri }` → `SnippetItem[]`. */
export type ListSnippetsMethod = "kmemLens/listSnippets";

/** A snippet of a document. */
export interface SnippetItem {
  readonly functionName: string;
  /** Line of its `run` directive, from 1. */
  readonly line: number;
  readonly expectations: readonly { readonly line: number; readonly text: string }[];
}

export type { PanelModel };
