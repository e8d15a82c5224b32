import type Docker from "dockerode";
import { setTimeout as sleep } from "node:timers/promises";
import type { CreateCall } from "./call.ts";
import { request } from "./client.ts";
import { engineText, hasStatus } from "./errors.ts";
import { gantry } from "./labels.ts";
import { tarOf } from "./tar.ts";

/** Engines older than this take one network at the creation; the others are connected afterwards. */
const SEVERAL_NETWORKS = "1.44";

/**
 * Creates a container, without starting it. One of that name that is the same already is a success, unless it never ran:
 * then it is made anew.
 */
export async function createContainer(docker: Docker, call: CreateCall): Promise<void> {
  const endpoints = Object.entries(call.body.NetworkingConfig?.EndpointsConfig ?? {});
  const later = endpoints.length > 1 && (await isOlder(docker)) ? endpoints.slice(1) : [];
  const now = Object.fromEntries(endpoints.slice(0, endpoints.length - later.length));
  const body = endpoints.length === 0 ? call.body : { ...call.body, NetworkingConfig: { EndpointsConfig: now } };
  const query = { name: call.name, ...(call.platform === undefined ? {} : { platform: call.platform }) };
  const made = await createNamed(docker, query, body);
  if (!made) return;
  const container = docker.getContainer(call.name);
  try {
    for (const [network, settings] of later) {
      await docker.getNetwork(network).connect({ Container: call.name, EndpointConfig: settings });
    }
    if (call.files.length > 0) await container.putArchive(tarOf(call.files), { path: "/" });
  } catch (error) {
    // Half a container would be in the way. Without force: one that runs by now is somebody's.
    await container.remove({ v: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * True when it was made, false when it was there and ran. A container of that name that is just being removed is waited
 * for. One that never ran is made anew: whoever made it may have ended before its secrets were in it, and an engine that
 * was killed while it started one cannot start it any more ("failed to start shim: file exists").
 */
async function createNamed(docker: Docker, query: { name: string }, body: CreateCall["body"]): Promise<boolean> {
  for (let tries = 0; ; tries += 1) {
    try {
      await docker.createContainer(request(query, body));
      return true;
    } catch (error) {
      if (isNetworkMissing(error) && tries < NETWORK_TRIES) {
        await sleep(NETWORK_PAUSE);
        continue;
      }
      if (!hasStatus(error, 409) || !/already in use/.test(engineText(error)) || tries >= 20) throw error;
      const there = await docker
        .getContainer(query.name)
        .inspect()
        .catch(() => undefined);
      const hash = body.Labels?.[gantry.configHash];
      if (there !== undefined && there.State.Status !== "removing") {
        if (there.Config.Labels[gantry.configHash] !== hash) throw error;
        if (there.State.Status !== "created") return false;
        // Without force: it may be started just now.
        await docker
          .getContainer(there.Id)
          .remove({ v: true })
          .catch(() => undefined);
        continue;
      }
      await sleep(100);
    }
  }
}

/** Podman wants a container's networks before the container; they are being made beside it. */
const NETWORK_TRIES = 100;
/** Milliseconds. */
const NETWORK_PAUSE = 50;

function isNetworkMissing(error: unknown): boolean {
  return /network .*not found|unable to find network/i.test(engineText(error));
}

async function isOlder(docker: Docker): Promise<boolean> {
  const { ApiVersion: version } = await docker.version();
  return version.localeCompare(SEVERAL_NETWORKS, undefined, { numeric: true }) < 0;
}
