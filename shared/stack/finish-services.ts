/** What Compose adds to a service that the file leaves out. */
import type { MapTree, Tree } from "./tree.ts";
import { atOf, child, itemsOf, map, mapOf, scalar, textOf, withEntry } from "./tree.ts";

export function finishService(service: MapTree): MapTree {
  let done = service;
  for (const name of ["command", "entrypoint"]) {
    if (child(done, name) === undefined) done = withEntry(done, name, scalar(service, null));
  }
  done = finishBuild(done);
  done = finishNetworks(done);
  done = finishSecrets(done);
  done = finishExtraHosts(done);
  done = finishPull(done);
  return addImpliedDependencies(done);
}

function finishBuild(service: MapTree): MapTree {
  const build = child(service, "build");
  if (build?.kind !== "map") return service;
  let done = build;
  if (child(done, "dockerfile") === undefined && child(done, "dockerfile_inline") === undefined) {
    done = withEntry(done, "dockerfile", scalar(build, "Dockerfile"));
  }
  return withEntry(service, "build", finishExtraHosts(done));
}

function finishNetworks(service: MapTree): MapTree {
  if (child(service, "network_mode") !== undefined || child(service, "provider") !== undefined) return service;
  const networks = child(service, "networks");
  if (networks?.kind === "map" && networks.entries.size > 0) return service;
  return withEntry(service, "networks", map(service, [["default", scalar(service, null)]]));
}

function finishSecrets(service: MapTree): MapTree {
  const secrets = child(service, "secrets");
  if (secrets?.kind !== "list") return service;
  const items = secrets.items.map((item) => {
    const target = textOf(child(item, "target"));
    if (item.kind !== "map" || target !== undefined) return item;
    return withEntry(item, "target", scalar(item, `/run/secrets/${textOf(child(item, "source")) ?? ""}`));
  });
  return withEntry(service, "secrets", { ...secrets, items });
}

/** Compose sorts them, so that the order in which files were merged leaves no trace. */
function finishExtraHosts(owner: MapTree): MapTree {
  const hosts = child(owner, "extra_hosts");
  if (hosts?.kind !== "list") return owner;
  const items = hosts.items.toSorted((a, b) => ((textOf(a) ?? "") < (textOf(b) ?? "") ? -1 : 1));
  return withEntry(owner, "extra_hosts", { ...hosts, items });
}

function finishPull(service: MapTree): MapTree {
  const policy = child(service, "pull_policy");
  return textOf(policy) === "if_not_present" && policy !== undefined
    ? withEntry(service, "pull_policy", scalar(policy, "missing"))
    : service;
}

/** Links, shared namespaces and volumes_from make a service start after the one they name. */
function addImpliedDependencies(service: MapTree): MapTree {
  const implied = new Map<string, Tree>();
  for (const link of itemsOf(child(service, "links"))) note(implied, textOf(link)?.split(":")[0], link);
  for (const name of ["network_mode", "ipc", "pid", "uts", "cgroup"]) {
    const mode = child(service, name);
    const written = textOf(mode);
    if (mode !== undefined && written?.startsWith("service:")) note(implied, written.slice("service:".length), mode);
  }
  for (const from of itemsOf(child(service, "volumes_from"))) {
    const name = textOf(from)?.split(":")[0];
    if (name !== "container") note(implied, name, from);
  }
  if (implied.size === 0) return service;
  const given = child(service, "depends_on");
  const entries = new Map(given?.kind === "map" ? given.entries : []);
  for (const [name, at] of implied) {
    if (entries.has(name)) continue;
    const restart: Array<[string, Tree]> =
      textOf(at)?.split(":")[0] === name && itemsOf(child(service, "volumes_from")).includes(at)
        ? []
        : [["restart", scalar(at, true)]];
    const settings = map(at, [
      ["condition", scalar(at, "service_started")],
      ...restart,
      ["required", scalar(at, true)],
    ]);
    entries.set(name, { key: atOf(at), value: settings });
  }
  return withEntry(service, "depends_on", mapOf(given ?? service, entries));
}

function note(implied: Map<string, Tree>, name: string | undefined, at: Tree): void {
  if (name !== undefined && name !== "" && !implied.has(name)) implied.set(name, at);
}
