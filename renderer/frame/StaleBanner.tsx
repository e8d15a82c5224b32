import { selectTarget } from "../state/requests.ts";
import { useApp } from "../state/store.ts";
import { Button } from "../ui/Button.tsx";
import { Banner } from "./Banner.tsx";
import { staleSince } from "./connection-words.ts";

/** Over every view while the engine is silent: since when what is shown may not be true. The status bar counts. */
export function StaleBanner() {
  const connection = useApp((state) => state.connection);
  const target = useApp((state) => state.target);
  if (connection.state !== "stale") return null;
  return (
    <Banner
      title={`${staleSince(connection)}.`}
      action={
        target === null ? undefined : (
          <Button size="small" onClick={() => selectTarget(target.id)}>
            Retry now
          </Button>
        )
      }
    >
      {connection.message ?? "The engine does not answer."} {connection.hint ?? "Gantry keeps trying."}
    </Banner>
  );
}
