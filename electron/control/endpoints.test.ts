import { expect, test } from "vitest";
import { createFakeEngine } from "../engines/fake.ts";
import { carryOut, desiredOf, projectOf } from "../engines/testing.ts";
import { endpointsOf } from "./endpoints.ts";

const project = projectOf(
  "shop",
  {
    web: {
      scale: 11,
      ports: [{ target: 80, published: "8080" }],
      expose: ["9000"],
      networks: { front: { aliases: ["www"] }, back: null },
    },
    db: { networks: { back: null }, healthcheck: { test: ["CMD", "false"] } },
    host: { network_mode: "host" },
  },
  { networks: { front: { name: "shop_front" }, back: { name: "shop_back" } } },
);

async function observe(more: { gateway?: "running" | "exited" } = {}) {
  const engine = createFakeEngine({ images: ["busybox:stable"], healthyAfter: 0 });
  await carryOut(engine, engine.plan(desiredOf(project), await engine.observe(), { mode: "apply", cause: "test" }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const observed = await engine.observe();
  await engine.close();
  const gateway = Object.values(observed.replicas).find((one) => one.role === "gateway");
  if (gateway === undefined) throw new Error("there is no gateway");
  const { gateway: state = "running" } = more;
  return { ...observed, replicas: { ...observed.replicas, [gateway.id]: { ...gateway, state } } };
}

test("each replica on each network, in the order people count", async () => {
  const rows = endpointsOf(await observe(), "shop");
  expect(rows.filter((one) => one.service === "web").map((one) => `${one.replica} ${one.network}`)).toEqual(
    Array.from({ length: 11 }, (_, index) => [
      `shop-web-${index + 1} shop_back`,
      `shop-web-${index + 1} shop_front`,
    ]).flat(),
  );
  const [back, front] = rows.filter((one) => one.replica === "shop-web-2");
  expect(front).toMatchObject({ names: ["web", "www", "shop-web-2"], status: "ready", gateway: true });
  expect(front?.address).toMatch(/^172\.18\.0\.\d+$/);
  expect(front?.ports).toContain("80/tcp");
  expect(back?.names).toEqual(["web", "shop-web-2"]);
});

test("health has its reason, and who has no network of the stack says so", async () => {
  const rows = endpointsOf(await observe(), "shop");
  expect(rows.find((one) => one.service === "db")).toMatchObject({ status: "failing", reason: "the check fails" });
  expect(rows.find((one) => one.service === "host")).toMatchObject({ network: "host", names: [], address: undefined });
  expect(endpointsOf(await observe(), "another")).toEqual([]);
});

test("behind the gateway is what publishes through one that runs", async () => {
  const behind = async (gateway: "running" | "exited") =>
    new Set(endpointsOf(await observe({ gateway }), "shop").flatMap((one) => (one.gateway ? [one.service] : [])));
  expect(await behind("running")).toEqual(new Set(["web"]));
  expect(await behind("exited")).toEqual(new Set());
});
