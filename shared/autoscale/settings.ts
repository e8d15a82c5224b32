import { isJob } from "../health.ts";
import type { Service, ServiceExtension } from "../stack/project.ts";
import { metricNames } from "./metrics.ts";
import type { Policy, Rules, Settings } from "./types.ts";

export type Autoscale = NonNullable<ServiceExtension["autoscale"]>;

/** Defaults of the HorizontalPodAutoscaler. Source: Kubernetes documentation, "Default behavior". */
const up: Rules = {
  stabilizationWindowSeconds: 0,
  policies: [percent(100), { type: "Pods", value: 4, periodSeconds: 15 }],
  selectPolicy: "Max",
  tolerance: 0.1,
};
const down: Rules = { ...up, stabilizationWindowSeconds: 300, policies: [percent(100)] };

function percent(value: number): Policy {
  return { type: "Percent", value, periodSeconds: 15 };
}

export function settingsOf(autoscale: Autoscale): Settings {
  const { min, max, behavior } = autoscale;
  const targets = metricNames.flatMap((name) => {
    const target = autoscale[name];
    return target === undefined ? [] : [{ name, target }];
  });
  // A service without a replica has no load that could bring it back, so the last one stays.
  const least = Math.max(1, min);
  return {
    min: least,
    max: Math.max(least, max),
    targets,
    scaleUp: { ...up, ...behavior?.scaleUp },
    scaleDown: { ...down, ...behavior?.scaleDown },
  };
}

/**
 * The service's autoscaling when it is in force: not while a hand has paused it, not with `replicas: 0` in the file,
 * which switches it off as it does in Kubernetes, and not for what has no number to change: a job, and `mode: global`,
 * which has one replica on one node.
 */
export function activeAutoscale(service: Service): Autoscale | undefined {
  const autoscale = service["x-gantry"]?.autoscale;
  if (autoscale === undefined || autoscale.paused === true) return undefined;
  if (service.deploy?.mode?.startsWith("global") === true || isJob(service)) return undefined;
  return (service.scale ?? service.deploy?.replicas ?? 1) === 0 ? undefined : autoscale;
}
