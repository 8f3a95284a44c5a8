// What the client on the other side can do. Read once; everything that is not said is taken as "cannot".

import type { InitializeParams } from "vscode-languageserver/node";
import { chooseEncoding, type PositionEncoding } from "./text.js";

/** The client's abilities as yes or no. */
export interface ClientAbilities {
  readonly encoding: PositionEncoding;
  readonly pullsDiagnostics: boolean;
  readonly takesRelatedDocuments: boolean;
  readonly showsRelatedInformation: boolean;
  readonly showsCodeDescription: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly answersConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchedFiles: boolean;
  readonly watchesRelativePatterns: boolean;
  readonly registersWorkspaceFolders: boolean;
  readonly resolvesCodeActionEdits: boolean;
  readonly takesCodeActionLiterals: boolean;
  readonly takesDocumentChanges: boolean;
  readonly takesChangeAnnotations: boolean;
  readonly showsProgress: boolean;
  readonly showsMarkdownHover: boolean;
  readonly readsTextDocumentContent: boolean;
  readonly showsStatus: boolean;
  /** Has the commands behind the lenses of snippets. */
  readonly runsSnippets: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly refreshesInlayHints: boolean;
}

/** Reads the client's capabilities. */
export function readAbilities(params: InitializeParams): ClientAbilities {
  const { workspace, textDocument, window, general } = params.capabilities;
  const codeAction = textDocument?.codeAction;
  const options: unknown = params.initializationOptions;
  return {
    encoding: chooseEncoding(general?.positionEncodings),
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    takesRelatedDocuments: textDocument?.diagnostic?.relatedDocumentSupport === true,
    showsRelatedInformation:
      (textDocument?.diagnostic ?? textDocument?.publishDiagnostics)?.relatedInformation === true ||
      textDocument?.publishDiagnostics?.relatedInformation === true,
    showsCodeDescription:
      textDocument?.publishDiagnostics?.codeDescriptionSupport === true ||
      textDocument?.diagnostic?.codeDescriptionSupport === true,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    answersConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    watchesRelativePatterns: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    registersWorkspaceFolders: workspace?.workspaceFolders === true,
    resolvesCodeActionEdits: codeAction?.resolveSupport?.properties.includes("edit") === true,
    takesCodeActionLiterals: codeAction?.codeActionLiteralSupport !== undefined,
    takesDocumentChanges: workspace?.workspaceEdit?.documentChanges === true,
    takesChangeAnnotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    showsProgress: window?.workDoneProgress === true,
    showsMarkdownHover: textDocument?.hover?.contentFormat?.includes("markdown") === true,
    readsTextDocumentContent: workspace?.textDocumentContent !== undefined,
    showsStatus: isSet(options, "statusNotifications"),
    runsSnippets: isSet(options, "runsSnippets"),
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
  };
}

function isSet(options: unknown, name: string): boolean {
  return typeof options === "object" && options !== null && Reflect.get(options, name) === true;
}
