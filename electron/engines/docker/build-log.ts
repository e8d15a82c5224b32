import { GantryError } from "../../../shared/errors.ts";

/** How many lines of the log a failure carries. */
const TAIL = 15;

/** The log of one build: whole lines out of the builder's pieces, the step it is at, and the words when it fails. */
export function createBuildLog(image: string): {
  /** Takes a piece of the log; answers the lines that are whole now. */
  add(piece: string): string[];
  failure(said: string): GantryError;
} {
  let rest = "";
  let step = "";
  let tail: string[] = [];
  return {
    add(piece) {
      const lines = (rest + piece).split(/\r?\n/);
      rest = lines.pop() ?? "";
      const whole = lines.map((line) => line.trimEnd()).filter((line) => line !== "");
      for (const line of whole) {
        if (/^Step \d+\/\d+ : /.test(line)) {
          step = line.replace(" : ", ": ");
          tail = [];
        } else tail = [...tail, line].slice(-TAIL);
      }
      return whole;
    },
    failure(said) {
      const at = step === "" ? "" : ` at ${step.charAt(0).toLowerCase()}${step.slice(1)}`;
      const end = tail.filter((line) => !/^ ?---> /.test(line));
      const { why, hint } = wordsFor(said);
      const log = end.length === 0 ? "" : `\n${end.join("\n")}`;
      return new GantryError("image", `Image ${image} cannot be built: it failed${at}: ${why}.${log}`, {
        hint,
        cause: said,
      });
    },
  };
}

function wordsFor(said: string): { why: string; hint: string } {
  const code = /^The command '(.*)' returned a non-zero code: (\d+)$/s.exec(said)?.[2];
  if (code !== undefined)
    return {
      why: `its command ended with exit code ${code}`,
      hint: "The log above says why; mend that step of the Dockerfile.",
    };
  const why = said.replace(/\.$/, "");
  if (
    /pull access denied|manifest unknown|not found.*manifest|dial tcp|no such host|repository does not exist/i.test(
      said,
    )
  )
    return { why, hint: "The base image (FROM) cannot be pulled: check its name, the network and the login." };
  if (/dockerfile parse error|unknown instruction/i.test(said))
    return { why, hint: "Mend that line of the Dockerfile." };
  if (/target stage|failed to reach build target/i.test(said))
    return { why, hint: "Mend `build.target`: the name of a stage (FROM … AS name)." };
  if (/(COPY|ADD) failed|no such file or directory/i.test(said))
    return { why, hint: "Check the path, seen from `build.context`, and whether `.dockerignore` leaves it out." };
  if (/the --mount option requires BuildKit|requires BuildKit/i.test(said))
    return { why, hint: "This Dockerfile needs BuildKit: build it with `docker compose build`, then apply." };
  return { why, hint: "The log above says what the builder did last." };
}
