// Which report renders which format. A new format is a file beside this one and a line here.

import { unreachable } from "../../base/assert.js";
import type { ReportFormat } from "../check-options.js";
import type { Io } from "../io.js";
import type { Report } from "../report.js";
import { renderGcc } from "./gcc.js";
import { renderGithub } from "./github.js";
import { renderJson } from "./json.js";
import { paintFor } from "./paint.js";
import { renderSarif } from "./sarif.js";
import { renderText } from "./text.js";

/** The report as text, ready for standard output. */
export function renderReport(report: Report, format: ReportFormat, io: Pick<Io, "stdout" | "env">): string {
  switch (format) {
    case "text":
      return renderText(report, paintFor(io));
    case "json":
      return renderJson(report);
    case "sarif":
      return renderSarif(report);
    case "github":
      return renderGithub(report);
    case "gcc":
      return renderGcc(report);
    default:
      return unreachable(format);
  }
}
