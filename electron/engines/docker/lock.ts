import type Docker from "dockerode";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { GantryError } from "../../../shared/errors.ts";
import { formatSpan } from "../../../shared/units.ts";
import { request } from "./client.ts";
import { dockerError, hasStatus } from "./errors.ts";
import { gantry } from "./labels.ts";
import { awaitLeftStops } from "./left-stops.ts";
import { lockName } from "./record.ts";

/** Milliseconds after which somebody who broke the same dead lock at the same moment has shown. */
const SETTLE = 150;

/**
 * Test-and-set on the engine: a volume is created under one name, and an engine that has it already answers with the
 * labels it has. So two Gantry processes, also on two machines, never change a stack at once.
 *
 * @param owner `host:pid:random`
 * @throws GantryError `failed` naming the holder
 */
export async function takeLock(
  docker: Docker,
  stack: string,
  owner: string,
  clock: () => number,
): Promise<() => Promise<void>> {
  const name = lockName(stack);
  try {
    for (let broken = 0; ; broken += 1) {
      const holder = await claim(docker, name, stack, owner, clock());
      if (holder?.owner === owner) {
        if (broken > 0) await sleep(SETTLE);
        if (broken === 0) return () => release(docker, name);
        if ((await read(docker, name))?.owner === owner) {
          await awaitLeftStops(docker, stack);
          return () => release(docker, name);
        }
      } else if (holder !== undefined) {
        if (!isDead(holder.owner) || broken >= 5) throw held(stack, holder, clock());
        await remove(docker, name);
      }
    }
  } catch (error) {
    throw dockerError(error, `lock stack ${stack}`);
  }
}

interface Holder {
  owner: string;
  since: number;
}

async function claim(
  docker: Docker,
  name: string,
  stack: string,
  owner: string,
  now: number,
): Promise<Holder | undefined> {
  const labels = {
    [gantry.stack]: stack,
    [gantry.role]: "lock",
    [gantry.owner]: owner,
    [gantry.time]: String(now),
  };
  await docker.createVolume(request({}, { Name: name, Driver: "local", Labels: labels }));
  return read(docker, name);
}

/** Undefined when it was released just now. */
async function read(docker: Docker, name: string): Promise<Holder | undefined> {
  try {
    const { Labels: labels } = await docker.getVolume(name).inspect();
    return { owner: labels?.[gantry.owner] ?? "", since: Number(labels?.[gantry.time] ?? 0) };
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

async function release(docker: Docker, name: string): Promise<void> {
  try {
    await remove(docker, name);
  } catch (error) {
    throw dockerError(error, "release the lock");
  }
}

async function remove(docker: Docker, name: string): Promise<void> {
  try {
    await docker.getVolume(name).remove();
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
  }
}

/** Whether the lock's process is gone. Only a process of this machine can be asked after. */
export function isDead(owner: string, host = hostname()): boolean {
  const [where, pid] = owner.split(":");
  if (where !== host || pid === undefined || !/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

function held(stack: string, { owner, since }: Holder, now: number): GantryError {
  const [host, pid] = owner.split(":");
  const who = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
  return new GantryError(
    "locked",
    `Stack ${stack} is being changed by another Gantry: ${who}, for ${formatSpan(now - since)}.`,
    {
      hint: `Wait for it. If it is gone for good: \`docker volume rm ${lockName(stack)}\`.`,
    },
  );
}
