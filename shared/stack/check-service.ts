/** What a service may not say at the same time, and values that only make sense together. */
import { checkAutoscale } from "./check-autoscale.ts";
import type { Report } from "./report.ts";
import type { MapTree, Path, ScalarValue, Tree } from "./tree.ts";
import { child, descend, itemsOf, textOf } from "./tree.ts";

export function checkService(name: string, service: MapTree, report: Report): void {
  const path: Path = ["services", name];
  checkSource(name, service, path, report);
  checkSameLimits(name, service, path, report);
  checkBuild(service, path, report);
  checkHealthcheck(service, path, report);
  checkMounts(service, path, report);
  checkDevices(service, path, report);
  checkRestart(service, path, report);
  checkAutoscale(name, service, report);
}

function checkSource(name: string, service: MapTree, path: Path, report: Report): void {
  // An empty image counts as none: it is what a variable without a value leaves.
  const has = (key: string): boolean => service.entries.has(key) && textOf(child(service, key)) !== "";
  if (!has("image") && !has("build") && !has("provider")) {
    report.error(
      "no-image",
      service,
      path,
      `The service ${name} has neither an image nor a build.`,
      "Add image: or build:.",
    );
  }
  const networks = child(service, "networks");
  if (has("network_mode") && networks?.kind === "map" && networks.entries.size > 0) {
    const message = `The service ${name} has both network_mode and networks; only one is allowed.`;
    report.error("network-mode", networks, [...path, "networks"], message);
  }
}

/** The older keys and those of deploy that mean the same. */
const twins: Array<[string, string[]]> = [
  ["cpus", ["deploy", "resources", "limits", "cpus"]],
  ["mem_limit", ["deploy", "resources", "limits", "memory"]],
  ["mem_reservation", ["deploy", "resources", "reservations", "memory"]],
  ["pids_limit", ["deploy", "resources", "limits", "pids"]],
];

/** Compose reads a section of deploy that leaves a limit out as one that says "no limit". */
function checkSameLimits(name: string, service: MapTree, path: Path, report: Report): void {
  const scale = child(service, "scale");
  const replicas = descend(service, ["deploy", "replicas"]);
  if (scale !== undefined && replicas !== undefined && valueOf(scale) !== valueOf(replicas)) {
    const message = `The service ${name} says scale ${valueOf(scale)} and deploy.replicas ${valueOf(replicas)}; they mean the same and must agree.`;
    report.error("limits-differ", replicas, [...path, "deploy", "replicas"], message, "Keep one of them.");
  }
  for (const [short, long] of twins) {
    const one = child(service, short);
    const section = descend(service, long.slice(0, -1));
    if (one === undefined || section === undefined) continue;
    const other = child(section, long.at(-1) ?? "");
    const [a, b] = [valueOf(one), other === undefined ? undefined : valueOf(other)];
    if (Number(a) === 0 || String(a) === String(b)) continue;
    const said =
      b === undefined ? `has ${long.slice(0, -1).join(".")} without ${long.at(-1)}` : `${long.join(".")} ${b}`;
    const message = `The service ${name} says ${short} ${a} and ${said}; they mean the same and must agree.`;
    report.error(
      "limits-differ",
      other ?? one,
      other === undefined ? [...path, short] : [...path, ...long],
      message,
      "Keep one of them.",
    );
  }
}

function checkBuild(service: MapTree, path: Path, report: Report): void {
  const build = child(service, "build");
  const inline = child(build, "dockerfile_inline");
  if (inline !== undefined && child(build, "dockerfile") !== undefined) {
    const message = "A build has either dockerfile or dockerfile_inline, not both.";
    report.error("exclusive-keys", inline, [...path, "build", "dockerfile_inline"], message);
  }
  const platform = child(service, "platform");
  const platforms = child(build, "platforms");
  if (platform === undefined || platforms === undefined || itemsOf(platforms).length === 0) return;
  if (itemsOf(platforms).some((item) => textOf(item) === textOf(platform))) return;
  const message = `The build's platforms do not include the service's platform ${textOf(platform)}.`;
  report.error("platform", platforms, [...path, "build", "platforms"], message, "Add it to build.platforms.");
}

function checkHealthcheck(service: MapTree, path: Path, report: Report): void {
  const test = descend(service, ["healthcheck", "test"]);
  const [first] = itemsOf(test);
  if (test === undefined || first === undefined || ["NONE", "CMD", "CMD-SHELL"].includes(textOf(first) ?? "")) return;
  const message = `A health check's list must start with CMD, CMD-SHELL or NONE, found "${textOf(first)}".`;
  const hint = `Write [CMD, ${textOf(first)}, ...], or the whole command as one text.`;
  report.error("healthcheck-test", first, [...path, "healthcheck", "test", 0], message, hint);
}

function checkMounts(service: MapTree, path: Path, report: Report): void {
  for (const [index, mount] of itemsOf(child(service, "volumes")).entries()) {
    if (textOf(child(mount, "type")) !== "bind" || (textOf(child(mount, "source")) ?? "") !== "") continue;
    report.error(
      "missing-key",
      mount,
      [...path, "volumes", index, "source"],
      "A bind mount needs a source, the path on the host.",
    );
  }
}

function checkDevices(service: MapTree, path: Path, report: Report): void {
  const long = ["deploy", "resources", "reservations", "devices"];
  for (const place of [["gpus"], long]) {
    for (const [index, request] of itemsOf(descend(service, place)).entries()) {
      const count = child(request, "count");
      if (count === undefined || child(request, "device_ids") === undefined) continue;
      const message = "A device request has either count or device_ids, not both.";
      report.error("exclusive-keys", count, [...path, ...place, index, "count"], message);
    }
  }
}

/** `docker compose config` takes any word here, but no container can be made with it. */
function checkRestart(service: MapTree, path: Path, report: Report): void {
  const restart = child(service, "restart");
  const written = textOf(restart);
  if (restart === undefined || written === undefined || written === "") return;
  if (/^(no|always|unless-stopped|on-failure(:\d+)?)$/.test(written)) return;
  const hint = "Allowed are no, always, unless-stopped, on-failure and on-failure:TIMES.";
  report.error("wrong-value", restart, [...path, "restart"], `The restart policy "${written}" is unknown.`, hint);
}

function valueOf(tree: Tree): ScalarValue | undefined {
  return tree.kind === "scalar" && tree.value !== null ? tree.value : undefined;
}
