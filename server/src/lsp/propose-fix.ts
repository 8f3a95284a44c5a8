// Where the editor's side asks for the edits of a repair.

import type { ProposeFix } from "./analysis-host.js";

/** No producer is linked in yet: no fix is offered. */
export const proposeFix: ProposeFix = () => undefined;
