import { createInterface } from "node:readline/promises";
import { GantryError } from "../../shared/errors.ts";
import type { Context } from "./context.ts";

/** A question at the terminal; only a clear yes is one. */
export async function ask(question: string): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(`${question} [y/N] `);
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}

/**
 * Goes on when --yes was given, or when the person at the terminal says so.
 *
 * @throws GantryError `cancelled` for a no, `bad-input` when there is nobody to ask
 */
export async function mustConfirm({ options }: Pick<Context, "options">, loss: string): Promise<void> {
  if (options.yes) return;
  if (!process.stdin.isTTY) throw new GantryError("bad-input", loss, { hint: "Say --yes to go on." });
  if (!(await ask(`${loss} Go on?`))) throw new GantryError("cancelled", "Nothing was changed.");
}
