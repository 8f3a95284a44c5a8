// From the offsets of layouts to those of texts, at the door of the engine: what leaves it is about the text.

import type { FileFacts } from "../analysis/facts.js";
import { offsetInLayout, toText } from "../analysis/layout.js";
import type { Span } from "../base/span.js";
import type { CallView, FileView, FunctionView } from "./file-view.js";

/** The span of a file's text that a span of its facts stands for. */
export type SpansInText = (file: string, span: Span) => Span;

/** Knows the layouts of these files; spans of any other are as they are. */
export function spansInText(files: readonly FileFacts[]): SpansInText {
  const layouts = new Map(files.flatMap(({ path, layout }) => (layout ? [[path, layout]] : [])));
  if (layouts.size === 0) return (_, span) => span;
  return (file, span) => {
    const layout = layouts.get(file);
    return layout ? toText(layout, span) : span;
  };
}

/** The view as it is asked and answers in offsets of the texts: of its own, and of others that it names places in. */
export function viewInText(view: FileView, { path, layout }: FileFacts, inText: SpansInText): FileView {
  const own = (span: Span): Span => inText(path, span);
  let functions: readonly FunctionView[] | undefined;
  return {
    path,
    get functions() {
      functions ??= view.functions.map((item) => functionInText(item, own, inText));
      return functions;
    },
    functionAt(offset) {
      const found = view.functionAt(layout ? offsetInLayout(layout, offset) : offset);
      return found && functionInText(found, own, inText);
    },
    callAt(offset) {
      const found = view.callAt(layout ? offsetInLayout(layout, offset) : offset);
      return found && callInText(found, own);
    },
  };
}

function functionInText(view: FunctionView, own: (span: Span) => Span, inText: SpansInText): FunctionView {
  return {
    ...view,
    span: own(view.span),
    nameSpan: own(view.nameSpan),
    entries: view.entries.map((entry) => {
      const { place } = entry;
      return place ? { ...entry, place: { ...place, span: inText(place.file, place.span) } } : entry;
    }),
  };
}

function callInText(view: CallView, own: (span: Span) => Span): CallView {
  const { allocation } = view;
  const movedOrNone = (span: Span | undefined): Span | undefined => span && own(span);
  return {
    ...view,
    span: own(view.span),
    held: view.held.map((lock) => ({ ...lock, span: own(lock.span) })),
    allocation: allocation && {
      ...allocation,
      gfpSpan: movedOrNone(allocation.gfpSpan),
      sizeSpan: movedOrNone(allocation.sizeSpan),
    },
  };
}
