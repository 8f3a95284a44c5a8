// Options that Makefiles define by themselves: `ccflags-y += -DCONFIG_FOO`. A .config does not name them, and still they
// are set: of these the build is not asked.

/** So many folders from a file's own upwards are looked in: drivers in several folders have one Makefile above. */
const maxLevels = 4;

/** The options that Makefiles in and above `folders` define; `read` answers the text of a file, undefined for none. */
export function optionsOfMakefiles(
  folders: readonly string[],
  read: (path: string) => string | undefined,
): readonly string[] {
  const names = new Set<string>();
  for (const folder of withThoseAbove(folders)) {
    for (const name of ["Makefile", "Kbuild"]) {
      const text = read(`${folder}/${name}`);
      for (const [, option = ""] of text?.matchAll(/-D[ \t]*(CONFIG_\w+)/g) ?? []) names.add(option);
    }
  }
  return [...names].sort();
}

function withThoseAbove(folders: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const folder of folders) {
    let above = folder;
    for (let level = 0; level < maxLevels && above !== ""; level++) {
      all.add(above);
      above = above.slice(0, Math.max(0, above.lastIndexOf("/")));
    }
  }
  return all;
}
