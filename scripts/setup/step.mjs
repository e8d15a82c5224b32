// One named step of set-up: what it printed, how it ended, how long it took.

export const done = (detail) => ({ state: "done", detail });
export const there = (detail) => ({ state: "already there", detail });
export const skipped = (because) => ({ state: "skipped", detail: because });
export const failed = (because, next) => ({ state: "failed", detail: because, next });

/** Runs a step and prints one line for it; an unexpected error is a failed step, never the end of set-up. */
export async function runStep(step, context, print) {
  const started = performance.now();
  const say = (text) => print(`  … ${step.name}: ${text}`);
  const result = await step
    .run({ ...context, say })
    .catch((error) => failed(error.message, `Look at .cache/logs, then run this again.`));
  const ms = performance.now() - started;
  print(line(step.name, result, ms));
  if (result.next) print(indent(`next: ${result.next}`));
  return { ...result, name: step.name, ms };
}

const marks = { done: "+", "already there": "=", skipped: "-", failed: "!" };

function line(name, { state, detail }, ms) {
  const because = state === "skipped" || state === "failed" ? " because " : ": ";
  const tail = detail ? because + indent(detail).trim() : "";
  return `  ${marks[state]} ${name.padEnd(16)} ${seconds(ms).padStart(7)}  ${state}${tail}`;
}

const indent = (text) => text.replaceAll(/^/gm, " ".repeat(29));

export const seconds = (ms) => `${(ms / 1000).toFixed(ms < 9950 ? 2 : 1)} s`;
