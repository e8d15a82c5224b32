import { GantryError, messageOf } from "../../shared/errors.ts";
import type { Operation, Plan } from "../../shared/plan.ts";
import type { Project } from "../../shared/stack/project.ts";
import type { Desired, Revision } from "../engines/engine.ts";
import { pinImage } from "./pin-image.ts";

/** The service whose update failed and whose file asks for a roll back then; undefined for any other failure. */
export function serviceToRollBack(plan: Plan, failed: string | undefined): string | undefined {
  const operation: Operation | undefined = plan.operations.find((one) => one.id === failed);
  return operation?.onFailure === "rollback" ? operation.service : undefined;
}

/**
 * What holds after the roll back of one service: everything as it is being applied, that service as it was before, with
 * what it needs of networks, volumes, secrets and configs. Undefined when it was not there before. Pure.
 *
 * @param imageIds ids by name, see Observed.imageIds: a name that was moved meanwhile is not what ran before
 * @throws GantryError `image` when the image that ran before is gone
 */
export function rolledBack(
  desired: Desired,
  before: Revision | undefined,
  service: string,
  imageIds: Readonly<Record<string, string>>,
): Desired | undefined {
  const old = before?.desired.project.services[service];
  if (before === undefined || old === undefined) return undefined;
  const model = pinImage(before, service, old, imageIds);
  const { project } = desired;
  const keep = <Key extends "networks" | "volumes" | "secrets" | "configs">(key: Key): Project[Key] => ({
    ...before.desired.project[key],
    ...project[key],
  });
  return {
    ...desired,
    project: {
      ...project,
      services: { ...project.services, [service]: model },
      networks: keep("networks"),
      volumes: keep("volumes"),
      secrets: keep("secrets"),
      configs: keep("configs"),
    },
  };
}

/** What is said of an update that was rolled back. */
export function rolledBackError(service: string, error: unknown): GantryError {
  const code = error instanceof GantryError ? error.code : "failed";
  return new GantryError(code, `${messageOf(error)} Service ${service} was rolled back to what ran before.`, {
    hint: "The file still asks for the new version: mend it, then apply again.",
    cause: error,
  });
}
