// Which files the kernel's build links into one module, as Makefiles of Kbuild say it (Documentation/kbuild/makefiles.rst,
// v6.1: "Composite objects"). Pure, and without evaluation: names of modules that are variables are not understood,
// conditions count as true.

/** Makefiles that may name a file of their folder's subfolders; drivers go no deeper. */
const maxFoldersUp = 3;

/** The lists of kbuild that are not of one module. */
const otherLists =
  /^(?:obj|lib|subdir|extra|always|targets|clean|hostprogs|userprogs|generic|header|dtb|(?:cc|as|ld)flags)$/;

/** The objects of each module that is made of several: `foo-y := a.o sub/b.o`, `foo-objs += c.o`. */
export function modulesOf(makefile: string): ReadonlyMap<string, readonly string[]> {
  const modules = new Map<string, string[]>();
  const lines = makefile.replace(/\\\r?\n/g, " ").split("\n");
  for (const line of lines) {
    const [, name = "", objects = ""] =
      /^[ \t]*([\w./-]+)-(?:y|m|objs|\$[({][^)}]*[)}])[ \t]*[:+?]?=([^#]*)/.exec(line) ?? [];
    if (name === "" || otherLists.test(name)) continue;
    const found = objects.split(/\s+/).filter((word) => /^[\w./-]+\.o$/.test(word));
    modules.set(name, [...(modules.get(name) ?? []), ...found]);
  }
  return modules;
}

/** What a folder says of one of its files. */
export type FileInKbuild =
  /** Paths of the C files that are linked with it, itself among them. */
  | { readonly kind: "module"; readonly paths: readonly string[] }
  /** It is a module by itself. */
  | { readonly kind: "alone" }
  /** No Makefile of kbuild around knows it. */
  | { readonly kind: "unknown" };

/** The files of the module that the C file at `path` is part of; `read` gives Makefiles, which are few and small. */
export function moduleOf(path: string, read: (path: string) => string | undefined): FileInKbuild {
  const object = path.replace(/\.c$/, ".o");
  let isNamed = false;
  let folder = path;
  for (let i = 0; i < maxFoldersUp; i++) {
    folder = folder.slice(0, Math.max(folder.lastIndexOf("/"), 0));
    if (folder === "") break;
    const own = object.slice(folder.length + 1);
    for (const name of ["Kbuild", "Makefile"]) {
      const text = read(`${folder}/${name}`);
      if (text === undefined) continue;
      const paths = [...modulesOf(text).values()].filter((list) => list.includes(own)).flat();
      if (paths.length > 0) {
        const files = paths.map((item) => `${folder}/${item.replace(/\.o$/, ".c")}`);
        return { kind: "module", paths: [...new Set(files)] };
      }
      isNamed ||= text.split(/\s+/).includes(own);
    }
  }
  return { kind: isNamed ? "alone" : "unknown" };
}
