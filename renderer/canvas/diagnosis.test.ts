import { describe, expect, it } from "vitest";
import type { Replica } from "../../shared/observed.ts";
import { serviceHealth } from "../../shared/health.ts";
import { replica, service } from "../state/test-data.ts";
import { healingText, shortHealingText, shortReason, worstReplica } from "./diagnosis.ts";

const reasonOf = (over: Partial<Replica>) => {
  const worst = worstReplica(serviceHealth(service(), [replica(), replica({ id: "x", number: 2, ...over })], true));
  return worst === undefined ? undefined : shortReason(worst);
};

describe("shortReason", () => {
  it("says in few words what the worst replica suffers from", () => {
    expect(reasonOf({ state: "exited", exitCode: 137, oomKilled: true })).toBe("out of memory");
    expect(reasonOf({ state: "exited", exitCode: 1 })).toBe("exit code 1");
    expect(reasonOf({ health: "unhealthy", healthOutput: "curl: (7) failed to connect" })).toBe("unhealthy");
    expect(reasonOf({ state: "created", error: "port is already allocated" })).toBe("port is already allocated");
    expect(reasonOf({ state: "paused" })).toBe("paused");
    expect(reasonOf({})).toBeUndefined();
  });
});

describe("healing", () => {
  const healing = { stack: "shop", replica: "web-1", service: "web", reason: "ended", attempts: 3, nextAt: 10_000 };
  it("counts down", () => {
    expect(healingText(healing, 2400)).toBe("restarting in 8 s, 3rd try");
    expect(healingText(healing, 10_500)).toBe("restarting now, 3rd try");
    expect(shortHealingText(healing, 2400)).toBe("try 3 in 8 s");
  });
});
