import type Docker from "dockerode";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { GantryError } from "../../../../shared/errors.ts";
import { createDemuxer } from "../demux.ts";
import { CONTROL_PORT } from "./gateway-config.ts";

/** Sends commands to HAProxy, answers in their order. */
export type Ask = (...commands: string[]) => Promise<string[]>;

/** What HAProxy prints after every answer in its interactive mode. */
const PROMPT = "\n> ";
/** A gateway that has just been started needs a moment before its socket is there. */
const PATIENCE_MS = 5000;
/** HAProxy answers within a millisecond; longer means that it or the way to it is gone. */
const ANSWER_MS = 5000;

// Joins the exec's own streams with the socket. Bash, because the official image has no other program that can open one;
// inside the container, because then any engine will do, also one behind SSH or in a virtual machine. Not cat: busybox's,
// in the image made offline, uses sendfile, which sits on what came early.
const JOIN = `exec 3<>/dev/tcp/127.0.0.1/${CONTROL_PORT} || exit 1
exec 4<&0
tee <&4 >&3 &
tee <&3
kill $!`;

/**
 * Speaks to the gateway's HAProxy: one exec, however many commands.
 * Source: HAProxy 3.0 Management Guide, 9.3 "Unix Socket commands", https://docs.haproxy.org/3.0/management.html
 *
 * @throws GantryError when HAProxy does not answer
 */
export async function withControl<T>(docker: Docker, container: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const session = await open(docker, container);
    if (session !== undefined) {
      try {
        return await work(session.ask);
      } finally {
        session.close();
      }
    }
    if (Date.now() > deadline) throw silent(container);
    await sleep(50);
  }
}

async function open(docker: Docker, container: string): Promise<{ ask: Ask; close(): void } | undefined> {
  const exec = await docker.getContainer(container).exec({
    Cmd: ["bash", "-c", JOIN],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  const ask = asker(stream, container);
  const close = () => {
    stream.end("quit\n");
    // The end of HAProxy's side ends the exec; the connection to the engine is not needed for that.
    setTimeout(() => stream.destroy(), 200).unref();
  };
  try {
    await ask("prompt");
    return { ask, close };
  } catch {
    stream.destroy();
    return undefined;
  }
}

function asker(stream: Duplex, container: string): Ask {
  let text = "";
  let ended = false;
  let changed = () => {};
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
    for (;;) {
      const at = text.indexOf(PROMPT);
      if (at !== -1) {
        const said = text.slice(0, at);
        text = text.slice(at + PROMPT.length);
        clearTimeout(limit);
        return said;
      }
      if (ended) {
        clearTimeout(limit);
        throw silent(container);
      }
      await new Promise<void>((resolve) => (changed = resolve));
    }
  };
  return async (...commands) => {
    stream.write(commands.map((one) => `${one}\n`).join(""));
    const answers: string[] = [];
    for (const _ of commands) answers.push(await answer());
    return answers;
  };
}

function silent(container: string): GantryError {
  return new GantryError("failed", `The gateway ${container} does not answer.`, {
    hint: `Its log says why: docker logs ${container}`,
  });
}
