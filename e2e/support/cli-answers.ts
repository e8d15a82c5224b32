import { z } from "zod";

/** What the CLI prints with `--json`, as far as the tests read it. Parsed, so that a changed shape fails by name. */
const RowSchema = z.object({
  service: z.string(),
  status: z.string(),
  ready: z.number(),
  desired: z.number(),
  ports: z.array(z.string()),
  replicas: z.array(z.object({ name: z.string(), id: z.string(), state: z.string(), status: z.string() })),
});

const PsSchema = z.object({ stack: z.string(), services: z.array(RowSchema) });
const PlanSchema = z.object({
  stack: z.string(),
  hash: z.string(),
  lines: z.array(z.object({ id: z.string(), verb: z.string(), kind: z.string(), name: z.string(), cause: z.string() })),
  notes: z.array(
    z.object({ severity: z.string(), code: z.string(), message: z.string(), place: z.string().optional() }),
  ),
});
const UpSchema = PsSchema.extend({ changes: z.number(), plan: PlanSchema });
const DownSchema = z.object({ stack: z.string(), changes: z.number(), plan: PlanSchema });
const LogSchema = z.object({ replica: z.string(), time: z.string(), stream: z.string(), text: z.string() });
const EventSchema = z.object({ at: z.number(), title: z.string(), level: z.string(), stack: z.string().optional() });
const ErrorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
    problems: z
      .array(
        z.object({
          code: z.string(),
          message: z.string(),
          hint: z.string().optional(),
          file: z.string(),
          line: z.number(),
          column: z.number(),
        }),
      )
      .optional(),
  }),
});

export const psOf = (text: string) => PsSchema.parse(JSON.parse(text));
export const planOf = (text: string) => PlanSchema.parse(JSON.parse(text));
export const upOf = (text: string) => UpSchema.parse(JSON.parse(text));
export const downOf = (text: string) => DownSchema.parse(JSON.parse(text));
export const logOf = (line: string) => LogSchema.parse(JSON.parse(line));
export const eventOf = (line: string) => EventSchema.parse(JSON.parse(line));
/** The failure; a plan that was printed before it stands on lines of its own. */
export const errorOf = (text: string) => ErrorSchema.parse(JSON.parse(text.trim().split("\n").at(-1) ?? "")).error;
