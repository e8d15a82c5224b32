import { Readable } from "node:stream";
import type Docker from "dockerode";
import { GantryError } from "../../../shared/errors.ts";
import type { Report } from "../engine.ts";
import { packContext } from "./build-context.ts";
import { buildQuery, isRemoteContext, type BuildCall } from "./build-options.ts";
import { createBuildLog } from "./build-log.ts";
import { engineText, hasStatus } from "./errors.ts";
import { readProgress } from "./progress.ts";
import { allRegistryAuth } from "./registry-auth.ts";

/**
 * Builds an image from a service's `build` with the engine's classic builder, and names it. Each line of the builder's
 * log is reported. Source: Docker Engine API 1.45, `POST /build`.
 *
 * @throws GantryError `bad-input` when the context or the Dockerfile is not there, `image` when a step fails: with the
 * step and the end of its log
 */
export async function buildImage(docker: Docker, call: BuildCall, report: Report, signal: AbortSignal): Promise<void> {
  const remote = isRemoteContext(call.build.context);
  const { stream, dockerfile } = remote
    ? { stream: Readable.from([]), dockerfile: call.build.dockerfile ?? "Dockerfile" }
    : await packContext(call.build);
  const log = createBuildLog(call.image);
  // dockerode sends the context and never looks at how reading it ended.
  const unreadable = new Promise<never>((_resolve, reject) => stream.once("error", reject));
  try {
    await Promise.race([unreadable, readBuild(docker, call, { stream, dockerfile }, log, report, signal)]);
  } catch (error) {
    if (error instanceof GantryError || signal.aborted) throw error;
    if (hasStatus(error, 400, 404, 500)) throw log.failure(engineText(error));
    throw error;
  } finally {
    stream.destroy();
  }
}

async function readBuild(
  docker: Docker,
  call: BuildCall,
  { stream, dockerfile }: { stream: Readable; dockerfile: string },
  log: ReturnType<typeof createBuildLog>,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const answer = await docker.buildImage(stream, {
    ...buildQuery(call, dockerfile),
    registryconfig: await allRegistryAuth(),
    abortSignal: signal,
  } as Docker.ImageBuildOptions);
  for await (const line of readProgress(answer as AsyncIterable<Buffer>)) {
    const failed = line.errorDetail?.message ?? line.error;
    if (failed !== undefined) throw log.failure(failed);
    for (const text of log.add(line.stream ?? "")) report(text);
  }
}
