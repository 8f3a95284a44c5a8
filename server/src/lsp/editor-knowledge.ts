// What stands behind open documents: the pack of the release and the types of a built kernel at once; the headers of a
// kernel tree, which are a thousand for a driver, bit by bit between other work. A document is checked without them
// until all that it asks for has been read.

import type { Profile } from "../kernel-model/profile.js";
import type { ForeignTree } from "../project/foreign.js";
import { openHeadersBeside, withTreeHeaders } from "../project/headers-beside.js";
import type { KernelTreeHeaders } from "../project/kernel-tree-headers.js";
import { type Knowledge, type KnowledgeFiles, openKnowledge } from "../project/knowledge.js";
import type { CheckSettings, SourceFile } from "../rules/engine.js";

/** What stands behind one check of a document. */
export interface OpenedKnowledge extends Knowledge {
  /** Whether the check is to be made again when more has been read; asked after it. */
  isPartial(): boolean;
}

export interface EditorKnowledge {
  /** What is known at once. */
  open(uri: string, settings: CheckSettings): OpenedKnowledge;
  /** The same with more read of the tree's headers; undefined while there is not enough for a check to be worth it. */
  refine(uri: string, settings: CheckSettings, files: readonly SourceFile[]): OpenedKnowledge | undefined;
  /** A document is closed. */
  release(uri: string): void;
  /** Headers have changed on the disk. */
  forget(): void;
}

/** Knows nothing. */
export const noKnowledge: EditorKnowledge = {
  open: () => ({ behind: undefined, problems: [], isPartial: () => false }),
  refine: () => undefined,
  release: () => undefined,
  forget: () => undefined,
};

/** So much text is looked through between two requests: less than a tenth of a second. */
const maxCharsAtOnce = 500_000;
/** A document whose headers are known may come to more while it is typed in: an include adds some. */
const maxCharsWhileTyping = 1_000_000;

interface Ready {
  readonly key: string;
  readonly knowledge: Knowledge;
}

/** Opens what settings name, each once. */
export function createEditorKnowledge(): EditorKnowledge {
  const bases = new Map<string, Knowledge>();
  const trees = new Map<string, KernelTreeHeaders | undefined>();
  const ready = new Map<string, Ready>();
  const baseOf = (files: KnowledgeFiles): Knowledge => {
    const key = JSON.stringify([files.pack, files.btf]);
    const known = bases.get(key) ?? openKnowledge(files);
    bases.set(key, known);
    return known;
  };
  const headersOf = (
    top: string,
    { knowledge = {}, profile }: CheckSettings,
  ): KernelTreeHeaders | undefined => {
    const key = keyOf({ knowledge, profile });
    if (!trees.has(key)) {
      // One tree at a time: its headers are a hundred megabytes.
      trees.clear();
      trees.set(key, openHeadersBeside(top, { behind: baseOf(knowledge).behind, profile, name: undefined }));
    }
    return trees.get(key);
  };
  const withHeaders = (files: KnowledgeFiles, headers: KernelTreeHeaders): Knowledge =>
    openKnowledge(files, (pack: ForeignTree | undefined) => withTreeHeaders(pack, headers));
  const whole = (knowledge: Knowledge): OpenedKnowledge => ({ ...knowledge, isPartial: () => false });
  return {
    open(uri, settings) {
      const { knowledge: files = {} } = settings;
      const base = baseOf(files);
      const headers = files.tree === undefined ? undefined : headersOf(files.tree, settings);
      if (!headers) return whole(base);
      const known = ready.get(uri);
      if (known?.key !== keyOf(settings)) return { ...base, isPartial: () => true };
      headers.allow(maxCharsWhileTyping);
      return { ...known.knowledge, isPartial: headers.lacks };
    },
    refine(uri, settings, sources) {
      const { knowledge: files = {} } = settings;
      const headers = files.tree === undefined ? undefined : headersOf(files.tree, settings);
      if (!headers) return whole(baseOf(files));
      headers.allow(maxCharsAtOnce);
      headers.defining(includesOf(sources), "");
      if (headers.lacks() || !headers.readLacking()) return undefined;
      headers.allow(sources.reduce((sum, { text }) => sum + text.length, 0));
      // A check finds out what else is lacking; as much as its own text may come on top of it.
      // What was worked out with less is not to be remembered: it stands behind another object.
      const knowledge = withHeaders(files, headers);
      const isPartial = (): boolean => {
        if (headers.lacks()) return true;
        ready.set(uri, { key: keyOf(settings), knowledge });
        return false;
      };
      return { ...knowledge, isPartial };
    },
    release: (uri) => void ready.delete(uri),
    forget() {
      trees.clear();
      ready.clear();
    },
  };
}

function keyOf({ knowledge, profile }: Pick<CheckSettings, "knowledge" | "profile">): string {
  const { release, arch, config, build } = profile satisfies Profile;
  return JSON.stringify([knowledge, release.id, arch.id, config, build?.id]);
}

function includesOf(sources: readonly SourceFile[]): readonly string[] {
  const names = sources.flatMap(({ text }) => [
    ...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]/gm),
  ]);
  return [...new Set(names.map(([, name]) => name ?? ""))];
}
