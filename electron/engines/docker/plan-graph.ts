import type { Operation, Plan, PlanNote, Verb } from "../../../shared/plan.ts";
import type { DockerCall } from "./call.ts";

export type DockerOperation = Operation<DockerCall>;

interface Step {
  verb: Verb;
  kind: "image" | "revision" | "network" | "volume" | "replica" | "service" | "gateway" | "pause";
  name: string;
  service?: string;
  cause: string;
  after?: readonly string[];
  onFailure?: "pause" | "rollback";
  call: DockerCall;
}

/** Collects the operations and notes of one plan. */
export interface PlanGraph {
  /** Adds an operation and answers its id. One that is there already gets the further conditions. */
  add(step: Step): string;
  note(note: PlanNote): void;
  blocked(): boolean;
  /** The plan. With a blocker it has no operations: it would be refused anyway, and half of it would mislead. */
  finish(): Plan<DockerCall>;
}

export function createPlanGraph(stack: string): PlanGraph {
  const operations = new Map<string, DockerOperation>();
  const notes: PlanNote[] = [];
  const blocked = () => notes.some((note) => note.severity === "blocker");
  return {
    add({ after = [], ...step }) {
      const id = `${step.verb} ${step.kind} ${step.name}`;
      const before = operations.get(id)?.after ?? [];
      operations.set(id, { id, ...step, after: [...new Set([...before, ...after])] });
      return id;
    },
    note: (note) => void notes.push(note),
    blocked,
    finish: () => ({ stack, operations: blocked() ? [] : [...operations.values()], notes }),
  };
}
