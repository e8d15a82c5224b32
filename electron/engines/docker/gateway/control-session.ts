import type Docker from "dockerode";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { GantryError } from "../../../../shared/errors.ts";
import { createDemuxer } from "../demux.ts";
import { CONTROL_PORT } from "./gateway-config.ts";

/** Sends commands to HAProxy, answers in their order. Several callers at once are served one after the other. */
export type Ask = (...commands: string[]) => Promise<string[]>;

export interface ControlSession {
  ask: Ask;
  /** False once HAProxy or the way to it is gone. */
  alive(): boolean;
  close(): void;
}

/** What HAProxy prints after every answer in its interactive mode. */
const PROMPT = "\n> ";
/** A gateway that has just been started needs a moment before its socket is there. */
const PATIENCE_MS = 5000;
/** HAProxy answers within a millisecond; longer means that it or the way to it is gone. */
const ANSWER_MS = 5000;

// Joins the exec's own streams with the socket. Bash, because the official image has no other program that can open one;
// inside the container, because then any engine will do, also one behind SSH or in a virtual machine. Not cat: busybox's,
// in the image made offline, uses sendfile, which sits on what came early. The end of our side ends
// HAProxy's: a connection that a dead process left open would hold up the gateway's own soft stop.
const JOIN = `exec 3<>/dev/tcp/127.0.0.1/${CONTROL_PORT} || exit 1
tee <&3 &
tee >&3
kill $!`;

/**
 * Speaks to the gateway's HAProxy: one exec, however many commands.
 * Source: HAProxy 3.0 Management Guide, 9.3 "Unix Socket commands", https://docs.haproxy.org/3.0/management.html
 *
 * @throws GantryError when HAProxy does not answer
 */
export async function openControl(docker: Docker, container: string): Promise<ControlSession> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const session = await tryOpen(docker, container);
    if (session !== undefined) return session;
    if (Date.now() > deadline) throw silent(container);
    await sleep(50);
  }
}

async function tryOpen(docker: Docker, container: string): Promise<ControlSession | undefined> {
  const exec = await docker.getContainer(container).exec({
    Cmd: ["bash", "-c", JOIN],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  const { ask, alive } = asker(stream, container);
  const close = () => {
    stream.end("quit\n");
    // The end of HAProxy's side ends the exec; the connection to the engine is not needed for that.
    setTimeout(() => stream.destroy(), 200).unref();
  };
  try {
    await ask("prompt");
    return { ask, alive, close };
  } catch {
    stream.destroy();
    return undefined;
  }
}

function asker(stream: Duplex, container: string): { ask: Ask; alive: () => boolean } {
  let text = "";
  let ended = false;
  let changed = () => {};
  let queue: Promise<unknown> = Promise.resolve();
  const end = () => {
    ended = true;
    changed();
  };
  const take = createDemuxer(({ stream: from, data }) => {
    if (from === "stdout") text += data.toString("utf8");
    changed();
  });
  stream.on("data", take).on("end", end).on("close", end).on("error", end);
  const answer = async (): Promise<string> => {
    const limit = setTimeout(end, ANSWER_MS);
    try {
      for (;;) {
        const at = text.indexOf(PROMPT);
        if (at !== -1) {
          const said = text.slice(0, at);
          text = text.slice(at + PROMPT.length);
          return said;
        }
        if (ended) throw silent(container);
        await new Promise<void>((resolve) => (changed = resolve));
      }
    } finally {
      clearTimeout(limit);
    }
  };
  const exchange = async (commands: readonly string[]): Promise<string[]> => {
    if (ended) throw silent(container);
    stream.write(commands.map((one) => `${one}\n`).join(""));
    const answers: string[] = [];
    for (const _ of commands) answers.push(await answer());
    return answers;
  };
  return {
    ask(...commands) {
      const next = queue.then(() => exchange(commands));
      queue = next.catch(() => undefined);
      return next;
    },
    alive: () => !ended,
  };
}

function silent(container: string): GantryError {
  return new GantryError("failed", `The gateway ${container} does not answer.`, {
    hint: `Its log says why: docker logs ${container}`,
  });
}
