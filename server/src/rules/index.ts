// Every rule that looks at a project. A new rule is a file beside this one and a line here.

import type { Project } from "../project/project.js";
import type { Finding, RuleId } from "./finding.js";
import { checkOversizedKmalloc } from "./oversized-kmalloc.js";
import { checkSleepInAtomic } from "./sleep-in-atomic.js";

export interface ProjectRule {
  readonly id: RuleId;
  /** All findings in the project; severities are the rule's own, before the user's settings. */
  check(project: Project): readonly Finding[];
}

export const projectRules: readonly ProjectRule[] = [
  { id: "sleep-in-atomic", check: checkSleepInAtomic },
  { id: "oversized-kmalloc", check: checkOversizedKmalloc },
];
