import type { Build } from "../../../shared/stack/project.ts";
import { parseBytes } from "../../../shared/units.ts";
import type { DockerCall } from "./call.ts";

export type BuildCall = Extract<DockerCall, { kind: "build" }>;

/** A context that the engine fetches by itself: a Git repository or a tar archive behind a URL. */
export function isRemoteContext(context: string): boolean {
  return /^(?:https?:\/\/|git:\/\/|ssh:\/\/|git@)/.test(context);
}

/**
 * The query of `POST /build`, by the classic builder. Maps and lists are JSON where the API wants them so; `t` and
 * `extrahosts` are repeated. Source: Docker Engine API 1.45, ImageBuild.
 */
export function buildQuery(call: BuildCall, dockerfile: string): Record<string, unknown> {
  const { build, image } = call;
  const platform = call.platform ?? build.platforms?.[0];
  const query: Record<string, unknown> = {
    t: [image, ...(build.tags ?? [])],
    dockerfile,
    labels: call.labels,
    buildargs: argsOf(build),
    rm: true,
    forcerm: true,
    version: "1",
  };
  if (isRemoteContext(build.context)) query["remote"] = build.context;
  if (build.target !== undefined) query["target"] = build.target;
  if (build.cache_from !== undefined) query["cachefrom"] = JSON.stringify(build.cache_from);
  if (build.network !== undefined) query["networkmode"] = build.network;
  if (build.extra_hosts !== undefined) query["extrahosts"] = build.extra_hosts.map((one) => one.replace("=", ":"));
  if (build.shm_size !== undefined) query["shmsize"] = parseBytes(build.shm_size);
  if (build.no_cache === true) query["nocache"] = true;
  if (build.pull === true) query["pull"] = true;
  if (platform !== undefined) query["platform"] = platform;
  return query;
}

/** null is an argument without a value anywhere: the Dockerfile's own default holds. */
function argsOf({ args = {} }: Build): Record<string, string> {
  return Object.fromEntries(Object.entries(args).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
