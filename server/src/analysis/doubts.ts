// Which of the states that the flow saw are less certain than they look.

import type { Observation } from "./flow.js";
import { guessedKey } from "./questions.js";
import { learn } from "./state.js";
import { exactly } from "./values.js";

/**
 * A call that is made with something held and with nothing held as well, from the same entry: what tells the two ways
 * apart is not seen here, and mostly the code asks it before the call. Such a state is a guess.
 */
export function withDoubts(observations: readonly Observation[]): readonly Observation[] {
  const free = new Set<number>();
  for (const { event, state } of observations) {
    const isFree = state.base === "unknown" || state.base === "process";
    if (isFree && state.held.length === 0) free.add(event.span.start);
  }
  return observations.map((item) =>
    item.state.held.length > 0 && free.has(item.event.span.start)
      ? { ...item, state: learn(item.state, guessedKey, exactly(1)) }
      : item,
  );
}
