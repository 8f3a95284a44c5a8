// The command's door to the outside: streams, terminal, clock. A value, so that tests can stand in for a terminal.

/** Somewhere text can be written; resolves when the text has been taken over. */
export interface Sink {
  readonly isTerminal: boolean;
  /** Width of the terminal in columns; undefined when it is none. */
  readonly columns: number | undefined;
  write(text: string): Promise<void>;
}

export interface Io {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly readStdin: () => Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds from an arbitrary start. */
  readonly now: () => number;
  /** Calls `tidy` if the user interrupts the run, which then ends by the signal; answers how to call that off. */
  readonly onInterrupt: (tidy: () => void) => () => void;
}

/** How much is handed to a stream at once: large enough to be quick, small enough not to double a long report. */
const chunkLength = 64 * 1024;

/** The process' own streams. A reader that went away (EPIPE) is not an error: what follows is dropped. */
export function processIo(): Io {
  return {
    stdout: streamSink(process.stdout),
    stderr: streamSink(process.stderr),
    readStdin,
    env: process.env,
    now: () => performance.now(),
    onInterrupt,
  };
}

/** Only while somebody waits for it: a handler would hold up the signal while the thread is busy. */
function onInterrupt(tidy: () => void): () => void {
  const handler = (): void => {
    tidy();
    process.kill(process.pid, "SIGINT");
  };
  process.once("SIGINT", handler);
  return () => process.off("SIGINT", handler);
}

function streamSink(stream: NodeJS.WriteStream): Sink {
  let isBroken = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    isBroken = true;
  });
  return {
    isTerminal: stream.isTTY === true,
    columns: stream.isTTY ? stream.columns : undefined,
    async write(text) {
      for (let at = 0; at < text.length && !isBroken; ) {
        const end = chunkEnd(text, at);
        const chunk = text.slice(at, end);
        await new Promise<void>((resolve) => stream.write(chunk, () => resolve()));
        at = end;
      }
    },
  };
}

/** The end of the next chunk, never between the two halves of a surrogate pair. */
function chunkEnd(text: string, start: number): number {
  const end = Math.min(start + chunkLength, text.length);
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code < 0xdc00 && end < text.length ? end + 1 : end;
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
