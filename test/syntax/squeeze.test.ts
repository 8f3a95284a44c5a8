// What the parser is given has no long runs of white space; the tree does not show it.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseByGrammar } from "../../server/src/syntax/parse.js";
import { squeeze } from "../../server/src/syntax/squeeze.js";
import type { SyntaxNode } from "../../server/src/syntax/tree.js";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

const tokens =
  'static,const,char,*,f,(,int,a,),{,if,(,a,==,1,),return,"x  y","z",;,b,.,c,=,(,u8,),a,[,2,],;,return,g,(,),;,}'.split(
    ",",
  );
const plain = tokens.join(" ");

describe(`squeezed texts (seed ${seed})`, () => {
  it.each([
    ["int  a;", "int a;"],
    ["a;   \n\t\n  b;", "a;\nb;"],
    ["#endif  \r\n  a;", "#endif\na;"],
    ["a \\\n  b", "a \\\n b"],
    ["a; b;", "a; b;"],
  ])("%j becomes %j", (text, expected) => {
    expect(squeeze(text).text.replace(/\\\n +/, "\\\n ")).toBe(expected);
  });

  it("have the tree of the whole text, wherever there is room", () => {
    const blank = fc.stringMatching(/^[ \t\n]{1,9}$/);
    fc.assert(
      fc.property(fc.array(blank, { minLength: tokens.length, maxLength: tokens.length }), (blanks) => {
        const spread = tokens.reduce((before, token, i) => before + (blanks[i] ?? " ") + token);
        expect(partsOf(parseByGrammar(spread), spread)).toEqual(partsOf(parseByGrammar(plain), plain));
      }),
      { seed, numRuns: 100 },
    );
  });
});

/** Each node with its text, blanks told alike. */
function partsOf(node: SyntaxNode, text: string): unknown {
  const own = text.slice(node.start, node.end);
  const isString = node.kind === "string_literal";
  return [
    node.kind,
    node.field,
    node.operator,
    isString ? own : own.trim() === own && own.replace(/\s+/g, " "),
    node.children.map((child) => partsOf(child, text)),
  ];
}
