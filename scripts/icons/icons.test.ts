import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { png } from "./png.mjs";
import { draw, readDrawing } from "./raster.mjs";

const folder = join(import.meta.dirname, "../../resources/icons");

describe("the icon", () => {
  it("is drawn from the drawing that is checked in", () => {
    const drawing = readDrawing(readFileSync(join(folder, "icon.svg"), "utf8"));
    const drawn = png(draw(drawing, 64), 64);
    expect(rows(drawn).equals(rows(readFileSync(join(folder, "64x64.png"))))).toBe(true);
  });
});

/** The pixels, since another zlib may compress them another way. */
function rows(file: Buffer): Buffer {
  const start = file.indexOf("IDAT");
  return inflateSync(file.subarray(start + 4, start + 4 + file.readUInt32BE(start - 4)));
}
