// The one place of the server that catches: a request that fails is logged and answered with nothing, so that a bug
// of ours costs one answer and never the session.

import { ConnectionError, LSPErrorCodes, ResponseError } from "vscode-languageserver/node";

/** Where the server's words go. */
export interface Log {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}

/** The log as long as there is somebody to read it: a client that has gone must not make what is under way fail. */
export function logWhileConnected(log: Log): Log {
  const told = (tell: (message: string) => void) => (message: string) => {
    try {
      tell(message);
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
    }
  };
  return {
    error: told((message) => log.error(message)),
    warn: told((message) => log.warn(message)),
    info: told((message) => log.info(message)),
    debug: told((message) => log.debug(message)),
  };
}

/** The answer to a request that the client no longer waits for, or that a newer text has overtaken. */
export class Overtaken extends Error {
  constructor() {
    super("overtaken by a newer text");
    this.name = "Overtaken";
  }
}

/** Runs `answer`; what it throws is logged under `name` and answered by `empty`. Protocol answers pass through. */
export async function guarded<T>(name: string, log: Log, empty: T, answer: () => T | Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    if (error instanceof Overtaken) throw new ResponseError(LSPErrorCodes.ContentModified, error.message);
    log.error(`${name}: ${describeError(error)}`);
    return empty;
  }
}

/** A thrown value as text for the log, with its stack where there is one. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
}
