// What the compiler was told, as a file: macros (`-D`, `-U`) and the headers that are read first (`-include`).

/** The path of that file; every other file includes it. No file on a disk has this name. */
export const commandLinePath = "<command line>";
