import { describe, expect, it } from "vitest";
import { changeSlots } from "./slot-changes.ts";
import { readSlots, readStat, type Slot } from "./slots.ts";

const free = (name: string): Slot => ({
  name,
  resolved: false,
  maint: true,
  draining: false,
  running: false,
  answers: false,
});
const taken = (name: string, ref: string): Slot => ({
  ...free(name),
  ref,
  resolved: true,
  maint: false,
  running: true,
});

describe("changes of slots", () => {
  it("fill free slots and empty what is not wanted", () => {
    expect(changeSlots("b", [taken("s1", "old"), free("s2")], ["new"])).toEqual({
      enter: ["set server b/s2 fqdn new", "set server b/s2 state ready", "set server b/s2 health up"],
      entering: ["s2"],
      leave: [{ slot: "s1", ref: "old" }],
      homeless: [],
    });
  });

  it("are none when everybody is in", () => {
    const changes = changeSlots("b", [taken("s1", "a"), free("s2")], ["a"]);
    expect(changes).toEqual({ enter: [], entering: [], leave: [], homeless: [] });
  });

  it("mend what a process that died left: half-drained, entered twice, still with the last address", () => {
    const slots = [
      { ...taken("s1", "a"), draining: true },
      taken("s2", "b"),
      taken("s3", "b"),
      { ...free("s4"), resolved: true },
    ];
    const changes = changeSlots("b", slots, ["a", "b", "c"]);
    expect(changes.enter).toEqual(["set server b/s1 state ready", "set server b/s1 health up"]);
    expect(changes.leave).toEqual([{ slot: "s3", ref: "b" }]);
    expect(changes.homeless).toEqual(["c"]);
  });
});

describe("what HAProxy says", () => {
  it("of its servers", () => {
    const text = `1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port
2 http:web:8080 1 s1 192.168.96.2 2 68 1 1 1 6 3 2 6 0 0 0 d73541af3de8 8080
2 http:web:8080 2 s2 - 0 37 1 1 4 1 0 0 14 0 0 0 unassigned 8080
`;
    expect(readSlots(text)).toEqual(
      new Map([["http:web:8080", [{ ...taken("s1", "d73541af3de8"), answers: true }, free("s2")]]]),
    );
  });

  it("of its numbers", () => {
    const rows = readStat("# pxname,svname,scur,\nhttp:web:80,s1,3,\n\n");
    expect(rows.map((row) => [row("svname"), row("scur"), row("no such column")])).toEqual([["s1", "3", ""]]);
  });
});
