// Masked C text → our tree, without the full parser: by recursive descent over tokens, which makes the nodes once
// instead of having them made in native code and asking for each. It places only what the full parser's grammar places
// in one way, and makes the very tree that comes of it; any other text is left to that.

import { beyond, DirectCursor } from "./direct-cursor.js";
import { translationUnit } from "./direct-statements.js";
import { directTokens } from "./direct-tokens.js";
import type { OpenNode, SyntaxNode } from "./tree.js";

/** The tree of a text without mistakes, no deeper than `maxDepth`; undefined where the full parser is needed. Linear. */
export function parseDirectly(text: string, maxDepth: number): OpenNode | undefined {
  const tokens = directTokens(text);
  if (!tokens || tokens.code[0] === 0) return undefined;
  const cursor = new DirectCursor(text, tokens);
  const root = unitIfPlaced(cursor);
  return root && cursor.depthBound() > maxDepth && isDeeper(root, maxDepth) ? undefined : root;
}

function unitIfPlaced(cursor: DirectCursor): OpenNode | undefined {
  try {
    return translationUnit(cursor);
  } catch (error) {
    // Thrown through many functions that would otherwise all have to pass "not placed" on.
    if (error === beyond) return undefined;
    throw error;
  }
}

function isDeeper(root: OpenNode, maxDepth: number): boolean {
  let level: SyntaxNode["children"] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= maxDepth) return true;
    level = level.flatMap((node) => node.children);
  }
  return false;
}
