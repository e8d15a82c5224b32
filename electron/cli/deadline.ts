/**
 * A signal that fires after `ms`, or when `parent` does.
 *
 * Not AbortSignal.any with AbortSignal.timeout: on Node 20 the collector may take a timeout signal that only a
 * combined one refers to, and then it never fires.
 */
export function deadline(ms: number, parent: AbortSignal): AbortSignal {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), ms);
  const stop = () => {
    clearTimeout(timer);
    abort.abort();
  };
  if (parent.aborted) stop();
  else parent.addEventListener("abort", stop, { once: true });
  return abort.signal;
}
