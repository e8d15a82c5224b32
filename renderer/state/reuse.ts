/**
 * The new value with every part that equals the old one replaced by the old one, so that what did not change keeps its
 * identity across the bridge (where everything is copied) and memoised views stay as they are. For plain data only.
 */
export function reuse<T>(before: unknown, after: T): T {
  return shared(before, after) as T;
}

function shared(before: unknown, after: unknown): unknown {
  if (Object.is(before, after) || !isData(before) || !isData(after)) return after;
  if (Array.isArray(before) !== Array.isArray(after)) return after;
  const keys = Object.keys(after);
  let same = keys.length === Object.keys(before).length;
  const result: Data = Array.isArray(after) ? ([] as unknown as Data) : {};
  for (const key of keys) {
    const value = shared(before[key], after[key]);
    result[key] = value;
    if (!(key in before) || !Object.is(value, before[key])) same = false;
  }
  return same && sameOrder(before, after) ? before : result;
}

type Data = Record<string, unknown>;

function isData(value: unknown): value is Data {
  return typeof value === "object" && value !== null;
}

/** Key order is shown to people (services, environment), so it counts. */
function sameOrder(before: Data, after: Data): boolean {
  const keys = Object.keys(after);
  return Object.keys(before).every((key, index) => key === keys[index]);
}
