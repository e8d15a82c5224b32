import { vi } from "vitest";
import { listDockerEndpoints } from "../../host/docker-context.ts";
import { homedir } from "node:os";
import { engineContract } from "../engine.contract.ts";
import { connectDocker } from "./client.ts";
import { createDockerEngine } from "./docker-engine.ts";
import { hasStatus } from "./errors.ts";
import { gantry } from "./labels.ts";

engineContract("docker", async () => {
  const { endpoints, current } = await listDockerEndpoints({
    env: process.env,
    home: homedir(),
    platform: process.platform,
  });
  const endpoint = endpoints.find((one) => one.name === current);
  if (endpoint === undefined) throw new Error("no Docker endpoint");
  const engine = createDockerEngine({ endpoint });
  const { docker, close } = await connectDocker(endpoint);
  const gone = async (call: Promise<unknown>) => {
    await call.catch((error: unknown) => {
      if (!hasStatus(error, 404, 409)) throw error;
    });
  };
  return {
    engine,
    outside: {
      kill: async (id) => void (await docker.getContainer(id).kill()),
      remove: async (id) => void (await docker.getContainer(id).remove({ force: true })),
    },
    cleanUp: async (stack) => {
      const filters = { label: [`${gantry.stack}=${stack}`] };
      // Records first: a window that is open on this engine would heal what it finds removed.
      const records = { label: [...filters.label, `${gantry.role}=record`] };
      for (const one of (await docker.listVolumes({ filters: records })).Volumes ?? [])
        await gone(docker.getVolume(one.Name).remove());
      for (const one of await docker.listContainers({ all: true, filters })) {
        await gone(docker.getContainer(one.Id).remove({ force: true, v: true }));
      }
      // A removed container's endpoint may outlive it by a moment on a busy engine: ask until the network is free.
      for (const one of await docker.listNetworks({ filters })) {
        await vi.waitFor(() => gone(docker.getNetwork(one.Id).remove()), { timeout: 10_000, interval: 200 });
      }
      for (const one of (await docker.listVolumes({ filters })).Volumes ?? [])
        await gone(docker.getVolume(one.Name).remove());
    },
    close: async () => {
      await engine.close();
      close();
    },
  };
});
