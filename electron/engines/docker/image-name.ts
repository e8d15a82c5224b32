/**
 * One spelling for an image reference, so that two can be compared: `docker.io/library/busybox` and `busybox` are
 * `busybox:latest`; a digest wins over a tag. Source: distribution/reference, "familiar names".
 */
export function normalImage(reference: string): string {
  if (/^sha256:[0-9a-f]+$/.test(reference)) return reference;
  const short = reference.replace(/^(index\.)?docker\.io\//, "").replace(/^library\//, "");
  const [name = short, digest] = short.split("@");
  const slash = name.lastIndexOf("/");
  const colon = name.indexOf(":", slash + 1);
  if (digest !== undefined) return `${colon === -1 ? name : name.slice(0, colon)}@${digest}`;
  return colon === -1 ? `${name}:latest` : name;
}

/** Whether two references are written for the same image. */
export function sameImage(a: string, b: string): boolean {
  return normalImage(a) === normalImage(b);
}

/**
 * The key of an image's registry in Docker's configuration file: the host with its port, or the address that Docker
 * Hub has always had there. Source: docker/cli, cli/config/credentials.
 */
export function registryOf(reference: string): string {
  const first = reference.split("/")[0] ?? "";
  const isHost = reference.includes("/") && (/[.:]/.test(first) || first === "localhost");
  const hub = !isHost || /^(index\.)?docker\.io$/.test(first);
  return hub ? "https://index.docker.io/v1/" : first;
}
