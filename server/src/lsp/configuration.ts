// Where a document's settings come from: the editor is asked once per document, the project's file and the kernel tree
// are looked for upwards from it. What is found is remembered until the editor says that it changed.

import type { Connection } from "vscode-languageserver/node";
import { type FoundTree, findTreeTop, readKernelTree } from "../kernel-model/kernel-tree.js";
import { optionsOfMakefiles } from "../project/makefile-options.js";
import { type ProjectConfig, parseProjectConfig, projectConfigFileName } from "../rules/project-config.js";
import type { DocumentStore, OpenDocument } from "./documents.js";
import type { Log } from "./guard.js";
import type { Headers } from "./headers.js";
import { type FileProbe, foldersAbove } from "./kernel-code.js";
import {
  defaultEditorSettings,
  type EditorSettings,
  type EffectiveSettings,
  parseEditorSettings,
  resolveSettings,
} from "./settings.js";
import type { WorkspaceFolders } from "./workspace-folders.js";

export interface ConfigurationParts {
  readonly connection: Pick<Connection, "workspace">;
  readonly documents: DocumentStore;
  readonly files: FileProbe;
  readonly folders: Pick<WorkspaceFolders, "paths">;
  readonly headers: Pick<Headers, "flagsOf">;
  readonly log: Log;
  /** Whether the client answers `workspace/configuration`, each folder for itself. */
  readonly answersConfiguration: boolean;
  /** Told once of every kernel tree that a document lies in. */
  onTree(tree: FoundTree): void;
}

interface ReadTree {
  readonly texts: readonly (string | undefined)[];
  readonly tree: FoundTree | undefined;
}

/** The settings of every document. */
export class Configuration {
  readonly #parts: ConfigurationParts;
  readonly #byUri = new Map<string, Promise<EditorSettings>>();
  /** Documents whose settings the client has told. */
  readonly #answered = new Set<string>();
  /** Problems already told, so that each is told once. */
  readonly #told = new Set<string>();
  /** Tops of the trees already told. */
  readonly #trees = new Set<string>();
  /** What was read of trees, with the texts that it was read from. */
  readonly #readTrees = new Map<string, ReadTree>();
  #pushed: EditorSettings = defaultEditorSettings;

  constructor(parts: ConfigurationParts) {
    this.#parts = parts;
  }

  /** What the document is checked with. */
  async settingsFor(document: Pick<OpenDocument, "uri" | "path">): Promise<EffectiveSettings> {
    const editor = await this.#editorSettings(document.uri);
    const tree = this.#treeOf(document.path, editor.tree);
    const flags = this.#parts.headers.flagsOf(document.path, tree?.path);
    const openNames = tree?.build ? this.#openOptions(document.path) : [];
    return resolveSettings(editor, this.#projectConfig(document.path), { tree, flags, openNames });
  }

  /**
   * The client says that settings changed; `section` is what it sends along, all there is from one that cannot be
   * asked. `same` when nothing that was used can have changed: some clients say so once after the greeting, and
   * an answer that is still on its way was made after this word.
   */
  update(section: unknown): "changed" | "same" {
    const before = this.#pushed;
    if (section !== undefined && section !== null) this.#pushed = this.#parse(section);
    if (this.#parts.answersConfiguration) {
      if (this.#answered.size === 0) return "same";
      for (const uri of this.#answered) this.#byUri.delete(uri);
      this.#answered.clear();
      return "changed";
    }
    return JSON.stringify(before) === JSON.stringify(this.#pushed) ? "same" : "changed";
  }

  /** The document was closed. */
  forget(uri: string): void {
    this.#byUri.delete(uri);
    this.#answered.delete(uri);
  }

  #editorSettings(uri: string): Promise<EditorSettings> {
    if (!this.#parts.answersConfiguration) return Promise.resolve(this.#pushed);
    const known = this.#byUri.get(uri);
    if (known) return known;
    const asked = this.#parts.connection.workspace
      .getConfiguration({ scopeUri: uri, section: "kmemLens" })
      .then((section: unknown) =>
        section === null || section === undefined ? this.#pushed : this.#parse(section),
      )
      // A client that promised to answer and does not is treated as one that never promised.
      .catch(() => this.#pushed)
      .finally(() => this.#answered.add(uri));
    this.#byUri.set(uri, asked);
    return asked;
  }

  #parse(section: unknown): EditorSettings {
    const { settings, problems } = parseEditorSettings(section);
    for (const problem of problems) this.#tell(problem);
    return settings;
  }

  /** The nearest project file above `path`; the editor's text of it wins over the disk's. */
  #projectConfig(path: string): ProjectConfig {
    for (const folder of foldersAbove(path)) {
      const configPath = `${folder}/${projectConfigFileName}`;
      const open = this.#parts.documents.getByPath(configPath);
      const text = open?.content.text ?? this.#parts.files.read(configPath);
      if (text === undefined) continue;
      const { config, problems } = parseProjectConfig(text);
      for (const problem of problems) this.#tell(`${configPath}: ${problem.message}`);
      return config;
    }
    return {};
  }

  /** The kernel tree that is named, or that the file at `path` lies in, or else the first that is open beside it. */
  #treeOf(path: string, named: string | undefined): FoundTree | undefined {
    const { files, folders, onTree } = this.#parts;
    const around = foldersAbove(path);
    const beside = around.length > 0 ? folders.paths() : [];
    const top = named ?? findTreeTop([...around, ...beside], files);
    const tree = top === undefined ? undefined : this.#readTree(top);
    if (tree && !this.#trees.has(tree.path)) {
      this.#trees.add(tree.path);
      onTree(tree);
    }
    return tree;
  }

  #openOptions(path: string): readonly string[] {
    const folders = foldersAbove(path).slice(0, 1);
    return optionsOfMakefiles(folders, (file) => this.#parts.files.read(file));
  }

  /** A .config has ten thousand lines, and every keystroke asks for the settings: it is read again when it is another. */
  #readTree(top: string): FoundTree | undefined {
    const { files } = this.#parts;
    const texts = [files.read(`${top}/Makefile`), files.read(`${top}/.config`)];
    const known = this.#readTrees.get(top);
    if (known && texts.every((text, i) => text === known.texts[i])) return known.tree;
    const tree = readKernelTree(top, files);
    this.#readTrees.set(top, { texts, tree });
    return tree;
  }

  #tell(problem: string): void {
    if (this.#told.has(problem)) return;
    this.#told.add(problem);
    this.#parts.log.warn(problem);
  }
}
