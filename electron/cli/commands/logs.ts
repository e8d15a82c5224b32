import { mergeLogs } from "../../control/logs-source.ts";
import type { Context } from "../context.ts";
import { refuse } from "../output.ts";

/** `gantry logs [-f] [SERVICE…]`: lines of all replicas, merged in order of time. */
export async function logs(context: Context): Promise<void> {
  const { out, options, args } = context;
  const { project } = await context.stack();
  for (const name of args) {
    if (project.services[name] === undefined) {
      refuse(`The file has no service ${name}.`, `It has: ${Object.keys(project.services).join(", ")}.`);
    }
  }
  const engine = await context.engine();
  const observed = await engine.observe(context.signal);
  const replicas = Object.values(observed.replicas).filter(
    (one) => one.stack === project.name && one.ours && (args.length === 0 || args.includes(one.service ?? "")),
  );
  const names = new Map(replicas.map((one) => [one.id, `${one.service ?? ""}-${one.number}`]));
  const width = Math.max(0, ...[...names.values()].map((name) => name.length));
  const request = { engine, replicas, tail: options.tail, follow: options.follow };
  await mergeLogs(
    request,
    (lines) => {
      for (const line of lines) {
        const name = names.get(line.replica) ?? line.replica.slice(0, 12);
        out.value({ replica: name, time: new Date(line.at).toISOString(), stream: line.stream, text: line.text });
        out.text(`${name.padEnd(width)} | ${line.text}`);
      }
    },
    context.signal,
  );
}
