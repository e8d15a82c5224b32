import { describe, expect, it } from "vitest";
import { serviceHealth } from "../../shared/health.ts";
import { replica, service } from "../state/test-data.ts";
import { blocksOf } from "./blocks.ts";

const health = (present: number, desired: number) =>
  serviceHealth(
    service({ deploy: { replicas: desired } }),
    Array.from({ length: present }, (_, index) => replica({ id: `r${index}`, number: index + 1 })),
    true,
  );

describe("blocksOf", () => {
  it("draws what is there and, dashed, what is missing", () => {
    const blocks = blocksOf(health(2, 3), undefined);
    expect(blocks).toMatchObject({
      kind: "blocks",
      rows: [[{ status: "ready" }, { status: "ready" }, { status: "absent" }]],
    });
  });

  it("adds and takes away blocks while a slider moves", () => {
    const more = blocksOf(health(2, 2), 4);
    expect(more.kind === "blocks" && more.rows[0]?.map((block) => block.status)).toEqual([
      "ready",
      "ready",
      "absent",
      "absent",
    ]);
    const less = blocksOf(health(2, 2), 1);
    expect(less.kind === "blocks" && less.rows[0]?.map((block) => block.leaving)).toEqual([false, true]);
  });

  it("uses two rows and then a bar", () => {
    const two = blocksOf(health(20, 20), undefined);
    expect(two.kind === "blocks" && two.rows.map((row) => row.length)).toEqual([10, 10]);
    expect(blocksOf(health(45, 50), undefined)).toEqual({
      kind: "bar",
      segments: [
        { status: "ready", count: 45 },
        { status: "absent", count: 5 },
      ],
    });
  });
});
