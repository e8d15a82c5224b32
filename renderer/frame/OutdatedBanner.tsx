import { useApp } from "../state/store.ts";
import { showDrawer } from "../state/ui-store.ts";
import { Button } from "../ui/Button.tsx";
import { Banner } from "./Banner.tsx";

/** Over the canvas while the file on disk has errors: what is drawn is its last version without. */
export function OutdatedBanner() {
  const outdated = useApp((state) => state.stack?.outdated === true && state.stack.project !== undefined);
  if (!outdated) return null;
  return (
    <Banner
      title="The file has errors."
      action={
        <Button size="small" onClick={() => showDrawer("problems")}>
          Show problems
        </Button>
      }
    >
      The canvas shows its last version without errors.
    </Banner>
  );
}
