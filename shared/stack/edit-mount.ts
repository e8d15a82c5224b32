/** The named volume of a mount in its short form, `data:/data`; undefined for paths and anonymous volumes. */
export function volumeOf(mount: string): string | undefined {
  const at = mount.indexOf(":");
  if (at < 2) return undefined;
  const source = mount.slice(0, at);
  return /^[./~\\]/.test(source) ? undefined : source;
}

/** Where a mount in its short form appears in the container; undefined where a variable leaves it open. */
export function targetOf(mount: string): string | undefined {
  if (mount.includes("$")) return undefined;
  const [, source, target] = /^([A-Za-z]:[\\/][^:]*|[^:]*)(?::([^:]*))?/.exec(mount) ?? [];
  return (target ?? source)?.replace(/(.)\/+$/, "$1");
}
