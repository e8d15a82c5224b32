import { CommandPalette } from "./actions/CommandPalette.tsx";
import { useShortcuts } from "./actions/use-shortcuts.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { Composer } from "./frame/Composer.tsx";
import { Notice } from "./frame/Notice.tsx";
import { Rail } from "./frame/Rail.tsx";
import { EditQuestionDialog } from "./frame/EditQuestionDialog.tsx";
import { RemoveDialog } from "./frame/RemoveDialog.tsx";
import { Skeleton } from "./frame/Skeleton.tsx";
import { StaleBanner } from "./frame/StaleBanner.tsx";
import { StatusBar } from "./frame/StatusBar.tsx";
import { TopBar } from "./frame/TopBar.tsx";
import { HealthPage } from "./health/HealthPage.tsx";
import { useApp } from "./state/store.ts";
import { useUi } from "./state/ui-store.ts";
import { useUsageStream } from "./state/usage-store.ts";
import { classes } from "./ui/classes.ts";
import { TooltipProvider } from "./ui/Tooltip.tsx";
import "./app.css";

export function App() {
  useShortcuts();
  useUsageStream();
  const stale = useApp((state) => state.connection.state === "stale");
  return (
    <TooltipProvider>
      <div className={classes("app", stale && "app-stale")}>
        <TopBar />
        <Rail />
        <div className="app-view">
          <StaleBanner />
          <div className="app-page">
            <ErrorBoundary>
              <CurrentView />
            </ErrorBoundary>
          </div>
        </div>
        <StatusBar />
        <Dialogs />
        <Notice />
      </div>
    </TooltipProvider>
  );
}

function CurrentView() {
  const loaded = useApp((state) => state.loaded);
  const view = useUi((state) => state.view);
  if (!loaded) return <Skeleton />;
  return view === "health" ? <HealthPage /> : <Composer />;
}

function Dialogs() {
  const removing = useUi((state) => state.removing);
  const palette = useUi((state) => state.palette);
  return (
    <>
      {removing ? <RemoveDialog /> : null}
      <EditQuestionDialog />
      {palette ? <CommandPalette /> : null}
    </>
  );
}
