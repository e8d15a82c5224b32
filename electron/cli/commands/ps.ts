import type { Context } from "../context.ts";
import { table } from "../output.ts";
import { serviceRows } from "../services.ts";

/** `gantry ps`: each service and its replicas as they are now. */
export async function ps(context: Context): Promise<void> {
  const { out } = context;
  const { project } = await context.stack();
  const observed = await (await context.engine()).observe(context.signal);
  const rows = serviceRows(project, observed);
  out.value({ stack: project.name, services: rows });
  const lines = rows.flatMap((row) => [
    [row.service, row.status, `${row.ready} of ${row.desired}`, row.ports.join(", "), row.image ?? "(built)"],
    ...row.replicas.map((replica) => [`  ${replica.name}`, replica.status, "", "", replica.reason]),
  ]);
  out.text(table([["SERVICE", "STATUS", "READY", "PORTS", "IMAGE / REASON"], ...lines]));
}
