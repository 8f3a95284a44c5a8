// The calls whose parentheses are open at a token: which function each calls, and which of its arguments is being read.

/** Stands for no argument that can be told, however many commas follow. */
const untold = -(2 ** 30);

/** A class for what the tokens before say of the next. */
export class OpenCalls {
  /** For each open parenthesis the number of the name before it, or that of the one around; -1 for none, as outside all. */
  private readonly names: number[] = [-1];
  private readonly arguments: number[] = [0];

  get isNone(): boolean {
    return this.names.length === 1;
  }

  /** The number of the name of the function called; -1 for none. */
  get called(): number {
    return this.names[this.names.length - 1] ?? -1;
  }

  /** Which argument of it is being read, from 0; negative where that cannot be told. */
  get argument(): number {
    return this.arguments[this.arguments.length - 1] ?? 0;
  }

  /** `name`: number of the name before the parenthesis; -1 for plain ones, in which the argument around goes on. */
  open(name: number): void {
    const { called, argument } = this;
    this.names.push(name >= 0 ? name : called);
    this.arguments.push(name >= 0 ? 0 : argument);
  }

  close(): void {
    if (this.isNone) return;
    this.names.pop();
    this.arguments.pop();
  }

  comma(): void {
    this.arguments[this.arguments.length - 1] = this.argument + 1;
  }

  /** A brace in an argument: commas in it are none of the call's. */
  brace(): void {
    if (!this.isNone) this.arguments[this.arguments.length - 1] = untold;
  }

  clear(): void {
    this.names.length = 1;
    this.arguments.length = 1;
  }
}
