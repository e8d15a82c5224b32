import type { EngineEvent } from "../../../shared/observed.ts";
import type { Context } from "../context.ts";
import { deadline } from "../deadline.ts";

/** How long `events` without -f listens for what the engine still remembers. */
const RECENT = 400;

/** `gantry events [-f]`: what happened to the stack, one line an event. */
export async function events(context: Context): Promise<void> {
  const { out, options } = context;
  const name = await context.stackName();
  const engine = await context.engine();
  const show = (event: EngineEvent) => {
    if (event.stack !== name) return;
    out.value(event);
    const time = new Date(event.at).toISOString().slice(11, 19);
    out.text(`${time}  ${event.title}${event.detail === undefined ? "" : `  (${event.detail})`}`);
  };
  const end = engine.watch({ observed: () => undefined, event: show, connection: () => undefined });
  const signal = options.follow ? context.signal : deadline(RECENT, context.signal);
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  end();
}
