import { describe, expect, it } from "vitest";
import { service } from "../state/test-data.ts";
import { chipsOf, fitChips, portUrl } from "./chips.ts";

describe("chipsOf", () => {
  it("shows published ports and named volumes", () => {
    const chips = chipsOf(
      service({
        ports: [{ target: 80, published: "8080" }, { target: 90 }],
        volumes: [
          { type: "volume", source: "data", target: "/data" },
          { type: "bind", source: "./x", target: "/x" },
        ],
      }),
    );
    expect(chips.map((chip) => chip.text)).toEqual([":8080", "volume data"]);
  });

  it("links what a browser can open", () => {
    expect(portUrl({ target: 80, published: "8080" })).toBe("http://localhost:8080");
    expect(portUrl({ target: 80, published: "8000-8010" })).toBeUndefined();
    expect(portUrl({ target: 53, published: "53", protocol: "udp" })).toBeUndefined();
  });
});

describe("fitChips", () => {
  const chips = ["one", "two", "three", "four", "a rather long volume"].map((text) => ({
    kind: "volume" as const,
    text,
  }));
  it("counts what does not fit", () => {
    expect(fitChips(chips.slice(0, 2), 188)).toHaveLength(2);
    const fitted = fitChips(chips, 188);
    expect(fitted.at(-1)).toMatchObject({ kind: "more", text: "+2" });
    expect(fitted.at(-1)).toHaveProperty("title", "four\na rather long volume");
  });
});
