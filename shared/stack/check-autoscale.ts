/** Whether `x-gantry.autoscale` can do what it says: bounds, at least one metric, and that each metric can be had. */
import { metricNames } from "../autoscale/metrics.ts";
import type { Report } from "./report.ts";
import type { MapTree, Path, Tree } from "./tree.ts";
import { child, descend, itemsOf, textOf } from "./tree.ts";

export function checkAutoscale(name: string, service: MapTree, report: Report): void {
  const autoscale = descend(service, ["x-gantry", "autoscale"]);
  if (autoscale?.kind !== "map") return;
  const path: Path = ["services", name, "x-gantry", "autoscale"];
  const [min, max] = [child(autoscale, "min"), child(autoscale, "max")];
  const [least, most] = [numberOf(min), numberOf(max)];
  if (min !== undefined && least !== undefined && most !== undefined && least > most) {
    const message = `The service ${name} scales from ${least} to ${most}; min must be at most max.`;
    report.error("autoscale-bounds", min, [...path, "min"], message, "Swap them, or raise max.");
  }
  if (min !== undefined && least === 0) {
    const message = `The service ${name} keeps one replica: without any there is no load that could bring it back.`;
    report.warn("autoscale-zero", min, [...path, "min"], message, "Write min: 1, or replicas: 0 to switch it off.");
  }
  if (!metricNames.some((metric) => child(autoscale, metric) !== undefined)) {
    const message = `The service ${name} is autoscaled by nothing.`;
    report.error(
      "autoscale-metric",
      autoscale,
      path,
      message,
      `Add one of ${metricNames.join(", ")}, for example cpu: 70.`,
    );
  }
  checkMetrics(name, service, autoscale, report);
}

/** Where a use counts in percent there must be something that it is percent of. */
const limits = { cpu: ["cpus", "cpus"], memory: ["mem_limit", "memory"] } as const;

function checkMetrics(name: string, service: MapTree, autoscale: MapTree, report: Report): void {
  const path: Path = ["services", name, "x-gantry", "autoscale"];
  for (const metric of ["cpu", "memory"] as const) {
    const at = child(autoscale, metric);
    const [short, long] = limits[metric];
    const said = [child(service, short), descend(service, ["deploy", "resources", "limits", long])];
    if (at === undefined || said.some(isLimit)) continue;
    const message = `${metric} is percent of the ${metric} limit, and the service ${name} has none: it cannot be measured.`;
    report.warn("autoscale-limit", at, [...path, metric], message, `Add deploy.resources.limits.${long}.`);
  }
  const requests = child(autoscale, "requests");
  const published = itemsOf(child(service, "ports")).some((port) => (textOf(child(port, "published")) ?? "") !== "");
  if (requests === undefined || published) return;
  const message = `Requests are counted by the stack's gateway, and the service ${name} publishes no port through it.`;
  report.warn("autoscale-requests", requests, [...path, "requests"], message, "Publish a port, or scale by cpu.");
}

function isLimit(tree: Tree | undefined): boolean {
  return tree?.kind === "scalar" && Number(tree.value) > 0;
}

function numberOf(tree: Tree | undefined): number | undefined {
  return tree?.kind === "scalar" && typeof tree.value === "number" ? tree.value : undefined;
}
