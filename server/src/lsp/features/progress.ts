// One quiet sign of work: a status notification for clients that asked for it, and work-done progress for checks
// that take long enough to wonder about.

import type { WorkDoneProgressServerReporter } from "vscode-languageserver/node";
import type { ServerStatus, StatusMethod } from "../protocol.js";
import type { Session } from "../session.js";

/** The notification that carries the status. */
const statusMethod: StatusMethod = "kmemLens/status";

/** Shorter work is over before anyone could read of it. */
const progressDelayMs = 1000;

/** Follows how many documents are being checked. */
export type BusyListener = (nrDocuments: number) => void;

/** Tells the client while documents are being checked. */
export function createBusyListener(session: Pick<Session, "connection" | "abilities">): BusyListener {
  const { connection, abilities } = session;
  let timer: NodeJS.Timeout | undefined;
  let progress: Promise<WorkDoneProgressServerReporter | undefined> | undefined;
  const begin = (): void => {
    progress = connection.window
      .createWorkDoneProgress()
      .then((reporter) => {
        reporter.begin("Kmem Lens", undefined, "checking", false);
        return reporter;
      })
      .catch(() => undefined); // a client that refuses progress gets none
  };
  return (nrDocuments) => {
    if (abilities.showsStatus) {
      const status: ServerStatus = { nrChecking: nrDocuments };
      // A client that has gone away needs no status.
      connection.sendNotification(statusMethod, status).catch(() => undefined);
    }
    if (!abilities.showsProgress) return;
    if (nrDocuments > 0) {
      if (!timer && !progress) timer = setTimeout(begin, progressDelayMs);
      return;
    }
    clearTimeout(timer);
    timer = undefined;
    void progress?.then((reporter) => reporter?.done());
    progress = undefined;
  };
}
