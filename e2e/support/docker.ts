import { run, type Ended } from "./command.ts";

/** A container as `docker ps` tells it. */
export interface Container {
  id: string;
  name: string;
  state: string;
  service: string;
  number: number;
}

/** The engine seen past Gantry, through Docker's own command: what the window says is compared with this. */
export class Docker {
  readonly host: string | undefined;

  /** @param host as in DOCKER_HOST; the machine's own engine when undefined */
  constructor(host?: string) {
    this.host = host;
  }

  /** The environment that points programs at this engine. */
  get env(): NodeJS.ProcessEnv {
    return this.host === undefined ? process.env : { ...process.env, DOCKER_HOST: this.host };
  }

  /** Runs `docker …`; fails the test when it fails. */
  async run(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.try(...args);
    if (code !== 0) throw new Error(`docker ${args.join(" ")} ended with ${code}: ${stderr}`);
    return stdout.trim();
  }

  try(...args: string[]): Promise<Ended> {
    return run("docker", args, { env: this.env });
  }

  /** Why this engine cannot be used; undefined when it answers. */
  async missing(): Promise<string | undefined> {
    const { code, stderr } = await run("docker", ["version", "-f", "{{.Server.Version}}"], {
      env: this.env,
      timeout: 10_000,
    });
    return code === 0
      ? undefined
      : `no Docker engine answers: ${stderr.trim() || "the docker command is not installed"}`;
  }

  /** Every container of a stack, also stopped ones, in order of service and number. */
  async containers(stack: string, service?: string): Promise<Container[]> {
    const format =
      '{{.ID}}|{{.Names}}|{{.State}}|{{.Label "com.docker.compose.service"}}|{{.Label "com.docker.compose.container-number"}}';
    const text = await this.run("ps", "-a", "--no-trunc", "--filter", ofStack(stack), "--format", format);
    const all = lines(text).map((line): Container => {
      const [id = "", name = "", state = "", of = "", number = "0"] = line.split("|");
      return { id, name, state, service: of, number: Number(number) };
    });
    return all
      .filter((one) => service === undefined || one.service === service)
      .toSorted((a, b) => a.service.localeCompare(b.service) || a.number - b.number);
  }

  /** Containers of a service that run now. */
  async running(stack: string, service?: string): Promise<Container[]> {
    return (await this.containers(stack, service)).filter((one) => one.state === "running");
  }

  /** Names of everything a stack has on the engine: containers, networks, volumes, Gantry's own records and lock. */
  async leftovers(stack: string): Promise<string[]> {
    const [containers, networks, volumes, records] = await Promise.all([
      this.containers(stack),
      this.run("network", "ls", "--filter", ofStack(stack), "--format", "{{.Name}}"),
      this.run("volume", "ls", "--filter", ofStack(stack), "--format", "{{.Name}}"),
      this.records(stack),
    ]);
    return [...new Set([...containers.map((one) => one.name), ...lines(networks), ...lines(volumes), ...records])];
  }

  /** Gantry's own empty volumes for a stack: `gantry-<stack>-r1`, `gantry-<stack>-lock`. */
  private async records(stack: string): Promise<string[]> {
    // Docker's name filter matches anywhere in a name, so the names are checked once more.
    const names = lines(await this.run("volume", "ls", "--filter", `name=gantry-${stack}-`, "--format", "{{.Name}}"));
    return names.filter((name) => name.startsWith(`gantry-${stack}-`));
  }

  /** Removes what a stack has on the engine, and nothing else. Its records first: nobody heals what nobody applied. */
  async cleanUp(stack: string): Promise<void> {
    const records = await this.records(stack);
    if (records.length > 0) await this.try("volume", "rm", "-f", ...records);
    const containers = await this.containers(stack);
    if (containers.length > 0) await this.try("rm", "-f", "-v", ...containers.map((one) => one.id));
    const networks = lines(await this.run("network", "ls", "-q", "--filter", ofStack(stack)));
    if (networks.length > 0) await this.try("network", "rm", ...networks);
    const volumes = lines(await this.run("volume", "ls", "-q", "--filter", ofStack(stack)));
    if (volumes.length > 0) await this.try("volume", "rm", "-f", ...volumes);
  }
}

const ofStack = (stack: string) => `label=com.docker.compose.project=${stack}`;

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
