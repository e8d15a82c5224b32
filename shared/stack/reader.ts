/** What a load needs from outside; the Node side gives real files, a test a Map. */
export interface Reader {
  /** The file's text, or undefined when it does not exist. Throws for every other failure. */
  read(path: string): Promise<string | undefined>;
  resolve(base: string, ...parts: string[]): string;
  dirname(path: string): string;
  basename(path: string): string;
}

/** What a reader throws for a file that is too big to be one of a stack's. */
export class TooBigError extends Error {
  override readonly name = "TooBigError";

  constructor(bytes: number) {
    super(`it is ${(bytes / 1024 / 1024).toFixed(1)} MiB; a stack file may have at most 8 MiB`);
  }
}
