// What a build decides before the compiler reads anything: the options of a kernel's .config, and what the compiler is
// told on its command line. Plain data, and small to hand about: the options stay one text.

/** One build. What it says nothing of is open. */
export interface BuildConfiguration {
  /** As a user is told of it: `.config`, `compile_commands.json`. */
  readonly source: string;
  /** Different for other content. */
  readonly id: string;
  /** `\nCONFIG_X=y\nCONFIG_Z=m\n…`, only what is set; undefined where no .config is known. */
  readonly options: string | undefined;
  /** Different for other options: they are long, and asked for at every keystroke. */
  readonly optionsId: string;
  /** Macros of the command line; undefined for one that it takes away (`-U`). */
  readonly macros: Readonly<Record<string, string | undefined>>;
  /** Macros that something else defines than the build: nothing is known of them. */
  readonly openNames: readonly string[];
}

/** What a build makes of a macro: `value` is the text behind its `#define`. */
export interface BuildMacro {
  readonly isDefined: boolean;
  readonly value: string;
}

const undefinedMacro: BuildMacro = { isDefined: false, value: "0" };

/** Words of a compiler's command line, as written after `-D` and `-U`. */
export interface CommandLineMacros {
  readonly defines: readonly string[];
  readonly undefines: readonly string[];
}

/** The build that a .config comes to; undefined where the text sets nothing. */
export function configurationOf(config: string): BuildConfiguration | undefined {
  const lines = config.match(/^CONFIG_\w+=.*$/gm);
  if (!lines) return undefined;
  const options = `\n${lines.join("\n")}\n`.replaceAll("\r", "");
  return identified({
    source: ".config",
    options,
    optionsId: fingerprintOf(options),
    macros: {},
    openNames: [],
  });
}

/** Kbuild's names for the file at hand (scripts/Makefile.lib, 6.1): another for each, and nothing hangs on them. */
const namesFile = /^_*KBUILD_(?:BASENAME|MODNAME|MODFILE)$/;

/** The build with what the compiler was told besides; itself, or undefined, where it was told nothing. */
export function withCommandLine(
  build: BuildConfiguration | undefined,
  { defines, undefines }: CommandLineMacros,
  source: string,
): BuildConfiguration | undefined {
  if (defines.length + undefines.length === 0) return build;
  const macros: Record<string, string | undefined> = { ...build?.macros };
  for (const text of defines) {
    const [, name = "", value = "1"] = /^([^=(]*)(?:=(.*))?$/s.exec(text) ?? [];
    if (name !== "" && !namesFile.test(name)) macros[name] = value;
  }
  for (const name of undefines) macros[name] = undefined;
  return identified({
    source: build ? `${build.source}, ${source}` : source,
    options: build?.options,
    optionsId: build?.optionsId ?? "",
    macros,
    openNames: build?.openNames ?? [],
  });
}

/** The build where files themselves define some of its options: `#define CONFIG_X` in a driver's own header. */
export function withOpenNames(build: BuildConfiguration, names: readonly string[]): BuildConfiguration {
  if (names.length === 0) return build;
  return identified({ ...build, openNames: [...new Set([...build.openNames, ...names])].sort() });
}

/** Names of options that a text defines or takes away by itself. */
export function ownOptionsOf(text: string): readonly string[] {
  const lines = text.matchAll(/^[ \t]*#[ \t]*(?:define|undef)[ \t]+(CONFIG_\w+)/gm);
  return [...lines].map(([, name]) => name ?? "");
}

/**
 * What the build makes of a macro; undefined where it does not say. Of an option that is a module the macro with
 * `_MODULE` at its end is defined (scripts/kconfig/confdata.c: print_symbol_for_c(), 6.1).
 */
export function buildMacro(name: string, build: BuildConfiguration): BuildMacro | undefined {
  if (Object.hasOwn(build.macros, name)) {
    const value = build.macros[name];
    return value === undefined ? undefinedMacro : { isDefined: true, value };
  }
  if (build.openNames.includes(name)) return undefined;
  if (build.options === undefined || !/^CONFIG_\w/.test(name)) return undefined;
  const value = optionValue(name, build.options);
  if (value !== undefined && value !== "m") return { isDefined: true, value: value === "y" ? "1" : value };
  const module = /^(\w+)_MODULE$/.exec(name)?.[1];
  const isModule = module !== undefined && optionValue(module, build.options) === "m";
  return isModule ? { isDefined: true, value: "1" } : undefinedMacro;
}

/** The text behind `CONFIG_X=`; undefined for an option that is not set. */
function optionValue(name: string, options: string): string | undefined {
  const start = options.indexOf(`\n${name}=`);
  if (start < 0) return undefined;
  const from = start + name.length + 2;
  return options.slice(from, options.indexOf("\n", from)).trim();
}

function identified(build: Omit<BuildConfiguration, "id">): BuildConfiguration {
  const { optionsId, macros, openNames } = build;
  const told = Object.entries(macros).map(([name, value]) => `${name} ${value ?? "\n"}`);
  return { ...build, id: fingerprintOf([optionsId, ...told, "", ...openNames].join("\0")) };
}

/** FNV-1a, twice with other starts: told apart are the few configurations that one user has. */
function fingerprintOf(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01234567;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ (c + i), 0x01000193);
  }
  return `${text.length.toString(36)}-${(a >>> 0).toString(36)}-${(b >>> 0).toString(36)}`;
}
