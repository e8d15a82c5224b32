import type { Gpu } from "../../../shared/observed.ts";
import type { GpuWish } from "./gpu-wish.ts";

/** Somebody who has GPUs. */
export interface GpuHolder {
  /** `stack/service`: exclusive is between services. */
  service: string;
  /** `stack/web-1`. */
  replica: string;
  ids: readonly string[];
  exclusive: boolean;
}

export interface GpuSeeker {
  service: string;
  replica: string;
  wish: GpuWish;
  /** What it holds now and keeps when it may. */
  now?: readonly string[] | undefined;
}

/**
 * Devices for one replica beside those who hold some, or undefined when there are not enough. What it has it keeps, so
 * that a second apply changes nothing; else it gets the least used ones. Replicas of an exclusive service that asks for
 * a number share none with each other either. Pure.
 */
export function assignGpus(
  gpus: readonly Gpu[],
  holders: readonly GpuHolder[],
  { service, replica, wish, now }: GpuSeeker,
): string[] | undefined {
  const others = holders.filter((one) => one.replica !== replica);
  const users = (id: string) => others.filter((one) => one.ids.includes(id));
  const isFree = (id: string) =>
    users(id).every((one) =>
      one.service === service && wish.ids !== undefined ? true : !one.exclusive && !wish.exclusive,
    );
  const all = gpus.map(({ id }) => id);
  const asked = wish.ids?.map((name) => gpus.find(({ id, uuid }) => name === id || name === uuid)?.id);
  if (asked !== undefined) {
    const known = asked.filter((id) => id !== undefined);
    return known.length === asked.length && known.every(isFree) ? known : undefined;
  }
  if (wish.count === -1) return all.length > 0 && all.every(isFree) ? all : undefined;
  if (now?.length === wish.count && now.every((id) => all.includes(id) && isFree(id))) return [...now];
  const free = all.filter(isFree).toSorted((a, b) => users(a).length - users(b).length);
  return free.length < wish.count
    ? undefined
    : free.slice(0, wish.count).toSorted((a, b) => all.indexOf(a) - all.indexOf(b));
}
