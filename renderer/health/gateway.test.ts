import { describe, expect, it } from "vitest";
import type { Replica, Usage } from "../../shared/observed.ts";
import type { Project } from "../../shared/stack/project.ts";
import { replica } from "../state/test-data.ts";
import { gatewayView, isOutOfBalancer } from "./gateway.ts";

const project = {
  name: "shop",
  services: {
    web: {
      ports: [
        { target: 80, published: "8080" },
        { target: 80, published: "8081", protocol: "tcp" },
      ],
    },
    dns: { ports: [{ target: 53, published: "53", protocol: "udp" }] },
    db: {},
  },
} as unknown as Project;
const gateway = replica({ id: "g", role: "gateway", service: "gantry:gateway" });
const web = [replica({ id: "a", service: "web" }), replica({ id: "b", service: "web" })];
const use = (more: Partial<Usage>): Usage => ({ at: 0, memory: 1, ...more });

describe("the gateway in the health view", () => {
  it("tells ports, requests a second and who takes them", () => {
    const usage = {
      a: use({ requests: 3, errors: 0.5, takesRequests: true }),
      b: use({ requests: 1, takesRequests: false }),
    };
    expect(gatewayView(project, gateway, { web }, usage, true)).toEqual({
      state: "running",
      perSecond: 4,
      rows: [{ service: "web", ports: ["8080", "8081"], perSecond: 4, errors: 0.5, taking: { now: 1, of: 2 } }],
    });
  });

  it("counts a running replica that the gateway does not know yet as one that takes none", () => {
    const usage = { a: use({ requests: 3, takesRequests: true }), b: use({}) };
    expect(gatewayView(project, gateway, { web }, usage, true)?.rows[0]?.taking).toEqual({ now: 1, of: 2 });
  });

  it("knows nothing of an old picture, and says so rather than 0", () => {
    const usage = { a: use({ requests: 3, takesRequests: true }) };
    const view = gatewayView(project, gateway, { web }, usage, false);
    expect(view).toMatchObject({ state: "unknown", perSecond: undefined });
    expect(view?.rows[0]).toMatchObject({ perSecond: undefined, errors: undefined, taking: undefined });
    // A gateway that does not answer: the replicas' use is known, their requests are not.
    const silent = gatewayView(project, gateway, { web }, { a: use({}) }, true);
    expect(silent).toMatchObject({ state: "running", perSecond: undefined });
  });

  it("is missing, stopped, or not wanted at all", () => {
    expect(gatewayView(project, undefined, {}, {}, true)?.state).toBe("missing");
    const usage = { a: use({ requests: 3, takesRequests: true }) };
    const stopped = gatewayView(project, { ...gateway, state: "exited" }, { web }, usage, true);
    expect(stopped).toMatchObject({ state: "stopped", perSecond: undefined });
    expect(stopped?.rows[0]).toMatchObject({ perSecond: undefined, taking: undefined });
    const none = { ...project, services: { db: {} } } as unknown as Project;
    expect(gatewayView(none, undefined, {}, {}, true)).toBeUndefined();
  });
});

describe("a replica that gets no requests", () => {
  const [a, b] = web as [Replica, Replica];
  const running = { a: use({ takesRequests: true }), b: use({}) };

  it("is out when the gateway says so, or knows only the others", () => {
    expect(isOutOfBalancer(a, web, { a: use({ takesRequests: false }) })).toBe(true);
    expect(isOutOfBalancer(b, web, running)).toBe(true);
    expect(isOutOfBalancer(a, web, running)).toBe(false);
  });

  it("is not said to be out while nothing is known, or when it does not run", () => {
    expect(isOutOfBalancer(b, web, { a: use({}), b: use({}) })).toBe(false);
    expect(isOutOfBalancer(b, web, { a: use({ takesRequests: true }) })).toBe(false);
    expect(isOutOfBalancer({ ...b, state: "exited" }, web, running)).toBe(false);
  });
});
