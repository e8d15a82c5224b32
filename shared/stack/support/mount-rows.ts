import { both, each, everywhere, nearly, no, row, yes, type Rows } from "./row.ts";

const owner = "Files stay the owner's; the container's user must be able to read them.";
const fromFile = "Content from the file or the environment only; a file of the host is mounted as it is.";

/** What a service sees of files: volumes, tmpfs, secrets and configs. */
export const mountRows: Rows = {
  volumes: row(yes, nearly("Named ones are claims; a folder of the host is one of the node's."), (value) =>
    JSON.stringify(value).includes('"bind"'),
  ),
  "volumes[].type": row(
    nearly("cluster and npipe mounts are for Swarm and Windows; other engines refuse the container."),
    nearly("cluster and npipe mounts are left out."),
    (value) => value === "cluster" || value === "npipe",
  ),
  "volumes[].source": everywhere,
  "volumes[].target": everywhere,
  "volumes[].read_only": everywhere,
  "volumes[].consistency": both(no("A hint for Docker Desktop's older file sharing.")),
  "volumes[].bind": everywhere,
  "volumes[].bind.propagation": everywhere,
  "volumes[].bind.create_host_path": everywhere,
  "volumes[].bind.recursive": row(no("The engine's own choice is kept."), no("The node decides.")),
  "volumes[].bind.selinux": row(yes, no("The cluster labels volumes itself.")),
  "volumes[].volume": everywhere,
  "volumes[].volume.labels": both(no("Write the labels on the volume at the end of the file.")),
  "volumes[].volume.nocopy": row(yes, nearly("Always so: a claim starts empty.")),
  "volumes[].volume.subpath": everywhere,
  "volumes[].tmpfs": everywhere,
  "volumes[].tmpfs.size": everywhere,
  "volumes[].tmpfs.mode": row(yes, no("An emptyDir has no mode.")),
  "volumes[].image": row(no("Gantry does not pass it on to the engine yet."), nearly("From Kubernetes 1.33 on.")),
  "volumes[].image.subpath": row(
    no("Gantry does not pass it on to the engine yet."),
    nearly("From Kubernetes 1.33 on."),
  ),
  volumes_from: row(no("Not passed on: name the volumes on both services."), no("Name the volumes on both services.")),
  tmpfs: row(yes, nearly("A memory-backed emptyDir; options other than size are left out.")),
  ...each("secrets configs secrets[].source configs[].source secrets[].target configs[].target", everywhere),
  ...each("secrets[].uid secrets[].gid configs[].uid configs[].gid", row(nearly(fromFile), no(owner))),
  ...each("secrets[].mode configs[].mode", row(nearly(fromFile), yes)),
};
