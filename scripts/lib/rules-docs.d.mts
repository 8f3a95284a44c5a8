// Types of rules-docs.mjs, for the test that shares it.

interface Rule {
  readonly id: string;
  readonly summary: string;
  readonly severityNote: string;
}

export const sections: readonly string[];
export function renderHeader(rule: Rule): string;
export function withHeader(rule: Rule, page: string): string;
export function complaintsAbout(rule: Rule, page: string): string[];
export function examplesOf(page: string, section: string): { language: string; text: string }[];
