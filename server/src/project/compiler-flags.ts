// The compiler's flags as kbuild hands them to a checker (scripts/Makefile.build: cmd_checksrc, 6.1): our own options
// are taken out, flags that take a separate word are known by a table, every other flag is passed over.

/** What the compiler was told that is of use here. */
export interface CompilerFlags {
  /** `-I` and `-isystem`, in order. */
  readonly includePaths: readonly string[];
  /** `-include`. */
  readonly includedFiles: readonly string[];
  /** `-D NAME[=VALUE]` as written after the flag, and `-U NAME`. */
  readonly defines: readonly string[];
  readonly undefines: readonly string[];
  /** The kernel's ARCH (`--arch=` of kbuild's CHECKFLAGS) and the machine's word size (`-m32`, `-m64`). */
  readonly kbuildArch: string | undefined;
  readonly wordBits: 32 | 64 | undefined;
}

export interface SplitArguments {
  /** Our options and the PATHs. */
  readonly own: readonly string[];
  readonly flags: CompilerFlags;
}

type FlagUse = "include-path" | "include" | "define" | "undefine" | "ignore";

/** Flags whose value is the next word, or glued on where `isPrefix`. Source: gcc 12 manual, Overall and Preprocessor Options. */
const wordFlags: readonly { readonly flag: string; readonly use: FlagUse; readonly isPrefix: boolean }[] = [
  { flag: "-include", use: "include", isPrefix: false },
  { flag: "-imacros", use: "include", isPrefix: false },
  { flag: "-isystem", use: "include-path", isPrefix: false },
  { flag: "-iquote", use: "include-path", isPrefix: false },
  { flag: "-idirafter", use: "include-path", isPrefix: false },
  { flag: "-iprefix", use: "ignore", isPrefix: false },
  { flag: "-iwithprefix", use: "ignore", isPrefix: false },
  { flag: "-isysroot", use: "ignore", isPrefix: false },
  { flag: "-I", use: "include-path", isPrefix: true },
  { flag: "-D", use: "define", isPrefix: true },
  { flag: "-U", use: "undefine", isPrefix: true },
  { flag: "--param", use: "ignore", isPrefix: false },
  { flag: "-o", use: "ignore", isPrefix: true },
  { flag: "-x", use: "ignore", isPrefix: true },
  { flag: "-MF", use: "ignore", isPrefix: false },
  { flag: "-MT", use: "ignore", isPrefix: false },
  { flag: "-MQ", use: "ignore", isPrefix: false },
  { flag: "-Xlinker", use: "ignore", isPrefix: false },
  { flag: "-Xpreprocessor", use: "ignore", isPrefix: false },
  { flag: "-Xassembler", use: "ignore", isPrefix: false },
  { flag: "-Xclang", use: "ignore", isPrefix: false },
  { flag: "-mllvm", use: "ignore", isPrefix: false },
  { flag: "-target", use: "ignore", isPrefix: false },
  { flag: "-arch", use: "ignore", isPrefix: false },
  { flag: "-L", use: "ignore", isPrefix: true },
  { flag: "-T", use: "ignore", isPrefix: true },
  { flag: "-u", use: "ignore", isPrefix: false },
  { flag: "-z", use: "ignore", isPrefix: false },
  { flag: "-A", use: "ignore", isPrefix: true },
  { flag: "-B", use: "ignore", isPrefix: true },
];

/** Our options, by whether the next word is their value. */
export type OwnOptions = ReadonlyMap<string, "flag" | "value">;

/** Whether the arguments of `check` ask for the gcc format. */
export function asksForGcc(args: readonly string[]): boolean {
  return args.some((arg, i) => arg === "--format=gcc" || (arg === "--format" && args[i + 1] === "gcc"));
}

/** Splits the arguments of `check --format gcc`. kbuild's `--arch=` is the kernel's ARCH unless it is one of ours. */
export function splitGccArguments(
  args: readonly string[],
  ownOptions: OwnOptions,
  ownArchitectures: readonly string[],
): SplitArguments {
  const own: string[] = [];
  const found: Record<FlagUse, string[]> = {
    "include-path": [],
    include: [],
    define: [],
    undefine: [],
    ignore: [],
  };
  let kbuildArch: string | undefined;
  let wordBits: 32 | 64 | undefined;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    const [name = "", value] = arg.startsWith("--") ? splitOnce(arg) : [arg, undefined];
    const ownKind = ownOptions.get(name);
    const word = wordFlags.find(({ flag, isPrefix }) => arg === flag || (isPrefix && arg.startsWith(flag)));
    if (name === "--arch" && value !== undefined && !ownArchitectures.includes(value)) kbuildArch = value;
    else if (ownKind !== undefined) {
      own.push(arg);
      if (ownKind === "value" && value === undefined && i + 1 < args.length) own.push(args[++i] ?? "");
    } else if (word)
      found[word.use].push(arg === word.flag ? (args[++i] ?? "") : arg.slice(word.flag.length));
    else if (arg === "-m32" || arg === "-m64") wordBits = arg === "-m32" ? 32 : 64;
    else if (arg === "-" || !arg.startsWith("-")) own.push(arg);
  }
  return {
    own,
    flags: {
      includePaths: found["include-path"],
      includedFiles: found.include,
      defines: found.define,
      undefines: found.undefine,
      kbuildArch,
      wordBits,
    },
  };
}

function splitOnce(arg: string): [string, string | undefined] {
  const at = arg.indexOf("=");
  return at === -1 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}
