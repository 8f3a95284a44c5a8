// The server's words when there may be nobody left to read them.

import { describe, expect, it } from "vitest";
import { ConnectionError, ConnectionErrors } from "vscode-languageserver/node";
import { logWhileConnected } from "../../server/src/lsp/guard.js";

/** A log whose `warn` does as told. */
function logThat(warn: (message: string) => void) {
  const quiet = (): void => {};
  return logWhileConnected({ error: quiet, warn, info: quiet, debug: quiet });
}

describe("the log of a connection", () => {
  it("tells what it is told", () => {
    const told: string[] = [];
    logThat((message) => told.push(message)).warn("a word");
    expect(told).toEqual(["a word"]);
  });

  it("is silent once the client has gone", () => {
    const log = logThat(() => {
      throw new ConnectionError(ConnectionErrors.Disposed, "Connection is disposed.");
    });
    expect(() => log.warn("too late")).not.toThrow();
  });

  it("hides no other failure", () => {
    const log = logThat(() => {
      throw new TypeError("a bug");
    });
    expect(() => log.warn("a word")).toThrow("a bug");
  });
});
