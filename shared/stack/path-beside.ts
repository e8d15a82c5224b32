/** The absolute path that a relative one means when it stands in a file, with slashes as separators. */
export function pathBeside(file: string, relative: string): string {
  const parts = relative.replaceAll("\\", "/");
  if (/^([A-Za-z]:)?\//.test(parts)) return parts;
  const path = file.replaceAll("\\", "/").split("/").slice(0, -1);
  for (const part of parts.split("/")) {
    if (part === "..") path.pop();
    else if (part !== "." && part !== "") path.push(part);
  }
  return path.join("/");
}
