import type Docker from "dockerode";
import { setTimeout as sleep } from "node:timers/promises";
import type { Report } from "../../engine.ts";
import { cancelled } from "../errors.ts";
import { compose } from "../labels.ts";
import type { BalanceCall } from "./balance-call.ts";
import { withControl, type Ask } from "./control-session.ts";
import { configFile } from "./gateway-compile.ts";
import { backendsOf, readMembers } from "./gateway-config.ts";
import { readConfig, writeConfig } from "./gateway-file.ts";
import { changeSlots, drainCommand, emptyCommands, type SlotChanges } from "./slot-changes.ts";
import { readSlots, readStat } from "./slots.ts";

/** A replica that does not listen is brought in all the same: HAProxy's checks keep requests away until it does. */
const ANSWER_MS = 5000;
const POLL_MS = 50;

/** A slot of one of the service's backends. */
interface Place {
  backend: string;
  slot: string;
  ref: string;
}

/**
 * Changes which replicas of a service the gateway balances over, without losing a request: new ones take requests
 * before old ones stop to. The file says who is in only after a replica is in, and no more before it is out for good;
 * a call that was cut off is made again and finds its slots by the ids in them.
 * Source: HAProxy 3.0 Management Guide, "set server", https://docs.haproxy.org/3.0/management.html
 */
export async function balance(docker: Docker, call: BalanceCall, report: Report, signal: AbortSignal): Promise<void> {
  const [ids, text] = await Promise.all([idsOf(docker, call.service), readConfig(docker, call.gateway)]);
  const members = readMembers(text);
  const ref = (name: string) => ids.get(name) ?? name.slice(0, 12);
  const leaving = new Set(call.drain.map(ref));
  const alive = new Set(ids.values());
  const known = [...(members[call.service] ?? []), ...call.add.map(ref)];
  // Containers that are gone leave at once; so does what a process that died half-way forgot.
  const wanted = [...new Set(known)].filter((one) => alive.has(one) && !leaving.has(one));
  const before = [...new Set([...wanted, ...(members[call.service] ?? []).filter((one) => alive.has(one))])];
  const write = async (refs: readonly string[], known_: string): Promise<string> => {
    const file = configFile(call.ports, { ...members, [call.service]: refs });
    if (file.content !== known_) await writeConfig(docker, call.gateway, file);
    return file.content;
  };
  let written = text;
  for (let reloaded = false; ; reloaded = true) {
    const full = await withControl(docker, call.gateway, async (ask) => {
      const { changes, homeless } = await look(ask, call, wanted);
      if (homeless && !reloaded) return true;
      await enter(ask, changes, report, signal);
      written = await write(before, written);
      const places = changes.flatMap(([backend, one]) => one.leave.map((place) => ({ backend, ...place })));
      await drain(ask, call, places, alive, report, signal);
      written = await write(wanted, written);
      await obey(
        ask,
        places.flatMap(({ backend, slot }) => emptyCommands(backend, slot)),
      );
      return false;
    });
    if (!full) return;
    // More replicas than slots: the file is given more, and HAProxy reads it anew beside its old self.
    report("more replicas than the gateway has room for; it reads its file anew");
    written = await write(before, written);
    await docker.getContainer(call.gateway).kill({ signal: "SIGUSR2" });
    await sleep(500, undefined, { signal });
  }
}

/** 12-character ids of the service's containers, by name. */
async function idsOf(docker: Docker, service: string): Promise<Map<string, string>> {
  const filters = { label: [`${compose.service}=${service}`] };
  const found = await docker.listContainers({ all: true, filters });
  return new Map(found.flatMap(({ Id, Names }) => Names.map((name) => [name.replace(/^\//, ""), Id.slice(0, 12)])));
}

type Changes = Array<[backend: string, changes: SlotChanges]>;

async function look(
  ask: Ask,
  call: BalanceCall,
  wanted: readonly string[],
): Promise<{ changes: Changes; homeless: boolean }> {
  const backends = backendsOf(call.ports).filter((one) => one.service === call.service);
  const [state = ""] = await ask("show servers state");
  const slots = readSlots(state);
  const changes = backends.map(({ name }): Changes[number] => [name, changeSlots(name, slots.get(name) ?? [], wanted)]);
  return { changes, homeless: changes.some(([, one]) => one.homeless.length > 0) };
}

async function obey(ask: Ask, commands: readonly string[]): Promise<void> {
  if (commands.length > 0) await ask(...commands);
}

/** Returns when every new replica has answered a check, so that old ones may leave. */
async function enter(ask: Ask, changes: Changes, report: Report, signal: AbortSignal): Promise<void> {
  const entering = changes.flatMap(([backend, one]) => one.entering.map((slot) => `${backend}/${slot}`));
  if (entering.length === 0) return;
  await ask(...changes.flatMap(([, one]) => one.enter));
  const deadline = Date.now() + ANSWER_MS;
  for (;;) {
    const [state = ""] = await ask("show servers state");
    const slots = [...readSlots(state)].flatMap(([backend, list]) =>
      list.map((slot) => [`${backend}/${slot.name}`, slot.running && slot.resolved && slot.answers] as const),
    );
    const waiting = slots.filter(([place, up]) => entering.includes(place) && !up);
    if (waiting.length === 0) return;
    if (Date.now() > deadline) return report(`${waiting.length} in the balancer do not answer on their port yet`);
    await pause(signal);
  }
}

/** Returns when the places have no connection left or their time is over. */
async function drain(
  ask: Ask,
  call: BalanceCall,
  places: readonly Place[],
  alive: ReadonlySet<string>,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  await obey(
    ask,
    places.map(({ backend, slot }) => drainCommand(backend, slot)),
  );
  const waiting = new Set(places.filter(({ ref }) => alive.has(ref)).map(({ backend, slot }) => `${backend}/${slot}`));
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

async function pause(signal: AbortSignal): Promise<void> {
  await sleep(POLL_MS, undefined, { signal }).catch(() => {
    throw cancelled();
  });
}
