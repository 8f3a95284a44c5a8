// Where the editor's side asks for the fixes of a finding.

import type { ProposeFixes } from "./analysis-host.js";

/** No producer is linked in yet: no fix is offered. */
export const proposeFixes: ProposeFixes = () => [];
