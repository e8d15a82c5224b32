/** What a load needs from outside; the Node side gives real files, a test a Map. */
export interface Reader {
  /** The file's text, or undefined when it does not exist. Throws for every other failure. */
  read(path: string): Promise<string | undefined>;
  resolve(base: string, ...parts: string[]): string;
  dirname(path: string): string;
  basename(path: string): string;
}
