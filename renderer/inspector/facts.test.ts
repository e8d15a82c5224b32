import { describe, expect, it } from "vitest";
import { service } from "../state/test-data.ts";
import { commandOf, healthCheckFacts, mountFact, networkFacts, portFact } from "./facts.ts";

describe("facts", () => {
  it("tells the health check with the specification's defaults", () => {
    expect(healthCheckFacts({ test: ["CMD", "wget", "-q", "localhost"], interval: "5s" })).toEqual([
      { name: "test", value: "wget -q localhost" },
      { name: "every", value: "5s, 3 tries" },
      { name: "answers within", value: "30s" },
    ]);
    expect(healthCheckFacts({ test: ["NONE"] })).toBeUndefined();
    expect(healthCheckFacts(undefined)).toBeUndefined();
  });

  it("tells ports, mounts and networks", () => {
    expect(portFact({ target: 53, published: "5353", protocol: "udp", host_ip: "127.0.0.1" })).toEqual({
      name: "127.0.0.1:5353",
      value: "→ 53/udp",
    });
    expect(portFact({ target: 80 }).name).toBe("any free port");
    expect(mountFact({ type: "bind", source: "./x", target: "/x", read_only: true }).value).toBe("/x, read only");
    expect(networkFacts("web", service({ networks: { front: { aliases: ["www"] } } }))).toEqual([
      { name: "front", value: "web, www" },
    ]);
  });

  it("quotes a command as a shell would take it", () => {
    expect(commandOf(service({ command: ["sh", "-c", "echo it's"] }))).toBe(String.raw`sh -c 'echo it'\''s'`);
    expect(commandOf(service())).toBeUndefined();
  });
});
