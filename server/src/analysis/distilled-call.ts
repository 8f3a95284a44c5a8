// A call of a function that was cut down to the calls that matter: the state in which it is made is that of the function's
// entry, but for what is noted of the way to it.

import type { Observation } from "./flow.js";
import { guessedKey } from "./questions.js";
import { learn } from "./state.js";
import { exactly } from "./values.js";

/** The call in the state that it is made in; undefined where the function makes none in that context. */
export function asCut(observation: Observation): Observation | undefined {
  const { distilled } = observation.event;
  if (!distilled) return observation;
  const { base } = observation.state;
  if (distilled.silentIn?.some((silent) => silent === (base === "nmi" ? "hardirq" : base))) return undefined;
  const state = distilled.isOpen ? { ...observation.state, held: [] } : observation.state;
  return { ...observation, state: distilled.isGuess ? learn(state, guessedKey, exactly(1)) : state };
}
