import { say } from "./say.ts";

/** Random choices that a seed brings back. */
export interface Random {
  seed: number;
  /** From 0 up to, without, 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  pick<T>(list: readonly T[]): T;
}

/** Mulberry32: small, and good enough to choose moments by. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const pick = <T>(list: readonly T[]): T => {
    const one = list[between(0, list.length - 1)];
    if (one === undefined) throw new Error("nothing to pick from");
    return one;
  };
  return { seed, next, between, pick };
}

/** The seed of GANTRY_CHAOS_SEED, or a new one; printed, so that a failure can be had again. */
export function chaosRandom(): Random {
  const said = Number(process.env["GANTRY_CHAOS_SEED"] ?? "");
  const seed = said > 0 ? said : Math.floor(Math.random() * 2 ** 31);
  say(`GANTRY_CHAOS_SEED=${seed}`);
  return seeded(seed);
}

/** GANTRY_CHAOS_ROUNDS, for runs by hand. */
export function chaosRounds(usual: number): number {
  const said = Number(process.env["GANTRY_CHAOS_ROUNDS"] ?? "");
  return said > 0 ? said : usual;
}
