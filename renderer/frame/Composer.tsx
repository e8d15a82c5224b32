import { Canvas } from "../canvas/Canvas.tsx";
import { Drawer } from "../drawer/Drawer.tsx";
import { Inspector } from "../inspector/Inspector.tsx";
import { useApp } from "../state/store.ts";
import { useUi } from "../state/ui-store.ts";
import { classes } from "../ui/classes.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { BrokenStack } from "./BrokenStack.tsx";
import { EngineMissing } from "./EngineMissing.tsx";
import { OutdatedBanner } from "./OutdatedBanner.tsx";
import { NoStack } from "./NoStack.tsx";
import "./composer.css";

/** The canvas with its inspector and drawer, or what stands in its place. */
export function Composer() {
  const hasStack = useApp((state) => state.stack !== null);
  const hasProject = useApp((state) => state.stack?.project !== undefined);
  const open = useUi((state) => state.drawerOpen);
  return (
    <div
      className={classes(
        "composer",
        hasStack && open && "composer-drawer",
        !hasStack && "composer-alone",
        hasStack && !hasProject && "composer-plain",
      )}
    >
      <main className="composer-canvas" aria-label="Composer">
        <OutdatedBanner />
        <div className="canvas-area">
          <CanvasArea />
        </div>
      </main>
      {hasProject ? <Inspector /> : null}
      {hasStack ? <Drawer /> : null}
    </div>
  );
}

function CanvasArea() {
  const stack = useApp((state) => state.stack);
  const connection = useApp((state) => state.connection.state);
  const missing = connection === "unreachable";
  if (stack === null && !missing) return <NoStack />;
  const project = stack?.project;
  return (
    <>
      {project === undefined ? null : (
        <Canvas
          key={stack?.path}
          path={stack?.path ?? ""}
          project={project}
          dimmed={connection === "stale" || connection === "unreachable"}
        />
      )}
      {project !== undefined && Object.keys(project.services).length === 0 ? (
        <div className="canvas-cover canvas-note">
          <EmptyState title="The file has no services">Add one under “services” and save: it appears here.</EmptyState>
        </div>
      ) : null}
      {stack !== null && project === undefined && !missing ? <BrokenStack stack={stack} /> : null}
      {connection === "connecting" && project !== undefined ? (
        <output className="connecting muted">Connecting to the engine. What runs is not known yet.</output>
      ) : null}
      {missing ? (
        <div className="canvas-cover">
          <EngineMissing />
        </div>
      ) : null}
    </>
  );
}
