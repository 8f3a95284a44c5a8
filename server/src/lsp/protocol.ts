// What server and client agree on beyond the protocol itself. The client imports types only.

/** `initializationOptions`; every part may be absent, as it is with other editors. */
export interface InitializationOptions {
  /** The `kmemLens` section, for clients that cannot be asked for it. */
  readonly settings?: unknown;
  /** The client shows `kmemLens/status`; without it the server says nothing of its state. */
  readonly statusNotifications?: boolean;
}

/** Method of the notification that carries `ServerStatus`. */
export type StatusMethod = "kmemLens/status";

/** What the server is doing, for one quiet line of status. */
export interface ServerStatus {
  /** Documents that are being checked right now. */
  readonly nrChecking: number;
}

/** The scheme under which the server serves its documentation pages: `kmem-lens-doc:/rules/sleep-in-atomic.md`. */
export type DocumentationScheme = "kmem-lens-doc";
