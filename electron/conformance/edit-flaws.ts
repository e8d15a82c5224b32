/** What an edit must never do to a stack, each as a sentence, or undefined when all is well. */
import { isDeepStrictEqual } from "node:util";
import type { UserEdit } from "../../shared/stack/edit-values.ts";
import type { Project } from "../../shared/stack/project.ts";

/** Another service than the edited one that means something else now. */
export function surprise(before: Project, after: Project, edit: UserEdit): string | undefined {
  if (!("service" in edit) || ["remove-service", "rename-service", "duplicate-service"].includes(edit.kind))
    return undefined;
  if ("shared" in edit && edit.shared === "everywhere") return undefined;
  for (const [name, service] of Object.entries(before.services)) {
    // The order of keys follows the extended service and means nothing.
    if (name !== edit.service && !isDeepStrictEqual(after.services[name], service)) return `changed ${name}`;
  }
  return undefined;
}

export function lostComment(before: string, after: string, edit: UserEdit): string | undefined {
  if (
    /^(remove|drop|leave|set-build|set-command|set-entrypoint|set-healthcheck|set-env|set-label|set-profiles|set-restart|set-autoscale)/.test(
      edit.kind,
    )
  )
    return undefined;
  // A copy of a shared value is new text.
  if ("shared" in edit && edit.shared !== undefined) return undefined;
  const comments = (text: string) => text.split("\n").filter((line) => /^\s*#/.test(line)).length;
  return comments(after) < comments(before) ? "lost a comment" : undefined;
}

/** Whether the model has what the edit asked for. */
export function missed(after: Project, edit: UserEdit): string | undefined {
  const service = "service" in edit ? after.services[edit.service] : undefined;
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- a sample of what is easy to see in the model
  switch (edit.kind) {
    case "set-image":
      return service?.image === edit.image ? undefined : `the image is ${service?.image}`;
    case "set-replicas":
      return (service?.scale ?? service?.deploy?.replicas) === edit.replicas ? undefined : "other replicas";
    case "set-autoscale": {
      const found = service?.["x-gantry"]?.autoscale;
      return found?.max === edit.max && (found?.paused ?? null) === edit.paused ? undefined : "other autoscaling";
    }
    case "set-env":
      // An env_file may still give what was taken away.
      return edit.value === null || (service?.environment?.[edit.name] ?? null) === edit.value.replace("$$", "$")
        ? undefined
        : `${edit.name} is ${JSON.stringify(service?.environment?.[edit.name])}`;
    case "set-command":
      return Array.isArray(edit.command) && service?.command?.at(-1) !== edit.command.at(-1)?.replace("$$", "$")
        ? `the command is ${JSON.stringify(service?.command)}`
        : undefined;
    case "add-link":
      return service?.depends_on?.[edit.on] === undefined ? "no link" : undefined;
    case "remove-link":
      return service?.depends_on?.[edit.on] !== undefined && !implied(service, edit.on) ? "still a link" : undefined;
    case "join-network":
      return service?.networks?.[edit.network] === undefined ? "not on the network" : undefined;
    case "rename-service":
    case "duplicate-service":
      return after.services[edit.to] === undefined ? "no such service" : undefined;
    default:
      return undefined;
  }
}

function implied(service: Project["services"][string], on: string): boolean {
  return JSON.stringify([
    service.links,
    service.network_mode,
    service.ipc,
    service.pid,
    service["volumes_from" as "x-"],
  ]).includes(on);
}
