import { GantryError, messageOf } from "../../../shared/errors.ts";

/** What dockerode throws: an Error with the HTTP status and body, or a socket's error. */
interface Thrown {
  code?: string;
  statusCode?: number;
  json?: unknown;
  name?: string;
}

/**
 * Any failure of a call to the engine as one that says what happened and what to do.
 *
 * @param what for the message: `start web-1`
 */
export function dockerError(thrown: unknown, what: string, signal?: AbortSignal): GantryError {
  if (thrown instanceof GantryError) return thrown;
  const { code, statusCode, name } = (typeof thrown === "object" && thrown !== null ? thrown : {}) as Thrown;
  if (signal?.aborted === true || name === "AbortError") return cancelled();
  const said = engineText(thrown);
  if (statusCode === undefined) return unreachable(code, said, thrown);
  const taken = takenPort(said);
  if (taken !== undefined) {
    return new GantryError("port-taken", `Port ${taken} on the host is taken: ${what} failed.`, {
      hint: `Stop what holds port ${taken}, or publish another one.`,
      cause: said,
    });
  }
  const missing = /No such image: (\S+)/i.exec(said)?.[1];
  if (missing !== undefined) {
    return new GantryError("image", `Image ${missing} is not on the engine any more.`, {
      hint: "Apply again to pull it.",
      cause: said,
    });
  }
  if (statusCode === 404) {
    const hint = "Something was removed meanwhile. Look at the new plan and apply again.";
    return new GantryError("not-found", `${sentence(what)} failed: ${said}`, { hint, cause: said });
  }
  return new GantryError("failed", `${sentence(what)} failed: ${said}`, { hint: hintFor(said), cause: said });
}

export function cancelled(): GantryError {
  return new GantryError("cancelled", "Cancelled.");
}

/** The engine's own words, without the wrapping of dockerode. */
export function engineText(thrown: unknown): string {
  const { json } = (typeof thrown === "object" && thrown !== null ? thrown : {}) as Thrown;
  const message = (json as { message?: unknown } | undefined)?.message;
  if (typeof message === "string" && message !== "") return message.trim();
  return messageOf(thrown)
    .replace(/^\(HTTP code \d+\) [a-z ]*- /i, "")
    .trim();
}

/** True when the engine answered with this HTTP status. */
export function hasStatus(thrown: unknown, ...status: number[]): boolean {
  const { statusCode } = (typeof thrown === "object" && thrown !== null ? thrown : {}) as Thrown;
  return statusCode !== undefined && status.includes(statusCode);
}

const hints: Record<string, string> = {
  ENOENT: "Start Docker, or choose another target.",
  ECONNREFUSED: "Start Docker, or choose another target.",
  EACCES: "Your user may not use the socket. On Linux: add it to the group docker and log in again.",
  EPERM: "Your user may not use the socket. On Linux: add it to the group docker and log in again.",
  ENOTFOUND: "Check the host name and the network.",
  EAI_AGAIN: "Check the host name and the network.",
  ETIMEDOUT: "Check that the machine is on and reachable.",
  EHOSTUNREACH: "Check that the machine is on and reachable.",
  ESSH: "Try the same host with ssh in a terminal; keys must work without a question.",
};

function unreachable(code: string | undefined, said: string, cause: unknown): GantryError {
  const tls = code !== undefined && /CERT|TLS|SSL|SELF_SIGNED/.test(code);
  const hint = tls
    ? "Check the certificates of this Docker context."
    : (hints[code ?? ""] ?? "Check that the engine runs.");
  const why = plainReason(code, said).replace(/\.$/, "");
  return new GantryError("unreachable", `The Docker engine does not answer: ${why}.`, { hint, cause });
}

const reasons: Readonly<Record<string, (where: string) => string>> = {
  ENOENT: (where) => `there is no socket ${where}`,
  ECONNREFUSED: (where) => `nothing listens at ${where}`,
  EACCES: (where) => `access to ${where} is denied`,
  EPERM: (where) => `access to ${where} is denied`,
  ENOTFOUND: (where) => `the host name ${where} is not known`,
  EAI_AGAIN: (where) => `the host name ${where} is not known`,
  ETIMEDOUT: (where) => `${where} cannot be reached`,
  EHOSTUNREACH: (where) => `${where} cannot be reached`,
  ECONNRESET: () => "the connection broke",
  EPIPE: () => "the connection broke",
};

/** A socket's error in plain words; its own stay as the cause. Node ends them with the address or the name. */
function plainReason(code: string | undefined, said: string): string {
  const where = /\s(\S+)$/.exec(said)?.[1] ?? "its address";
  return reasons[code ?? ""]?.(where) ?? said;
}

/** The host port of a refusal to bind one. Sources: moby's portallocator and the kernel's EADDRINUSE. */
function takenPort(said: string): string | undefined {
  if (!/port is already allocated|address already in use|ports are not available/i.test(said)) return undefined;
  return /(?:Bind for|listen \w+|exposing port \w+)\s+\S*?:(\d+)/i.exec(said)?.[1] ?? /:(\d+)[: ]/.exec(said)?.[1];
}

function hintFor(said: string): string {
  if (/could not select device driver|unknown or invalid runtime name: nvidia|nvidia-container/i.test(said)) {
    return "The engine has no GPU runtime. Install the NVIDIA Container Toolkit and restart Docker.";
  }
  if (/executable file not found|no such file or directory: unknown/i.test(said)) {
    return "The command is not in the image. Check `command` and `entrypoint`.";
  }
  if (/bind source path does not exist/i.test(said)) return "Make the folder first, or correct the path.";
  if (/no space left on device/i.test(said)) return "The engine's disk is full: `docker system df` says by what.";
  return "Mend what the engine complains of, then apply again.";
}

function sentence(what: string): string {
  return what.charAt(0).toUpperCase() + what.slice(1);
}
