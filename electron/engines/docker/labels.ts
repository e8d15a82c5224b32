/**
 * Labels by which everything is found again. Compose's own, so that `docker compose` and Docker Desktop group our
 * containers, and ours, without which Gantry changes nothing.
 * Source of Compose's: docker/compose pkg/api/labels.go.
 */
export const compose = {
  project: "com.docker.compose.project",
  service: "com.docker.compose.service",
  number: "com.docker.compose.container-number",
  oneOff: "com.docker.compose.oneoff",
  configHash: "com.docker.compose.config-hash",
  version: "com.docker.compose.version",
  configFiles: "com.docker.compose.project.config_files",
  workingDir: "com.docker.compose.project.working_dir",
  dependsOn: "com.docker.compose.depends_on",
  network: "com.docker.compose.network",
  volume: "com.docker.compose.volume",
} as const;

export const gantry = {
  /** Name of the stack; its presence is what makes an object ours. */
  stack: "dev.gantry.stack",
  /** Hash of what the object was made from, see hash.ts. */
  configHash: "dev.gantry.config-hash",
  /** `record`, `lock` or `pause` on the volumes that hold no user data; `gateway` on the stack's gateway. */
  role: "dev.gantry.role",
  record: "dev.gantry.record",
  /** Resolved images of a record, see record-images.ts. */
  images: "dev.gantry.images",
  /** The service a `pause` is about. */
  service: "dev.gantry.service",
  revision: "dev.gantry.revision",
  time: "dev.gantry.time",
  cause: "dev.gantry.cause",
  owner: "dev.gantry.owner",
  /** GPUs a container was given, see gpu-label.ts. */
  gpus: "dev.gantry.gpus",
} as const;

export type Labels = Readonly<Record<string, string>>;

export function isOurs(labels: Labels | null | undefined): boolean {
  return labels?.[gantry.stack] !== undefined;
}

/** The stack an object belongs to: ours, or the Compose project; undefined for what belongs to none. */
export function stackOf(labels: Labels | null | undefined): string | undefined {
  return labels?.[gantry.stack] ?? labels?.[compose.project];
}

/** Replica number of a container; 0 when it has none. */
export function numberOf(labels: Labels | null | undefined): number {
  const number = Number(labels?.[compose.number] ?? "0");
  return Number.isInteger(number) && number > 0 ? number : 0;
}

/** Labels every container of a stack carries beside the user's. */
export function containerLabels(of: {
  stack: string;
  service: string;
  number: number;
  hash: string;
  files: readonly string[];
  dependsOn: string;
}): Record<string, string> {
  return {
    ...stackLabels(of.stack, of.hash),
    [compose.service]: of.service,
    [compose.number]: String(of.number),
    [compose.oneOff]: "False",
    [compose.configHash]: of.hash,
    [compose.configFiles]: of.files.join(","),
    [compose.workingDir]: folderOf(of.files[0] ?? ""),
    [compose.dependsOn]: of.dependsOn,
  };
}

export function networkLabels(stack: string, key: string, hash: string): Record<string, string> {
  return { ...stackLabels(stack, hash), [compose.network]: key };
}

export function volumeLabels(stack: string, key: string, hash: string): Record<string, string> {
  return { ...stackLabels(stack, hash), [compose.volume]: key };
}

function stackLabels(stack: string, hash: string): Record<string, string> {
  return {
    [gantry.stack]: stack,
    [gantry.configHash]: hash,
    [compose.project]: stack,
    // Compose refuses to adopt a network or volume that carries no version of its own.
    [compose.version]: COMPOSE_VERSION,
  };
}

/** The Compose whose labels these are. */
const COMPOSE_VERSION = "2.26.1";

function folderOf(file: string): string {
  const end = Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\"));
  return end <= 0 ? "/" : file.slice(0, end);
}
