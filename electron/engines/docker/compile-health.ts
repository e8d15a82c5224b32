import type { HealthConfig } from "dockerode";
import type { Service } from "../../../shared/stack/project.ts";
import { parseDuration } from "../../../shared/units.ts";

/** The engine's health check; undefined leaves the image's own in force. Durations of the API are nanoseconds. */
export function healthOf(service: Service): (HealthConfig & { StartInterval?: number }) | undefined {
  const check = service.healthcheck;
  if (check === undefined) return undefined;
  if (check.disable === true) return { Test: ["NONE"] };
  return {
    ...(check.test === undefined ? {} : { Test: check.test }),
    ...time("Interval", check.interval),
    ...time("Timeout", check.timeout),
    ...time("StartPeriod", check.start_period),
    ...time("StartInterval", check.start_interval),
    ...(check.retries === undefined ? {} : { Retries: check.retries }),
  };
}

/** Whether the file itself gives the service a health check; an image may bring one that is not known before it runs. */
export function hasHealthcheck(service: Service): boolean {
  const check = service.healthcheck;
  return check?.disable !== true && check?.test !== undefined && check.test[0] !== "NONE";
}

function time<Key extends string>(key: Key, text: string | undefined): { [K in Key]?: number } {
  const ms = text === undefined ? undefined : parseDuration(text);
  return ms === undefined ? {} : ({ [key]: Math.round(ms * 1e6) } as { [K in Key]: number });
}
