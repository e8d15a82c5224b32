import { endpointsOf } from "../../control/endpoints.ts";
import type { Context } from "../context.ts";
import { refuse, table } from "../output.ts";

/** `gantry endpoints [SERVICE…]`: where each replica is reached inside the networks, and how it is. */
export async function endpoints({ out, args, signal, ...context }: Context): Promise<void> {
  const stack = await context.stackName();
  const observed = await (await context.engine()).observe(signal);
  const all = endpointsOf(observed, stack);
  const services = new Set(all.map((one) => one.service));
  const known = new Set([...services, ...Object.keys(observed.applied[stack]?.desired.project.services ?? {})]);
  for (const name of args) {
    if (!known.has(name)) {
      refuse(
        `Stack ${stack} runs no service ${name}.`,
        known.size === 0 ? "Nothing of it runs: `gantry up` starts it." : `It has: ${[...known].join(", ")}.`,
      );
    }
  }
  const rows = all.filter((one) => args.length === 0 || args.includes(one.service));
  out.value({ stack, endpoints: rows });
  if (rows.length === 0) {
    out.text(`Nothing of ${args.length === 0 ? stack : args.join(", ")} is there.`);
    return;
  }
  const lines = rows.map((one) => [
    one.service,
    one.replica,
    one.network,
    one.address ?? "-",
    one.ports.join(", ") || "-",
    one.names.join(", ") || "-",
    `${one.status}: ${one.reason}`,
    one.gateway ? "yes" : "no",
  ]);
  out.text(
    table([["SERVICE", "REPLICA", "NETWORK", "ADDRESS", "PORTS", "NAMES", "HEALTH", "BEHIND GATEWAY"], ...lines]),
  );
}
