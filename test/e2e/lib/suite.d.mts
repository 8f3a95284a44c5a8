export interface TestResult {
  readonly name: string;
  readonly durationMs: number;
  readonly error?: string;
}

export type NamedTest = readonly [name: string, test: () => Promise<void> | void];

export function runTests(
  tests: readonly NamedTest[],
  options?: { readonly timeoutMs?: number; readonly afterFailure?: (name: string) => Promise<void> },
): Promise<TestResult[]>;

export function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  options?: { readonly limitMs?: number; readonly pauseMs?: number },
): Promise<Exclude<T, undefined | false | null | 0 | "">>;
