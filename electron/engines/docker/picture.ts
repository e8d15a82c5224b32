import type Docker from "dockerode";
import type { Replica } from "../../../shared/observed.ts";
import type { Observed } from "../engine.ts";
import { hasStatus } from "./errors.ts";
import { readGateway } from "./gateway/gateway-file.ts";
import { hashOf } from "./hash.ts";
import { imagesOfList, networksOfList, recordReader, volumesOfList } from "./places-of.ts";
import { mapPool } from "./pool.ts";
import { replicaOfInspect, replicaOfList } from "./replica-of.ts";

/** Inspects in flight at once. */
const INSPECTS = 12;

/**
 * The picture of one engine, brought up to date as a whole or in parts. Replicas that did not change stay the same
 * object, so that whoever compares two pictures need not look inside.
 */
export interface Picture {
  current(): Observed | undefined;
  /** Everything anew. `trusted`: what was inspected before still counts where the list shows the same state. */
  all(docker: Docker, trusted: boolean, signal?: AbortSignal): Promise<Observed>;
  part(docker: Docker, touched: Touched, signal?: AbortSignal): Promise<Observed>;
}

/** What an event says is out of date. */
export interface Touched {
  replicas: ReadonlySet<string>;
  gone: ReadonlySet<string>;
  networks: boolean;
  volumes: boolean;
  images: boolean;
}

export function createPicture(clock: () => number): Picture {
  const readRecord = recordReader();
  let seen: Observed | undefined;

  const networks = async (docker: Docker) => networksOfList(await docker.listNetworks());
  const volumes = async (docker: Docker) => volumesOfList((await docker.listVolumes()).Volumes ?? [], readRecord);
  const images = async (docker: Docker) => imagesOfList(await docker.listImages());

  const inspect = async (docker: Docker, id: string, image?: string): Promise<Replica | undefined> => {
    try {
      return replicaOfInspect(await docker.getContainer(id).inspect(), image);
    } catch (error) {
      // Gone since it was listed or since its event.
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
  };

  const replicas = async (docker: Docker, trusted: boolean, signal?: AbortSignal): Promise<Observed["replicas"]> => {
    const list = await docker.listContainers({ all: true, ...(signal === undefined ? {} : { abortSignal: signal }) });
    const before = seen?.replicas ?? {};
    const entries = await mapPool(list, INSPECTS, async (info) => {
      const listed = replicaOfList(info);
      const known = before[listed.id];
      if (!listed.ours) return keep(known, listed);
      if (trusted && known !== undefined && sameInList(known, listed))
        return keep(known, { ...known, image: listed.image });
      const inspected = await inspect(docker, listed.id, listed.image);
      return inspected === undefined ? undefined : keep(known, inspected);
    });
    return Object.fromEntries(entries.filter((one) => one !== undefined).map((one) => [one.id, one]));
  };

  return {
    current: () => seen,
    async all(docker, trusted, signal) {
      const [containers, nets, vols, imgs] = await Promise.all([
        replicas(docker, trusted, signal),
        networks(docker),
        volumes(docker),
        images(docker),
      ]);
      const balanced = await membersOf(docker, containers, Object.keys(containers), {});
      seen = { at: clock(), replicas: containers, networks: nets, ...vols, ...imgs, balanced };
      return seen;
    },
    async part(docker, touched, signal) {
      if (seen === undefined) return this.all(docker, false, signal);
      const ids = [...touched.replicas].filter((id) => !touched.gone.has(id));
      // A name that moved to another image shows in the list of containers only.
      const relist = touched.images ? replicas(docker, true, signal) : undefined;
      const [changed, nets, vols, imgs, listed] = await Promise.all([
        mapPool(ids, INSPECTS, (id) => inspect(docker, id, seen?.replicas[id]?.image)),
        touched.networks ? networks(docker) : undefined,
        touched.volumes ? volumes(docker) : undefined,
        touched.images ? images(docker) : undefined,
        relist,
      ]);
      const next: Record<string, Replica> = { ...(listed ?? seen.replicas) };
      for (const [index, id] of ids.entries()) {
        const replica = changed[index];
        if (replica === undefined) delete next[id];
        else next[id] = keep(seen.replicas[id], replica);
      }
      for (const id of touched.gone) delete next[id];
      const balanced = await membersOf(docker, next, ids, seen.balanced ?? {});
      seen = {
        ...seen,
        at: clock(),
        replicas: next,
        balanced,
        ...(nets === undefined ? {} : { networks: nets }),
        ...vols,
        ...imgs,
      };
      return seen;
    },
  };
}

/** Reads the gateways that are among the touched ones; what is known of the others stays. */
async function membersOf(
  docker: Docker,
  replicas: Observed["replicas"],
  touched: readonly string[],
  before: NonNullable<Observed["balanced"]>,
): Promise<NonNullable<Observed["balanced"]>> {
  const gateways = Object.values(replicas).filter((one) => one.role === "gateway" && one.ours);
  const entries = await mapPool(gateways, INSPECTS, async ({ id, stack = "" }) => {
    const known = before[stack];
    if (known !== undefined && !touched.includes(id)) return [stack, known] as const;
    const members = await readGateway(docker, id).catch((error: unknown) => {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    });
    return members === undefined ? undefined : ([stack, members] as const);
  });
  return Object.fromEntries(entries.filter((one) => one !== undefined));
}

/** The old object when the new one says the same. */
function keep(before: Replica | undefined, after: Replica): Replica {
  return before !== undefined && hashOf(before) === hashOf(after) ? before : after;
}

/** Whether the list shows a container as it was when it was inspected. */
function sameInList(known: Replica, listed: Replica): boolean {
  return (
    known.state === listed.state &&
    known.health === listed.health &&
    known.name === listed.name &&
    known.exitCode === listed.exitCode &&
    hashOf([known.networks, known.ports]) === hashOf([listed.networks, listed.ports])
  );
}
