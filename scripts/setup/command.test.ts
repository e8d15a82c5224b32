import { describe, expect, it } from "vitest";
import { run, tryRun } from "./command.mjs";

const node = (script: string): [string, string[]] => [process.execPath, ["-e", script]];

describe("running a program", () => {
  it("gives back what it printed and how it ended", async () => {
    const result = await tryRun(...node("console.log('a'); console.error('b'); process.exit(3)"));
    expect(result).toMatchObject({ code: 3, out: "a\n", err: "b\n", why: "b" });
  });

  it("ends one that takes too long or stands still, and says which", async () => {
    const idle = node("setInterval(() => {}, 1000)");
    expect(await tryRun(...idle, { limitMs: 200 })).toMatchObject({ code: 124, why: "it took longer than 0.2 s" });
    expect(await tryRun(...idle, { stalledMs: 600 })).toMatchObject({ code: 124, why: "nothing arrived for 0.6 s" });
  });

  it("lets one run that gets on", async () => {
    let moved = 0;
    const slow = node("setTimeout(() => {}, 1500)");
    expect(await tryRun(...slow, { stalledMs: 600, progress: () => moved++ })).toMatchObject({ code: 0 });
  });

  it("says that a program is not there", async () => {
    await expect(run("no-such-program-here", ["x"])).rejects.toThrow(/no-such-program-here x.*failed.*ENOENT/);
  });
});
