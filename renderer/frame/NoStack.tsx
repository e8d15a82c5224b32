import { FileText, FolderOpen, Network } from "lucide-react";
import { chooseStack, openSample, openStack } from "../state/requests.ts";
import { useApp } from "../state/store.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { baseName, folderName } from "../ui/format.ts";
import { samples } from "./samples.ts";

const RECENT = 5;

export function NoStack() {
  const recent = useApp((state) => state.recent);
  return (
    <div className="no-stack">
      <EmptyState
        icon={<Network className="icon" />}
        title="Open a stack to see it run"
        actions={
          <>
            <Button look="primary" onClick={chooseStack}>
              <FolderOpen className="icon" />
              Open…
            </Button>
            {samples.map((sample) => (
              <Button key={sample.name} title={sample.detail} onClick={() => openSample(sample.name)}>
                Try the {sample.title.toLowerCase()} sample
              </Button>
            ))}
          </>
        }
      >
        A stack is a Compose file on your disk. Gantry shows it here, edits it in place and runs it on the Docker engine
        of this machine. Nothing starts before you press Apply.
      </EmptyState>
      {recent.length === 0 ? null : (
        <ul className="recent" aria-label="Recent stacks">
          {recent.slice(0, RECENT).map((path) => (
            <li key={path}>
              <button type="button" className="recent-row" onClick={() => openStack(path)}>
                <FileText className="icon muted" aria-hidden="true" />
                <span>{baseName(path)}</span>
                <span className="small faint cut">{folderName(path)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
