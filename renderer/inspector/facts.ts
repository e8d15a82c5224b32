import type { Healthcheck, Mount, Port, Service } from "../../shared/stack/project.ts";

/** A pair of the inspector's lists. */
export interface Fact {
  name: string;
  value: string;
}

/** The health check in words; undefined when the file has none (the image may). */
export function healthCheckFacts(check: Healthcheck | undefined): Fact[] | undefined {
  const [kind, ...rest] = check?.test ?? [];
  if (check === undefined || check.disable === true || kind === undefined || kind === "NONE") return undefined;
  const test = kind === "CMD" || kind === "CMD-SHELL" ? rest.join(" ") : [kind, ...rest].join(" ");
  const tries = check.retries ?? 3;
  const facts = [
    { name: "test", value: test },
    { name: "every", value: `${check.interval ?? "30s"}, ${tries} ${tries === 1 ? "try" : "tries"}` },
    { name: "answers within", value: check.timeout ?? "30s" },
  ];
  return check.start_period === undefined ? facts : [...facts, { name: "time to start", value: check.start_period }];
}

export function portFact(port: Port): Fact {
  const protocol = port.protocol === undefined || port.protocol === "tcp" ? "" : `/${port.protocol}`;
  const target = `${port.target}${protocol}`;
  if (port.published === undefined || port.published === "") return { name: "any free port", value: `→ ${target}` };
  const host = port.host_ip === undefined ? "" : `${port.host_ip}:`;
  return { name: `${host}${port.published}`, value: `→ ${target}` };
}

export function mountFact(mount: Mount): Fact {
  const readOnly = mount.read_only === true ? ", read only" : "";
  return { name: mount.source ?? mount.type, value: `${mount.target}${readOnly}` };
}

/** Networks with the names the service answers to there. */
export function networkFacts(name: string, service: Service): Fact[] {
  if (service.network_mode !== undefined) return [{ name: "mode", value: service.network_mode }];
  const networks = Object.entries(service.networks ?? { default: null });
  return networks.map(([key, network]) => ({ name: key, value: [name, ...(network?.aliases ?? [])].join(", ") }));
}

export function commandOf(service: Service): string | undefined {
  const words = [...(service.entrypoint ?? []), ...(service.command ?? [])];
  return words.length === 0 ? undefined : words.map(quoted).join(" ");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
