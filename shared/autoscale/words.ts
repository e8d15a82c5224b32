import { activeAutoscale, settingsOf, type Autoscale } from "./settings.ts";
import type { Decision } from "./decide.ts";
import { metricNames } from "./metrics.ts";
import { isJob } from "../health.ts";
import type { Service } from "../stack/project.ts";
import type { MetricName, Wish } from "./types.ts";

/** `web 2 -> 4: cpu 140 % of 70 %`: the cause in plans and records, and the sentence of events. */
export function decisionCause(service: string, { from, to, wish }: Pick<Decision, "from" | "to" | "wish">): string {
  const change = `${service} ${from} -> ${to}`;
  return wish === undefined ? change : `${change}: ${wishWords(wish)}`;
}

/** The numbers behind it: `cpu 140 % of 70 % asks for 12; at most 8`. */
export function decisionWords({ wish, replicas, why }: Pick<Decision, "wish" | "replicas" | "why">): string {
  const asked = wish === undefined ? [] : [`${wishWords(wish)} asks for ${replicas}`];
  return [...asked, ...(why === undefined ? [] : [why])].join("; ");
}

function wishWords({ metric, current, target }: Wish): string {
  return `${metric} ${amount(metric, current)} of ${amount(metric, target)}`;
}

function amount(metric: MetricName, value: number): string {
  return metric === "requests" ? `${Math.round(value * 10) / 10}/s` : `${Math.round(value)} %`;
}

/** `Autoscaling 1–8, cpu 70 %`. */
export function autoscaleTitle(autoscale: Autoscale): string {
  const { min, max } = settingsOf(autoscale);
  const targets = metricNames.flatMap((name) => {
    const target = autoscale[name];
    return target === undefined ? [] : [`${name} ${amount(name, target)}`];
  });
  return [`Autoscaling ${min}–${max}`, ...targets].join(", ");
}

/** Why a service's autoscaling is not in force; undefined when it is. */
export function restingWords(service: Service): string | undefined {
  const autoscale = service["x-gantry"]?.autoscale;
  if (autoscale === undefined || activeAutoscale(service) !== undefined) return undefined;
  if (autoscale.paused === true) return "Paused: the number of replicas is yours.";
  if (service.deploy?.mode?.startsWith("global") === true) return "Off: a global service has one replica here.";
  return isJob(service) ? "Off: a job runs as often as the file says." : "Off while there are no replicas.";
}
