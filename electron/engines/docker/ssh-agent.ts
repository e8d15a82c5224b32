import { spawn } from "node:child_process";
import http from "node:http";
import { Duplex } from "node:stream";
import type { DockerTransport } from "../../host/docker-context.ts";

type SshTransport = Extract<DockerTransport, { kind: "ssh" }>;

/**
 * An HTTP agent whose connections are `ssh HOST docker system dial-stdio`, as the Docker CLI makes them: the user's own
 * ssh with its configuration, keys, agent and known hosts. Source: docker/cli, cli/connhelper/connhelper.go.
 *
 * @param command the ssh program; a parameter for tests
 */
export function createSshAgent(transport: SshTransport, command = "ssh"): http.Agent {
  // Every connection is a process here and a login there, so they are few and kept.
  const agent = new http.Agent({ keepAlive: true, maxSockets: 12, maxFreeSockets: 4 });
  const dial = () => new SshConnection(command, sshArguments(transport));
  return Object.assign(agent, { createConnection: dial });
}

export function sshArguments({ host, port, user }: SshTransport): string[] {
  return [
    "-oConnectTimeout=30",
    "-oBatchMode=yes",
    "-T",
    ...(user === undefined ? [] : ["-l", user]),
    ...(port === undefined ? [] : ["-p", String(port)]),
    // The two dashes keep a host name that begins with a dash from being read as an option.
    "--",
    host,
    "docker",
    "system",
    "dial-stdio",
  ];
}

/** The pipe pair of one ssh process, with the few socket methods that node's HTTP client calls. */
class SshConnection extends Duplex {
  private readonly child;
  private stderr = "";

  constructor(command: string, args: string[]) {
    super();
    this.child = spawn(command, args, { stdio: "pipe", windowsHide: true });
    this.child.on("error", (error) => this.destroy(error));
    this.child.stderr.on("data", (chunk: Buffer) => {
      this.stderr = (this.stderr + chunk.toString()).slice(-2000);
    });
    this.child.stdout.on("data", (chunk: Buffer) => {
      if (!this.push(chunk)) this.child.stdout.pause();
    });
    this.child.stdout.on("end", () => this.push(null));
    this.child.stdin.on("error", (error) => this.destroy(error));
    this.child.on("close", (code) => {
      if (code === 0 || this.destroyed) this.destroy();
      else
        this.destroy(
          Object.assign(new Error(this.stderr.trim() || `ssh ended with exit code ${code}`), { code: "ESSH" }),
        );
    });
  }

  override _read(): void {
    this.child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.child.stdin.write(chunk, done);
  }

  override _final(done: () => void): void {
    this.child.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.child.kill();
    done(error);
  }

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  /** An idle connection must not keep the program alive. */
  unref(): this {
    this.child.unref();
    for (const pipe of [this.child.stdin, this.child.stdout, this.child.stderr])
      (pipe as unknown as { unref?: () => void }).unref?.();
    return this;
  }

  ref(): this {
    this.child.ref();
    for (const pipe of [this.child.stdin, this.child.stdout, this.child.stderr])
      (pipe as unknown as { ref?: () => void }).ref?.();
    return this;
  }
}
