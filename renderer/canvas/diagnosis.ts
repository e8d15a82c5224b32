import type { Healing } from "../../shared/contract.ts";
import type { ServiceHealth } from "../../shared/health.ts";
import { ordinal } from "../ui/format.ts";

type Entry = ServiceHealth["replicas"][number];

/** The replica of a service that is in the worst trouble; undefined when none is. */
export function worstReplica(health: ServiceHealth): Entry | undefined {
  return (
    health.replicas.find((one) => one.status === "failing") ?? health.replicas.find((one) => one.status === "warning")
  );
}

/** The reason in as few words as a card has room for; the full one stands in the inspector. */
export function shortReason({ replica, reason }: Entry): string {
  const ended = replica.state === "exited" || replica.state === "dead" || replica.state === "restarting";
  if (ended && replica.oomKilled) return "out of memory";
  if (ended && replica.exitCode !== undefined) return `exit code ${replica.exitCode}`;
  if (replica.state === "running" && replica.health === "unhealthy") return "unhealthy";
  return reason;
}

const seconds = (healing: Healing, now: number) => Math.max(0, Math.ceil((healing.nextAt - now) / 1000));

/** When self-healing tries next: `restarting in 8 s, 3rd try`. */
export function healingText(healing: Healing, now: number): string {
  const left = seconds(healing, now);
  const when = left === 0 ? "restarting now" : `restarting in ${left} s`;
  return `${when}, ${ordinal(Math.max(1, healing.attempts))} try`;
}

/** The same for a card that also says why. */
export function shortHealingText(healing: Healing, now: number): string {
  const left = seconds(healing, now);
  return `try ${Math.max(1, healing.attempts)} ${left === 0 ? "now" : `in ${left} s`}`;
}
