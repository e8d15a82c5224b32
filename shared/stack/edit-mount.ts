/** The named volume of a mount in its short form, `data:/data`; undefined for paths and anonymous volumes. */
export function volumeOf(mount: string): string | undefined {
  const at = mount.indexOf(":");
  if (at < 2) return undefined;
  const source = mount.slice(0, at);
  return /^[./~\\]/.test(source) ? undefined : source;
}
