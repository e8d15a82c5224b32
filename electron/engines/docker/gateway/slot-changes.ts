import { FREE } from "./gateway-config.ts";
import type { Slot } from "./slots.ts";

export interface SlotChanges {
  /** Commands that bring replicas in. */
  enter: string[];
  /** Slots that the commands above filled. */
  entering: string[];
  /** Slots that must be emptied, and of whom. */
  leave: Array<{ slot: string; ref: string }>;
  /** Replicas for which there was no slot. */
  homeless: string[];
}

/**
 * What brings one backend's slots to these replicas, whatever a process that died half-way left in them: every wanted
 * replica has one slot that takes requests, every other slot is emptied. Pure.
 */
export function changeSlots(backend: string, slots: readonly Slot[], wanted: readonly string[]): SlotChanges {
  const changes: SlotChanges = { enter: [], entering: [], leave: [], homeless: [] };
  const seen = new Set<string>();
  for (const slot of slots) {
    if (slot.ref === undefined) continue;
    if (!wanted.includes(slot.ref) || seen.has(slot.ref)) changes.leave.push({ slot: slot.name, ref: slot.ref });
    else if (slot.maint || slot.draining) enter(slot.name);
    seen.add(slot.ref);
  }
  // A slot that still has its last replica's address would send it requests until the new name is looked up.
  const free = slots.filter((slot) => slot.ref === undefined && slot.maint && !slot.resolved);
  for (const ref of wanted) {
    if (seen.has(ref)) continue;
    const slot = free.shift();
    if (slot === undefined) changes.homeless.push(ref);
    else {
      changes.enter.push(`set server ${backend}/${slot.name} fqdn ${ref}`);
      enter(slot.name);
    }
  }
  return changes;

  function enter(slot: string): void {
    changes.enter.push(...enterCommands(backend, slot));
    changes.entering.push(slot);
  }
}

export function enterCommands(backend: string, slot: string): string[] {
  return [`set server ${backend}/${slot} state ready`, `set server ${backend}/${slot} health up`];
}

export function drainCommand(backend: string, slot: string): string {
  return `set server ${backend}/${slot} state drain`;
}

export function emptyCommands(backend: string, slot: string): string[] {
  return [`set server ${backend}/${slot} state maint`, `set server ${backend}/${slot} fqdn ${FREE}`];
}
