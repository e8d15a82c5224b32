/** A line for whoever reads the run: the numbers, and each failure as it comes. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
