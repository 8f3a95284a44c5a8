// The command `kmem-lens`: arguments in, exit status out. Every mistake of the user ends here as one line on standard
// error and status 2; every mistake of ours likewise, with the stack for the report.

import { readFileSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import { architectures } from "../kernel-model/architectures.js";
import {
  asksForGcc,
  type CompilerFlags,
  type OwnOptions,
  splitGccArguments,
} from "../project/compiler-flags.js";
import { ruleIds } from "../rules/catalogue.js";
import { runCheck } from "./check.js";
import { type RawCheckOptions, reportFormats } from "./check-options.js";
import { runExplain } from "./explain.js";
import { type RawIndexOptions, runIndex } from "./index-tree.js";
import type { Io } from "./io.js";
import { type RawSimulateOptions, runSimulate } from "./simulate.js";
import { reasonOf, UsageError } from "./usage-error.js";

/** Runs the command with the arguments after `node main.js`; answers the exit status. */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    // One of the two places that catch everything: what the user can mend is one line, our own bugs show their stack.
    if (error instanceof CommanderError) return await tellCommanderError(error, io);
    if (error instanceof UsageError) {
      await io.stderr.write(`kmem-lens: ${error.message}\n`);
      return 2;
    }
    const stack = error instanceof Error ? (error.stack ?? error.message) : reasonOf(error);
    await io.stderr.write(`kmem-lens: this is a bug of kmem-lens, please report it: ${stack}\n`);
    return 2;
  }
}

async function dispatch(args: readonly string[], io: Io): Promise<number> {
  let status = 0;
  const outcome = { set: (value: number) => (status = value) };
  const version = readVersion();
  const out: string[] = [];
  const program = createProgram(version, out);
  addCheck(program, { args, io, version, outcome });
  addExplain(program, io, outcome);
  addSimulate(program, io, outcome);
  addIndex(program, io, outcome);
  addLsp(program);
  const own = ownArguments(args, program);
  if (own.length === 0)
    throw new UsageError("no command; try 'kmem-lens check PATH', or 'kmem-lens --help' for all");
  try {
    await program.parseAsync([...own], { from: "user" });
  } finally {
    await io.stdout.write(out.join(""));
  }
  return status;
}

interface Outcome {
  set(status: number): void;
}

function createProgram(version: string, out: string[]): Command {
  return new Command("kmem-lens")
    .description("Finds memory allocation mistakes in Linux driver C.")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({ writeOut: (text) => out.push(text), writeErr: () => undefined })
    .enablePositionalOptions()
    .showSuggestionAfterError(true);
}

interface CheckSetting {
  readonly args: readonly string[];
  readonly io: Io;
  readonly version: string;
  readonly outcome: Outcome;
}

function addCheck(program: Command, { args, io, version, outcome }: CheckSetting): void {
  const collect = (value: string, previous: string[] = []) => [...previous, value];
  const command = program
    .command("check")
    .description("check C files and folders")
    .argument("[PATH...]", "files or folders; '-' reads standard input")
    .option("--format <format>", `${reportFormats.join(", ")} (default: text)`)
    .option(
      "--kernel <release>",
      "the kernel release, as in 6.1 (default: of the tree around PATH, else 6.1)",
    )
    .option("--arch <arch>", `${Object.keys(architectures).join(", ")} (default: of the tree, else x86_64)`)
    .option(
      "--tree <folder>",
      "a kernel tree for headers and cross-file facts (default: found upwards from PATH)",
    )
    .option("--pack <file>", "a knowledge pack of 'kmem-lens index', or 'none' (default: the release's own)")
    .option("--btf <file>", "types of the kernel meant: a vmlinux, or /sys/kernel/btf/vmlinux")
    .addOption(new Option("--link", "link all files under PATH (the default)").hideHelp())
    .option("--no-link", "check each file of a PATH of more than 400 by itself (quicker, finds less)")
    .option("--jobs <count>", "worker threads (default: the cores, at most 8)")
    .option("--only <ids>", "run these rules only, separated by commas", collect)
    .option("--rule <id=level>", "set a rule to off, hint, info, warning or error", collect)
    .option("--baseline <file>", "leave out the findings that FILE knows")
    .option("--write-baseline <file>", "write the findings to FILE and end with status 0")
    .option("--diff <revision>", "only findings that belong to the changes since that git revision")
    .option("--fix", "apply the safe fixes to the files")
    .option("--fixes", "work out fixes and put their edits into the report")
    .option("--no-cache", "neither read nor write the cache")
    .option("--stats", "say what was looked at")
    .option("--fail-on <level>", "status 1 from that level on: hint, info, warning (default), error, never")
    .option("--stdin-path <path>", "the name of standard input in the report")
    .addHelpText("after", `\nRules: ${ruleIds.join(", ")}. 'kmem-lens explain RULE' tells about one.`)
    .addHelpText(
      "after",
      "Exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or unreadable PATH.",
    );
  command.action(async (paths: string[], raw: RawCheckOptions) => {
    outcome.set(await runCheck({ paths, raw, flags: compilerFlags(args, command), version }, io));
  });
}

function addExplain(program: Command, io: Io, outcome: Outcome): void {
  const command = program
    .command("explain")
    .description("tell about a rule, gfp flag, allocator or function")
    .argument("<NAME>")
    .option("--kernel <release>", "the kernel release, as in 6.1 (default)")
    .option("--arch <arch>", `${Object.keys(architectures).join(", ")} (default: x86_64)`);
  command.action(async (name: string, raw: { kernel?: string; arch?: string }) => {
    outcome.set(await runExplain(name, raw, io));
  });
}

function addSimulate(program: Command, io: Io, outcome: Outcome): void {
  const command = program
    .command("simulate")
    .description("run the annotated snippets of C files")
    .argument("[FILE...]")
    .option("--function <name>", "run that function, even without annotation")
    .option("--machine <spec>", "ARCH:BYTES[,pae][,page=64K], as in x86_64:512M (default)")
    .option("--kernel <release>", "the kernel release, as in 6.1 (default)")
    .option("--arch <arch>", `${Object.keys(architectures).join(", ")} (default: x86_64)`)
    .option("--format <format>", "text, json (default: text)")
    .option("--tree <dir>", "kernel tree for headers (default: the one that FILE lies in)")
    .option("--fail-each", "run once more for every allocation, with that one failing");
  command.action(async (paths: string[], raw: RawSimulateOptions) => {
    outcome.set(await runSimulate(paths, raw, io));
  });
}

function addLsp(program: Command): void {
  const command = program
    .command("lsp")
    .description("the language server, for any editor")
    .addOption(new Option("--stdio", "speak over standard input and output"));
  command.allowUnknownOption().allowExcessArguments();
  command.action(async (raw: { stdio?: boolean }) => {
    if (!raw.stdio) throw new UsageError("lsp: say how to talk to it; write 'kmem-lens lsp --stdio'");
    await startServer();
  });
}

/** The server is another rim: it is started by its file, as an editor would start it, and lives as long as its pipes. */
async function startServer(): Promise<void> {
  await import(new URL("../lsp/entry.js", import.meta.url).href);
}

function addIndex(program: Command, io: Io, outcome: Outcome): void {
  const command = program
    .command("index")
    .description("learn a kernel tree: make a knowledge pack for that release")
    .argument("<TREE>", "the folder with the kernel's Makefile; its .config is read where there is one")
    .option("--out <file>", "the pack to write")
    .option("--jobs <count>", "worker threads (default: the cores, at most 8)");
  command.action(async (tree: string, raw: RawIndexOptions) => {
    outcome.set(await runIndex(tree, raw, io));
  });
}

/** In the gcc format the compiler's flags are taken out before commander sees them. */
function ownArguments(args: readonly string[], program: Command): readonly string[] {
  if (args[0] !== "check" || !asksForGcc(args)) return args;
  return ["check", ...splitArguments(args, checkCommand(program)).own];
}

function compilerFlags(args: readonly string[], command: Command): CompilerFlags | undefined {
  return asksForGcc(args) ? splitArguments(args, command).flags : undefined;
}

function splitArguments(args: readonly string[], command: Command) {
  const own: OwnOptions = new Map([
    ...command.options.map(
      (option) => [option.long ?? option.flags, option.required ? "value" : "flag"] as const,
    ),
    ["--help", "flag"],
    ["-h", "flag"],
  ]);
  return splitGccArguments(args.slice(1), own, Object.keys(architectures));
}

function checkCommand(program: Command): Command {
  return program.commands.find((command) => command.name() === "check") ?? program;
}

async function tellCommanderError(error: CommanderError, io: Io): Promise<number> {
  if (error.exitCode === 0) return 0;
  const text = error.message
    .replace(/^error: /, "")
    .replace(/\s+/g, " ")
    .trim();
  await io.stderr.write(
    `kmem-lens: ${text}; 'kmem-lens --help' and 'kmem-lens check --help' list what there is\n`,
  );
  return 2;
}

/** The version of the package that this file is part of. */
function readVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL("../../../package.json", import.meta.url), "utf8"),
  );
  const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return hasVersion ? String(manifest.version) : "0";
}
