import type Docker from "dockerode";
import { GantryError } from "../../../shared/errors.ts";
import type { Report } from "../engine.ts";
import type { DockerCall } from "./call.ts";

type BuildCall = Extract<DockerCall, { kind: "build" }>;

export async function buildImage(
  _docker: Docker,
  call: BuildCall,
  _report: Report,
  _signal: AbortSignal,
): Promise<void> {
  throw new GantryError("failed", `Image ${call.image} cannot be built yet.`);
}
