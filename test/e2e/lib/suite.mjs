// A list of named tests run one after another with a time limit each. Small on purpose: the editor suites need order,
// limits and a plain record of what happened, nothing more.

/** Judged generous: ten times what the slowest step takes on two busy cores. */
const testTimeoutMs = 60_000;

function withLimit(promise, limitMs) {
  let timer;
  const limit = new Promise((_, failed) => {
    timer = setTimeout(() => failed(new Error(`not done after ${limitMs / 1000} s`)), limitMs);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/**
 * Runs `tests`, pairs of name and async function, in order. `afterFailure(name)` may keep what helps to understand a
 * failure, such as a screenshot. Answers `{ name, durationMs, error? }[]`.
 */
export async function runTests(tests, { timeoutMs = testTimeoutMs, afterFailure } = {}) {
  const results = [];
  for (const [name, test] of tests) {
    const startedMs = Date.now();
    let error;
    try {
      await withLimit(Promise.resolve().then(test), timeoutMs);
    } catch (problem) {
      // A failed test is a result, not the end of the run.
      error = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
      // What is kept for the reader must not hide the failure itself.
      await afterFailure?.(name).catch((later) => console.error(`  (after a failure: ${later.message})`));
    }
    results.push({ name, durationMs: Date.now() - startedMs, ...(error === undefined ? {} : { error }) });
  }
  return results;
}

/** Asks again until `probe` answers something true; fails with what was waited for. */
export async function until(what, probe, { limitMs = 20_000, pauseMs = 100 } = {}) {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await probe();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${limitMs / 1000} s in vain for ${what}`);
    await new Promise((wake) => setTimeout(wake, pauseMs));
  }
}
