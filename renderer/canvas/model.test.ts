import { describe, expect, it } from "vitest";
import { project, service } from "../state/test-data.ts";
import { canvasModel, iconOf } from "./model.ts";

describe("canvasModel", () => {
  it("has an edge per dependency with its condition in words", () => {
    const model = canvasModel(
      project({
        web: service({
          depends_on: {
            db: { condition: "service_healthy", required: true },
            init: { condition: "service_completed_successfully", required: true },
            ghost: { condition: "service_started", required: false },
          },
        }),
        db: service(),
        init: service(),
      }),
    );
    expect(model.services).toEqual(["web", "db", "init"]);
    expect(model.edges.map(({ from, to, label }) => [from, to, label])).toEqual([
      ["web", "db", "after healthy"],
      ["web", "init", "after done"],
    ]);
  });

  it("frames networks, but not the default one alone", () => {
    expect(canvasModel(project({ web: service(), db: service({ networks: { default: null } }) })).networks).toEqual([]);
    const model = canvasModel(
      project(
        {
          web: service({ networks: { front: null } }),
          api: service({ networks: { front: null, back: null } }),
          lone: service({ network_mode: "host" }),
        },
        { networks: { front: { name: "shop_front" }, back: { name: "shop_back", internal: true } } },
      ),
    );
    expect(model.networks).toEqual([
      { key: "front", label: "network: front", members: ["web", "api"] },
      { key: "back", label: "network: back, internal", members: ["api"] },
    ]);
  });
});

describe("iconOf", () => {
  it("guesses from the image, the kind and the ports", () => {
    expect(iconOf(service({ image: "registry/postgres:17" }))).toBe("database");
    expect(iconOf(service({ image: "redis:8", restart: "no" }))).toBe("job");
    expect(iconOf({ command: null, entrypoint: null, build: { context: "." } })).toBe("code");
    expect(iconOf(service({ image: "me/app", ports: [{ target: 80, published: "8080" }] }))).toBe("web");
    expect(iconOf(service({ image: "me/app" }))).toBe("box");
  });
});
