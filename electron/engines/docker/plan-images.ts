import { imageOf } from "./compile.ts";
import { normalImage } from "./image-name.ts";
import type { PlanContext } from "./plan-context.ts";
import type { ServiceChange } from "./reconcile.ts";

/**
 * Pulls and builds for what will be made. `pull_policy` decides; unsaid, an image that is there is good enough.
 * Answers the ids of the operations.
 */
export function planImages(context: PlanContext, changes: readonly ServiceChange[]): string[] {
  const ids = new Set<string>();
  for (const change of changes) {
    const id = imageOperation(context, change);
    if (id !== undefined) ids.add(id);
  }
  return [...ids];
}

function imageOperation(context: PlanContext, { name, service, create, replace }: ServiceChange): string | undefined {
  const { graph, desired, observed, options, stack } = context;
  const image = imageOf(desired.project, name, service);
  const there = observed.images.has(normalImage(image));
  const makes = create.length + replace.length > 0;
  const policy = options.mode === "heal" ? "missing" : (service.pull_policy ?? "missing");
  const mustBuild = policy === "build" || (options.build === true && service.build !== undefined);
  const always = options.imagesAreFresh !== true && (policy === "always" || mustBuild);
  if ((there && !always) || (!makes && !always)) return undefined;
  const cause = there
    ? options.build === true
      ? "asked for with --build"
      : `pull_policy is ${policy}`
    : "not on the engine";
  const platform = service.platform === undefined ? {} : { platform: service.platform };
  if (service.build !== undefined && (mustBuild || policy !== "always")) {
    const labels = { ...service.build.labels, "com.docker.compose.project": stack, "com.docker.compose.service": name };
    const call = { kind: "build" as const, image, build: service.build, labels, ...platform };
    return graph.add({ verb: "build", kind: "image", name: image, service: name, cause, call });
  }
  if (policy === "never" || policy === "build") {
    graph.note({
      severity: "blocker",
      code: "image",
      message: `Image ${image} of service ${name} is not on the engine, and pull_policy is ${policy}.`,
      hint: "Build or load the image first, or change pull_policy.",
      path: ["services", name, "pull_policy"],
    });
    return undefined;
  }
  return graph.add({
    verb: "pull",
    kind: "image",
    name: image,
    service: name,
    cause,
    call: { kind: "pull", image, ...platform },
  });
}
