export interface Entry {
  id: string;
  title: string;
  hint: string;
  off: string | undefined;
  run: () => void;
}

/** Entries whose title holds every typed word, those that begin with the first one ahead. */
export function matching(entries: readonly Entry[], typed: string): Entry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const first = words[0] ?? "";
  return entries
    .filter((entry) => words.every((word) => entry.title.toLowerCase().includes(word)))
    .sort(
      (a, b) => Number(!a.title.toLowerCase().startsWith(first)) - Number(!b.title.toLowerCase().startsWith(first)),
    );
}
