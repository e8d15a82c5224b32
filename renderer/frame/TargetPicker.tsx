import { ChevronDown } from "lucide-react";
import { selectTarget } from "../state/requests.ts";
import { useApp } from "../state/store.ts";
import { Menu, MenuItem, MenuLabel } from "../ui/Menu.tsx";
import { Dot } from "../ui/Pill.tsx";
import { connectionTone, connectionWord } from "./connection-words.ts";

const kinds = { docker: "Docker", fake: "Fake" } as const;

export function TargetPicker() {
  const target = useApp((state) => state.target);
  const targets = useApp((state) => state.targets);
  const state = useApp((one) => one.connection.state);
  if (target === null) return null;
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="picker"
          aria-label={`Target: ${kinds[target.kind]} ${target.name}, ${connectionWord[state]}`}
          title={`${target.address}, ${connectionWord[state]}`}
        >
          <Dot tone={connectionTone[state]} />
          <span>{kinds[target.kind]}</span> <span className="cut muted picker-detail">{target.name}</span>
          <ChevronDown className="icon icon-small muted" aria-hidden="true" />
        </button>
      }
    >
      <MenuLabel>Where the stack runs</MenuLabel>
      {targets.map((one) => (
        <MenuItem
          key={one.id}
          detail={one.address}
          checked={one.id === target.id}
          onSelect={() => selectTarget(one.id)}
        >
          {kinds[one.kind]} {one.name}
        </MenuItem>
      ))}
    </Menu>
  );
}
