/** Edits of a service's single values, and of the canvas. */
import type { EditDocument } from "./edit-document.ts";
import { checkListed, meantAt, meantInStack } from "./edit-effective.ts";
import { EditError } from "./edit-error.ts";
import { keyText, textOfNode, asSeq, asMap, isNothing } from "./edit-nodes.ts";
import { extendersOf } from "./edit-extends.ts";
import type { EditValue } from "./edit-print.ts";
import { isSaid } from "./edit-says.ts";
import { putAt, removeAt, setAt, type Step } from "./edit-step.ts";
import type { UserEdit } from "./edit-values.ts";

export function scalarSteps(document: EditDocument, edit: UserEdit): Step[] | undefined {
  if (edit.kind === "set-layout") return layoutSteps(document, edit.positions);
  if (!("service" in edit)) return undefined;
  const of = (...path: string[]): string[] => ["services", edit.service, ...path];
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the other kinds are done in other files
  switch (edit.kind) {
    case "set-image":
      if (edit.image === "") throw new EditError("bad-value", "An image needs a name.");
      return [setAt(of("image"), edit.image)];
    case "set-build":
      return buildSteps(document, edit.service, edit.context);
    case "set-command":
      return [putAt(of("command"), edit.command)];
    case "set-entrypoint":
      return [putAt(of("entrypoint"), edit.entrypoint)];
    case "set-restart":
      return [putAt(of("restart"), edit.restart)];
    case "set-profiles":
      return [putAt(of("profiles"), edit.profiles.length === 0 ? null : edit.profiles)];
    case "set-replicas":
      return replicaSteps(document, edit.service, edit.replicas);
    case "set-limits":
      return limitSteps(document, edit);
    case "set-autoscale":
      return autoscaleSteps(document, edit);
    case "set-env":
      if (edit.value === null) checkListed(document, edit.service, "environment", edit.name);
      return pairSteps(document, of("environment"), edit.name, edit.value);
    case "set-label":
      if (edit.value === null) checkListed(document, edit.service, "labels", edit.name);
      return pairSteps(document, of("labels"), edit.name, edit.value);
    case "set-healthcheck":
      if (edit.check === null) return [removeAt(of("healthcheck"))];
      return Object.entries(edit.check).flatMap(([key, value]) =>
        value === undefined ? [] : [putAt(of("healthcheck", key), value)],
      );
    default:
      return undefined;
  }
}

function buildSteps(document: EditDocument, service: string, context: string | null): Step[] {
  const path = ["services", service, "build"];
  if (context === null) {
    if (meantInStack(document, service, "image").length === 0)
      throw new EditError(
        "bad-value",
        `The service ${service} has no image, so it needs its build.`,
        "Set an image first.",
      );
    return [removeAt(path)];
  }
  return [setAt(asMap(meantAt(document, path)) === undefined ? path : [...path, "context"], context)];
}

function replicaSteps(document: EditDocument, service: string, replicas: number): Step[] {
  if (!Number.isInteger(replicas) || replicas < 0)
    throw new EditError("bad-value", "Replicas are a whole number from 0.");
  const scale = ["services", service, "scale"];
  const deploy = ["services", service, "deploy", "replicas"];
  // When both stand there they must be the same, so both are kept in step.
  const places = [scale, deploy].filter((path) => isSaid(document, service, path.slice(2)));
  return (places.length > 0 ? places : [deploy]).map((path) => setAt(path, replicas));
}

function limitSteps(document: EditDocument, edit: Extract<UserEdit, { kind: "set-limits" }>): Step[] {
  const of = (...path: string[]): string[] => ["services", edit.service, ...path];
  const limits = of("deploy", "resources", "limits");
  const wanted: Array<[string, string, number | string | null | undefined]> = [
    ["cpus", "cpus", edit.cpus],
    ["mem_limit", "memory", edit.memory],
  ];
  const missing: Array<[string, EditValue]> = [];
  const steps: Step[] = [];
  for (const [short, long, value] of wanted) {
    if (value === undefined) continue;
    const places = [of(short), [...limits, long]].filter((path) => isSaid(document, edit.service, path.slice(2)));
    if (places.length > 0 || value === null)
      steps.push(...(places.length > 0 ? places : [[...limits, long]]).map((path) => putAt(path, value)));
    else missing.push([long, value]);
  }
  if (missing.length === 0) return steps;
  // The short and the long form must agree, so a file that uses the short one goes on with it.
  const short =
    wanted.some(([key]) => isSaid(document, edit.service, [key])) && !isSaid(document, edit.service, limits.slice(2));
  if (short) {
    const names = new Map(wanted.map(([key, long]) => [long, key]));
    return [...steps, ...missing.map(([long, value]) => setAt(of(names.get(long) ?? long), value))];
  }
  // One by one also when others extend the service: each of them may have one of the two itself.
  const single =
    missing.length === 1 ||
    isSaid(document, edit.service, limits.slice(2)) ||
    extendersOf(document, edit.service).length > 0;
  return [
    ...steps,
    ...(single
      ? missing.map(([key, value]) => setAt([...limits, key], value))
      : [setAt(limits, Object.fromEntries(missing))]),
  ];
}

function autoscaleSteps(document: EditDocument, edit: Extract<UserEdit, { kind: "set-autoscale" }>): Step[] {
  const { kind: _kind, service, shared: _shared, ...settings } = edit;
  const said = isSaid(document, service, ["x-gantry", "autoscale"]);
  if (!said && (settings.min === undefined || settings.max === undefined))
    throw new EditError("bad-value", `The service ${service} is not autoscaled.`, "Say both bounds, min and max.");
  const path = ["services", service, "x-gantry", "autoscale"];
  return Object.entries(settings).flatMap(([key, value]) =>
    value === undefined ? [] : [putAt([...path, key], value)],
  );
}

/** `KEY: value` or `- KEY=value`, whichever the file has. */
function pairSteps(document: EditDocument, path: string[], name: string, value: string | null): Step[] {
  if (name === "" || name.includes("=")) throw new EditError("bad-value", `"${name}" is no name.`);
  const seq = asSeq(meantAt(document, path));
  if (seq === undefined) return [putAt([...path, name], value)];
  // A list may say a name twice; the last one counts, and all go when it is taken away, the last one first.
  const places = seq.items.flatMap((item, at) => (textOfNode(item)?.split("=")[0] === name ? [at] : [])).toReversed();
  const [index] = places;
  if (value === null)
    return index === undefined ? [removeAt([...path, name])] : places.map((at) => removeAt([...path, at]));
  if (index !== undefined) return [setAt([...path, index], `${name}=${value}`)];
  return [{ path, intent: "inside", make: (now, place) => now.addItem(place, `${name}=${value}`) }];
}

function layoutSteps(document: EditDocument, positions: Record<string, [number, number]>): Step[] {
  const path = ["x-gantry", "layout"];
  const rounded = Object.entries(positions).map(([name, [x, y]]): [string, [number, number]] => [
    name,
    [Math.round(x), Math.round(y)],
  ]);
  if (rounded.length === 0) return [];
  const layout = document.node(path);
  if (layout === undefined || layout === null || isNothing(layout) || asMap(layout)?.items.length === 0)
    return [setAt(path, Object.fromEntries(rounded))];
  const known = new Set(asMap(layout)?.items.map(keyText));
  const moved = rounded.filter(([name]) => known.has(name));
  const added = rounded.filter(([name]) => !known.has(name));
  return [
    { make: (now) => moved.flatMap(([name, position]) => now.set([...path, name], position)) },
    ...added.map(([name, position]) => setAt([...path, name], position)),
  ];
}
