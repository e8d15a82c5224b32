import * as z from "zod";

/**
 * A plan is a directed acyclic graph of operations. Each operation is one engine call (or one wait on a state) and says
 * why it is there. The same text is the preview in the window, the output of `gantry plan` and the golden test.
 */

export const verbs = [
  "pull",
  "build",
  "record",
  "create",
  "start",
  "wait",
  "connect",
  "drain",
  "update",
  "stop",
  "remove",
] as const;
export type Verb = (typeof verbs)[number];

export const PlanLineSchema = z.object({
  /** Stable within the plan: `create replica web-1`. */
  id: z.string(),
  verb: z.enum(verbs),
  /** `network`, `volume`, `image`, `replica`, `revision`. */
  kind: z.string(),
  name: z.string(),
  service: z.string().optional(),
  cause: z.string(),
  /** Ids of the operations that must be done first. */
  after: z.array(z.string()),
  /** What becomes of the service's update when this fails; absent where that fails the whole plan. */
  onFailure: z.enum(["pause", "rollback"]).optional(),
});
export type PlanLine = z.infer<typeof PlanLineSchema>;

/** An operation with the engine's own call; the call never leaves the Node side, it may hold environment values. */
export interface Operation<Call = unknown> extends PlanLine {
  call: Call;
}

export const PlanNoteSchema = z.object({
  severity: z.enum(["warning", "blocker"]),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  /** Path in the stack file the note is about. */
  path: z.array(z.union([z.string(), z.number()])).optional(),
  place: z.string().optional(),
});
export type PlanNote = z.infer<typeof PlanNoteSchema>;

export interface Plan<Call = unknown> {
  stack: string;
  operations: Operation<Call>[];
  /** What the user should know before Apply; a blocker means that Apply is refused. */
  notes: PlanNote[];
}

/** A plan as it is shown. */
export const PlanViewSchema = z.object({
  stack: z.string(),
  /** Names exactly these operations; Apply is refused when the engine moved on and the hash differs. */
  hash: z.string(),
  lines: z.array(PlanLineSchema),
  notes: z.array(PlanNoteSchema),
});
export type PlanView = z.infer<typeof PlanViewSchema>;

const signs: Record<Verb, string> = {
  pull: "+",
  build: "+",
  record: "*",
  create: "+",
  start: ">",
  wait: ".",
  connect: "+",
  drain: "-",
  update: "~",
  stop: "-",
  remove: "-",
};

/** The mark in front of a plan line: `+` adds, `~` changes, `-` takes away, `>` starts, `.` waits, `*` keeps a record. */
export function signOf(verb: Verb): string {
  return signs[verb];
}

/** The plan as text: one line an operation, numbered, with what it waits for and its cause. */
export function formatPlan(plan: Pick<PlanView, "lines" | "notes">): string {
  const number = new Map(plan.lines.map((line, index) => [line.id, index + 1]));
  const width = (pick: (line: PlanLine) => string) => Math.max(0, ...plan.lines.map((line) => pick(line).length));
  const what = (line: PlanLine) => `${line.kind} ${line.name}`;
  const verbWidth = width((line) => line.verb);
  const whatWidth = width(what);
  const indexWidth = String(plan.lines.length).length;
  const rows = plan.lines.map((line, index) => {
    const after = line.after.map((id) => number.get(id)).filter((n) => n !== undefined);
    const tail = after.length > 0 ? `  (after ${after.join(", ")})` : "";
    const head = `${String(index + 1).padStart(indexWidth)} ${signOf(line.verb)} ${line.verb.padEnd(verbWidth)}`;
    return `${head} ${what(line).padEnd(whatWidth)}  ${line.cause}${tail}`;
  });
  const notes = plan.notes.map((note) => {
    const mark = note.severity === "blocker" ? "blocked" : "note";
    const place = note.place === undefined ? "" : `${note.place}: `;
    return `${mark}: ${place}${note.message}${note.hint === undefined ? "" : ` ${note.hint}`}`;
  });
  if (rows.length === 0) rows.push("Nothing to do: the engine already runs what the file says.");
  return [...rows, ...notes].join("\n");
}

/** Operations as they are shown: without the engine's calls. */
export function linesOf(operations: readonly Operation[]): PlanLine[] {
  return operations.map(({ call: _call, ...line }) => line);
}
