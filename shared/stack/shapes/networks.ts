/** Networks and volumes of the project, and the networks of a service. */
import { checkDistinct } from "../check-distinct.ts";
import type { Shape } from "../shape.ts";
import type { MapEntry, Tree } from "../tree.ts";
import { atOf, child, mapOf, scalar, textOf, withTag } from "../tree.ts";
import { listOf, mapTo, mapWith, options, orNothing, pairs, uniqueTexts } from "./containers.ts";
import { external } from "./external.ts";
import { flag, integer, text } from "./scalars.ts";

const subnet: Shape = mapWith({ subnet: text, ip_range: text, gateway: text, aux_addresses: mapTo(text) });

/** A later file's subnets take the place of all earlier ones; one that stood there before keeps what is not said anew. */
function joinSubnets(base: Tree, later: Tree): Tree | undefined {
  if (base.kind !== "list" || later.kind !== "list") return undefined;
  const items = later.items.map((item) => {
    const before = base.items.find((other) => textOf(child(other, "subnet")) === textOf(child(item, "subnet")));
    if (before?.kind !== "map" || item.kind !== "map") return item;
    return { ...item, entries: new Map([...before.entries, ...item.entries]) };
  });
  return { ...later, items };
}

export const network: Shape = orNothing(
  mapWith({
    name: text,
    driver: text,
    driver_opts: options,
    ipam: mapWith({
      driver: text,
      config: listOf(subnet, { how: "own", join: joinSubnets }),
      options: mapTo(text),
    }),
    external,
    internal: flag,
    enable_ipv4: flag,
    enable_ipv6: flag,
    attachable: flag,
    labels: pairs(""),
  }),
);

export const volume: Shape = orNothing(
  mapWith({ name: text, driver: text, driver_opts: options, external, labels: pairs("") }),
);

const serviceNetwork: Shape = orNothing(
  mapWith({
    aliases: uniqueTexts,
    interface_name: text,
    ipv4_address: text,
    ipv6_address: text,
    link_local_ips: uniqueTexts,
    mac_address: text,
    driver_opts: options,
    priority: integer,
    gw_priority: integer,
  }),
);

/** A list of names, or a map from names to settings; canonical as the map. */
export const serviceNetworks: Shape = namesOr(serviceNetwork, "network names");

export function namesOr(settings: Shape, names: string): Shape {
  return {
    allowed: `a list of ${names} or a map`,
    list: text,
    map: { others: settings },
    normal: (tree, context, path) => {
      if (tree.kind === "map") return tree;
      checkDistinct(tree, path, context.report);
      const entries = new Map<string, MapEntry>();
      for (const item of tree.items) {
        if (item.kind !== "scalar") continue;
        entries.set(String(item.value), { key: atOf(item), value: scalar(item, null) });
      }
      return withTag(mapOf(tree, entries), tree.tag);
    },
  };
}
