import { expect, it } from "vitest";
import { project, replica, service } from "../state/test-data.ts";
import { countByStatus, replicaRows } from "./replica-rows.ts";

it("puts trouble first and knows jobs and leftovers", () => {
  const stack = project({ web: service(), migrate: service({ restart: "no" }) });
  const rows = replicaRows(
    stack,
    {
      web: [replica({ id: "1" }), replica({ id: "2", number: 2, state: "exited", exitCode: 1, finishedAt: 9000 })],
      migrate: [replica({ id: "3", service: "migrate", state: "exited", exitCode: 0 })],
      old: [replica({ id: "4", service: "old", health: "starting" })],
    },
    { wanted: "running", replicas: { web: 2, migrate: 1 } },
  );
  expect(rows.map((row) => [row.replica.id, row.status, row.known])).toEqual([
    ["2", "failing", true],
    ["4", "starting", false],
    ["1", "ready", true],
    ["3", "completed", true],
  ]);
  expect(rows[0]?.changedAt).toBe(9000);
  expect(countByStatus(rows).map(({ status, count }) => `${count} ${status}`)).toEqual([
    "1 ready",
    "1 completed",
    "1 starting",
    "1 failing",
  ]);
});

it("takes a replica that was killed by Stop for stopped, not for failing", () => {
  const killed = { web: [replica({ state: "exited", exitCode: 137 })] };
  const status = (wanted: "running" | "stopped") =>
    replicaRows(project({ web: service() }), killed, { wanted, replicas: { web: 1 } })[0]?.status;
  expect(status("stopped")).toBe("stopped");
  expect(status("running")).toBe("failing");
});
