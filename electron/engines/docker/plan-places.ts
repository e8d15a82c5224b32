import type { Network } from "../../../shared/stack/project.ts";
import { networkBody, networkKeys, volumeBody } from "./compile-networks.ts";
import { gantry } from "./labels.ts";
import type { PlanContext } from "./plan-context.ts";

export interface NetworkChanges {
  create: Array<{ key: string; name: string; cause: string; body: ReturnType<typeof networkBody> }>;
  /** Ids of networks that go first because their settings changed, by key. */
  remove: Map<string, { id: string; name: string }>;
  /** Keys of the networks made anew: whatever is on them is replaced. */
  replaced: ReadonlySet<string>;
}

/** Compares the networks that the plan's services use with what is there. */
export function planNetworks(context: PlanContext): NetworkChanges {
  const { desired, observed, stack } = context;
  const { project } = desired;
  const used = new Set(context.services.flatMap(([, service]) => networkKeys(project, service)));
  const changes: NetworkChanges = { create: [], remove: new Map(), replaced: new Set() };
  const replaced = new Set<string>();
  for (const key of used) {
    const network = project.networks[key] ?? { name: `${stack}_${key}` };
    const there = Object.values(observed.networks).filter((one) => one.name === network.name);
    const own = there.find((one) => one.ours && one.stack === stack);
    if (network.external === true) {
      if (there.length === 0) missingExternal(context, "network", key, network.name);
      continue;
    }
    if (own === undefined && there.length > 0) {
      foreignPlace(context, "network", key, network.name);
      continue;
    }
    const body = networkBody(project, key, network);
    const same = own !== undefined && own.configHash === body.Labels?.[gantry.configHash];
    if (same || (own !== undefined && context.options.mode === "heal")) continue;
    if (own !== undefined) {
      changes.remove.set(key, { id: own.id, name: network.name });
      replaced.add(key);
    }
    changes.create.push({ key, name: network.name, cause: causeOf(own !== undefined, network, context, key), body });
  }
  return { ...changes, replaced };
}

function causeOf(there: boolean, network: Network, context: PlanContext, key: string): string {
  if (there) return "its settings changed";
  const users = context.services.filter(([, service]) => networkKeys(context.desired.project, service).includes(key));
  return network.name.endsWith("_default")
    ? "the stack's own network"
    : `used by ${users.map(([name]) => name).join(", ")}`;
}

/** Makes the volumes that are missing. One whose settings changed stays: making it anew would lose what is in it. */
export function planVolumes(context: PlanContext, after: readonly string[]): string[] {
  const { graph, desired, observed, stack } = context;
  const { project } = desired;
  const ids: string[] = [];
  const mounts = context.services.flatMap(([name, service]) =>
    (service.volumes ?? []).flatMap((mount) =>
      mount.type === "volume" && mount.source !== undefined ? [[mount.source, name] as const] : [],
    ),
  );
  for (const key of new Set(mounts.map(([source]) => source))) {
    const volume = project.volumes[key];
    if (volume === undefined) continue;
    const there = observed.volumes[volume.name];
    if (volume.external === true) {
      if (there === undefined) missingExternal(context, "volume", key, volume.name);
      continue;
    }
    const body = volumeBody(project, key, volume);
    if (there === undefined) {
      const users = new Set(mounts.filter(([source]) => source === key).map(([, name]) => name));
      const cause = `used by ${[...users].join(", ")}`;
      ids.push(
        graph.add({
          verb: "create",
          kind: "volume",
          name: volume.name,
          cause,
          after,
          call: { kind: "create-volume", body },
        }),
      );
    } else if (!there.ours || there.stack !== stack) {
      foreignPlace(context, "volume", key, volume.name);
    } else if (there.configHash !== body.Labels?.[gantry.configHash] && context.options.mode === "apply") {
      graph.note({
        severity: "warning",
        code: "volume-changed",
        message: `Volume ${volume.name} keeps its old settings: making it anew would lose what is in it.`,
        hint: "Remove the stack with its volumes first if the data may go.",
        path: ["volumes", key],
      });
    }
  }
  return ids;
}

function missingExternal({ graph }: PlanContext, kind: "network" | "volume", key: string, name: string): void {
  graph.note({
    severity: "blocker",
    code: "missing-external",
    message: `The external ${kind} ${name} does not exist.`,
    hint: `Make it with \`docker ${kind} create ${name}\`, or take \`external: true\` away.`,
    path: [`${kind}s`, key],
  });
}

function foreignPlace({ graph }: PlanContext, kind: "network" | "volume", key: string, name: string): void {
  graph.note({
    severity: "blocker",
    code: "foreign",
    message: `There is a ${kind} ${name} that Gantry did not make for this stack.`,
    hint: `Say \`external: true\` to use it as it is, or give this one another name.`,
    path: [`${kind}s`, key],
  });
}
