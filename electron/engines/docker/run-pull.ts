import type Docker from "dockerode";
import { GantryError } from "../../../shared/errors.ts";
import type { Report } from "../engine.ts";
import type { DockerCall } from "./call.ts";
import { engineText } from "./errors.ts";
import { createPullSummary, readProgress } from "./progress.ts";
import { registryAuth } from "./registry-auth.ts";

type PullCall = Extract<DockerCall, { kind: "pull" }>;

/** @throws GantryError `image` that says which kind of failure it was */
export async function pullImage(docker: Docker, call: PullCall, report: Report, signal: AbortSignal): Promise<void> {
  const summary = createPullSummary();
  const authconfig = await registryAuth(call.image);
  try {
    const stream = await docker.pull(call.image, {
      abortSignal: signal,
      ...(call.platform === undefined ? {} : { platform: call.platform }),
      ...(authconfig === undefined ? {} : { authconfig }),
    });
    for await (const line of readProgress(stream as AsyncIterable<Buffer>)) {
      if (line.error !== undefined) throw pullError(call.image, line.errorDetail?.message ?? line.error);
      const text = summary(line);
      if (text !== undefined) report(text);
    }
  } catch (error) {
    if (error instanceof GantryError || signal.aborted || (error as { statusCode?: number }).statusCode === undefined)
      throw error;
    throw pullError(call.image, engineText(error));
  }
}

const kinds: Array<{ test: RegExp; message: string; hint: string }> = [
  {
    test: /toomanyrequests|rate limit/i,
    message: "the registry's rate limit is reached",
    hint: "Wait, or log in with `docker login` for a higher limit.",
  },
  {
    test: /no matching manifest|does not match the specified platform|image operating system/i,
    message: "it is not made for this platform",
    hint: "Set `platform` to one that the image has, or take another image.",
  },
  {
    test: /pull access denied|repository does not exist|insufficient_scope/i,
    message: "there is no such image, or it is private",
    hint: "Check the name; for a private image run `docker login` first.",
  },
  {
    test: /unauthorized|authentication required|denied|no basic auth/i,
    message: "the registry wants a login",
    hint: "Run `docker login` for this registry.",
  },
  {
    test: /not found|manifest unknown|name unknown|invalid reference/i,
    message: "there is no such image or tag",
    hint: "Check the name and the tag.",
  },
  {
    test: /dial tcp|lookup |no such host|timeout|deadline exceeded|connection refused|network is unreachable|proxyconnect|EOF|TLS|x509/i,
    message: "the registry cannot be reached from the engine",
    hint: "Check the network and the proxy of the engine, or load the image with `docker load`.",
  },
];

/** A refused pull as one that says what is wrong. The engine's texts are its only sign of the kind. */
export function pullError(image: string, said: string): GantryError {
  const kind = kinds.find(({ test }) => test.test(said));
  return new GantryError("image", `Image ${image} cannot be pulled: ${kind?.message ?? said}.`, {
    hint: kind?.hint,
    cause: said,
  });
}
