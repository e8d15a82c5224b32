// Draws the app's icon files from resources/icons/icon.svg: `node scripts/icons.mjs`, after the drawing changed.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { icns, ico } from "./icons/containers.mjs";
import { png } from "./icons/png.mjs";
import { draw, readDrawing } from "./icons/raster.mjs";
import { root } from "./setup/paths.mjs";

const folder = join(root, "resources/icons");
const drawing = readDrawing(readFileSync(join(folder, "icon.svg"), "utf8"));
const sizes = [16, 32, 48, 64, 128, 256, 512, 1024];
const pictures = new Map(sizes.map((size) => [size, png(draw(drawing, size), size)]));

for (const [size, bytes] of pictures) writeFileSync(join(folder, `${size}x${size}.png`), bytes);
writeFileSync(join(folder, "icon.ico"), ico(pictures));
writeFileSync(join(folder, "icon.icns"), icns(pictures));
console.log(`Drew ${sizes.length} sizes, icon.ico and icon.icns in resources/icons`);
