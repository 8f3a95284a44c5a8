// `npm start`: from a fresh clone to the checker's report on a driver, and then that driver in a real VS Code with the
// extension running.   npm start [-- [PATH] [--no-editor] [--port N]]

import { accessSync, constants, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { commandPath, compile, packageExtension, vsixPath } from "./lib/build.mjs";
import { findDesktopEditor, openDesktopEditor } from "./lib/desktop.mjs";
import { findPort, openFileWhenConnected, startEditor } from "./lib/editor.mjs";
import { exitOnSignals, root, run, runMain, say, userError } from "./lib/house.mjs";
import { ensureInstalled } from "./lib/install.mjs";

const sample = "samples/ringcap.c";
const usage = `npm start [-- [PATH] [--no-editor] [--port N]]
  PATH         a driver's file or folder; by default ${sample}
  --no-editor  stop after the report
  --port N     where the embedded editor listens on 127.0.0.1; by default any free port`;

function readArguments(args) {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        "no-editor": { type: "boolean" },
        port: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw userError(`${error.message.split(". ")[0]}\n${usage}`);
  }
  const { values, positionals } = parsed;
  if (positionals.length > 1) throw userError(`one PATH at a time\n${usage}`);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw userError(`--port wants a number from 1 to 65535, not ${values.port}`);
  }
  // npm runs scripts in the package's folder; a relative PATH is meant from where the user typed it.
  const typedIn = process.env.INIT_CWD ?? process.cwd();
  const path = positionals[0] === undefined ? join(root, sample) : resolve(typedIn, positionals[0]);
  return { path, port, wantsEditor: values["no-editor"] !== true, wantsHelp: values.help === true };
}

/** Whether the path is a folder; a path that is not there or cannot be read ends the run before any work is done. */
function isReadableFolder(path) {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isDirectory();
  } catch (error) {
    throw userError(
      error.code === "ENOENT" ? `no such file or folder: ${path}` : `cannot read ${path} (${error.code})`,
    );
  }
}

/** Prints the checker's report; findings are what is expected here, only a failure to run is one. */
async function report(path) {
  const shown = relative(process.cwd(), path);
  const target = shown === "" || shown.startsWith("..") ? path : shown;
  const { status } = await run(process.execPath, [commandPath, "check", "--fail-on", "never", target]);
  if (status !== 0) throw userError(`the checker ended with status ${status}`);
}

async function openEmbeddedEditor({ folder, file, port }) {
  say("packing the extension …");
  await packageExtension();
  const editor = await startEditor({ vsixPath, folder, port });
  console.log(`
  The driver is open in VS Code, with Kmem Lens running in it.

    Address   ${editor.url}
    Password  ${editor.password}

  Only this machine can reach it. Ctrl-C ends it.
`);
  // From here on Ctrl-C is the way to end it, not a failure.
  exitOnSignals(0);
  if (file !== undefined) openFileWhenConnected(editor, file);
  await editor.ended;
  throw userError("the embedded editor has ended by itself");
}

async function main(args) {
  const { path, port, wantsEditor, wantsHelp } = readArguments(args);
  if (wantsHelp) {
    console.log(usage);
    return 0;
  }
  const isFolder = isReadableFolder(path);
  const desktop = wantsEditor && port === undefined ? findDesktopEditor() : undefined;
  if (wantsEditor && port !== undefined) await findPort(port);
  await ensureInstalled();
  say("building …");
  await compile("server");
  await report(path);
  if (!wantsEditor) return 0;
  const place = { folder: isFolder ? path : dirname(path), file: isFolder ? undefined : path, port };
  return desktop === undefined ? openEmbeddedEditor(place) : openDesktopEditor(desktop, place);
}

await runMain(main);
