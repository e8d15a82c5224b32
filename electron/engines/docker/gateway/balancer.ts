import type Docker from "dockerode";
import { setTimeout as sleep } from "node:timers/promises";
import { GantryError } from "../../../../shared/errors.ts";
import type { Report } from "../../engine.ts";
import { cancelled } from "../errors.ts";
import type { BalanceCall } from "./balance-call.ts";
import type { Ask } from "./control-session.ts";
import type { Controls } from "./controls.ts";
import { configFile } from "./gateway-compile.ts";
import { backendsOf, readMembers } from "./gateway-config.ts";
import { readConfig, writeConfig } from "./gateway-file.ts";
import { aliveOf, idsOf, isRunning } from "./gateway-look.ts";
import { changeSlots, drainCommand, emptyCommands, enterCommands, type SlotChanges } from "./slot-changes.ts";
import { readSlots, readStat } from "./slots.ts";

const POLL_MS = 30;

/** A slot of one of the service's backends. */
interface Place {
  backend: string;
  slot: string;
  ref: string;
}

/** Replicas that are on their way out right now, by gateway: nobody else's work brings them back in. */
type Leaving = Map<string, Set<string>>;

/** What changes the balancers of the gateways on one engine. */
export interface Balancer {
  /**
   * Changes which replicas of a service the gateway balances over, without losing a request: new ones take requests
   * before old ones stop to. The file says who is in only after a replica is in, and no more before it goes out;
   * a call that was cut off is made again and finds its slots by the ids in them.
   * Source: HAProxy 3.0 Management Guide, "set server", https://docs.haproxy.org/3.0/management.html
   *
   * @throws GantryError `unhealthy` when new replicas do not answer in time
   */
  balance(docker: Docker, call: BalanceCall, report: Report, signal: AbortSignal): Promise<void>;
}

export function createBalancer(controls: Controls): Balancer {
  const leaving: Leaving = new Map();
  return {
    async balance(docker, call, report, signal) {
      // One that is stopped reads its file when it starts.
      if (!(await isRunning(docker, call.gateway))) return controls.alone(call.gateway, () => onlyWrite(docker, call));
      const entering = await controls.alone(call.gateway, () => bringIn(docker, controls, call, leaving, report));
      if (call.answerSeconds !== undefined && entering.length > 0) {
        await controls.use(docker, call.gateway, (ask) => answering(docker, ask, call, entering, report, signal));
      }
      if (call.drain.length > 0) await takeOut(docker, controls, call, leaving, report, signal);
    },
  };
}

async function onlyWrite(docker: Docker, call: BalanceCall): Promise<void> {
  const [ids, text] = await Promise.all([idsOf(docker, call), readConfig(docker, call.gateway)]);
  const out = new Set(call.drain.map((name) => refOf(ids, name)));
  const members = readMembers(text);
  const alive = aliveOf(ids);
  const wanted = [...(members[call.service] ?? []), ...call.add.map((name) => refOf(ids, name))];
  const refs = [...new Set(wanted)].filter((one) => alive.has(one) && !out.has(one));
  await write(docker, call, { ...members, [call.service]: refs }, text);
}

/** Fills slots with the new replicas, and mends what a process that died half-way left; answers the slots filled. */
async function bringIn(
  docker: Docker,
  controls: Controls,
  call: BalanceCall,
  leaving: Leaving,
  report: Report,
): Promise<string[]> {
  const [ids, text] = await Promise.all([idsOf(docker, call), readConfig(docker, call.gateway)]);
  const alive = aliveOf(ids);
  const members = readMembers(text);
  const added = call.add.map((name) => refOf(ids, name));
  const out = new Set([...(leaving.get(call.gateway) ?? []), ...call.drain.map((name) => refOf(ids, name))]);
  for (const ref of added) out.delete(ref);
  // Containers that are gone leave at once; so does what a process that died half-way forgot.
  const kept = [...new Set([...(members[call.service] ?? []), ...added])].filter((one) => alive.has(one));
  const wanted = kept.filter((one) => !out.has(one));
  for (let reloaded = false; ; reloaded = true) {
    const entering = await controls.use(docker, call.gateway, async (ask) => {
      const changes = await changesOf(ask, call, wanted);
      if (changes.some(([, one]) => one.homeless.length > 0) && !reloaded) return undefined;
      await obey(
        ask,
        changes.flatMap(([, one]) => one.enter),
      );
      // What leaves in its own time is emptied by whoever drains it.
      const gone = changes.flatMap(([backend, one]) =>
        one.leave.filter(({ ref }) => !out.has(ref)).flatMap(({ slot }) => emptyCommands(backend, slot)),
      );
      await obey(ask, gone);
      return changes.flatMap(([backend, one]) => one.entering.map((slot) => `${backend}/${slot}`));
    });
    await write(docker, call, { ...members, [call.service]: kept }, text);
    if (entering !== undefined) return entering;
    // More replicas than slots: the file has more now, and HAProxy reads it anew beside its old self.
    report("more replicas than the gateway has room for; it reads its file anew");
    await docker.getContainer(call.gateway).kill({ signal: "SIGUSR2" });
    await sleep(500);
  }
}

type Changes = Array<[backend: string, changes: SlotChanges]>;

async function changesOf(ask: Ask, call: BalanceCall, wanted: readonly string[]): Promise<Changes> {
  const backends = backendsOf(call.ports).filter((one) => one.service === call.service);
  const [state = ""] = await ask("show servers state");
  const slots = readSlots(state);
  return backends.map(({ name }): Changes[number] => [name, changeSlots(name, slots.get(name) ?? [], wanted)]);
}

/** Returns when every new replica has answered a check, so that old ones may leave. */
async function answering(
  docker: Docker,
  ask: Ask,
  call: BalanceCall,
  entering: readonly string[],
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const seconds = call.answerSeconds ?? 0;
  const deadline = Date.now() + seconds * 1000;
  for (let said = 0; ;) {
    const [state = ""] = await ask("show servers state");
    const up = [...readSlots(state)].flatMap(([backend, list]) =>
      list.filter((slot) => slot.running && slot.resolved && slot.answers).map((slot) => `${backend}/${slot.name}`),
    );
    const silent = entering.filter((place) => !up.includes(place));
    if (silent.length === 0) return;
    const ended = await endedOf(docker, call);
    if (ended !== undefined || Date.now() > deadline) throw noAnswer(call, ended, seconds);
    if (said !== silent.length) report(`${silent.length} do not answer on their port yet`);
    said = silent.length;
    await pause(signal);
  }
}

async function endedOf(docker: Docker, call: BalanceCall): Promise<string | undefined> {
  const running = await Promise.all(call.add.map((name) => isRunning(docker, name)));
  return call.add.find((_, index) => running[index] === false);
}

function noAnswer(call: BalanceCall, ended: string | undefined, seconds: number): GantryError {
  const targets = [...new Set(call.ports.filter((one) => one.service === call.service).map((one) => one.target))];
  const message =
    ended === undefined
      ? `${call.add.join(", ")} did not answer on port ${targets.join(" and ")} within ${seconds} s.`
      : `${ended} ended before it answered on port ${targets.join(" and ")}.`;
  return new GantryError("unhealthy", message, {
    hint: `\`gantry logs ${call.service}\` shows why. The port in the file is the one inside the container.`,
  });
}

/** Takes replicas out: no new connections, the end of those there are, then an empty slot. */
async function takeOut(
  docker: Docker,
  controls: Controls,
  call: BalanceCall,
  leaving: Leaving,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const ids = await idsOf(docker, call);
  const alive = aliveOf(ids);
  const refs = call.drain.map((name) => refOf(ids, name));
  const own = leaving.get(call.gateway) ?? new Set();
  leaving.set(call.gateway, own);
  for (const ref of refs) own.add(ref);
  try {
    // First of all, so that whoever finds one half drained by a process that died sees that it is not in, and acts.
    await controls.alone(call.gateway, () =>
      rewrite(docker, call, (members) => members.filter((one) => !refs.includes(one))),
    );
    const places = await controls.use(docker, call.gateway, async (ask) => {
      const found = await placesOf(ask, call, refs);
      await obey(
        ask,
        found.map(({ backend, slot }) => drainCommand(backend, slot)),
      );
      try {
        const busy = found.filter(({ ref }) => alive.has(ref));
        await idle(ask, call, busy, report, signal);
      } catch (error) {
        // Cancelled: they go on as before.
        await obey(
          ask,
          found.flatMap(({ backend, slot }) => enterCommands(backend, slot)),
        );
        const back = found.map(({ ref }) => ref).filter((one) => alive.has(one));
        await controls.alone(call.gateway, () =>
          rewrite(docker, call, (members) => [...new Set([...members, ...back])]),
        );
        throw error;
      }
      return found;
    });
    await controls.alone(call.gateway, async () => {
      const commands = places.flatMap(({ backend, slot }) => emptyCommands(backend, slot));
      await controls.use(docker, call.gateway, (ask) => obey(ask, commands));
    });
  } finally {
    for (const ref of refs) own.delete(ref);
  }
}

async function placesOf(ask: Ask, call: BalanceCall, refs: readonly string[]): Promise<Place[]> {
  const [state = ""] = await ask("show servers state");
  const backends = new Set(
    backendsOf(call.ports)
      .filter((one) => one.service === call.service)
      .map((one) => one.name),
  );
  return [...readSlots(state)]
    .filter(([backend]) => backends.has(backend))
    .flatMap(([backend, slots]) =>
      slots.flatMap(({ name, ref }) => (ref !== undefined && refs.includes(ref) ? [{ backend, slot: name, ref }] : [])),
    );
}

/** Returns when the places have no connection left or their time is over. */
async function idle(
  ask: Ask,
  call: BalanceCall,
  places: readonly Place[],
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const waiting = new Set(places.map(({ backend, slot }) => `${backend}/${slot}`));
  const deadline = Date.now() + call.drainSeconds * 1000;
  let said = 0;
  while (waiting.size > 0) {
    const [text = ""] = await ask("show stat -1 4 -1");
    const rows = readStat(text).filter((row) => waiting.has(`${row("pxname")}/${row("svname")}`));
    const left = rows.reduce((sum, row) => sum + Number(row("scur")), 0);
    if (left === 0) return;
    if (Date.now() >= deadline) return report(`${left} connections are cut off after ${call.drainSeconds} s`);
    if (left !== said) report(`${left} connections left`);
    said = left;
    await pause(signal);
  }
}

/** Changes the list of the service's replicas in the file. */
async function rewrite(
  docker: Docker,
  call: BalanceCall,
  change: (members: readonly string[]) => readonly string[],
): Promise<void> {
  const text = await readConfig(docker, call.gateway);
  const members = readMembers(text);
  await write(docker, call, { ...members, [call.service]: change(members[call.service] ?? []) }, text);
}

async function write(
  docker: Docker,
  call: BalanceCall,
  members: Readonly<Record<string, readonly string[]>>,
  before: string,
): Promise<void> {
  const file = configFile(call.ports, members);
  if (file.content !== before) await writeConfig(docker, call.gateway, file);
}

/** A container that is gone has no id any more, and nothing is in the balancer under its name. */
function refOf(ids: ReadonlyMap<string, string>, name: string): string {
  return ids.get(name) ?? name.slice(0, 12);
}

async function obey(ask: Ask, commands: readonly string[]): Promise<void> {
  if (commands.length > 0) await ask(...commands);
}

async function pause(signal: AbortSignal): Promise<void> {
  await sleep(POLL_MS, undefined, { signal }).catch(() => {
    throw cancelled();
  });
}
