// Draws rounded rectangles, which is all the icon is made of: no browser and no image library needed.
const samples = 4;

/** The rectangles of a drawing, bottom first. */
export function readDrawing(svg) {
  const [, side] = /viewBox="0 0 (\d+) \1"/.exec(svg) ?? [];
  if (side === undefined) throw new Error("the drawing must be square and start at 0 0");
  const rectangles = [...svg.matchAll(/<rect\s([^>]*)\/>/g)].map(([, text]) => {
    const value = (name) => new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? "0";
    const [x, y, width, height, radius] = ["x", "y", "width", "height", "rx"].map((name) => Number(value(name)));
    return { x, y, width, height, radius, colour: Buffer.from(value("fill").slice(1), "hex") };
  });
  return { side: Number(side), rectangles };
}

/** RGBA pixels of the drawing at size x size. */
export function draw({ side, rectangles }, size) {
  const pixels = Buffer.alloc(size * size * 4);
  const step = side / size / samples;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const sums = [0, 0, 0];
      let covered = 0;
      for (let sample = 0; sample < samples * samples; sample++) {
        const x = (column * samples + (sample % samples) + 0.5) * step;
        const y = (row * samples + Math.floor(sample / samples) + 0.5) * step;
        const top = rectangles.findLast((rectangle) => isInside(rectangle, x, y));
        if (!top) continue;
        covered++;
        for (const channel of [0, 1, 2]) sums[channel] += top.colour[channel];
      }
      if (covered === 0) continue;
      const alpha = Math.round((255 * covered) / samples ** 2);
      pixels.set([...sums.map((sum) => Math.round(sum / covered)), alpha], (row * size + column) * 4);
    }
  }
  return pixels;
}

function isInside({ x, y, width, height, radius }, px, py) {
  // Distance to the rectangle that the corners' centres span.
  const dx = Math.max(x + radius - px, 0, px - (x + width - radius));
  const dy = Math.max(y + radius - py, 0, py - (y + height - radius));
  if (radius === 0) return dx === 0 && dy === 0;
  return dx ** 2 + dy ** 2 <= radius ** 2;
}
