import type { MountSettings } from "dockerode";
import type { FileObject, FileReference, Mount, Project, Service } from "../../../shared/stack/project.ts";
import { parseBytes } from "../../../shared/units.ts";
import type { ContainerBody, ContainerFile } from "./call.ts";

interface Mounts {
  Mounts?: MountSettings[];
  Binds?: string[];
  Tmpfs?: Record<string, string>;
}

/** Volumes, binds, tmpfs, and the secrets and configs that are files on the host. */
export function mountsOf(project: Project, service: Service): Pick<ContainerBody["HostConfig"], keyof Mounts> {
  const volumes = service.volumes ?? [];
  // Only the old short form can ask for an SELinux relabel.
  const [relabelled, plain] = partition(volumes, (one) => one.type === "bind" && one.bind?.selinux !== undefined);
  const mounts = [...plain.map((one) => mountOf(project, one)), ...fileMounts(project, service)];
  const tmpfs = (service.tmpfs ?? []).map((one) => splitOnce(one, ":"));
  return {
    ...(mounts.length === 0 ? {} : { Mounts: mounts }),
    ...(relabelled.length === 0 ? {} : { Binds: relabelled.map(bindText) }),
    ...(tmpfs.length === 0 ? {} : { Tmpfs: Object.fromEntries(tmpfs) }),
  };
}

function mountOf(project: Project, mount: Mount): MountSettings {
  const source = mount.type === "volume" ? volumeName(project, mount.source) : mount.source;
  const size = mount.tmpfs?.size === undefined ? undefined : parseBytes(mount.tmpfs.size);
  const settings = {
    Type: mount.type,
    Source: source ?? "",
    Target: mount.target,
    ...(mount.read_only === undefined ? {} : { ReadOnly: mount.read_only }),
    ...(mount.consistency === undefined ? {} : { Consistency: mount.consistency }),
    ...(mount.type === "bind"
      ? {
          BindOptions: {
            ...(mount.bind?.propagation === undefined ? {} : { Propagation: mount.bind.propagation }),
            // Compose's short form asks for it; without it a missing folder is an error.
            ...(mount.bind?.create_host_path === true ? { CreateMountpoint: true } : {}),
          },
        }
      : {}),
    ...(mount.type === "volume" && mount.volume !== undefined
      ? {
          VolumeOptions: {
            ...(mount.volume.nocopy === undefined ? {} : { NoCopy: mount.volume.nocopy }),
            ...(mount.volume.subpath === undefined ? {} : { Subpath: mount.volume.subpath }),
          },
        }
      : {}),
    ...(mount.type === "tmpfs" && mount.tmpfs !== undefined
      ? {
          TmpfsOptions: {
            ...(size === undefined ? {} : { SizeBytes: size }),
            ...(mount.tmpfs.mode === undefined ? {} : { Mode: mount.tmpfs.mode }),
          },
        }
      : {}),
  };
  // The types lag behind the API: they want every option of a kind, and do not know CreateMountpoint and Subpath.
  return settings as unknown as MountSettings;
}

/** The volume's real name; the source itself for one the file does not declare, undefined for an anonymous one. */
function volumeName(project: Project, source: string | undefined): string | undefined {
  return source === undefined ? undefined : (project.volumes[source]?.name ?? source);
}

function bindText(mount: Mount): string {
  const flags = [mount.read_only === true ? "ro" : "rw", mount.bind?.selinux, mount.bind?.propagation];
  return `${mount.source}:${mount.target}:${flags.filter((flag) => flag !== undefined).join(",")}`;
}

/** Each secret and config of a service with where it goes. Source: Compose Specification, "secrets", "configs". */
export function fileReferences(
  project: Project,
  service: Service,
): Array<{ kind: "secret" | "config"; reference: FileReference; object: FileObject | undefined; target: string }> {
  const secrets = (service.secrets ?? []).map((reference) => ({
    kind: "secret" as const,
    reference,
    object: project.secrets[reference.source],
    target: absolute(reference.target ?? reference.source, "/run/secrets/"),
  }));
  const configs = (service.configs ?? []).map((reference) => ({
    kind: "config" as const,
    reference,
    object: project.configs[reference.source],
    target: absolute(reference.target ?? reference.source, "/"),
  }));
  return [...secrets, ...configs];
}

function fileMounts(project: Project, service: Service): MountSettings[] {
  return fileReferences(project, service).flatMap(({ object, target }) =>
    object?.file === undefined ? [] : [{ Type: "bind", Source: object.file, Target: target, ReadOnly: true }],
  );
}

/** Secrets and configs whose content stands in the file or in the environment: written into each new container. */
export function contentFiles(
  project: Project,
  service: Service,
  env: Readonly<Record<string, string | undefined>>,
): ContainerFile[] {
  return fileReferences(project, service).flatMap(({ object, reference, target }) => {
    const content = object === undefined ? undefined : contentOf(object, env);
    if (content === undefined) return [];
    const mode = reference.mode === undefined ? 0o444 : Number.parseInt(reference.mode, 8);
    return [{ path: target, content, mode, uid: Number(reference.uid ?? 0), gid: Number(reference.gid ?? 0) }];
  });
}

export function contentOf(object: FileObject, env: Readonly<Record<string, string | undefined>>): string | undefined {
  return object.content ?? (object.environment === undefined ? undefined : env[object.environment]);
}

function absolute(target: string, folder: string): string {
  return target.startsWith("/") ? target : folder + target;
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}

function partition<T>(list: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [list.filter(test), list.filter((one) => !test(one))];
}
