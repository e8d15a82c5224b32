/** The project's name. Source: Compose Specification, 04-version-and-name; Docker documentation, "Specify a project name". */

const legal = /^[a-z0-9][a-z0-9_-]*$/;

export function isProjectName(name: string): boolean {
  return legal.test(name);
}

/** What Compose makes of a folder's name: lower case, illegal characters dropped. */
export function normaliseProjectName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
}
