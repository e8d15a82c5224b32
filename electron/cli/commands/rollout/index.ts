import type { Context } from "../../context.ts";
import { refuse } from "../../output.ts";
import { history } from "./history.ts";
import { pause } from "./pause.ts";
import { restart } from "./restart.ts";
import { resume } from "./resume.ts";
import { status } from "./status.ts";
import { undo } from "./undo.ts";

const commands: Record<string, (context: Context) => Promise<void>> = {
  status,
  history,
  undo,
  pause,
  resume,
  restart,
};

/** `gantry rollout status|history|undo|pause|resume|restart [SERVICE…]` */
export async function rollout(context: Context): Promise<void> {
  const [name = "", ...args] = context.args;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const hint = `One of ${Object.keys(commands).join(", ")}; for example: gantry rollout history`;
    refuse(name === "" ? "rollout needs to know what to do." : `There is no command rollout ${name}.`, hint);
  }
  await command({ ...context, args });
}
