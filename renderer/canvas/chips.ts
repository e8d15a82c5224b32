import type { Port, Service } from "../../shared/stack/project.ts";

export type Chip =
  | { kind: "port"; text: string; url: string | undefined }
  | { kind: "volume"; text: string }
  | { kind: "more"; text: string; title: string };

/** Chips of a card in the order they matter: published ports, then named volumes. */
export function chipsOf(service: Service): Chip[] {
  const ports = (service.ports ?? []).flatMap((port): Chip[] =>
    port.published === undefined || port.published === "" || port.published === "0"
      ? []
      : [{ kind: "port", text: `:${port.published}`, url: portUrl(port) }],
  );
  const volumes = (service.volumes ?? []).flatMap((mount): Chip[] =>
    mount.type === "volume" && mount.source !== undefined ? [{ kind: "volume", text: `volume ${mount.source}` }] : [],
  );
  return [...ports, ...volumes];
}

/** Where a published port is answered; undefined for ranges and for what a browser cannot open. */
export function portUrl(port: Port): string | undefined {
  if (port.published === undefined || !/^\d+$/.test(port.published) || (port.protocol ?? "tcp") !== "tcp")
    return undefined;
  return `http://localhost:${port.published}`;
}

/** Widths in px of Inter at 11 px, near enough to tell what fits. */
const CHAR = 6.2;
const PADDING = 14;
const GAP = 4;

/** The chips that fit into a width; the rest becomes one that counts them. */
export function fitChips(chips: readonly Chip[], width: number): Chip[] {
  const size = (chip: Chip) => Math.min(width, chip.text.length * CHAR + PADDING) + GAP;
  const total = chips.reduce((sum, chip) => sum + size(chip), -GAP);
  if (total <= width) return [...chips];
  const shown: Chip[] = [];
  let room = width - 36;
  for (const chip of chips) {
    if (size(chip) > room) break;
    room -= size(chip);
    shown.push(chip);
  }
  const rest = chips.slice(shown.length);
  return [...shown, { kind: "more", text: `+${rest.length}`, title: rest.map((chip) => chip.text).join("\n") }];
}
