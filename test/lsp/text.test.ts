// Positions of clients that count in UTF-16 units, bytes or code points, in texts where these differ.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import { applyEdit, DocumentStore, pathOfUri, uriOfPath } from "../../server/src/lsp/documents.js";
import { chooseEncoding, createEncodedText, type PositionEncoding } from "../../server/src/lsp/text.js";
import { driverText } from "./helpers.js";

const encodings: readonly PositionEncoding[] = ["utf-16", "utf-8", "utf-32"];
const odd = fc.string({
  unit: fc.constantFrom("a", "\t", "\n", "\r\n", "\r", "é", "驱", "🐧", "}", "\u0000"),
  maxLength: 60,
});

describe("positions", () => {
  it("count what the client counts before a character", () => {
    const text = "x\n/* 驱动 🐧 */ kmalloc";
    const offset = text.indexOf("kmalloc");
    const characterIn = (encoding: PositionEncoding) =>
      createEncodedText(text, encoding).positionAt(offset).character;
    expect(characterIn("utf-16")).toBe(12);
    expect(characterIn("utf-8")).toBe(18);
    expect(characterIn("utf-32")).toBe(11);
  });

  it("come back from every offset that is the start of a character", () => {
    fc.assert(
      fc.property(odd, fc.constantFrom(...encodings), (text, encoding) => {
        const encoded = createEncodedText(text, encoding);
        for (let offset = 0; offset <= text.length; offset++) {
          const unit = text.charCodeAt(offset);
          const isInside =
            (unit >= 0xdc00 && unit < 0xe000) || (text[offset] === "\n" && text[offset - 1] === "\r");
          if (!isInside) expect(encoded.offsetAt(encoded.positionAt(offset))).toBe(offset);
        }
      }),
    );
  });

  it("are clamped into the text, whatever a client sends", () => {
    const wild = fc.oneof(fc.integer(), fc.double(), fc.constant(Number.NaN));
    fc.assert(
      fc.property(odd, wild, wild, fc.constantFrom(...encodings), (text, line, character, encoding) => {
        const offset = createEncodedText(text, encoding).offsetAt({ line, character });
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it("are UTF-16 unless the client cannot", () => {
    expect(chooseEncoding(undefined)).toBe("utf-16");
    expect(chooseEncoding(["utf-8", "utf-16"])).toBe("utf-16");
    expect(chooseEncoding(["utf-8"])).toBe("utf-8");
    expect(chooseEncoding(["utf-32", "utf-8"])).toBe("utf-8");
  });
});

describe("incremental edits", () => {
  it("give the same text as doing them on the whole", () => {
    const edit = fc.tuple(fc.nat(70), fc.nat(70), odd);
    fc.assert(
      fc.property(
        odd,
        fc.array(edit, { maxLength: 6 }),
        fc.constantFrom(...encodings),
        (text, edits, encoding) => {
          let content = createEncodedText(text, encoding);
          for (const [first, second, newText] of edits) {
            const range = content.rangeOf({ start: Math.min(first, second), end: Math.max(first, second) });
            const span = content.spanOf(range);
            const expected = content.text.slice(0, span.start) + newText + content.text.slice(span.end);
            content = applyEdit(content, { range, text: newText });
            expect(content.text).toBe(expected);
          }
        },
      ),
    );
  });

  it("apply one after the other, each to what the one before left", () => {
    const store = new DocumentStore("utf-8");
    store.open({ uri: "file:///a.c", languageId: "c", version: 1, text: driverText });
    const line = 2;
    const edits: TextDocumentContentChangeEvent[] = [
      { range: { start: { line, character: 3 }, end: { line, character: 9 } }, text: "driver" },
      { range: { start: { line, character: 9 }, end: { line, character: 14 } }, text: "" },
    ];
    expect(store.change("file:///a.c", 2, edits)?.content.text).toBe(driverText.replace("驱动 🐧", "driver"));
    expect(store.get("file:///a.c")?.version).toBe(2);
  });

  it("of a document that is not open are no crash", () => {
    expect(new DocumentStore("utf-16").change("file:///none.c", 2, [{ text: "x" }])).toBeUndefined();
  });
});

describe("paths", () => {
  it("survive the way to a URI and back", () => {
    for (const path of ["/src/a b/ü驱.c", "/x.c"]) expect(pathOfUri(uriOfPath(path))).toBe(path);
  });

  it("of documents that are not on disk are their URIs", () => {
    expect(pathOfUri("untitled:Untitled-1")).toBe("untitled:Untitled-1");
    expect(uriOfPath("untitled:Untitled-1")).toBe("untitled:Untitled-1");
  });
});
