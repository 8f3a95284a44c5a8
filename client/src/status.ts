// One language status item beside "C": quiet, without colour, with the commands one click away.

import * as vscode from "vscode";

export type ServerState = "ready" | "busy" | "stopped";

/** The status item of the extension. */
export interface Status {
  readonly item: vscode.LanguageStatusItem;
  show(state: ServerState): void;
}

/** Makes the item; it is seen only while a C file is. */
export function createStatus(): Status {
  const item = vscode.languages.createLanguageStatusItem("kmemLens", [
    { language: "c" },
    { language: "cpp", pattern: "**/*.h" },
  ]);
  item.name = "Kmem Lens";
  const show = (state: ServerState): void => {
    const isStopped = state === "stopped";
    item.busy = state === "busy";
    item.text = "Kmem Lens";
    item.detail = isStopped ? "not running" : "";
    item.severity = isStopped
      ? vscode.LanguageStatusSeverity.Warning
      : vscode.LanguageStatusSeverity.Information;
    item.command = isStopped
      ? { command: "kmemLens.restart", title: "Restart" }
      : { command: "kmemLens.showLog", title: "Show Log" };
  };
  show("stopped");
  return { item, show };
}
