import { expect, it } from "vitest";
import { project, service } from "../state/test-data.ts";
import { machineBars } from "./machine.ts";

const info = { name: "m", version: "26.1", apiVersion: "1.45", platform: "linux", cpus: 4, memory: 8 * 2 ** 30 };
const stack = project({ web: service({ cpus: 1, mem_limit: "1g", scale: 2 }) });

it("adds up use and limits against the machine", () => {
  const [cpu, memory] = machineBars(info, stack, {
    a: { at: 1, cpu: 0.5, memory: 2 ** 30 },
    b: { at: 1, memory: 2 ** 30 },
  });
  expect(cpu).toEqual({ name: "CPU", used: 0.125, limited: 0.5, text: "0.50 used, 2.0 limited, of 4 cores" });
  expect(memory).toMatchObject({ used: 0.25, limited: 0.25, text: "2 GB used, 2 GB limited, of 8 GB" });
});

it("does not call unknown zero", () => {
  expect(machineBars(info, undefined, {})[0]).toMatchObject({
    used: undefined,
    text: "use not known, 0.00 limited, of 4 cores",
  });
});
