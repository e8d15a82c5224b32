import { describe, expect, it } from "vitest";
import type { Usage } from "../../shared/observed.ts";
import type { Project } from "../../shared/stack/project.ts";
import { replica } from "../state/test-data.ts";
import { gatewayView } from "./gateway.ts";

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
    const usage = { a: use({ requests: 3, takesRequests: true }), b: use({ requests: 1, takesRequests: false }) };
    expect(gatewayView(project, gateway, { web }, usage, true)).toEqual({
      state: "running",
      rows: [{ service: "web", ports: ["8080", "8081"], perSecond: 4, taking: 1, known: 2 }],
    });
  });

  it("knows nothing of an old picture, and says so rather than 0", () => {
    const usage = { a: use({ requests: 3, takesRequests: true }) };
    expect(gatewayView(project, gateway, { web }, usage, false)?.rows[0]).toMatchObject({
      perSecond: undefined,
      known: 0,
    });
  });

  it("is missing, stopped, or not wanted at all", () => {
    expect(gatewayView(project, undefined, {}, {}, true)?.state).toBe("missing");
    expect(gatewayView(project, { ...gateway, state: "exited" }, {}, {}, true)?.state).toBe("stopped");
    const none = { ...project, services: { db: {} } } as unknown as Project;
    expect(gatewayView(none, undefined, {}, {}, true)).toBeUndefined();
  });
});
