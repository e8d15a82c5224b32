interface Note {
  held: string;
  host: string;
  unit: string;
  unlimited: number;
  peak: string | undefined;
  overbooked: boolean;
}

/** What stands under a limit's slider: what others hold, who has no limit, what was used at most. */
export function limitNote({ held, host, unit, unlimited, peak, overbooked }: Note): string {
  const others = `Others hold ${held} of ${host}${unit === "" ? "" : ` ${unit}`}${overbooked ? ", more than there is" : ""}.`;
  const free = unlimited === 0 ? "" : ` ${unlimited === 1 ? "1 service has" : `${unlimited} services have`} no limit.`;
  return `${others}${free}${peak === undefined ? "" : ` Peak ${peak} each.`}`;
}
