import { useEffect, useState } from "react";
import type { RevisionView } from "../../shared/contract.ts";
import { messageOf } from "../../shared/errors.ts";
import { call } from "../state/bridge.ts";
import { useApp } from "../state/store.ts";

interface Revisions {
  /** Undefined until the engine answered. */
  list?: readonly RevisionView[];
  failure?: string;
}

/** The open stack's revisions, read anew whenever another one is applied. */
export function useRevisions(): Revisions {
  const place = useApp((state) => `${state.target?.id ?? ""} ${state.stack?.name ?? ""}`);
  const live = useApp((state) => state.connection.state === "live");
  const revision = useApp((state) => state.applied?.revision ?? 0);
  const [known, setKnown] = useState<Revisions & { place?: string; revision?: number }>({});
  useEffect(() => {
    if (!live) return undefined;
    let current = true;
    call("revisions.list").then(
      (list) => current && setKnown({ place, revision, list }),
      (thrown: unknown) =>
        current &&
        setKnown((before) => ({
          ...(before.place === place ? before : {}),
          place,
          revision,
          failure: messageOf(thrown),
        })),
    );
    return () => {
      current = false;
    };
  }, [place, live, revision]);
  // What was read of another stack or target is not shown as this one's.
  return known.place === place ? known : {};
}
