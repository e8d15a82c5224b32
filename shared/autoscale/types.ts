/**
 * The words of the autoscaler. It is the algorithm of Kubernetes' HorizontalPodAutoscaler: one recommendation from the
 * metrics, calmed by windows, limited by policies and bounds. All of it is pure; the loop is electron/control/autoscaler.ts.
 * Source: Kubernetes documentation, "Horizontal Pod Autoscaling", "Algorithm details" and "Configurable scaling behavior".
 */

/** `cpu` and `memory` in percent of a replica's limit, `requests` in requests a second for each replica. */
export type MetricName = "cpu" | "memory" | "requests";

/** One replica in one round. */
export interface ReplicaSample {
  /** In the metric's unit; absent when it could not be had. */
  value?: number;
  /** Not yet ready: it says nothing about the load yet, see readiness.ts. */
  notReady?: boolean;
}

/** One metric in one round, over the replicas that have not ended. */
export interface MetricSamples {
  name: MetricName;
  target: number;
  samples: readonly ReplicaSample[];
}

/** How far from its target a metric may be before anything is done, as a part of 1, for each direction. */
export interface Tolerance {
  up: number;
  down: number;
}

/** What one metric asks for. */
export interface Wish {
  metric: MetricName;
  /** Average over the replicas that were measured, as it is shown; what was assumed of others is not in it. */
  current: number;
  target: number;
  replicas: number;
}

export interface Policy {
  type: "Pods" | "Percent";
  value: number;
  periodSeconds: number;
}

export type SelectPolicy = "Max" | "Min" | "Disabled";

export interface Rules {
  stabilizationWindowSeconds: number;
  policies: readonly Policy[];
  selectPolicy: SelectPolicy;
  tolerance: number;
}

/** `x-gantry.autoscale` with everything that it leaves out filled in. */
export interface Settings {
  min: number;
  max: number;
  targets: ReadonlyArray<{ name: MetricName; target: number }>;
  scaleUp: Rules;
  scaleDown: Rules;
}

/** What is remembered between two rounds. Times are milliseconds. */
export interface History {
  /** What the metrics asked for, before windows and limits. */
  recommendations: ReadonlyArray<{ at: number; replicas: number }>;
  /** What was done: replicas added, or taken away when negative. */
  changes: ReadonlyArray<{ at: number; by: number }>;
}
