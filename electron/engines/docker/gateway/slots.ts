import { FREE } from "./gateway-config.ts";

/** One server of a backend as HAProxy has it now. */
export interface Slot {
  name: string;
  /** The container id whose address it asks for; undefined when the slot is free. */
  ref?: string;
  /** It has an address; a free slot may still have its last replica's for a second. */
  resolved: boolean;
  /** Taken out by hand. */
  maint: boolean;
  draining: boolean;
  running: boolean;
  /** The last check reached the port. */
  answers: boolean;
}

// Source: HAProxy 3.0 Management Guide, "show servers state": srv_admin_state is a set of bits.
const FORCED_MAINT = 0x01;
const FORCED_DRAIN = 0x08;
const RUNNING = "2";
const CHECK_PASSED = "3";

/** Slots by backend, from the answer to `show servers state`. */
export function readSlots(text: string): Map<string, Slot[]> {
  const rows = text.split("\n").map((line) => line.split(" "));
  const header = rows.find((row) => row[0] === "#")?.slice(1) ?? [];
  const slots = new Map<string, Slot[]>();
  for (const row of rows) {
    const field = (name: string): string => row[header.indexOf(name)] ?? "";
    if (row[0] === "#" || row.length < header.length || header.length === 0) continue;
    const admin = Number(field("srv_admin_state"));
    const fqdn = field("srv_fqdn");
    const backend = field("be_name");
    const own = slots.get(backend) ?? [];
    own.push({
      name: field("srv_name"),
      ...(fqdn === FREE || fqdn === "-" ? {} : { ref: fqdn }),
      resolved: field("srv_addr") !== "-",
      maint: (admin & FORCED_MAINT) !== 0,
      draining: (admin & FORCED_DRAIN) !== 0,
      running: field("srv_op_state") === RUNNING,
      answers: field("srv_check_result") === CHECK_PASSED,
    });
    slots.set(backend, own);
  }
  return slots;
}

/** Rows of `show stat`, a CSV whose first line names the columns. */
export function readStat(text: string): Array<(column: string) => string> {
  const [first = "", ...lines] = text.trim().split("\n");
  const header = first.replace(/^# /, "").split(",");
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const cells = line.split(",");
      return (column) => cells[header.indexOf(column)] ?? "";
    });
}
