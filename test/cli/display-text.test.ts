import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayWidth, layOutLine } from "../../server/src/cli/reports/display-text.js";
import { type FrameLabel, renderFrame } from "../../server/src/cli/reports/frame.js";
import { noPaint } from "../../server/src/cli/reports/paint.js";

describe("a source line", () => {
  it("has its tabs expanded to the next stop", () => {
    const line = layOutLine("\tif\tx");
    expect(line.text).toBe("        if      x");
    expect(line.columnOf(2)).toBe(8);
    expect(line.columnOf(5)).toBe(16);
  });

  it("counts wide characters twice and combining ones not at all", () => {
    expect(displayWidth("漢字")).toBe(4);
    expect(displayWidth("😀")).toBe(2);
    expect(displayWidth("e\u0301")).toBe(1);
  });

  it("shows control characters and reordering marks as dots", () => {
    expect(layOutLine("a\u001b[31m\u202eb\u0085").text).toBe("a·[31m·b·");
  });

  it("never runs backwards (property)", () => {
    const seed = 20260101;
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
        const line = layOutLine(text);
        for (let column = 1; column <= text.length + 2; column++) {
          expect(line.columnOf(column + 1)).toBeGreaterThanOrEqual(line.columnOf(column));
        }
        expect(line.text).not.toMatch(/[\t\n]/);
      }),
      { seed },
    );
  });
});

describe("a frame", () => {
  const render = (labels: readonly FrameLabel[], lines: readonly (readonly [number, string])[]) =>
    renderFrame({
      labels,
      lines: new Map(lines),
      gutterWidth: 3,
      paint: noPaint,
      paintPrimary: (text) => text,
    });
  const label = (
    line: number,
    startColumn: number,
    endColumn: number | undefined,
    text: string,
  ): FrameLabel => ({
    line,
    startColumn,
    endColumn,
    text,
    role: "primary",
  });

  it("shows the line between two labels instead of a gap", () => {
    const lines = [
      [1, "lock();"],
      [2, "x++;"],
      [3, "sleep();"],
    ] as const;
    expect(render([label(1, 1, 7, "a"), label(3, 1, 8, "b")], lines)).toEqual([
      "  1│ lock();",
      "   │ ^^^^^^ a",
      "  2│ x++;",
      "  3│ sleep();",
      "   │ ^^^^^^^ b",
    ]);
  });

  it("puts the marks under wide characters and tabs", () => {
    expect(render([label(1, 10, 13, "")], [[1, "\t/* 漢 */ bad;"]])).toEqual([
      "  1│         /* 漢 */ bad;",
      "   │                  ^^^",
    ]);
  });

  it("marks the rest of the line where the word goes on in the next", () => {
    expect(render([label(7, 3, undefined, "")], [[7, "a bcd"]])).toEqual(["  7│ a bcd", "   │   ^^^"]);
  });

  it("cuts a line of thousands of columns around its label", () => {
    const source = `${"x".repeat(3000)}bad()${"y".repeat(3000)}`;
    const [line = "", marks = ""] = render([label(1, 3001, 3006, "here")], [[1, source]]);
    expect(line.length).toBeLessThan(180);
    expect(line.slice(marks.indexOf("^"), marks.indexOf("^") + 5)).toBe("bad()");
  });

  it("leaves out lines that nobody knows", () => {
    expect(render([label(9, 1, 2, "")], [])).toEqual([]);
  });
});
