/**
 * A file as people are told of it: relative to the stack's folder, `services/db.yaml` or `../common/base.yaml`. One that
 * has nothing in common with that folder (another drive, another root) keeps its whole path.
 */
export function shownFile(file: string, folder: string): string {
  const separator = file.includes("\\") && !file.includes("/") ? "\\" : "/";
  const to = file.split(/[\\/]/);
  const from = folder.split(/[\\/]/).filter((part, index) => part !== "" || index === 0);
  let same = 0;
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same += 1;
  const together = to.slice(0, same).filter((part) => part !== "");
  const beside = same === from.length && same === to.length - 1;
  if (together.length === 0 && !beside) return file;
  return [...from.slice(same).map(() => ".."), ...to.slice(same)].join(separator);
}
