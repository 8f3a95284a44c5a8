// What the user did wrong, said in one line with the way to mend it; `main` prints it and answers 2.

/** A wrong option, an unreadable PATH and the like: exit status 2. `message` is one line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The text of any thrown value, in one line. */
export function reasonOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.replace(/\s+/g, " ").trim();
}

const plainReasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EPERM: "not permitted",
  ELOOP: "symbolic link loop",
  EISDIR: "is a folder",
  ENOTDIR: "a part of the path is not a folder",
  ENAMETOOLONG: "name too long",
  EMFILE: "too many open files",
  ENOSPC: "no space left",
  EROFS: "read-only file system",
};

/** Why a file operation failed, in plain words. */
export function fileErrorReason(thrown: unknown): string {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  return plainReasons[code] ?? reasonOf(thrown);
}
