import { below, both, each, everywhere, nearly, no, row, yes, type Rows } from "./row.ts";

const noModels = both(no("Gantry runs no models."));
const noNetwork = no("Pods share the cluster's network; the file's networks become NetworkPolicies.");
// As everywhere on Docker: no way to other networks or out, though this machine itself answers at the network's own gateway
// address. Compose does no other, so it is no difference to be told before each Apply.
const sealed = yes;
const aClaim = "Becomes a PersistentVolumeClaim.";

/** The root of the file and its sections other than services. */
export const stackRows: Rows = {
  ...each("name include services networks volumes secrets configs", everywhere),
  version: both(no("Obsolete: the specification has one version, and Compose ignores it too.")),
  ...each("include[].path include[].env_file include[].project_directory", everywhere),
  ...each("models models.*.name models.*.model models.*.context_size models.*.runtime_flags", noModels),
  ...below("networks.*", {
    // Every network has a real name, so the file's own cannot be told from the usual one; nothing depends on it there.
    name: row(yes, no("A NetworkPolicy is called after the key."), () => false),
    driver: row(yes, noNetwork),
    driver_opts: row(yes, noNetwork),
    ...each(
      "ipam ipam.driver ipam.config ipam.config[].subnet ipam.config[].ip_range ipam.config[].gateway " +
        "ipam.config[].aux_addresses ipam.options",
      row(yes, no("The cluster gives the addresses.")),
    ),
    external: row(yes, no("A cluster has no networks to join."), isTrue),
    "external.name": row(yes, no("A cluster has no networks to join.")),
    internal: row(
      sealed,
      nearly("A NetworkPolicy forbids traffic out of the namespace, when the cluster enforces it."),
      isTrue,
    ),
    enable_ipv4: row(no("The engine's own choice is kept."), no("The cluster gives the addresses.")),
    enable_ipv6: row(yes, no("The cluster gives the addresses.")),
    attachable: row(yes, noNetwork),
    labels: row(yes, nearly("Become annotations of the NetworkPolicy.")),
  }),
  ...below("volumes.*", {
    name: everywhere,
    driver: row(yes, nearly("Taken as the name of a storage class."), (value) => value !== "local"),
    driver_opts: row(yes, no(`${aClaim} The storage class decides how it is provided.`)),
    external: row(yes, nearly("A claim of that name must be there."), isTrue),
    "external.name": everywhere,
    labels: row(yes, nearly("Become annotations of the claim.")),
  }),
  ...below("secrets.*", {
    name: row(no("A plain Docker engine keeps no secrets; the content is put into each container."), yes, () => false),
    environment: everywhere,
    file: everywhere,
    external: row(no("A plain Docker engine keeps no secrets; Apply is refused."), yes, isTrue),
    "external.name": row(no("A plain Docker engine keeps no secrets; Apply is refused."), yes),
    labels: row(no("A plain Docker engine keeps no secrets."), nearly("Become annotations of the Secret.")),
    driver: both(no("A Swarm notion.")),
    driver_opts: both(no("A Swarm notion.")),
    template_driver: both(no("A Swarm notion.")),
  }),
  ...below("configs.*", {
    name: row(no("A plain Docker engine keeps no configs; the content is put into each container."), yes, () => false),
    ...each("content environment file", everywhere),
    external: row(no("A plain Docker engine keeps no configs; Apply is refused."), yes, isTrue),
    "external.name": row(no("A plain Docker engine keeps no configs; Apply is refused."), yes),
    labels: row(no("A plain Docker engine keeps no configs."), nearly("Become annotations of the ConfigMap.")),
    template_driver: both(no("A Swarm notion.")),
  }),
  "x-gantry": everywhere,
  "x-gantry.layout": everywhere,
  ...each(
    "x-gantry.experiments x-gantry.experiments[].provider x-gantry.experiments[].service x-gantry.experiments[].url " +
      "x-gantry.experiments[].experiment",
    both(no("Kept in the file; Gantry does not show experiments yet.")),
  ),
};

function isTrue(value: unknown): boolean {
  return value === true;
}
